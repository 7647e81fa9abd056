import Discussion
import SQLite

/// How many open flags a comment has for one reason.
package struct FlagCount: Sendable, Equatable {
    package let reason: FlagReason
    package let count: Int
}

extension Store {
    /// How many flags of a reporter moderators agreed with, and how many they dismissed.
    package func flagRecord(
        of reporterID: Int64
    ) throws(SQLiteError) -> (agreed: Int, dismissed: Int) {
        try db.first(
            """
            SELECT (SELECT count(*) FROM flags WHERE reporter_id = ?1 AND state = 1),
              (SELECT count(*) FROM flags WHERE reporter_id = ?1 AND state = 2)
            """, [.integer(reporterID)]
        ) { ($0.int(0), $0.int(1)) } ?? (0, 0)
    }

    /// The state of one reporter's flag; nil where there is none.
    package func flag(
        on id: CommentID, by reporterID: Int64
    ) throws(SQLiteError) -> FlagState? {
        try db.first(
            "SELECT state FROM flags WHERE comment_id = ?1 AND reporter_id = ?2",
            [.integer(id.rawValue), .integer(reporterID)]
        ) { FlagState(rawValue: $0.int(0)) } ?? nil
    }

    /// Opens the one flag of a reporter on a comment, anew where it was dismissed.
    package func openFlag(
        on id: CommentID, by reporterID: Int64, reason: FlagReason, detail: String?,
        at moment: Moment
    ) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO flags (comment_id, reporter_id, reason, detail, raised_at)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (comment_id, reporter_id) DO UPDATE SET reason = excluded.reason,
              detail = excluded.detail, raised_at = excluded.raised_at, state = 0, settled_by = NULL
            """,
            [
                .integer(id.rawValue), .integer(reporterID), .text(reason.rawValue),
                .text(orNull: detail), .integer(moment.milliseconds),
            ])
    }

    /// The open flags of a comment by reason, in the order of the reasons' names.
    package func openFlags(on id: CommentID) throws(SQLiteError) -> [FlagCount] {
        try db.all(
            """
            SELECT reason, count(*) FROM flags WHERE comment_id = ?1 AND state = 0
            GROUP BY reason ORDER BY reason
            """, [.integer(id.rawValue)]
        ) { FlagCount(reason: FlagReason(rawValue: $0.text(0)) ?? .other, count: $0.int(1)) }
    }

    /// Settles the open flags of a comment by one entry of the history.
    package func settleFlags(
        on id: CommentID, as state: FlagState, by entry: Int64
    ) throws(SQLiteError) {
        try db.run(
            "UPDATE flags SET state = ?2, settled_by = ?3 WHERE comment_id = ?1 AND state = 0",
            [.integer(id.rawValue), .integer(state.rawValue), .integer(entry)])
    }

    /// Opens again the flags that one entry of the history settled.
    package func reopenFlags(on id: CommentID, settledBy entry: Int64) throws(SQLiteError) {
        try db.run(
            """
            UPDATE flags SET state = 0, settled_by = NULL
            WHERE comment_id = ?1 AND settled_by = ?2
            """, [.integer(id.rawValue), .integer(entry)])
    }
}
