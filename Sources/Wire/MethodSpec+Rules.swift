import Discussion
import JSONValues

private let count = Components.count

extension MethodSpec {
    static let moderationExplain = MethodSpec(
        "What every rule saw of a comment when it was judged, hit or not.",
        roles: [.site, .moderator], [.required("comment", .reference("CommentName"))],
        result: .object([
            .required("rules", .array(look, 0...1000), "In order, as they were then."),
            .required("decision", .reference("Decision"), "What the rules made of it then."),
            .required("status", .choice(Status.allCases.map(\.name)), "The comment's status now."),
            .required(
                "decided_by", .string(1...128),
                "Whose decision stands now: a person's id, \"rules\", or \"flags\"."),
            .optional(
                "hidden_by_flags",
                .object([
                    .required("at", .time, "When."),
                    .required(
                        "detail", .string(0...1000),
                        "The flags' sums and the thresholds of the time."),
                ]), "Where the flags of readers hid it, and nobody has decided since."),
            .required(
                "common_ground", .object(groundMembers),
                "What people who usually disagree make of it, in numbers."),
        ]))

    static let rulesBacktest = MethodSpec(
        "What rules would have done to stored comments, beside what people decided. Texts are "
            + "judged with what was known of them when they came in.",
        roles: [.site, .moderator],
        [
            .required("rules", rulesDocument, "The rules, or a document that holds them."),
            .optional("since", .time, "Only comments from then on."),
            .optional(
                "limit", .integer(1...1_000_000),
                "The newest so many comments; 100,000 unless given."),
        ],
        result: .object([
            .required("comments", count, "How many were judged."),
            .required("hits", .map(count), "Of each rule, dry runs too."),
            .required("would", .map(count), "Comments by the status that they would have got."),
            .required("changed", .array(change, 0...16), "Against what rules decided then."),
            .required(
                "agree", count,
                "Of the comments that people decided on: published by both, or by neither."),
            .required("disagree", count, "The others of them."),
            .required("examples", .array(example, 0...100), "Of each kind of disagreement."),
            .required(
                "unevaluated", .map(count),
                "Comments on which a rule may have hit, but what it asks was not kept."),
        ]))

    private static let change = Schema.object([
        .required("from", .choice(Status.allCases.map(\.name))),
        .required("to", .choice(Status.allCases.map(\.name))),
        .required("comments", count),
    ])

    private static let example = Schema.object([
        .required("comment_id", .string(13...13)),
        .required("people", .choice(Status.allCases.map(\.name)), "What people decided."),
        .required("would", .choice(Status.allCases.map(\.name)), "What the rules would have."),
        .required("rules", .array(.string(1...64), 0...1000), "Those that hit."),
        .required("body", .string(0...2048), "Its beginning."),
    ])

    private static let look = Schema.object([
        .required("rule", .string(1...64)),
        .required("version", count),
        .required("hit", .boolean),
        .required("action", .choice(RuleAction.allCases.map(\.rawValue))),
        .required("saw", .string(0...65_536), "What each condition found, and what it asks."),
        .optional(
            "span", .array(.integer(0...67_108_864), 2...2),
            "Start and end of the first place in the body, in code points."),
        .optional("score", .number(0...1), "What was measured: a share or a probability."),
        .optional("threshold", .number(0...1), "From which score on the condition holds."),
        .optional("dry_run", .boolean, "true: recorded only."),
    ])
}
