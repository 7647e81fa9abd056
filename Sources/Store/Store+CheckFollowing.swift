import Discussion
import SQLite

/// What `commentd check` looks at of those who follow.
extension Store {
    func wrongFollowers() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM threads LEFT JOIN (
              SELECT thread_id, count(*) AS confirmed FROM subscriptions
              WHERE waits_since IS NULL GROUP BY thread_id) AS kept ON thread_id = threads.id
            WHERE followers <> coalesce(confirmed, 0)
            """
        ) { $0.int(0) }
    }

    func wrongSubscriptions() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM subscriptions
              JOIN threads ON threads.id = subscriptions.thread_id
              JOIN persons ON persons.id = subscriptions.person_id
              LEFT JOIN comments ON comments.id = subscriptions.comment_id
            WHERE threads.site_id <> subscriptions.site_id
              OR persons.site_id <> subscriptions.site_id
              OR scope = 2 AND comments.thread_id IS NOT subscriptions.thread_id
                AND NOT EXISTS (SELECT 1 FROM moves WHERE from_id = comments.thread_id
                  AND to_id = subscriptions.thread_id)
              OR length(token_digest) <> 16
            """
        ) { $0.int(0) }
    }

    func wrongNotices() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM notices LEFT JOIN persons ON persons.id = person_id
              LEFT JOIN comments ON comments.id = comment_id
            WHERE persons.site_id IS NOT notices.site_id
              OR comment_id IS NOT NULL AND comments.site_id IS NOT notices.site_id
              OR kind = 0 AND comments.author_id = person_id
              OR due_at < created_at
            """
        ) { $0.int(0) }
    }
}
