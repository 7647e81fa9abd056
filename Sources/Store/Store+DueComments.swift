import Discussion
import SQLite

/// A due notice of a comment, as far as it decides who is told because of what.
package struct DueComment: Sendable {
    package let id: Int64
    package let madeAt: Moment
    package let parentID: CommentID?
}

/// Because of which subscription a person is told of a comment.
extension Store {
    /// What is due because of a subscription, of the newest comments, up to `limit`.
    package func dueNotices(
        because subscription: Subscription, limit: Int
    ) throws(SQLiteError) -> [DueComment] {
        try db.all(
            """
            SELECT notices.id, created_at, parent_id
            FROM notices INDEXED BY notices_once CROSS JOIN comments ON comments.id = comment_id
            WHERE person_id = ?1 AND comment_id IS NOT NULL AND subscription_id = ?2 AND state = 0
            ORDER BY comment_id DESC LIMIT ?3
            """, [.integer(subscription.personID), .integer(subscription.id), .integer(limit)]
        ) { row in
            DueComment(
                id: row.int64(0), madeAt: Moment(milliseconds: row.int64(1)),
                parentID: row.optionalInt64(2).map { CommentID(rawValue: $0) })
        }
    }

    /// Has a notice be due because of another subscription.
    package func pass(_ id: Int64, to subscription: Subscription) throws(SQLiteError) {
        try db.run(
            "UPDATE notices SET subscription_id = ?2, has_email = ?3 WHERE id = ?1",
            [.integer(id), .integer(subscription.id), .bool(subscription.email != nil)])
    }

    /// Whether a person wrote a comment or one above it.
    package func hasWritten(
        _ personID: Int64, from id: CommentID
    ) throws(SQLiteError) -> Bool {
        try db.first(
            """
            WITH RECURSIVE above (parent_id, author_id) AS (
              SELECT parent_id, author_id FROM comments WHERE id = ?1
              UNION ALL
              SELECT comments.parent_id, comments.author_id
              FROM above CROSS JOIN comments ON comments.id = above.parent_id)
            SELECT 1 FROM above WHERE author_id = ?2 LIMIT 1
            """, [.integer(id.rawValue), .integer(personID)]
        ) { _ in true } ?? false
    }
}
