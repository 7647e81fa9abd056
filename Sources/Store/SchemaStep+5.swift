import SQLite

extension SchemaStep {
    /// Version 5 keeps of the HTML of comments what is not in their text.
    static let toVersion5 = SchemaStep(from: 4) { db, upgrade throws(StoreError) in
        try db.execute(script: begin)
        var last: Int64 = 0
        while true {
            let texts = try db.all(
                """
                SELECT id, coalesce(masked, body), masked IS NOT NULL
                FROM comments_of_4 WHERE id > ?1 ORDER BY id LIMIT ?2
                """, [.integer(last), .integer(textsAtOnce)]
            ) { (id: $0.int64(0), body: $0.text(1), isMasked: $0.bool(2)) }
            guard let end = texts.last else { break }
            for text in texts {
                try copy(text.id, html: upgrade.html(text.body, text.isMasked), in: db)
            }
            last = end.id
            try db.run("DELETE FROM comments_of_4 WHERE id <= ?1", [.integer(last)])
        }
        try db.execute(script: "DROP TABLE comments_of_4")
    }

    /// So many texts are in memory at a time.
    private static let textsAtOnce = 64

    private static func copy(
        _ id: Int64, html: HTMLRecipe, in db: Connection
    ) throws(StoreError) {
        try db.run(
            """
            INSERT INTO comments (
              id, site_id, thread_id, parent_id, depth, author_id, status, revision, marks,
              roles, is_guest, rules, edited_at, ref, fingerprint, ip, user_agent, anchor,
              masked, html, body)
            SELECT
              id, site_id, thread_id, parent_id, depth, author_id, status, revision, marks,
              roles, is_guest, rules, edited_at, ref, fingerprint, ip, user_agent, anchor,
              masked, ?2, body
            FROM comments_of_4 WHERE id = ?1
            """, [.integer(id), .blob(html.bytes)])
    }

    /// Indexes are there before the rows: made afterwards they would be sorted in memory, whole.
    private static let begin = """
        ALTER TABLE comments RENAME TO comments_of_4;
        DROP INDEX comments_by_ref;
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
        CREATE INDEX comments_by_author ON comments (author_id, id);
        CREATE INDEX comments_own_pending ON comments (author_id, thread_id, id) WHERE status = 1;
        CREATE INDEX comments_visible ON comments (thread_id, id) WHERE status = 0;
        CREATE INDEX comments_hidden ON comments (thread_id, id) WHERE status <> 0;
        CREATE INDEX comments_anchored ON comments (thread_id, status, id, parent_id)
          WHERE anchor IS NOT NULL;
        """
}
