import Discussion
import JSONValues

/// Comments on passages of a page: inline feedback.
extension MethodSpec {
    static let anchorList = MethodSpec(
        "The passages of a page that visible comments are about, in the order of the page; those "
            + "without `start` last. Equal `exact`, `prefix`, `suffix` and `start` are one "
            + "passage. Of a thread's comments on passages the newest `max_anchored` (10,000) "
            + "count.", roles: Role.allCases,
        [
            .required("thread", .string(1...1024)),
            .optional("limit", Components.limit, "Passages; the most unless given."),
            .optional("cursor", Components.cursor, "`next` of an earlier page."),
            .optional(
                "viewer", Components.personReference, "For whom: adds their vote to each comment."),
        ],
        result: .object([
            .required(
                "anchors",
                .array(
                    .object([
                        .required("anchor", .reference("Anchor"), "As the newest comment has it."),
                        .required("count", .integer(1...Int.max), "Visible comments on it."),
                        .required(
                            "latest", .array(.reference("Comment"), 1...3), "The newest first."),
                    ]), 0...1000)),
            .required("next", .nullable(Components.cursor)),
        ]))

    static let anchorLocate = MethodSpec(
        "Where the passages that visible comments are about stand in the page's present text. "
            + "Runs of white space count as one space. One call goes as far as 10,000 comments "
            + "(`max_anchored`) and a bound on its work (`max_anchor_work`) allow, and `next`, "
            + "given with the same text, goes on; 10,000 passages of a long article that was "
            + "edited take one call.", roles: Role.allCases,
        [
            .required("thread", .string(1...1024)),
            .required(
                "text", .string(0...67_108_864),
                "The page's text, up to 1 MiB (`max_anchor_text_bytes`); it is not stored."),
            .optional("cursor", Components.cursor, "`next` of an earlier call."),
        ],
        result: .object([
            .required(
                "anchors",
                .array(
                    .object([
                        .required("comment_id", .string(13...13)),
                        .required("start", .nullable(Components.count), "In code points."),
                        .required("end", .nullable(Components.count), "In code points."),
                        .required(
                            "match", .choice(Anchor.Match.allCases.map(\.rawValue)),
                            "exact: unchanged at its old place, or, without one, found once only; "
                                + "moved: unchanged, elsewhere; fuzzy: changed; lost: not found. "
                                + "Of several places the one with the most like surroundings, then "
                                + "the nearest, is taken."),
                        .required(
                            "similarity", .number(0...1),
                            "1 − edit distance / length of the longer one; 0 where it is lost."),
                    ]), 0...10_000), "The oldest comment first."),
            .required("next", .nullable(Components.cursor)),
        ]))
}
