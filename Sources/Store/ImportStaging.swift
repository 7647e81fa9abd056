import Discussion
import SQLite

/// A comment of another system as it waits to be written.
package struct StagedComment: Sendable {
    /// Its number here, in the order of the file; 0 before it is staged.
    package var number: Int64 = 0
    package var threadKey: String
    package var personKey: String
    /// The id that it has in the file, and what its parent has.
    package var source: String
    package var parent: String?
    /// The name by which a second import knows it.
    package var ref: String
    /// In milliseconds since 1970; nil: the file does not say.
    package var at: Int64?
    package var editedAt: Int64?
    package var status: Status
    package var isPinned = false
    package var ip: String?
    package var userAgent: String?
    package var up = 0
    package var down = 0
    /// Votes of known persons, as JSON.
    package var votes: String?
    package var body: String
    /// The number of what it replies to, once that is known.
    package var parentNumber: Int64?

    package init(
        threadKey: String, personKey: String, source: String, ref: String, status: Status,
        body: String
    ) {
        (self.threadKey, self.personKey, self.source) = (threadKey, personKey, source)
        (self.ref, self.status, self.body) = (ref, status, body)
    }
}

/// A page of another system as it waits.
package struct StagedThread: Sendable {
    package let name: String?
    package let title: String?
    package let url: String?
    package let createdAt: Int64?
    package let isClosed: Bool

    package init(name: String?, title: String?, url: String?, createdAt: Int64?, isClosed: Bool) {
        (self.name, self.title, self.url) = (name, title, url)
        (self.createdAt, self.isClosed) = (createdAt, isClosed)
    }
}

/// Somebody of another system as they wait.
package struct StagedPerson: Sendable {
    /// Nil: a guest.
    package let id: String?
    package let name: String?
    package let email: String?
    package let url: String?
    package let roles: Roles

    package init(id: String?, name: String?, email: String?, url: String?, roles: Roles) {
        (self.id, self.name, self.email, self.url) = (id, name, email, url)
        self.roles = roles
    }
}

/// Holds what a file of another system brings until all of it is read: only then is it known that
/// the file is whole, who wrote what, and in which order comments stand behind what they reply to.
/// A database of its own without a name, which the system takes away with the process.
package final class ImportStaging {
    let db: Connection
    private var lastThread: (key: String, id: Int64)?

    package init() throws(SQLiteError) {
        db = try Connection(
            namelessWith: """
                PRAGMA cache_size = -49152;
                PRAGMA temp_store = FILE;
                CREATE TABLE threads (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT,
                  title TEXT, url TEXT, created_at INTEGER, is_closed INTEGER NOT NULL DEFAULT 0);
                CREATE TABLE people (key TEXT PRIMARY KEY, id TEXT, name TEXT, email TEXT, url TEXT,
                  roles INTEGER NOT NULL) WITHOUT ROWID;
                CREATE TABLE guests (key TEXT PRIMARY KEY, id TEXT NOT NULL) WITHOUT ROWID;
                CREATE TABLE repeats (ref TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
                CREATE TABLE comments (n INTEGER PRIMARY KEY, thread_id INTEGER NOT NULL,
                  source TEXT NOT NULL, parent TEXT, ref TEXT NOT NULL UNIQUE,
                  person TEXT NOT NULL, at INTEGER, edited_at INTEGER, status INTEGER NOT NULL,
                  is_pinned INTEGER NOT NULL, ip TEXT, user_agent TEXT, up INTEGER NOT NULL,
                  down INTEGER NOT NULL, votes TEXT, body TEXT NOT NULL, parent_n INTEGER,
                  comment_id INTEGER);
                CREATE INDEX comments_by_source ON comments (thread_id, source);
                CREATE TABLE ordered (k INTEGER PRIMARY KEY, n INTEGER NOT NULL);
                BEGIN;
                """)
    }

    private func threadID(_ key: String) throws(SQLiteError) -> Int64 {
        if let lastThread, lastThread.key.utf8.elementsEqual(key.utf8) { return lastThread.id }
        try db.run("INSERT INTO threads (key) VALUES (?1) ON CONFLICT DO NOTHING", [.text(key)])
        let id = try db.first("SELECT id FROM threads WHERE key = ?1", [.text(key)]) {
            $0.int64(0)
        }
        lastThread = (key, id ?? 0)
        return id ?? 0
    }

    /// What is said last of a thread holds.
    package func add(_ thread: StagedThread, as key: String) throws(SQLiteError) {
        let id = try threadID(key)
        try db.run(
            """
            UPDATE threads SET name = coalesce(?2, name), title = coalesce(?3, title),
              url = coalesce(?4, url), created_at = coalesce(?5, created_at),
              is_closed = max(is_closed, ?6)
            WHERE id = ?1
            """,
            [
                .integer(id), .text(orNull: thread.name), .text(orNull: thread.title),
                .text(orNull: thread.url), .integer(orNull: thread.createdAt),
                .bool(thread.isClosed),
            ])
    }

    /// What is said first of a person holds.
    package func add(_ person: StagedPerson, as key: String) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO people (key, id, name, email, url, roles) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT DO NOTHING
            """,
            [
                .text(key), .text(orNull: person.id), .text(orNull: person.name),
                .text(orNull: person.email), .text(orNull: person.url),
                .integer(person.roles.rawValue),
            ])
    }

    /// What became of a comment that was to be staged.
    package enum Outcome: Sendable {
        case added
        /// It had the id of another one, and has a name of its own now.
        case renamed
        /// It is there already, word for word.
        case repeated
    }

    /// Keeps a comment, under another name where its own is taken.
    package func add(_ given: StagedComment) throws(SQLiteError) -> Outcome {
        let threadID = try threadID(given.threadKey)
        var comment = given
        var outcome = Outcome.added
        let same = try db.first(
            "SELECT thread_id, person, at, body FROM comments WHERE ref = ?1", [.text(given.ref)]
        ) { row in
            row.int64(0) == threadID && row.text(1) == given.personKey
                && row.optionalInt64(2) == given.at && row.text(3) == given.body
        }
        if same == true { return .repeated }
        if same == false {
            let times = try db.first(
                """
                INSERT INTO repeats (ref, times) VALUES (?1, 2)
                ON CONFLICT (ref) DO UPDATE SET times = times + 1 RETURNING times
                """, [.text(given.ref)]
            ) { $0.int(0) }
            comment.ref = "\(given.ref).\(times ?? 2)"
            outcome = .renamed
        }
        let before = db.totalChanges
        try insert(comment, in: threadID)
        return db.totalChanges > before ? outcome : .repeated
    }

    private func insert(_ comment: StagedComment, in threadID: Int64) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO comments (thread_id, source, parent, ref, person, at, edited_at, status,
              is_pinned, ip, user_agent, up, down, votes, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
            ON CONFLICT DO NOTHING
            """,
            [
                .integer(threadID), .text(comment.source), .text(orNull: comment.parent),
                .text(comment.ref), .text(comment.personKey), .integer(orNull: comment.at),
                .integer(orNull: comment.editedAt), .integer(comment.status.rawValue),
                .bool(comment.isPinned), .text(orNull: comment.ip),
                .text(orNull: comment.userAgent), .integer(comment.up), .integer(comment.down),
                .text(orNull: comment.votes), .text(comment.body),
            ])
        try db.run(
            "INSERT INTO guests (key, id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            [.text(comment.personKey), .text(comment.ref)])
    }
}
