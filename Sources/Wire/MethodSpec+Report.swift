import Discussion
import JSONValues

private let count = Components.count
private let day = Schema.string(10...10)
private let name = Schema.string(1...128)
private let seconds = Schema.nullable(count)

private let share = Schema.nullable(.reference("Share"))

extension MethodSpec {
    static let moderationReport = MethodSpec(
        "The moderation queue report. Days and hours are UTC's. It is read from many short "
            + "snapshots, one report at a time: 503 where another is being made.",
        roles: [.site, .moderator],
        [
            .optional("since", .time, "7 days ago unless given."),
            .optional("until", .time, "Now unless given; what happened then is not in it."),
            .optional(
                "sections",
                .array(
                    .choice(ReportSection.allCases.map(\.rawValue)),
                    1...ReportSection.allCases.count), "All unless given."),
        ],
        result: .object([
            .required("site", .string(1...64)), .required("since", .time),
            .required("until", .time), .required("made_at", .time),
            .optional("now", .reference("ReportNow"), "The queue as it is."),
            .optional(
                "flow", .array(.reference("ReportDay"), 0...1000), "The newest days that had any."),
            .optional(
                "rules", .array(.reference("ReportRule"), 0...1000),
                "What rules did to comments made in the time, the commonest first; those in force "
                    + "that never hit have 0 hits."),
            .optional(
                "moderators", .array(.reference("ReportModerator"), 0...1000),
                "Who decided in the time, most decisions first."),
            .optional("readers", .reference("ReportReaders"), "Flags raised in the time."),
            .optional(
                "classifiers", .array(.reference("ReportClassifier"), 0...2),
                "What classifiers said of comments made in the time that people then decided on."),
            .optional("health", .reference("ReportHealth"), "Whether people keep up."),
        ]))

    /// The parts of a report, each by a name: the document would be nested too deep without.
    static let reportSchemas: [String: Schema] = [
        "Share": .object([
            .required("share", .number(0...1)),
            .required("low", .number(0...1), "Wilson's interval of 95 %."),
            .required("high", .number(0...1)),
        ]),
        "ReportNow": reportNow, "ReportDay": reportDay, "ReportRule": reportRule,
        "ReportModerator": reportModerator, "ReportReaders": reportReaders,
        "ReportClassifier": reportClassifier, "ReportHealth": reportHealth,
    ]

    private static let reportNow = Schema.object([
        .required("pending", count), .required("flagged", count),
        .required("oldest_waiting_s", seconds),
        .required("oldest_id", .nullable(.string(13...13))),
        .required(
            "ages",
            .array(
                .object([
                    .required("under_s", seconds, "null: the rest."),
                    .required("pending", count), .required("flagged", count),
                ]), 0...8)),
        .required(
            "reasons",
            .array(
                .object([
                    .required("kind", .choice(["rule", "flag", "none"])),
                    .required("name", .nullable(.string(1...64))), .required("waiting", count),
                ]), 0...1000), "A comment with several reasons counts under each."),
        .required(
            "oldest",
            .array(
                .object([
                    .required("id", .string(13...13)),
                    .required("state", .choice(CaseState.allCases.map(\.name))),
                    .required("waiting_s", count), .required("thread", .string(0...1024)),
                    .required("author", name), .required("author_name", .string(1...256)),
                    .required(
                        "reasons", .array(.string(1...64), 0...1000),
                        "Rules and flags' reasons; none: the page has all comments wait."),
                    .required("claimed_by", .nullable(name)),
                ]), 0...10), "The ten that have waited longest."),
        .required("unclaimed", count),
        .required(
            "claimed",
            .array(
                .object([
                    .required("moderator", name), .required("comments", count),
                    .required("until", .time, "When the first of the leases ends."),
                ]), 0...1000), "By whom waiting comments are claimed."),
        .required(
            "pace",
            .object([
                .required("span_s", count),
                .required("came", count, "Of those that wait or that people took out."),
                .required("left", count, "Taken out of the queue by people."),
            ]), "In the last so many seconds."),
        .required(
            "empty_in_s", seconds, "At that pace; null: what comes is no less than what leaves."),
    ])

    private static let hours = Schema.array(count, 24...24)

    private static let reportDay = Schema.object([
        .required("day", day), .required("submitted", count),
        .required(
            "at_once", byRules,
            "What became of comments as they came in: published, held, refused, spam."),
        .required("by_rules", byRules, "As at_once, and of edits, and what flags took away."),
        .required(
            "by_hand",
            .object([
                .required("approved", count), .required("rejected", count),
                .required("spam", count), .required("deleted", count), .required("other", count),
            ])),
        .required("submitted_by_hour", hours), .required("decided_by_hour", hours, "By people."),
    ])

    private static let byRules = Schema.object([
        .required("approved", count), .required("pending", count), .required("rejected", count),
        .required("spam", count),
    ])

    private static let reportRule = Schema.object([
        .required("rule", .string(1...64)), .required("action", .string(0...16)),
        .required("in_force", .boolean, "In the set that judged the newest comment of the time."),
        .required("dry_run", .boolean), .required("hits", count), .required("dry_run_hits", count),
        .required("judged", count, "Hits on texts that people have decided on."),
        .required("overturned", count, "Those of which they decided otherwise."),
        .required("precision", share, "Of judged, those not overturned; null for masks."),
        .required("dry_run_judged", count), .required("dry_run_overturned", count),
        .required("dry_run_precision", share),
    ])

    private static let reportModerator = Schema.object([
        .required("moderator", name), .required("decisions", count),
        .required("timed", count, "Decisions on comments that stood in the queue."),
        .required("median_s", seconds, "From the queue to the decision."),
        .required("p95_s", seconds),
        .required("judged", count, "approve, reject, spam and delete."),
        .required(
            "overturned", count,
            "Of those: somebody else undid it, or decided otherwise next on the same text."),
        .required("withdrawn", count, "Undone by who made it."),
        .required("upheld", share, "Of judged, those not overturned."),
    ])

    /// What became of flags.
    private static let flagStates: [Schema.Member] = [
        .required("open", count), .required("upheld", count), .required("dismissed", count),
        .required("void", count, "They say nothing of their reporter."),
        .required("accuracy", share, "Of upheld and dismissed ones, those upheld."),
    ]

    private static let reportReaders = Schema.object(
        [.required("flags", count)] + flagStates + [
            .required(
                "reasons",
                .array(
                    .object(
                        [
                            .required("reason", .choice(FlagReason.allCases.map(\.rawValue))),
                            .required("flags", count),
                        ] + flagStates), 0...5)),
            .required(
                "threads",
                .array(
                    .object(
                        [
                            .required("thread", .string(0...1024)), .required("flags", count),
                            .required("comments", count, "How many of them were flagged."),
                        ] + flagStates), 0...10), "Flagged most."),
            .required(
                "authors",
                .array(
                    .object(
                        [
                            .required("person", name), .required("flags", count),
                            .required("comments", count, "Of theirs, how many were flagged."),
                        ] + flagStates), 0...10), "Flagged most."),
        ])

    private static let area = Schema.nullable(.number(0...1))

    private static let reportClassifier = Schema.object([
        .required("trait", .choice(["spam", "toxic"])),
        .required("version", .nullable(count), "The one that is kept; null: none yet."),
        .required("learned_at", .nullable(.time)),
        .required("positive", count, "Decisions for the trait that it has seen."),
        .required("negative", count, "Decisions against it."),
        .required("judged", count, "Scored texts that people then decided on."),
        .required("auc", area, "The area under ROC of those; null: all of one kind."),
        .required("judged_since_version", count, "Those scored by this version."),
        .required("auc_since_version", area),
        .required(
            "calibration",
            .array(
                .object([
                    .required("from", .number(0...1)), .required("to", .number(0...1)),
                    .required("texts", count), .required("positive", count),
                    .required("mean", area, "Of the probabilities."),
                    .required("observed", share, "Positive ones."),
                ]), 10...10), "By the probability that was said."),
    ])

    private static let reportHealth = Schema.object([
        .required("came", count, "Comments that became pending in the time."),
        .required("left", count, "That ceased to be."),
        .required("growth", .integer(Int.min...Int.max), "came less left."),
        .required(
            "days",
            .array(
                .object([
                    .required("day", day), .required("came", count), .required("left", count),
                ]), 0...1000), "The newest days that had any."),
        .required("pending", count, "In the queue now."), .required("pending_over_24h", count),
        .required("flagged", count, "In the queue now."), .required("flagged_over_24h", count),
        .required("decided", count, "Out of the queue, by people, in the time."),
        .required("median_s", seconds, "How long those had waited."), .required("p95_s", seconds),
        .required(
            "decision_times",
            .array(
                .object([
                    .required("under_s", seconds, "null: the rest."), .required("decisions", count),
                ]), 8...8)),
    ])
}
