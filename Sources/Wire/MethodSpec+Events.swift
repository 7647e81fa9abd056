import Discussion
import JSONValues

private let seq = Schema.integer(0...Int.max)
private let moderators: [Role] = [.site, .moderator]

extension MethodSpec {
    static let eventFollow = MethodSpec(
        "Tells what happens in a site from now on, or from an event on: a line for each, with "
            + "method `event` and an Event as params, numbered without gaps, the first seq + 1. "
            + "Lines come behind this reply, between others, and the reply to a write before its "
            + "events, but for a batch. Following the same site again goes on from the new place. "
            + "A follower that takes nothing for windows.follow_stall_s while lines wait is cut "
            + "off: its last line has method `event.end` and {site, seq, reason, message} as "
            + "params, and it can follow again after that seq. Where the input ends, what the log "
            + "holds by then is told, and no more.",
        roles: moderators,
        [
            .optional(
                "after", seq,
                "The number of an event: those behind it are told. The newest unless given.")
        ],
        result: .object([
            .required("seq", seq, "The next event's number is one more."),
            .required("last", seq, "The number of the site's newest event."),
        ]))

    static let eventList = MethodSpec(
        "Events of a site as they are told to those who follow it, in order.", roles: moderators,
        [
            .optional("after", seq, "Those behind this number; from the first on unless given."),
            .optional("limit", Components.limit, "20 unless given."),
        ],
        result: .object([
            .required("events", .array(.reference("Event"), 0...1000)),
            .required(
                "next", .nullable(seq), "What `after` goes on with; null: these were the last."),
        ]))

    /// What happened, as it is told to those who follow it.
    static let event = Schema.object([
        .required("seq", .integer(1...Int.max), "Counted in its site, without gaps."),
        .required("type", .choice(eventTypes)),
        .required("at", .time),
        .required("site", .string(1...64)),
        .required(
            "thread", .nullable(.string(1...1024)),
            "The page, by the address that it has now; null where it is about no page."),
        .required("comment_id", .nullable(.string(13...13))),
        .optional("status", .choice(Status.allCases.map(\.name)), "Of comment.submitted."),
        .optional("shadowed", .boolean, "Whether its author alone sees it."),
        .optional("revision", .integer(1...Int.max), "Of comment.edited."),
        .optional(
            "from", .choice(Status.allCases.map(\.name)), "Of comment.status and .deleted."),
        .optional("to", .choice(Status.allCases.map(\.name)), "The same where marks changed."),
        .optional("pinned", .boolean), .optional("closed", .boolean),
        .optional("featured", .boolean),
        .optional("votes", .reference("Votes"), "Of votes: the tally, once a commit."),
        .optional("flags", Components.count, "Of flag: those that are open now."),
        .optional("reason", .string(1...64), "Of flag: of the one that was raised."),
        .optional("moved_from", .string(1...1024)), .optional("moved_to", .string(1...1024)),
        .optional("is_over", .boolean, "Of thread: whether all comments have moved."),
        .optional("person", .nullable(.string(1...128)), "Of person: who is sanctioned."),
        .optional("range", .string(1...64), "Of person: the addresses that are."),
        .optional("kind", .string(1...64), "Of person: the sanction, or none."),
        .optional("until", .nullable(.time)),
        .optional("version", Components.count, "Of rules: of those that judge from now on."),
    ])

    /// Every type of event there is.
    private static let eventTypes = [
        "comment.submitted", "comment.edited", "comment.status", "comment.deleted", "votes",
        "flag", "thread", "person", "rules",
    ]
}
