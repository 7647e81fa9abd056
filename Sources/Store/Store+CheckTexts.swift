import Discussion
import SQLite

/// Where comments and threads stand, and what texts comments had: that all of it agrees.
extension Store {
    func wrongPlaces() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM comments JOIN threads ON threads.id = comments.thread_id
              LEFT JOIN comments AS parents ON parents.id = comments.parent_id
            WHERE comments.site_id <> threads.site_id
              OR comments.depth <> coalesce(parents.depth + 1, 0)
              OR parents.thread_id <> comments.thread_id
            """
        ) { $0.int(0) }
    }

    func misplacedThreads() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM threads LEFT JOIN moves ON from_id = threads.id
            WHERE placing = 0
                AND (place_at <> coalesce(last_comment_at, 0) OR place_count <> visible)
              OR placing = 2 AND (children <> 0 OR from_id IS NOT NULL)
              OR from_id IS NOT NULL
                AND to_id IN (SELECT id FROM threads WHERE placing = 2)
            """
        ) { $0.int(0) }
    }

    func wrongTexts() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM comments LEFT JOIN (
              SELECT comment_id, max(revision) AS last FROM revisions GROUP BY comment_id) AS former
              ON former.comment_id = comments.id
            WHERE (edited_at IS NULL) <> (last IS NULL) OR last >= revision
              OR last >= (SELECT max(revision) FROM judgements
                WHERE judgements.comment_id = comments.id)
            """
        ) { $0.int(0) }
    }

    /// Of those who are still being erased nothing is known yet but that their name is gone.
    func halfErased() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM persons LEFT JOIN erasures ON person_id = persons.id
            WHERE CASE
              WHEN persons.name IS NOT NULL THEN person_id IS NOT NULL
              WHEN person_id IS NOT NULL THEN 0
              ELSE EXISTS (SELECT 1 FROM comments WHERE author_id = persons.id
                  AND coalesce(byline, ip, user_agent) IS NOT NULL)
                OR EXISTS (SELECT 1 FROM flags WHERE reporter_id = persons.id
                  AND detail IS NOT NULL)
                OR EXISTS (SELECT 1 FROM subscriptions
                  WHERE subscriptions.person_id = persons.id)
                OR persons.id IN (SELECT notices.person_id FROM notices)
                OR EXISTS (SELECT 1 FROM paces WHERE voter_id = persons.id)
              END
            """
        ) { $0.int(0) }
    }

    /// How a comment came to be stands in its row or in the history.
    func unmadeComments() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM comments WHERE making = 0 AND NOT EXISTS (
              SELECT 1 FROM history WHERE history.comment_id = comments.id
                AND history.site_id = comments.site_id AND from_status IS NULL
                AND to_status IS NOT NULL AND at = comments.id >> 20)
            """
        ) { $0.int(0) }
    }
}
