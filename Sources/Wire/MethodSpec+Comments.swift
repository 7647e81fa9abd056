import Discussion
import JSONValues

private let personal = Components.personReference
private let commentName = Schema.reference("CommentName")
private let view = Schema.Member.optional(
    "view", .choice(["public", "moderator"]),
    "Whether pending, rejected and spam comments and private fields show.")
private let viewer = Schema.Member.optional(
    "viewer", personal, "For whom: adds their vote, and their own comments that wait.")
private let backdated = Schema.Member.optional(
    "at", .time, "The moment to record, when history is replayed; only with --backdate.")

extension MethodSpec {
    static let commentSubmit = MethodSpec(
        "Submits a comment or a reply. Rules decide at once, and the answer says why.",
        isWrite: true, roles: [.site],
        [
            .required("thread", .string(1...1024), "The host's own name of the page."),
            .optional("parent", commentName, "The comment that this one replies to."),
            .required("author", personal),
            .required("body", .string(0...67_108_864), "Text; see the limit and the text policy."),
            .optional(
                "ref", .string(1...128),
                "The host's own name of the comment, unique in its site; used again with the same "
                    + "params it is the same comment."),
            .optional("anchor", .reference("Anchor"), "The passage of the page it is about."),
            .optional(
                "notify", .choice(["none", "replies", "thread"]),
                "What the author wants to hear of: replies to this comment, or every comment of "
                    + "the page. As with subscription.add; a refused comment subscribes nobody."),
            backdated,
        ],
        result: .object([
            .required("comment", .reference("Comment")),
            .required("decision", .reference("Decision")),
        ]))

    static let commentGet = MethodSpec(
        "One comment, or the tombstone that stands for it.", roles: Role.allCases,
        [.required("comment", commentName), viewer, view],
        result: .object([.required("comment", .reference("Comment"))]))

    static let commentList = MethodSpec(
        "A page of a thread's roots or of a comment's replies, each with its replies, every level "
            + "in the same order.", roles: Role.allCases,
        [
            .required("thread", .string(1...1024)), .optional("parent", commentName),
            .optional("sort", .choice(Sort.names), "The thread's own default unless given."),
            .optional("limit", Components.limit, "20 unless given."),
            .optional("cursor", Components.cursor, "`next` of an earlier page in the same order."),
            .optional("depth", .integer(0...1000), "Levels of replies; 1 unless given, 0: none."),
            .optional("children", .integer(0...1000), "Replies a level; 3 unless given."),
            viewer, view,
            .optional(
                "anchored", .boolean,
                "true: only comments on passages of the page, false: only the others. It picks "
                    + "from the list asked for, the roots or `parent`'s replies; replies below "
                    + "come with theirs. See `max_anchored`."),
            .optional("explain", .boolean, "Adds `rank`: the score as used, and its inputs."),
        ],
        result: .object([
            .required("thread", .string(1...1024)),
            .required("total", Components.count, "Visible comments of the thread."),
            .required("sort", .choice(Sort.allCases.map(\.name))),
            .required("comments", .array(.reference("Comment"), 0...1000)),
            .required("next", .nullable(Components.cursor)),
        ]))

    static let commentLatest = MethodSpec(
        "The newest comments of a site, of a thread or of one person. A page may hold fewer than "
            + "asked for, or none, and go on: see `max_latest_scan`.", roles: Role.allCases,
        [
            .optional("author", personal), .optional("thread", .string(1...1024)),
            .optional("limit", Components.limit, "20 unless given."),
            .optional("cursor", Components.cursor, "`next` of an earlier page."), viewer, view,
        ],
        result: .object([
            .required("comments", .array(.reference("Comment"), 0...1000)),
            .required("next", .nullable(Components.cursor)),
        ]))

    static let commentSearch = MethodSpec(
        "The newest comments that hold what is looked for, by their text as it is now. A page may "
            + "hold fewer than asked for, or none, and go on: see `max_search_work`.",
        roles: Role.allCases,
        [
            .required(
                "query", .string(1...1024),
                "Words that must all be there, in any case and with or without accents; \"a "
                    + "phrase\" keeps them together, -word must not be there, OR between two takes "
                    + "either, word* is the beginning of one. Of scripts without spaces between "
                    + "words, and of Korean, any part of a text is found."),
            .optional("thread", .string(1...1024)), .optional("author", personal),
            .optional(
                "status", .choice(Status.allCases.map(\.name)),
                "Only comments of this status; in the moderators' view."),
            .optional("limit", Components.limit, "20 unless given."),
            .optional("cursor", Components.cursor, "`next` of an earlier page."), viewer, view,
        ],
        result: .object([
            .required("comments", .array(.reference("Comment"), 0...1000)),
            .required("next", .nullable(Components.cursor)),
        ]))

    static let commentEdit = MethodSpec(
        "Gives a comment another text: by its author for a while and as long as nobody has "
            + "replied, by moderators always. Rules judge it as a new one's; a text that a person "
            + "has refused before is not published by them alone. The same text changes nothing.",
        isWrite: true, roles: [.site, .moderator],
        [
            .required("comment", commentName), .required("by", personal),
            .required("body", .string(0...67_108_864), "Text; see the limit and the text policy."),
            .optional("expect", .integer(1...Int.max), "The revision that the caller has seen."),
        ],
        result: .object([
            .required("comment", .reference("Comment")),
            .required("decision", .reference("Decision")),
        ]))

    static let commentDelete = MethodSpec(
        "Takes a comment away: by its author for a while, by moderators always.",
        isWrite: true, roles: [.site, .moderator],
        [
            .required("comment", commentName), .required("by", personal),
            .optional("expect", .integer(1...Int.max), "The revision that the caller has seen."),
        ], result: .object([.required("comment", .reference("Comment"))]))

    static let voteCast = MethodSpec(
        "Sets a voter's vote on a comment: 1, -1, or 0 to withdraw it. Absolute: casting twice "
            + "changes nothing.", isWrite: true, roles: [.site],
        [
            .required("comment", commentName), .required("voter", personal),
            .required("value", .integer(-1...1)), backdated,
        ],
        result: .object([
            .required("id", .string(13...13)), .required("votes", .reference("Votes")),
            .required("value", .integer(-1...1)),
        ]))

    static let flagRaise = MethodSpec(
        "Flags a comment for the moderators, once per reporter until it is dismissed.",
        isWrite: true, roles: [.site],
        [
            .required("comment", commentName), .required("reporter", personal),
            .required("reason", .choice(FlagReason.allCases.map(\.rawValue))),
            .optional("detail", .string(0...2000)), backdated,
        ],
        result: .object([
            .required("id", .string(13...13)),
            .required("flags", Components.count, "Open flags on the comment."),
        ]))
}
