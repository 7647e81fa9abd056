import Discussion
import JSONValues

private let count = Components.count
private let moderators: [Role] = [.site, .moderator]

extension MethodSpec {
    static let moderationQueue = MethodSpec(
        "The comments that wait for a person, each once.", roles: moderators,
        [
            .optional("state", .choice(["pending", "flagged", "all"]), "all unless given."),
            .optional(
                "order", .choice(["priority", "oldest", "newest"]), "priority unless given."),
            .optional("limit", Components.limit, "20 unless given."),
            .optional("cursor", Components.cursor),
        ],
        result: .object([
            .required("total", count),
            .required("items", .array(queueItem, 0...1000)),
            .required("next", .nullable(Components.cursor)),
        ]))

    private static let queueItem = Schema.object([
        .required("comment", .reference("Comment")),
        .required("state", .choice(CaseState.allCases.map(\.name))),
        .required(
            "priority", .number(-1e308...1e308),
            "log2(severity × exposure) + waiting / 4 h: one more is twice as pressing."),
        .required("waiting_s", count),
        .required(
            "weighing",
            .object([
                .required(
                    "severity", .number(0...1e12),
                    "By rules' strictest action and open flags, each its weight times illegal 5, "
                        + "abuse 3, spam 2, else 1."),
                .required("exposure", .number(1...100), "1 + log2(1 + replies below + votes)."),
                .required("doublings", .number(-1e12...1e12), "Waiting / 4 h."),
            ]), "What the priority is made of: log2(severity × exposure) + doublings."),
        .required("reasons", .array(.reference("Reason"), 0...1000)),
        .required(
            "flags",
            .array(
                .object([
                    .required("reason", .choice(FlagReason.allCases.map(\.rawValue))),
                    .required("count", count),
                    .required(
                        "weight", .number(0...1e9),
                        "The sum: 1 for each newcomer's, more or less by the reporter's record."),
                ]), 0...5)),
        .required("flagging", flagging, "How far flags are from hiding the comment by themselves."),
        .required(
            "author",
            .object([
                .required("id", .string(1...128)), .required("name", .string(1...256)),
                .required("approved", count), .required("rejected", count),
                .required("first_seen", .time),
            ])),
        .required("claimed_by", .nullable(.string(1...128))),
        .required("claimed_until", .nullable(.time)),
    ])

    private static let flagging = Schema.object([
        .required("flaggers", count, "Those whose flags on the comment nobody has decided on yet."),
        .required("min_flaggers", count), .required("weight", .number(0...1e9), "Of theirs."),
        .required("hide_weight", .number(0...1e9)),
        .required("repeated", count, "Open flags that count for neither."),
        .optional("before_edit", count, "Open flags that are of an earlier text."),
    ])

    static let moderationClaim = MethodSpec(
        "Leases on waiting comments: until they end, nobody else decides on those. What does not "
            + "wait, or somebody else holds, is left out.", isWrite: true, roles: moderators,
        [
            .optional(
                "comments", .array(.reference("CommentName"), 1...1000),
                "One that the moderator holds already is theirs for longer."),
            .optional(
                "n", .integer(1...1000),
                "The most urgent ones that nobody holds; 1 unless given. Not with comments."),
            .required("moderator", Components.personReference),
        ],
        result: .object([
            .required("claimed", .array(.string(13...13), 0...1000)),
            .required("until", .time, "When the leases end."),
        ]))
}
