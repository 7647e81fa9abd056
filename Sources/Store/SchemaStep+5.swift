import SQLite

extension SchemaStep {
    /// Version 5 keeps comments by threads, under a number that their tallies know too, and of
    /// their HTML what is not in the text.
    static let toVersion5 = SchemaStep(from: 4) { db, upgrade throws(StoreError) in
        try db.execute(script: begin)
        var last: Int64 = 0
        while true {
            let texts = try db.all(
                """
                SELECT id, thread_id, coalesce(masked, body), masked IS NOT NULL
                FROM comments_of_4 WHERE id > ?1 ORDER BY id LIMIT ?2
                """, [.integer(last), .integer(textsAtOnce)]
            ) { (id: $0.int64(0), thread: $0.int64(1), body: $0.text(2), isMasked: $0.bool(3)) }
            guard let end = texts.last else { break }
            for text in texts {
                try copy(
                    text.id, of: text.thread, html: upgrade.html(text.body, text.isMasked), in: db)
            }
            last = end.id
        }
        try db.execute(script: end)
    }

    /// So many texts are in memory at a time.
    private static let textsAtOnce = 64

    private static func copy(
        _ id: Int64, of threadID: Int64, html: HTMLRecipe, in db: Connection
    ) throws(StoreError) {
        try db.run(
            """
            INSERT INTO comments (
              row_id, id, site_id, thread_id, parent_id, depth, author_id, status, revision, marks,
              roles, is_guest, rules, edited_at, ref, fingerprint, ip, user_agent, anchor,
              masked, html, body)
            SELECT
              (SELECT coalesce(max(row_id), ?3) + 1 FROM comments
                WHERE row_id BETWEEN ?3 AND ?3 + 4294967295),
              id, site_id, thread_id, parent_id, depth, author_id, status, revision, marks,
              roles, is_guest, rules, edited_at, ref, fingerprint, ip, user_agent, anchor,
              masked, ?2, body
            FROM comments_of_4 WHERE id = ?1
            """, [.integer(id), .blob(html.bytes), .integer(threadID << 32)])
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
          row_id INTEGER PRIMARY KEY,
          id INTEGER NOT NULL CHECK (id > 0),
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
        CREATE UNIQUE INDEX comments_by_id ON comments (id);
        CREATE UNIQUE INDEX comments_by_ref ON comments (site_id, ref) WHERE ref IS NOT NULL;
        CREATE INDEX comments_by_author ON comments (author_id, id);
        CREATE INDEX comments_own_pending ON comments (author_id, thread_id, id) WHERE status = 1;
        CREATE INDEX comments_visible ON comments (thread_id, id) WHERE status = 0;
        CREATE INDEX comments_hidden ON comments (thread_id, id) WHERE status <> 0;
        CREATE INDEX comments_anchored ON comments (thread_id, status, id, parent_id)
          WHERE anchor IS NOT NULL;
        """

    private static let end = """
        DROP TABLE comments_of_4;
        ALTER TABLE tallies RENAME TO tallies_of_4;
        DROP INDEX tallies_pinned;
        CREATE TABLE tallies (
          thread_id INTEGER NOT NULL,
          parent_id INTEGER NOT NULL,
          comment_id INTEGER NOT NULL,
          row_id INTEGER NOT NULL,
          status INTEGER NOT NULL,
          is_pinned INTEGER NOT NULL DEFAULT 0,
          is_ranked INTEGER NOT NULL DEFAULT 0,
          up INTEGER NOT NULL DEFAULT 0 CHECK (up >= 0),
          down INTEGER NOT NULL DEFAULT 0 CHECK (down >= 0),
          descendants INTEGER NOT NULL DEFAULT 0 CHECK (descendants >= 0),
          replies INTEGER NOT NULL DEFAULT 0 CHECK (replies >= 0),
          listed INTEGER NOT NULL DEFAULT 0 CHECK (listed >= 0),
          children INTEGER NOT NULL DEFAULT 0 CHECK (children >= 0),
          PRIMARY KEY (thread_id, parent_id, comment_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX tallies_pinned ON tallies (thread_id, parent_id, comment_id)
          WHERE is_pinned = 1;
        INSERT INTO tallies (
          thread_id, parent_id, comment_id, row_id, status, is_pinned, is_ranked, up, down,
          descendants, replies, listed, children)
        SELECT
          tallies_of_4.thread_id, tallies_of_4.parent_id, comment_id, row_id, tallies_of_4.status,
          is_pinned, is_ranked, up, down, descendants, replies, listed, children
        FROM tallies_of_4 CROSS JOIN comments ON comments.id = comment_id;
        DROP TABLE tallies_of_4;
        """
}
