import SQLite

/// A copy of the database that is being made.
package typealias StoreBackup = Backup

extension Store {
    /// Begins with a copy of the database in a file. It takes in what this connection writes until
    /// it is finished.
    package func backup(to path: String) throws(SQLiteError) -> StoreBackup {
        try Backup(of: db, to: path)
    }

    /// The size of a page in bytes, and how many the database has.
    package func size() throws(SQLiteError) -> (pageBytes: Int, pages: Int) {
        (
            try db.first("PRAGMA page_size") { $0.int(0) } ?? 0,
            try db.first("PRAGMA page_count") { $0.int(0) } ?? 0
        )
    }
}
