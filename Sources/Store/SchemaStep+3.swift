extension SchemaStep {
    /// Version 3 erases persons, who have no name from then on, and ranks by common ground.
    static let toVersion3 = SchemaStep(from: 2) { db, _ throws(StoreError) in
        try db.execute(script: persons)
        try db.execute(script: erasing)
        try db.execute(script: ranks)
        try db.execute(script: fits)
    }

    private static let persons = """
        ALTER TABLE persons RENAME TO persons_of_2;
        CREATE TABLE persons (
          id INTEGER PRIMARY KEY,
          site_id INTEGER NOT NULL,
          name TEXT,
          display_name TEXT,
          url TEXT,
          email TEXT,
          first_seen INTEGER NOT NULL,
          approved INTEGER NOT NULL DEFAULT 0 CHECK (approved >= 0),
          rejected INTEGER NOT NULL DEFAULT 0 CHECK (rejected >= 0),
          flags_agreed INTEGER NOT NULL DEFAULT 0 CHECK (flags_agreed >= 0),
          flags_dismissed INTEGER NOT NULL DEFAULT 0 CHECK (flags_dismissed >= 0),
          spam INTEGER NOT NULL DEFAULT 0 CHECK (spam >= 0),
          restraints INTEGER NOT NULL DEFAULT 0 CHECK (restraints BETWEEN 0 AND 7),
          UNIQUE (site_id, name),
          CHECK (name IS NOT NULL OR coalesce(display_name, url, email) IS NULL)
        ) STRICT;
        INSERT INTO persons (
          id, site_id, name, display_name, url, email, first_seen, approved, rejected,
          flags_agreed, flags_dismissed, spam, restraints)
        SELECT
          id, site_id, name, display_name, url, email, first_seen, approved, rejected,
          flags_agreed, flags_dismissed, spam, restraints
        FROM persons_of_2;
        DROP TABLE persons_of_2;
        """

    private static let erasing = """
        DROP TRIGGER history_is_never_changed;
        CREATE TABLE erasures (
          person_id INTEGER PRIMARY KEY REFERENCES persons (id),
          name TEXT,
          with_bodies INTEGER NOT NULL CHECK (with_bodies IN (0, 1)),
          stage INTEGER NOT NULL DEFAULT 0 CHECK (stage BETWEEN 0 AND 8),
          reached INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE address_keys (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          key BLOB NOT NULL,
          since INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE forgotten_addresses (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          comment_id INTEGER NOT NULL
        ) STRICT;
        INSERT INTO forgotten_addresses (id, comment_id) VALUES (1, 0);
        CREATE TABLE rewrites (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          comment_id INTEGER NOT NULL REFERENCES comments (id)
        ) STRICT;
        CREATE INDEX flags_by_reporter ON flags (reporter_id, comment_id, number);
        CREATE TRIGGER history_is_never_changed BEFORE UPDATE OF id, site_id, at, actor_id, action,
          comment_id, person_id, from_status, to_status, from_marks, to_marks, rules, waited_ms,
          undoes, until, range ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
        CREATE TRIGGER history_reasons_are_never_changed BEFORE UPDATE OF reason ON history
          WHEN NEW.reason IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END;
        """

    /// Ranks that were there are the edition in force.
    private static let ranks = """
        ALTER TABLE ranks RENAME TO ranks_of_2;
        DROP INDEX ranks_by_best;
        DROP INDEX ranks_by_top;
        DROP INDEX ranks_by_hot;
        DROP INDEX ranks_by_controversial;
        DROP INDEX ranks_by_discussed;
        DROP INDEX ranks_by_age;
        CREATE TABLE ranks (
          edition INTEGER NOT NULL CHECK (edition IN (0, 1)),
          thread_id INTEGER NOT NULL,
          parent_id INTEGER NOT NULL,
          comment_id INTEGER NOT NULL,
          is_listed INTEGER NOT NULL,
          down INTEGER NOT NULL,
          best REAL NOT NULL,
          top INTEGER NOT NULL,
          hot REAL NOT NULL,
          controversial REAL NOT NULL,
          discussed INTEGER NOT NULL,
          ground_0 REAL,
          ground_1 REAL,
          PRIMARY KEY (edition, thread_id, parent_id, comment_id)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX ranks_by_best ON ranks
          (edition, thread_id, parent_id, is_listed, best, down, comment_id);
        CREATE INDEX ranks_by_top ON ranks
          (edition, thread_id, parent_id, is_listed, top, down, comment_id);
        CREATE INDEX ranks_by_hot ON ranks
          (edition, thread_id, parent_id, is_listed, hot, down, comment_id);
        CREATE INDEX ranks_by_controversial ON ranks
          (edition, thread_id, parent_id, is_listed, controversial, down, comment_id);
        CREATE INDEX ranks_by_discussed ON ranks
          (edition, thread_id, parent_id, is_listed, discussed, down, comment_id);
        CREATE INDEX ranks_by_age ON ranks (edition, thread_id, parent_id, is_listed, comment_id);
        CREATE INDEX ranks_by_ground_0 ON ranks
          (edition, thread_id, parent_id, is_listed, ground_0, down, comment_id)
          WHERE ground_0 IS NOT NULL;
        CREATE INDEX ranks_by_ground_1 ON ranks
          (edition, thread_id, parent_id, is_listed, ground_1, down, comment_id)
          WHERE ground_1 IS NOT NULL;
        INSERT INTO ranks (
          edition, thread_id, parent_id, comment_id, is_listed, down, best, top, hot,
          controversial, discussed)
        SELECT
          0, thread_id, parent_id, comment_id, is_listed, down, best, top, hot, controversial,
          discussed
        FROM ranks_of_2;
        DROP TABLE ranks_of_2;
        """

    private static let fits = """
        CREATE TABLE editions (
          id INTEGER PRIMARY KEY CHECK (id = 1),
          edition INTEGER NOT NULL CHECK (edition IN (0, 1)),
          best_quantile REAL,
          hot_decay_s REAL NOT NULL,
          next_quantile REAL,
          next_decay_s REAL,
          is_clean INTEGER NOT NULL CHECK (is_clean IN (0, 1)),
          thread_id INTEGER NOT NULL,
          parent_id INTEGER NOT NULL,
          comment_id INTEGER NOT NULL
        ) STRICT;
        INSERT INTO editions VALUES (1, 0, NULL, 45000, NULL, NULL, 1, 0, 0, 0);
        CREATE TABLE fits (
          id INTEGER PRIMARY KEY AUTOINCREMENT,
          site_id INTEGER NOT NULL REFERENCES sites (id),
          stage INTEGER NOT NULL CHECK (stage BETWEEN 0 AND 4),
          slot INTEGER NOT NULL CHECK (slot IN (0, 1)),
          fitted_at INTEGER NOT NULL,
          voters INTEGER NOT NULL,
          comments INTEGER NOT NULL,
          votes INTEGER NOT NULL,
          loss REAL NOT NULL,
          low INTEGER NOT NULL,
          high INTEGER NOT NULL,
          speaks INTEGER NOT NULL CHECK (speaks IN (0, 1)),
          ballots INTEGER NOT NULL,
          mean REAL NOT NULL,
          votes_per_comment REAL NOT NULL,
          max_intercept REAL NOT NULL,
          min_factor REAL NOT NULL,
          max_factor REAL NOT NULL,
          reached_0 INTEGER NOT NULL DEFAULT 0,
          reached_1 INTEGER NOT NULL DEFAULT 0,
          reached_2 INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE UNIQUE INDEX fits_in_force ON fits (site_id) WHERE stage = 3;
        CREATE INDEX fits_under_way ON fits (stage, id) WHERE stage <> 3;
        CREATE TABLE fitted_voters (
          fit_id INTEGER NOT NULL,
          voter_id INTEGER NOT NULL,
          intercept INTEGER NOT NULL,
          factor INTEGER NOT NULL,
          PRIMARY KEY (fit_id, voter_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE grounds (
          fit_id INTEGER NOT NULL,
          comment_id INTEGER NOT NULL,
          votes INTEGER NOT NULL,
          factors INTEGER NOT NULL,
          squares INTEGER NOT NULL,
          rests INTEGER NOT NULL,
          products INTEGER NOT NULL,
          low_up INTEGER NOT NULL,
          low_down INTEGER NOT NULL,
          high_up INTEGER NOT NULL,
          high_down INTEGER NOT NULL,
          PRIMARY KEY (fit_id, comment_id)
        ) STRICT, WITHOUT ROWID;
        """
}
