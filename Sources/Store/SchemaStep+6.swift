import Discussion
import SQLite

extension SchemaStep {
    /// Version 6 keeps in comments' own rows how they came to be, where the history has no more to
    /// say of it, and has an index of each site's comments.
    static let toVersion6 = SchemaStep(from: 5) { db, _ throws(StoreError) in
        try db.execute(script: begin)
        var last: Int64 = 0
        while true {
            let end =
                try db.first(
                    """
                    SELECT max(id) FROM (
                      SELECT id FROM comments_of_5 WHERE id > ?1 ORDER BY id LIMIT ?2)
                    """, [.integer(last), .integer(rowsAtOnce)]
                ) { $0.optionalInt64(0) } ?? nil
            guard let end else { break }
            try move(after: last, through: end, in: db)
            last = end
        }
        try db.execute(script: end)
        try checkMakings(in: db)
    }

    /// Throws where nothing says of some comment how it came to be: the database was of another
    /// version than it said.
    private static func checkMakings(in db: Connection) throws(StoreError) {
        let isWhole = try db.first(
            """
            SELECT NOT EXISTS (
              SELECT 1 FROM comments WHERE making = 0 AND NOT EXISTS (
                SELECT 1 FROM history WHERE comment_id = comments.id AND from_status IS NULL
                  AND to_status IS NOT NULL))
            """
        ) { $0.bool(0) }
        if isWhole != true {
            throw StoreError(code: 26, message: "its history lacks how comments came to be")
        }
    }

    private static func move(
        after start: Int64, through end: Int64, in db: Connection
    ) throws(StoreError) {
        let range: [Value] = [.integer(start), .integer(end)]
        // The first of several that say the same: it is that one which was written first.
        try db.run(
            """
            INSERT INTO makings_of_5 (comment_id, entry_id, making, rules)
            SELECT comments_of_5.id, min(history.id),
              CASE action WHEN 'import' THEN 1 WHEN 'approve' THEN 2 WHEN 'flag' THEN 3
                WHEN 'hold' THEN 4 WHEN 'reject' THEN 5 WHEN 'spam' THEN 6 ELSE 7 END << 3
                | to_status, history.rules
            FROM comments_of_5 CROSS JOIN history ON comment_id = comments_of_5.id
            WHERE comments_of_5.id > ?1 AND comments_of_5.id <= ?2
              AND action IN ('import', 'approve', 'flag', 'hold', 'reject', 'spam', 'shadow')
              AND actor_id IS NULL AND from_status IS NULL AND to_status IS NOT NULL
              AND history.rules IS NOT NULL AND at = comments_of_5.id >> 20
              AND history.site_id = comments_of_5.site_id AND person_id = author_id
              AND from_marks IS NULL AND to_marks IS NULL AND reason IS NULL
              AND waited_ms IS NULL AND undoes IS NULL AND until IS NULL AND range IS NULL
            GROUP BY comments_of_5.id
            """, range)
        try db.run(
            """
            INSERT INTO comments (
              id, site_id, thread_id, parent_id, depth, author_id, status, revision, marks,
              roles, is_guest, rules, making, making_rules, made_behind, edited_at, ref,
              fingerprint, ip, user_agent, anchor, masked, html, body)
            SELECT
              id, site_id, thread_id, parent_id, depth, author_id, status, revision, marks,
              roles, is_guest, comments_of_5.rules, coalesce(making, 0),
              nullif(makings_of_5.rules, comments_of_5.rules), coalesce(entry_id, 0), edited_at,
              ref, fingerprint, ip, user_agent, anchor, masked, html, body
            FROM comments_of_5 LEFT JOIN makings_of_5 ON comment_id = id
            WHERE id > ?1 AND id <= ?2 ORDER BY id
            """, range)
        try db.run("DELETE FROM history WHERE id IN (SELECT entry_id FROM makings_of_5)")
        try db.run("DELETE FROM makings_of_5")
        try db.run("DELETE FROM comments_of_5 WHERE id <= ?1", [.integer(end)])
    }

    /// Indexes are there before the rows: made afterwards they would be sorted in memory, whole.
    private static let begin = """
        ALTER TABLE comments RENAME TO comments_of_5;
        DROP INDEX comments_by_ref;
        DROP INDEX comments_by_author;
        DROP INDEX comments_own_pending;
        DROP INDEX comments_visible;
        DROP INDEX comments_hidden;
        DROP INDEX comments_anchored;
        DROP TRIGGER history_is_never_deleted;
        CREATE TABLE makings_of_5 (
          comment_id INTEGER PRIMARY KEY,
          entry_id INTEGER NOT NULL,
          making INTEGER NOT NULL,
          rules INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE comments (
          id INTEGER PRIMARY KEY CHECK (id > 0),
          site_id INTEGER NOT NULL,
          thread_id INTEGER NOT NULL,
          parent_id INTEGER,
          depth INTEGER NOT NULL CHECK (depth >= 0),
          author_id INTEGER NOT NULL,
          status INTEGER NOT NULL CHECK (status BETWEEN 0 AND 4),
          revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
          marks INTEGER NOT NULL DEFAULT 0,
          roles INTEGER NOT NULL DEFAULT 0,
          is_guest INTEGER NOT NULL DEFAULT 0 CHECK (is_guest IN (0, 1)),
          rules INTEGER NOT NULL,
          making INTEGER NOT NULL,
          making_rules INTEGER,
          made_behind INTEGER NOT NULL,
          edited_at INTEGER,
          ref TEXT,
          fingerprint BLOB,
          ip TEXT,
          user_agent TEXT,
          anchor TEXT,
          masked TEXT,
          html BLOB NOT NULL,
          body TEXT NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX comments_by_ref ON comments (site_id, ref) WHERE ref IS NOT NULL;
        CREATE INDEX comments_by_site ON comments (site_id);
        CREATE INDEX comments_by_author ON comments (author_id);
        CREATE INDEX comments_own_pending ON comments (author_id, thread_id) WHERE status = 1;
        CREATE INDEX comments_visible ON comments (thread_id) WHERE status = 0;
        CREATE INDEX comments_hidden ON comments (thread_id) WHERE status <> 0;
        CREATE INDEX comments_anchored ON comments (thread_id, status, id, parent_id)
          WHERE anchor IS NOT NULL;
        """

    /// Not before the entries are gone.
    private static let end = """
        DROP TABLE makings_of_5;
        DROP TABLE comments_of_5;
        CREATE TRIGGER history_is_never_deleted BEFORE DELETE ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
        """
}
