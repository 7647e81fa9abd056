import Discussion
import JSONValues

/// Shapes that several methods share, by the names they have in the OpenRPC document.
package enum Components {
    package static let schemas: [String: Schema] = [
        "Person": person,
        "CommentName": .string(1...132),
        "Anchor": anchor,
        "Comment": .object(commentMembers),
        "Votes": .object([
            .required("up", count), .required("down", count), .required("score", .integer(anyInt)),
        ]),
        "Reason": reason,
        "Decision": decision,
        "Thread": thread,
        "Subscription": MethodSpec.subscription,
        "Site": site,
        "Event": MethodSpec.event,
        "ExportLine": .typed(MethodSpec.exportLines),
        "Error": error,
    ].merging(MethodSpec.reportSchemas) { first, _ in first }

    static let count = Schema.integer(0...Int.max)
    static let anyInt = Int.min...Int.max
    static let cursor = Schema.string(1...512)
    static let limit = Schema.integer(1...1000)
    static let personReference = Schema.reference("Person")

    private static let person = Schema.either([
        .string(1...128),
        .object([
            .required("id", .string(1...128), "The host's id of the person."),
            .optional("name", .string(1...256), "Shown to readers; the id where there is none."),
            .optional("email", .string(3...320), "Shown to moderators only."),
            .optional("url", .string(8...2048), "http or https."),
            .optional("ip", .string(2...64), "Shown to moderators only."),
            .optional("user_agent", .string(1...1024), "Shown to moderators only."),
            .optional(
                "roles", .array(.choice(Roles.names.map(\.name)), 0...3),
                "What the person is to this page or site."),
            .optional("guest", .boolean, "The id is a device's, not an account's."),
        ]),
    ])

    private static let anchor = Schema.object([
        .required("exact", .string(1...2000), "The passage, as in the page's text."),
        .optional("prefix", .string(0...500), "What stands before it."),
        .optional("suffix", .string(0...500), "What stands behind it."),
        .optional("start", .integer(0...1_000_000_000), "Its place, in code points."),
        .optional("end", .integer(0...1_000_000_000), "Its end, in code points."),
    ])

    /// What a comment consists of.
    static let commentMembers: [Schema.Member] = [
        .required("id", .string(13...13), "Sorts as created_at does."),
        .optional("ref", .string(1...128), "The host's own name of it."),
        .required("site", .string(1...64)),
        .required("thread", .string(1...1024)),
        .required("parent_id", .nullable(.string(13...13))),
        .required("depth", count, "0 for a root."),
        .required("author", .nullable(author), "null in a tombstone."),
        .required("body", .nullable(.string(0...67_108_864)), "As written, masked where masked."),
        .required("html", .nullable(.string(0...536_870_912)), "A safe rendering of the body."),
        .optional("original", .string(0...67_108_864), "Moderators only, where words are masked."),
        .required("status", .choice(Status.allCases.map(\.name) + ["hidden"])),
        .optional("hidden", .boolean, "true: a tombstone above visible replies."),
        .required("revision", .integer(1...Int.max), "Grows with each edit and change of status."),
        .required("created_at", .time),
        .required("edited_at", .nullable(.time)),
        .required("votes", .reference("Votes")),
        .required("replies", count, "Direct visible replies."),
        .required("descendants", count, "All visible comments below."),
        .required("anchor", .nullable(.reference("Anchor"))),
        .required("pinned", .boolean),
        .required("closed", .boolean),
        .required("featured", .boolean),
        .optional("shadowed", .boolean, "Moderators only; true: its author alone sees it."),
        .optional("viewer", viewer, "Only where a viewer was given."),
        .optional("children", children, "Only in comment.list."),
        .optional("rank", rank, "Only with explain."),
        .optional("revisions", .array(revision, 0...1000), "Only in comment.get, for moderators."),
    ]

    private static let author = Schema.object([
        .required("id", .string(1...128)), .required("name", .string(1...256)),
        .required("badges", .array(.string(1...64), 0...16)), .optional("url", .string(8...2048)),
        .optional("email", .string(3...320), "Moderators only."),
        .optional("ip", .string(2...64), "Moderators only."),
        .optional("user_agent", .string(1...1024), "Moderators only."),
        .optional("guest", .boolean, "Moderators only."),
        .optional("erased", .boolean, "true: they were erased, and have no id or name any more."),
    ])

    private static let viewer = Schema.object([
        .required("vote", .integer(-1...1)), .required("flagged", .boolean),
        .required("own", .boolean),
        .required(
            "can_edit_until", .nullable(.time), "null where the viewer cannot edit it now."),
    ])

    private static let children = Schema.object([
        .required("comments", .array(.reference("Comment"), 0...1000)),
        .required("more", count, "Direct replies left out here."),
        .required("next", .nullable(cursor), "Continues them, with parent."),
    ])

    private static let rank = Schema.object(
        [
            .required("sort", .choice(Sort.allCases.map(\.name))),
            .required("score", .number(-1e308...1e308), "As used; for newest and oldest seconds."),
            .optional("up", count), .optional("down", count), .optional("created_at", .time),
            .optional("descendants", count),
            .optional("z", .number(0...10), "Of best where it is a lower bound."),
            .optional("quantile", .number(0...1), "Of best where it is a quantile."),
            .optional("decay_s", .number(0...1e9), "Of hot."),
            .optional("pinned", .boolean, "true: it stands before all that are not."),
        ] + MethodSpec.groundMembers)

    private static let revision = Schema.object([
        .required("revision", .integer(1...Int.max)), .required("body", .string(0...67_108_864)),
        .required("at", .time),
    ])

    private static let reason = Schema.object([
        .required("rule", .string(1...64)),
        .required("action", .choice(RuleAction.allCases.map(\.rawValue))),
        .required("detail", .string(0...4096), "What was found."),
        .optional(
            "span", .array(.integer(0...67_108_864), 2...2),
            "Start and end of the first place in the body, in code points."),
        .optional("count", .integer(1...Int.max), "In how many places."),
        .optional("score", .number(0...1)),
        .optional("dry_run", .boolean, "true: recorded only."),
    ])

    private static let decision = Schema.object([
        .required("status", .choice(Status.allCases.map(\.name))),
        .required("rules", .integer(0...Int.max), "The version of the rules that decided."),
        .required("reasons", .array(.reference("Reason"), 0...1000)),
    ])

    private static let thread = Schema.object([
        .required("thread", .string(1...1024)), .required("title", .nullable(.string(1...1024))),
        .required("url", .nullable(.string(8...2048))),
        .required("count", count, "Visible comments, replies included."),
        .required("roots", count, "Visible comments that reply to none."),
        .optional("pending", count, "Comments that wait for a decision; not for readers."),
        .required("closed", .boolean, "Whether it takes no comments and votes now."),
        .required("settings", settings, "closed: the thread's own; the others as they hold."),
        .required("created_at", .nullable(.time)),
        .required("last_comment_at", .nullable(.time)),
        .optional(
            "moving", .boolean,
            "Only in thread.move; true: comments are still to come, a part at a time."),
    ])

    private static let settings = Schema.object([
        .required("closed", .boolean), .required("moderation", .choice(["post", "pre"])),
        .required("close_after_days", count), .required("slow_mode_s", count),
        .required("default_sort", .choice(Sort.allCases.map(\.name))),
        .required("guests", .boolean),
    ])

    private static let site = Schema.object([
        .required("site", .string(1...64)),
        .required("comments", count, "Of any status."),
        .required("pending", count, "In the queue."), .required("flagged", count, "In the queue."),
        .required("closed", .boolean, "Whether no thread takes comments and votes."),
        .required("settings", settings), .required("created_at", .nullable(.time)),
    ])

    private static let error = Schema.object([
        .required("code", .integer(-32768...599)), .required("message", .string(1...4096)),
        .required(
            "data",
            .object([
                .required("kind", .choice(Refusal.Kind.allCases.map(\.rawValue))),
                .optional("field", .string(0...1024)), .optional("problem", .string(1...4096)),
                .optional("did_you_mean", .string(1...64)), .optional("limit", count),
                .optional("retry_after_ms", count), .optional("revision", count),
                .optional("incident", .string(1...64)),
                .optional("sanction", .choice(SanctionKind.allCases.map(\.name))),
                .optional("until", .nullable(.time), "null: until the sanction is lifted."),
            ])),
    ])
}
