import Discussion
import JSONValues

private let count = Components.count

extension MethodSpec {
    private static let moderators: [Role] = [.site, .moderator]

    static let moderationDecide = MethodSpec(
        """
        Decides on comments, each by itself: one that is refused does not hold up the others. More \
        than 64 are decided on in parts, with others' commands between them; what keeps a part \
        from being stored is told of each of its comments, and sent again with its key the command \
        goes on there.
        """,
        isWrite: true, roles: moderators,
        [
            .required("comments", .array(.reference("CommentName"), 1...1000)),
            .required("action", .choice(Decision.allCases.map(\.rawValue))),
            .required("moderator", Components.personReference),
            .optional("reason", .string(0...2000)),
            .optional("expect", .integer(1...Int.max), "The revision that the caller has seen."),
        ],
        result: .object([
            .required(
                "results",
                .array(
                    .object([
                        .required("id", .string(1...132)),
                        .optional("status", .choice(Status.allCases.map(\.name))),
                        .optional("revision", .integer(1...Int.max)),
                        .optional("error", .reference("Error")),
                    ]), 1...1000))
        ]))

    static let moderationHistory = MethodSpec(
        "What was decided, newest first: a comment's, a person's, or the site's.",
        roles: moderators,
        [
            .optional("comment", .reference("CommentName")),
            .optional(
                "person", Components.personReference, "Whom it was about, or who acted."),
            .optional("limit", Components.limit, "20 unless given."),
            .optional("cursor", Components.cursor),
        ],
        result: .object([
            .required(
                "entries", .array(.object(historyEntry), 0...1000)),
            .required("next", .nullable(Components.cursor)),
        ]))

    /// What the history says of one decision.
    static let historyEntry: [Schema.Member] = [
        .required("at", .time),
        .required("actor", .string(1...128), "A person's id, or \"rules\"."),
        .required("action", .string(1...64)),
        .optional("comment_id", .string(13...13)),
        .optional("person_id", .string(1...128)),
        .optional("from", .choice(Status.allCases.map(\.name))),
        .optional("to", .choice(Status.allCases.map(\.name))),
        .optional("reason", .string(0...2000)),
        .optional("rules", count),
        .optional("until", .time, "When a sanction ends."),
        .optional("range", .string(2...64), "The addresses it is for."),
    ]

    static let rulesDocument = Schema.either([
        .array(.any, 0...1000),
        .object([.optional("version", .any), .required("rules", .array(.any, 0...1000))]),
    ])

    static let rulesGet = MethodSpec(
        "The rules that hold now.", roles: moderators, [],
        result: .object([
            .required("version", count), .required("rules", .array(.any, 0...1000)),
        ]))

    static let rulesCheck = MethodSpec(
        "What is wrong with rules, before they go live.", roles: moderators,
        [.required("rules", rulesDocument, "The rules, or a document that holds them.")],
        result: .object([
            .required("ok", .boolean),
            .required(
                "problems",
                .array(
                    .object([
                        .required("path", .string(0...1024)),
                        .required("problem", .string(1...4096)),
                        .optional("did_you_mean", .string(1...64)),
                    ]), 0...10_000)),
        ]))

    static let rulesTest = MethodSpec(
        "What the rules would say of a text; nothing is stored.", roles: moderators,
        [
            .optional("rules", rulesDocument, "Those that hold now unless given."),
            .required("body", .string(0...67_108_864)),
            .optional("author", Components.personReference),
            .optional("thread", .string(1...1024)),
        ], result: .object([.required("decision", .reference("Decision"))]))

    static let rulesReload = MethodSpec(
        "Reads the rules and their word lists anew; wrong ones are refused, and the old ones hold.",
        isOfSite: false, roles: [], [], result: .object([.required("version", count)]))

    static let serverStatus = MethodSpec(
        "How the server is, and its limits.", isOfSite: false, roles: moderators, [],
        result: .object(
            [
                .required("version", .string(1...64)), .required("uptime_s", count),
                .required("pid", count), .required("database", .string(1...4096)),
                .required("durability", .choice(["full", "normal"])),
                .required("counts", .map(count)), .required("queues", .map(count)),
                .required("limits", .map(count)), .required("windows", .map(count)),
                .required(
                    "followers",
                    .object([
                        .required(
                            "now", count, "How many follow a site; one for each that they do."),
                        .required("cut_off", count, "How many were, since the server started."),
                    ]), "Who follows events."),
                .required(
                    "flags",
                    .object([
                        .required("min_flaggers", count),
                        .required("hide_weight", .number(0...1e9)),
                        .required("max_weight", .number(0...1e9)),
                    ]), "When flags alone take a comment away."),
                .required("rules", count, "The version of the rules."),
                .required("ranking", rankingStatus, "How comments are ranked."),
                .required(
                    "classifiers",
                    .array(
                        .object([
                            .required("site", .string(1...64)),
                            .required("trait", .choice(["spam", "toxic"])),
                            .required("version", count, "Grows with what people decide."),
                            .required("positive", count, "Decisions for the trait."),
                            .required("negative", count, "Decisions against it."),
                            .required("learned_at", .time),
                        ]), 0...200),
                    "What was learned of each site, where its people have decided enough."),
            ] + monitored))

    static let sessionOpen = MethodSpec(
        "Shows a token: the first command on TCP, before which there is no other.",
        isOfSite: false, roles: Role.allCases,
        [.required("token", .string(1...1024))],
        result: .object([
            .required(
                "role", .choice(Role.allCases.map(\.rawValue) + ["local"]),
                "local: standard input or the Unix socket, which need no token."),
            .required("sites", .array(.string(1...64), 0...1000), "Those that the token is for."),
        ]))

    static let rpcDiscover = MethodSpec(
        "This document (OpenRPC 1.3).", isOfSite: false, roles: Role.allCases, [], result: .any)
}
