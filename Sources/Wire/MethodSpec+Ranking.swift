import Discussion
import JSONValues

private let count = Components.count

extension MethodSpec {
    static let rankingRefit = MethodSpec(
        "Fits a site's common ground to its votes as they are now, and returns once that is in "
            + "force. Else it happens by itself, as the configuration says.",
        roles: [], [],
        result: .object([
            .required("voters", count, "Those with enough votes to be heard."),
            .required("comments", count, "Those with a vote of theirs."),
            .required("votes", count),
            .required("loss", .number(0...1e9), "What was minimised."),
            .required("fitted_at", .time),
            .required(
                "speaks", .boolean,
                "false: too few stand on either side, and common_ground is as best."),
        ]))

    /// What `server.status` says of ranking.
    static let rankingStatus = Schema.object([
        .required("best", best), .required("hot_decay_s", .number(0...1e9)),
        .required(
            "is_reranking", .boolean,
            "true: comments are ranked as before the settings changed, until all ranks are made."),
        .required(
            "fits",
            .array(
                .object([
                    .required("site", .string(1...64)), .required("fitted_at", .time),
                    .required("voters", count), .required("comments", count),
                    .required("votes", count), .required("loss", .number(0...1e9)),
                    .required("speaks", .boolean),
                    .required("sides", .array(count, 2...2), "Voters on either side."),
                ]), 0...200),
            "Of each site the last fit of common ground."),
    ])

    /// How `best` is scored.
    private static let best = Schema.either([
        .choice(["lower_bound"]), .object([.required("quantile", .number(0...1))]),
    ])

    /// A comment's common ground.
    static let groundMembers: [Schema.Member] = [
        .optional("intercept", .number(-1e308...1e308), "What both sides give it alike."),
        .optional("factor", .number(-1e308...1e308), "Which side it is on."),
        .optional(
            "lower_bound", .number(-1e308...1e308),
            "The intercept after one more vote against it, by which it is ordered."),
        .optional("fitted_at", .time, "When the voters' sides were last found."),
        .optional(
            "sides",
            .array(.object([.required("up", count), .required("down", count)]), 2...2),
            "The votes of those who stand on the one side, and on the other."),
        .optional("fallback", .choice(["best"]), "Too few stand on either side: as best."),
    ]
}
