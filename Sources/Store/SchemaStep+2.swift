extension SchemaStep {
    /// Version 2 tells followers of events: of rules too, which it has to know for each site, and
    /// which events are no longer kept.
    static let toVersion2 = SchemaStep(from: 1) { db, _ throws(StoreError) in
        // No set of rules has a digest of zeros: followers hear of those in force at the start.
        try db.execute(
            script: """
                ALTER TABLE sites RENAME TO sites_of_1;
                CREATE TABLE sites (
                  id INTEGER PRIMARY KEY,
                  name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 64),
                  created_at INTEGER NOT NULL,
                  last_event INTEGER NOT NULL DEFAULT 0,
                  cut_event INTEGER NOT NULL DEFAULT 0,
                  rules BLOB NOT NULL,
                  comments INTEGER NOT NULL DEFAULT 0 CHECK (comments >= 0),
                  ballots INTEGER NOT NULL DEFAULT 0 CHECK (ballots >= 0),
                  last_lesson INTEGER NOT NULL DEFAULT 0,
                  queued_pending INTEGER NOT NULL DEFAULT 0 CHECK (queued_pending >= 0),
                  queued_flagged INTEGER NOT NULL DEFAULT 0 CHECK (queued_flagged >= 0),
                  is_closed INTEGER NOT NULL DEFAULT 0 CHECK (is_closed IN (0, 1)),
                  moderation INTEGER NOT NULL DEFAULT 0 CHECK (moderation IN (0, 1)),
                  close_after_days INTEGER NOT NULL DEFAULT 0,
                  slow_mode_s INTEGER NOT NULL DEFAULT 0,
                  default_sort TEXT NOT NULL DEFAULT 'best',
                  takes_guests INTEGER NOT NULL DEFAULT 1 CHECK (takes_guests IN (0, 1))
                ) STRICT;
                INSERT INTO sites (
                  id, name, created_at, last_event, comments, ballots, last_lesson, queued_pending,
                  queued_flagged, is_closed, moderation, close_after_days, slow_mode_s,
                  default_sort, takes_guests, rules)
                SELECT
                  id, name, created_at, last_event, comments, ballots, last_lesson, queued_pending,
                  queued_flagged, is_closed, moderation, close_after_days, slow_mode_s,
                  default_sort, takes_guests, zeroblob(16)
                FROM sites_of_1;
                DROP TABLE sites_of_1;
                CREATE INDEX comments_anchored ON comments (thread_id, status, id, parent_id)
                  WHERE anchor IS NOT NULL;
                """)
    }
}
