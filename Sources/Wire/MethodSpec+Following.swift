import Discussion
import JSONValues

private let id = Schema.string(2...20)
private let token = Schema.string(1...256)
private let person = Components.personReference
private let done = Schema.object([.required("ok", .boolean)])

extension MethodSpec {
    static let subscriptionAdd = MethodSpec(
        "Has somebody hear of comments. thread: every new visible comment of the page; replies "
            + "with thread: any reply below one of the person's own comments there; replies with "
            + "comment: replies to that comment. The same subscription again is the same one; a "
            + "new address takes the old one's place, with another token. With an e-mail address "
            + "it waits for its confirmation, unless the site vouches for the address.",
        isWrite: true, roles: [.site],
        [
            .optional("thread", .string(1...1024), "One of the two must be given."),
            .optional("comment", .reference("CommentName"), "With scope replies."),
            .required("person", person),
            .required("scope", .choice(FollowScope.names)),
            .optional("confirmed", .boolean, "true: the site vouches for the address."),
        ], result: .object([.required("subscription", .reference("Subscription"))]))

    static let subscriptionConfirm = MethodSpec(
        "Confirms a subscription. Right and wrong tokens get the same answer, in the same time.",
        isWrite: true, roles: [.site], [.required("token", token)], result: done)

    static let subscriptionCancel = MethodSpec(
        "Ends a subscription, by its token (right and wrong ones get the same answer, in the same "
            + "time) or by its id (404 where there is none). What was due because of it alone is "
            + "told no more.", isWrite: true, roles: [.site],
        [
            .optional("token", token, "One of the two must be given."),
            .optional("subscription", id),
        ], result: done)

    static let subscriptionList = MethodSpec(
        "A person's subscriptions, oldest first: all of them.", roles: [.site],
        [.required("person", person)],
        result: .object([
            .required("subscriptions", .array(.reference("Subscription"), 0...1000))
        ]))

    static let notificationList = MethodSpec(
        "The notices that are due: each until it is acknowledged, with the same id each time. What "
            + "meanwhile is hidden, deleted, cancelled or decided is left out, as is what is for "
            + "or by a banned person. A page may hold fewer than there are; next says so.",
        roles: [.site],
        [
            .optional("limit", Components.limit, "20 unless given."),
            .optional("cursor", Components.cursor, "`next` of an earlier page."),
            .optional("email", .boolean, "Only notices with, or without, an e-mail address."),
            .optional(
                "state", .choice(["due", "failed"]),
                "failed: those that were given up instead, with how; due unless given."),
        ],
        result: .object([
            .required("notifications", .array(notification, 0...1000)),
            .required("next", .nullable(Components.cursor)),
        ]))

    static let notificationAck = MethodSpec(
        "Says what became of notices. sent: they are done (unless given otherwise); later: they "
            + "are due again after after_s; failed: they are given up; bounced: given up because "
            + "the address is dead, so that the person's subscriptions by it wait for a new "
            + "confirmation. Notices that are not due are passed over.",
        isWrite: true, roles: [.site],
        [
            .required("ids", .array(id, 0...1000)),
            .optional("outcome", .choice(["sent", "later", "failed", "bounced"])),
            .optional("after_s", .integer(0...2_592_000), "With later; 60 unless given."),
            .optional("detail", .string(1...500), "How it failed, for people."),
        ],
        result: .object([
            .required("acknowledged", Components.count, "How many of them were due.")
        ]))

    private static let notification = Schema.object([
        .required("id", .string(2...20)),
        .required("kind", .choice(NoticeKind.allCases.map(\.name))),
        .required("person", notified),
        .optional(
            "comment", .reference("Comment"), "Of comment and moderation; as its readers see it."),
        .optional("page", page),
        .optional(
            "subscription",
            .object([
                .required("id", id), .required("scope", .choice(FollowScope.names)),
                .required("confirmed", .boolean), .required("thread", .string(1...1024)),
                .optional("comment_id", .string(13...13)),
            ]), "Because of which; not of moderation."),
        .optional("token", token, "The subscription's: confirms it and cancels it."),
        .required("created_at", .time),
        .required("tries", Components.count, "That failed."),
        .optional("detail", .string(0...500), "How the last of them did."),
    ])

    private static let notified = Schema.object([
        .required("id", .string(1...128)), .required("name", .string(1...256)),
        .optional("email", .string(3...320), "Where it goes; none: the host tells the person."),
    ])

    private static let page = Schema.object([
        .required("thread", .string(1...1024)), .required("title", .nullable(.string(1...1024))),
        .required("url", .nullable(.string(8...2048))),
    ])

    /// A subscription as the wire shows it.
    static let subscription = Schema.object([
        .required("id", id), .required("scope", .choice(FollowScope.names)),
        .required("confirmed", .boolean),
        .required("token", token, "Confirms and cancels it; for the person's own eyes."),
        .required("person", .string(1...128)), .required("thread", .string(1...1024)),
        .optional("comment_id", .string(13...13)), .optional("email", .string(3...320)),
        .required("created_at", .time),
    ])
}
