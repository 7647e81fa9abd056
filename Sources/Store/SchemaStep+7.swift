import SQLite

extension SchemaStep {
    /// Version 7 keeps in comments' own rows what pages say of their authors.
    static let toVersion7 = SchemaStep(from: 6) { db, _ throws(StoreError) in
        try db.execute(script: begin)
        var last: Int64 = 0
        while true {
            let end =
                try db.first(
                    """
                    SELECT max(id) FROM (
                      SELECT id FROM comments_of_6 WHERE id > ?1 ORDER BY id LIMIT ?2)
                    """, [.integer(last), .integer(rowsAtOnce)]
                ) { $0.optionalInt64(0) } ?? nil
            guard let end else { break }
            try move(after: last, through: end, in: db)
            last = end
        }
        try db.execute(script: "DROP TABLE comments_of_6")
    }

    /// Of whom was erased nothing is known: what is put together with NULL is NULL.
    private static func move(
        after start: Int64, through end: Int64, in db: Connection
    ) throws(StoreError) {
        try db.run(
            """
            INSERT INTO comments (
              id, site_id, thread_id, parent_id, depth, author_id, status, revision, marks, roles,
              is_guest, rules, making, making_rules, made_behind, edited_at, ref, fingerprint, ip,
              user_agent, anchor, masked, html, body, byline)
            SELECT
              comments_of_6.id, comments_of_6.site_id, thread_id, parent_id, depth, author_id,
              status, revision, marks, roles, is_guest, rules, making, making_rules, made_behind,
              edited_at, ref, fingerprint, ip, user_agent, anchor, masked, html, body,
              '"id":' || CASE WHEN name IS NOT NULL THEN json_quote(name) END
                || ',"name":' || json_quote(coalesce(display_name, name))
                || CASE WHEN url IS NULL THEN '' ELSE ',"url":' || json_quote(url) END
            FROM comments_of_6 LEFT JOIN persons ON persons.id = author_id
            WHERE comments_of_6.id > ?1 AND comments_of_6.id <= ?2 ORDER BY comments_of_6.id
            """, [.integer(start), .integer(end)])
        try db.run("DELETE FROM comments_of_6 WHERE id <= ?1", [.integer(end)])
    }

    /// Indexes are there before the rows: made afterwards they would be sorted in memory, whole.
    private static let begin = """
        CREATE TABLE renames (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          person_id INTEGER NOT NULL UNIQUE REFERENCES persons (id),
          reached INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        ALTER TABLE comments RENAME TO comments_of_6;
        DROP INDEX comments_by_ref;
        DROP INDEX comments_by_site;
        DROP INDEX comments_by_author;
        DROP INDEX comments_own_pending;
        DROP INDEX comments_visible;
        DROP INDEX comments_hidden;
        DROP INDEX comments_anchored;
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
          byline TEXT,
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
}
