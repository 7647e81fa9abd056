extension SchemaStep {
    /// Version 4 kept beside a comment's text what pages showed of it, which the next step has no
    /// use for; and it finds for reports what people took out of the queue.
    static let toVersion4 = SchemaStep(from: 3) { db, _ throws(StoreError) in
        try db.execute(script: begin)
        try db.execute(script: end)
    }

    /// Indexes are there before the rows: made afterwards they would be sorted in memory, whole.
    private static let begin = """
        ALTER TABLE comments RENAME TO comments_of_3;
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
          shown BLOB NOT NULL,
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

    private static let end = """
        INSERT INTO comments (
          id, site_id, thread_id, parent_id, depth, author_id, status, revision, marks, roles,
          is_guest, rules, edited_at, ref, fingerprint, ip, user_agent, anchor, masked, shown, body)
        SELECT
          id, site_id, thread_id, parent_id, depth, author_id, status, revision, marks, roles,
          is_guest, rules, edited_at, ref, fingerprint, ip, user_agent, anchor, masked, x'', body
        FROM comments_of_3;
        DROP TABLE comments_of_3;
        CREATE INDEX history_by_leaving ON history (site_id, at, id) WHERE waited_ms IS NOT NULL;
        """
}
