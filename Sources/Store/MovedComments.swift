import Discussion
import SQLite

/// Which comments here those of a file have become that have other ids: however many, and mostly
/// none. Kept in a file without a name, which the system takes away with the process.
package final class MovedComments {
    private let db: Connection
    private var isEmpty = true

    package init() throws(SQLiteError) {
        db = try Connection(
            namelessWith: """
                PRAGMA cache_size = -8192;
                CREATE TABLE moved (id INTEGER PRIMARY KEY, place INTEGER NOT NULL);
                BEGIN;
                """)
    }

    /// Notes what a comment of the file has become.
    package func note(_ place: CommentID, of id: CommentID) throws(SQLiteError) {
        isEmpty = false
        try db.run(
            """
            INSERT INTO moved (id, place) VALUES (?1, ?2)
            ON CONFLICT (id) DO UPDATE SET place = ?2
            """, [.integer(id.rawValue), .integer(place.rawValue)])
    }

    /// What a comment of the file has become; nil: it has the same id.
    package func place(of id: CommentID) throws(SQLiteError) -> CommentID? {
        guard !isEmpty else { return nil }
        return try db.first("SELECT place FROM moved WHERE id = ?1", [.integer(id.rawValue)]) {
            CommentID(rawValue: $0.int64(0))
        }
    }
}
