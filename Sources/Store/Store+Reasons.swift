import Discussion
import SQLite

extension Store {
    /// Keeps what the rules found in a text.
    package func insert(
        _ reasons: [Reason], on id: CommentID, revision: Int
    ) throws(SQLiteError) {
        for (position, reason) in reasons.enumerated() {
            try insert(reason, on: id, revision: revision, position: position)
        }
    }

    /// What the rules found in a comment's text when they last judged it.
    package func reasons(on id: CommentID) throws(SQLiteError) -> [Reason] {
        try db.all(
            """
            SELECT rule, action, detail, span_start, span_end, places, score, is_dry_run
            FROM reasons
            WHERE comment_id = ?1 AND revision = coalesce(
              (SELECT max(revision) FROM judgements WHERE comment_id = ?1), 1)
            ORDER BY position
            """, [.integer(id.rawValue)]
        ) { readReason($0) }
    }

    /// Adds a reason to those of a comment's present text.
    package func append(_ reason: Reason, on id: CommentID) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO reasons (comment_id, revision, position, rule, action, detail, places,
              is_dry_run)
            SELECT ?1, text.revision, coalesce(max(position) + 1, 0), ?2, ?3, ?4, ?5, ?6
            FROM (SELECT coalesce(max(revision), 1) AS revision FROM judgements
                WHERE comment_id = ?1) AS text
              LEFT JOIN reasons ON comment_id = ?1 AND reasons.revision = text.revision
            """,
            [
                .integer(id.rawValue), .text(reason.rule), .text(reason.action.rawValue),
                .text(reason.detail), .integer(reason.count), .bool(reason.isDryRun),
            ])
    }
}

/// Reads the eight columns of a reason.
func readReason(_ row: borrowing Row) -> Reason {
    let (start, end) = (row.optionalInt(3), row.int(4))
    return Reason(
        rule: row.text(0), action: RuleAction(rawValue: row.text(1)) ?? .hold,
        detail: row.text(2), span: start.map { $0..<max($0, end) }, count: row.int(5),
        score: row.optionalDouble(6), isDryRun: row.bool(7))
}
