import SQLite

/// Names that have been seen, however many: kept in a file without a name, which the system takes
/// away with the process.
package final class NameList {
    private let db: Connection

    package init() throws(SQLiteError) {
        db = try Connection(
            namelessWith: """
                PRAGMA cache_size = -16384;
                CREATE TABLE names (kind TEXT NOT NULL, site TEXT NOT NULL, name TEXT NOT NULL,
                  PRIMARY KEY (kind, site, name)) WITHOUT ROWID;
                BEGIN;
                """)
    }

    /// Adds a name of its kind and site; false where it was there.
    package func add(_ kind: String, _ site: String, _ name: String) throws(SQLiteError) -> Bool {
        let before = db.totalChanges
        try db.run(
            "INSERT INTO names (kind, site, name) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            [.text(kind), .text(site), .text(name)])
        return db.totalChanges > before
    }
}
