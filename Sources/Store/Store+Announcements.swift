import Discussion
import SQLite

/// A comment whose followers are being told that it is there.
package struct Announcement: Sendable, Equatable {
    /// Whose followers are at hand.
    package enum Stage: Int, Sendable {
        // Raw values are what the database holds.
        case ancestors = 0
        case parent = 1
        case thread = 2
    }

    package let commentID: CommentID
    /// The newest subscription when it became visible.
    package let upTo: Int64
    package var stage: Stage
    /// The subscription of this stage up to which all are done.
    package var reached: Int64
}

extension Store {
    /// Whether a comment was visible before, and then was not.
    package func wasVisible(_ id: CommentID) throws(SQLiteError) -> Bool {
        try db.first(
            "SELECT 1 FROM history WHERE comment_id = ?1 AND from_status = 0 LIMIT 1",
            [.integer(id.rawValue)]
        ) { _ in true } ?? false
    }

    /// Has the followers of a comment told behind the transaction.
    package func insertAnnouncement(of id: CommentID) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO announcements (comment_id, up_to)
            VALUES (?1, (SELECT coalesce(max(id), 0) FROM subscriptions))
            ON CONFLICT (comment_id) DO NOTHING
            """, [.integer(id.rawValue)])
        leftover = .some
    }

    package func nextAnnouncement() throws(SQLiteError) -> Announcement? {
        try db.first(
            """
            SELECT comment_id, up_to, stage, reached FROM announcements ORDER BY comment_id LIMIT 1
            """
        ) { row in
            Announcement(
                commentID: CommentID(rawValue: row.int64(0)), upTo: row.int64(1),
                stage: Announcement.Stage(rawValue: row.int(2)) ?? .ancestors,
                reached: row.int64(3))
        }
    }

    /// How many comments' followers are still to be told.
    package func announcementCount() throws(SQLiteError) -> Int {
        try db.first("SELECT count(*) FROM announcements") { $0.int(0) } ?? 0
    }

    package func save(_ announcement: Announcement) throws(SQLiteError) {
        try db.run(
            "UPDATE announcements SET stage = ?2, reached = ?3 WHERE comment_id = ?1",
            [
                .integer(announcement.commentID.rawValue), .integer(announcement.stage.rawValue),
                .integer(announcement.reached),
            ])
    }

    package func delete(_ announcement: Announcement) throws(SQLiteError) {
        try db.run(
            "DELETE FROM announcements WHERE comment_id = ?1",
            [.integer(announcement.commentID.rawValue)])
    }

    /// Writes notices to those of a comment's ancestors' authors who follow the replies to their
    /// own; not to its own author, nor to who is banned, nor twice. `threadID` is where those who
    /// follow stand: where the comment's thread goes, while it is being moved.
    package func tellAncestors(
        of comment: Comment, in threadID: Int64, upTo: Int64, at now: Moment
    ) throws(SQLiteError) {
        try db.run(
            """
            WITH RECURSIVE above (parent_id, author_id) AS (
              SELECT parent_id, author_id FROM comments WHERE id = ?1
              UNION ALL
              SELECT comments.parent_id, comments.author_id
              FROM above CROSS JOIN comments ON comments.id = above.parent_id)
            INSERT OR IGNORE INTO notices (site_id, kind, person_id, comment_id, subscription_id,
              has_email, created_at, due_at)
            SELECT ?2, 0, subscriptions.person_id, ?3, subscriptions.id, email IS NOT NULL, ?4, ?4
            FROM (SELECT DISTINCT author_id FROM above WHERE author_id <> ?5)
              CROSS JOIN subscriptions ON person_id = author_id AND thread_id = ?6 AND scope = 1
                AND comment_id = 0
            WHERE waits_since IS NULL AND subscriptions.id <= ?7 AND NOT EXISTS (
              SELECT 1 FROM sanctions WHERE sanctions.person_id = subscriptions.person_id
                AND is_over = 0 AND kind = 5 AND (until IS NULL OR until > ?4))
            """,
            [
                .integer(orNull: comment.parentID?.rawValue), .integer(comment.siteID),
                .integer(comment.id.rawValue), .integer(now.milliseconds),
                .integer(comment.authorID), .integer(threadID), .integer(upTo),
            ])
    }

    /// Writes notices to the next followers of a comment's parent, or of its thread, up to `limit`,
    /// with the same exceptions; the last subscription that was looked at, nil where there are no
    /// more.
    package func tellFollowers(
        of comment: Comment, in threadID: Int64, _ announcement: Announcement, limit: Int,
        at now: Moment
    ) throws(SQLiteError) -> Int64? {
        let isParents = announcement.stage == .parent
        let scope = isParents ? FollowScope.replies : .thread
        let place: [Value] = [
            .integer(threadID), .integer(scope.rawValue),
            .integer(isParents ? comment.parentID?.rawValue ?? 0 : 0),
            .integer(announcement.reached),
        ]
        let last =
            try db.first(
                """
                SELECT max(id) FROM (SELECT id FROM subscriptions
                  WHERE thread_id = ?1 AND scope = ?2 AND comment_id = ?3 AND id > ?4 AND id <= ?5
                  ORDER BY id LIMIT ?6)
                """, place + [.integer(announcement.upTo), .integer(limit)]
            ) { $0.optionalInt64(0) } ?? nil
        guard let last else { return nil }
        try db.run(
            """
            INSERT OR IGNORE INTO notices (site_id, kind, person_id, comment_id, subscription_id,
              has_email, created_at, due_at)
            SELECT ?6, 0, person_id, ?7, id, email IS NOT NULL, ?8, ?8 FROM subscriptions
            WHERE thread_id = ?1 AND scope = ?2 AND comment_id = ?3 AND id > ?4 AND id <= ?5
              AND waits_since IS NULL AND person_id <> ?9 AND NOT EXISTS (
                SELECT 1 FROM sanctions WHERE sanctions.person_id = subscriptions.person_id
                  AND is_over = 0 AND kind = 5 AND (until IS NULL OR until > ?8))
            ORDER BY id
            """,
            place + [
                .integer(last), .integer(comment.siteID), .integer(comment.id.rawValue),
                .integer(now.milliseconds), .integer(comment.authorID),
            ])
        return last
    }
}
