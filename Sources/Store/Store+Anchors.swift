import Discussion
import SQLite

/// A comment on a passage.
package struct AnchoredComment: Sendable {
    package let id: CommentID
    /// The selector as it was written, JSON.
    package let anchor: [UInt8]
}

/// Comments on passages of a page.
extension Store {
    /// So many of a thread's comments on passages are taken into account at once.
    package static let maxAnchored = 10_000

    /// A thread's newest visible comments on passages, the newest first.
    package func newestAnchored(in threadID: Int64) throws(SQLiteError) -> [AnchoredComment] {
        try db.all(
            """
            SELECT id, anchor FROM comments INDEXED BY comments_anchored
            WHERE thread_id = ?1 AND status = 0 AND anchor IS NOT NULL ORDER BY id DESC LIMIT ?2
            """, [.integer(threadID), .integer(Self.maxAnchored)], readAnchored)
    }

    /// A thread's visible comments on passages past one, the oldest first.
    package func anchored(
        in threadID: Int64, after id: CommentID, limit: Int
    ) throws(SQLiteError) -> [AnchoredComment] {
        try db.all(
            """
            SELECT id, anchor FROM comments INDEXED BY comments_anchored
            WHERE thread_id = ?1 AND status = 0 AND anchor IS NOT NULL AND id > ?2
            ORDER BY id LIMIT ?3
            """, [.integer(threadID), .integer(id.rawValue), .integer(limit)], readAnchored)
    }

    /// Which of a list of siblings are on passages, whatever their status: up to `maxAnchored`,
    /// visible ones first. Read from the index alone.
    package func anchored(in set: SiblingSet) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_anchored
            WHERE thread_id = ?1 AND parent_id IS ?2 AND anchor IS NOT NULL
            ORDER BY status, id LIMIT ?3
            """,
            [
                .integer(set.threadID), .integer(orNull: set.parentID?.rawValue),
                .integer(Self.maxAnchored),
            ]
        ) { CommentID(rawValue: $0.int64(0)) }
    }
}

private func readAnchored(_ row: borrowing Row) -> AnchoredComment {
    AnchoredComment(id: CommentID(rawValue: row.int64(0)), anchor: row.blob(1))
}
