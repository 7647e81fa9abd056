import Discussion
import JSONValues

private let count = Components.count
private let commentID = Schema.string(13...13)
private let personID = Schema.string(1...128)

extension MethodSpec {
    static let personExport = MethodSpec(
        "All that is held on a person, a page at a time: who they are, what is imposed on them, "
            + "their comments with earlier texts, votes, flags, what was decided about them and by "
            + "them, what they follow and what they are told. A page may hold fewer lines than "
            + "asked for, or none, and go on: votes are looked for through all of the ledger.",
        roles: [.site, .moderator],
        [
            .required("person", Components.personReference),
            .optional("limit", Components.limit, "Lines; 20 unless given."),
            .optional("cursor", Components.cursor, "`next` of an earlier page."),
        ],
        result: .object([
            .required("lines", .array(.reference("ExportLine"), 0...1000)),
            .required("next", .nullable(Components.cursor)),
        ]))

    static let personErase = MethodSpec(
        "Takes a person out of the site for good: their id, name, addresses and user agents, what "
            + "they follow and what they are to be told, in all that is kept. Comments stay with "
            + "an author who has no name, or, with `bodies`, go with all their texts; votes count "
            + "as before. Whoever comes by that id afterwards is somebody new. Once is enough, and "
            + "a second time does nothing.", isWrite: true, roles: [.site],
        [
            .required("person", Components.personReference),
            .required("moderator", Components.personReference, "By whom, for the history."),
            .optional("bodies", .boolean, "Whether their texts go too; they stay unless given."),
        ],
        result: .object([
            .required("erased", .boolean, "false: the site knows nobody by this id."),
            .required(
                "pending", count,
                "Erasures, anyone's, that are being carried through everything that is kept."),
        ]))

    /// The lines of an export.
    static let exportLines: [Schema.Variant] = [
        Schema.Variant(
            "person",
            [
                .required("id", personID), .required("name", .string(1...256)),
                .optional("url", .string(8...2048)), .optional("email", .string(3...320)),
                .required("first_seen", .time), .required("approved", count),
                .required("rejected", count, "Comments, without spam."), .required("spam", count),
                .required("flags_agreed", count), .required("flags_dismissed", count),
            ]),
        Schema.Variant(
            "sanction",
            [
                .required("person", personID),
                .required("kind", .choice(SanctionKind.allCases.map(\.name))),
                .required("since", .time), .required("until", .nullable(.time)),
                .required("reason", .string(0...2000)),
                .required("moderator", .nullable(personID)),
            ]),
        Schema.Variant("comment", Components.commentMembers),
        Schema.Variant(
            "revision",
            [
                .required("comment_id", commentID),
                .required("revision", .integer(1...Int.max), "The comment's when it got it."),
                .required("body", .string(0...67_108_864), "A text that it has no more."),
                .required("at", .time),
            ]),
        Schema.Variant(
            "vote",
            [
                .required("comment_id", commentID), .required("voter", personID),
                .required("value", .integer(-1...1), "0: withdrawn."), .required("at", .time),
            ]),
        Schema.Variant(
            "flag",
            [
                .required("comment_id", commentID), .required("reporter", personID),
                .required("reason", .choice(FlagReason.allCases.map(\.rawValue))),
                .optional("detail", .string(0...2000)), .required("at", .time),
                .required("state", .choice(FlagState.allCases.map(\.name))),
            ]),
        Schema.Variant("decision", historyEntry),
        Schema.Variant(
            "subscription",
            [
                .required("id", .string(2...20)), .required("person", personID),
                .required("scope", .choice(FollowScope.names)), .required("confirmed", .boolean),
                .required("thread", .string(1...1024)), .optional("comment_id", commentID),
                .optional("email", .string(3...320)), .required("created_at", .time),
            ]),
        Schema.Variant(
            "notice",
            [
                .required("id", .string(2...20)), .required("person", personID),
                .required("kind", .choice(NoticeKind.allCases.map(\.name))),
                .optional("comment_id", commentID),
                .optional("subscription", .string(2...20)),
                .required("state", .choice(NoticeState.allCases.map(\.name))),
                .required("created_at", .time), .required("tries", count),
                .optional("detail", .string(0...2000), "How the last try failed."),
            ]),
        Schema.Variant(
            "fit",
            [
                .required("person", personID),
                .required(
                    "intercept", .number(-1e308...1e308),
                    "How readily they agree, as `common_ground` found it by their votes."),
                .required("factor", .number(-1e308...1e308), "Which side they are on."),
                .required("fitted_at", .time),
            ]),
    ]
}
