import Discussion
import SQLite

/// What the search index holds of a comment: so much of its texts as is searched.
package struct SearchDocument: Sendable, Equatable {
    /// The comment's.
    package let id: Int64
    package let siteID: Int64
    /// What everyone may read of it; nil where that is nothing.
    package let open: String?
    /// What moderators alone may read, where it is another text.
    package let hidden: String?

    package init(id: Int64, siteID: Int64, open: String?, hidden: String?) {
        self.id = id
        self.siteID = siteID
        self.open = open
        self.hidden = hidden
    }

    /// How long its texts are.
    package var bytes: Int { (open?.utf8.count ?? 0) + (hidden?.utf8.count ?? 0) }
}

/// How far the search index has followed the database.
package struct SearchMark: Sendable, Equatable {
    /// The newest entry of the history that it knows of; 0 where it knows none.
    package var entryID: Int64 = 0
    /// The entry's moment and comment: another database's entry of that number has others.
    package var entryAt: Int64 = 0
    package var entryComment: Int64 = 0
    /// The newest row of `rewrites` that it knows of.
    package var rewriteID: Int64 = 0
    /// The newest comment that it knows of, and how many comments there are with that one.
    package var commentID: Int64 = 0
    package var comments: Int64 = 0

    package init() {}
}

/// The words of comments, in a file of their own beside the database: so that the one thread that
/// writes comments does nothing for it. All of it can be made again from the database.
///
/// One thread writes it; any may read it with a connection of its own. What it finds may match:
/// the comment itself says whether it does, and who may see it.
package final class SearchIndex {
    private let db: Connection

    /// The number of the layout and of how texts become words (`PRAGMA user_version`): an index of
    /// another number is made anew.
    private static let version = 3
    /// Tells an index from any other database (`PRAGMA application_id`): "cmts" in ASCII.
    private static let applicationID = 0x636D_7473

    /// The path of the index of the database at `path`.
    package static func path(besideDatabase path: String) -> String { path + ".search" }

    /// Opens an index to write it, and makes it where it is missing. Throws where the file is
    /// damaged or of another version (`isDamaged`), and where it is something else.
    /// `onFailedSync`: as of a `Store`.
    package init(
        writing path: String, onFailedSync: @escaping (StoreError) -> Void = { _ in }
    ) throws(SQLiteError) {
        db = try Connection(path: path, mode: .readWrite, onFailedSync: onFailedSync)
        let tables = try db.first("SELECT count(*) FROM sqlite_schema") { $0.int(0) } ?? 0
        if tables > 0, try !isOurs() {
            let application = try db.first("PRAGMA application_id") { $0.int(0) } ?? 0
            throw SQLiteError(
                code: application == Self.applicationID ? 26 : 1,
                message: "\(path) is no search index of this version")
        }
        try db.execute(
            script: """
                PRAGMA journal_mode = WAL;
                PRAGMA synchronous = NORMAL;
                PRAGMA secure_delete = ON;
                PRAGMA temp_store = MEMORY;
                PRAGMA cache_size = -16384;
                PRAGMA journal_size_limit = 50331648;
                """)
        if tables == 0 { try make() }
        db.takeOverCheckpoints()
    }

    /// Pages of the log after which it is copied into the file: 4 MB.
    private static let logFrames: Int32 = 1000

    /// Opens an index to read it; nil where it is not there yet, or of another version.
    package init?(reading path: String) throws(SQLiteError) {
        db = try Connection(path: path, mode: .readOnly)
        try db.execute(script: "PRAGMA query_only = ON; PRAGMA cache_size = -8192;")
        if try !isOurs() { return nil }
    }

    private func isOurs() throws(SQLiteError) -> Bool {
        let application = try db.first("PRAGMA application_id") { $0.int(0) } ?? 0
        let version = try db.first("PRAGMA user_version") { $0.int(0) } ?? 0
        return application == Self.applicationID && version == Self.version
    }

    /// Tokens stand in the index without their places: half of what it would hold else. The texts
    /// beside it are what must be known to take a comment's words out again.
    private func make() throws(SQLiteError) {
        try db.execute(
            script: """
                BEGIN;
                CREATE TABLE mark (
                  id INTEGER PRIMARY KEY CHECK (id = 1),
                  entry_id INTEGER NOT NULL,
                  entry_at INTEGER NOT NULL,
                  entry_comment INTEGER NOT NULL,
                  rewrite_id INTEGER NOT NULL,
                  comment_id INTEGER NOT NULL,
                  comments INTEGER NOT NULL,
                  purge INTEGER NOT NULL CHECK (purge BETWEEN 0 AND 3)
                ) STRICT;
                INSERT INTO mark VALUES (1, 0, 0, 0, 0, 0, 0, 0);
                CREATE TABLE documents (
                  id INTEGER PRIMARY KEY,
                  site_id INTEGER NOT NULL,
                  open TEXT,
                  hidden TEXT
                ) STRICT;
                CREATE VIRTUAL TABLE words USING fts5 (
                  row, content = '', columnsize = 0, detail = none, tokenize = 'ascii');
                CREATE VIRTUAL TABLE entries USING fts5vocab (words, instance);
                PRAGMA application_id = \(Self.applicationID);
                PRAGMA user_version = \(Self.version);
                COMMIT;
                """)
    }

    package func begin() throws(SQLiteError) { try db.run("BEGIN") }
    package func commit() throws(SQLiteError) {
        try db.run("COMMIT")
        db.checkpoint(pastFrames: Self.logFrames)
    }
    package func rollBack() { try? db.run("ROLLBACK") }

    package func mark() throws(SQLiteError) -> SearchMark {
        try db.first(
            """
            SELECT entry_id, entry_at, entry_comment, rewrite_id, comment_id, comments FROM mark
            """
        ) { row in
            var mark = SearchMark()
            mark.entryID = row.int64(0)
            mark.entryAt = row.int64(1)
            mark.entryComment = row.int64(2)
            mark.rewriteID = row.int64(3)
            mark.commentID = row.int64(4)
            mark.comments = row.int64(5)
            return mark
        } ?? SearchMark()
    }

    package func save(_ mark: SearchMark) throws(SQLiteError) {
        try db.run(
            """
            UPDATE mark SET entry_id = ?1, entry_at = ?2, entry_comment = ?3, rewrite_id = ?4,
              comment_id = ?5, comments = ?6
            """,
            [
                .integer(mark.entryID), .integer(mark.entryAt), .integer(mark.entryComment),
                .integer(mark.rewriteID), .integer(mark.commentID), .integer(mark.comments),
            ])
    }

    /// Forgets everything, so that it begins anew.
    package func clear() throws(SQLiteError) {
        try db.run("DELETE FROM documents")
        try db.run("INSERT INTO words (words) VALUES ('delete-all')")
        try save(SearchMark())
    }

    package func document(_ id: Int64) throws(SQLiteError) -> SearchDocument? {
        try db.first(
            "SELECT id, site_id, open, hidden FROM documents WHERE id = ?1", [.integer(id)],
            readDocument)
    }

    /// Puts a document in the place of the one of its comment. `row` makes a document's words.
    package func replace(
        with new: SearchDocument, row: (SearchDocument) -> [UInt8]
    ) throws(SQLiteError) {
        if let old = try document(new.id) {
            if old == new { return }
            // Only the very words that were entered may be taken out.
            try db.run(
                "INSERT INTO words (words, rowid, row) VALUES ('delete', ?1, ?2)",
                [.integer(old.id), .utf8(row(old))])
        }
        try db.run(
            "INSERT INTO words (rowid, row) VALUES (?1, ?2)",
            [.integer(new.id), .utf8(row(new))])
        try db.run(
            """
            INSERT INTO documents (id, site_id, open, hidden) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (id) DO UPDATE SET open = excluded.open, hidden = excluded.hidden
            """,
            [
                .integer(new.id), .integer(new.siteID), .text(orNull: new.open),
                .text(orNull: new.hidden),
            ])
    }

    /// Hands `visit` the comments that match an expression of FTS5 and stand before an id, the
    /// newest first, until it answers false. Throws (`isInterrupted`) once `isOverdue` says so.
    package func forEachMatch(
        of expression: String, before id: Int64, isOverdue: @escaping () -> Bool,
        _ visit: (Int64) throws -> Bool
    ) throws {
        try db.limited(by: isOverdue) {
            try db.walk(
                """
                SELECT rowid FROM words WHERE words MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC
                """, [.text(expression), .integer(id)]
            ) { try visit($0.int64(0)) }
        }
    }
}

/// What was deleted leaves no trace.
extension SearchIndex {
    /// About so many pages of the index are written anew in one part.
    private static let purgedPages = 64

    /// Has what was taken out of the index so far go for good: until then its words stand in the
    /// file, marked as deleted.
    package func beginPurge() throws(SQLiteError) { try db.run("UPDATE mark SET purge = 1") }

    /// Does the next part of that, in a transaction of its own; false where nothing is to be done.
    package func purge() throws(SQLiteError) -> Bool {
        let state = try db.first("SELECT purge FROM mark") { $0.int(0) } ?? 0
        guard state > 0 else { return false }
        if state == 3 {
            // Old states of both hold the words. Where a search takes too long this is tried again
            // after the next change.
            guard db.emptyLog(isPatient: true) else { return false }
            try db.run("UPDATE mark SET purge = 0")
            return true
        }
        try begin()
        do {
            let before = db.totalChanges
            // Less than nothing: everything is merged into one, and what is marked left out.
            try db.run(
                "INSERT INTO words (words, rank) VALUES ('merge', ?1)",
                [.integer(state == 1 ? -Self.purgedPages : Self.purgedPages)])
            let isDone = state == 2 && db.totalChanges - before < 2
            try db.run("UPDATE mark SET purge = ?1", [.integer(isDone ? 3 : 2)])
            try commit()
        } catch {
            rollBack()
            throw error
        }
        return true
    }
}

/// What a check compares.
extension SearchIndex {
    /// Documents past an id, in order.
    package func documents(after id: Int64, limit: Int) throws(SQLiteError) -> [SearchDocument] {
        try db.all(
            """
            SELECT id, site_id, open, hidden FROM documents WHERE id > ?1 ORDER BY id LIMIT ?2
            """, [.integer(id), .integer(limit)], readDocument)
    }

    /// Hands `visit` every token with each comment that it stands for, in no order.
    package func forEachEntry(
        _ visit: (_ token: UnsafeRawBufferPointer, _ comment: Int64) -> Void
    ) throws {
        try db.walk("SELECT doc, term FROM entries", []) { row in
            row.withBytes(1) { visit($0, row.int64(0)) }
            return true
        }
    }

    /// What SQLite itself finds wrong with the file.
    package func fileProblems() throws(SQLiteError) -> [Discrepancy] {
        try db.all("PRAGMA integrity_check(20)") { $0.text(0) }.filter { $0 != "ok" }
            .map { Discrepancy("search index: \($0)") }
    }
}

private func readDocument(_ row: borrowing Row) -> SearchDocument {
    SearchDocument(
        id: row.int64(0), siteID: row.int64(1), open: row.optionalText(2),
        hidden: row.optionalText(3))
}
