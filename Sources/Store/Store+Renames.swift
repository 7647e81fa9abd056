import Discussion
import SQLite

/// Persons of whom comments' own rows say what no longer holds, until they were gone through.
extension Store {
    /// Reads who was renamed, up to the snapshot that is open.
    func followRenames() throws(SQLiteError) {
        guard !areRenamesRead else { return }
        var rows = 0
        try db.gather(
            """
            SELECT each_row(id, person_id)
            FROM (SELECT id, person_id FROM renames WHERE id > ?1 ORDER BY id LIMIT ?2)
            """, integers: [renamed.last, Int64(RenamedPersons.rowsAtOnce)]
        ) {
            renamed.insert($0.int64(1), row: $0.int64(0))
            rows += 1
        }
        renamed.isWhole = rows < RenamedPersons.rowsAtOnce
        areRenamesRead = renamed.isWhole
    }

    /// Says that of a person other things hold than their comments' rows say, where there are some.
    func noteRename(of personID: Int64) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO renames (person_id) SELECT ?1 WHERE EXISTS (
              SELECT 1 FROM comments INDEXED BY comments_by_author WHERE author_id = ?1)
            ON CONFLICT (person_id) DO UPDATE SET reached = 0
            """, integers: [personID])
        areRenamesRead = false
        leftover = .some
    }

    /// The person whose comments are gone through: one at a time, and up to which it was done.
    package func nextRename() throws(SQLiteError) -> (personID: Int64, reached: Int64)? {
        try db.first("SELECT person_id, reached FROM renames ORDER BY id LIMIT 1") {
            ($0.int64(0), $0.int64(1))
        }
    }

    /// Has the next comments of a person, up to `limit`, say what holds of them; where there are
    /// none, all do.
    package func rewriteBylines(
        of personID: Int64, as byline: String?, after id: Int64, limit: Int
    ) throws(SQLiteError) {
        let last =
            try db.first(
                """
                SELECT max(id) FROM (
                  SELECT id FROM comments INDEXED BY comments_by_author
                  WHERE author_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3)
                """, [.integer(personID), .integer(id), .integer(limit)]
            ) { $0.optionalInt64(0) } ?? nil
        guard let last else {
            return try db.run("DELETE FROM renames WHERE person_id = ?1", integers: [personID])
        }
        try db.run(
            """
            UPDATE comments INDEXED BY comments_by_author SET byline = ?4
            WHERE author_id = ?1 AND id > ?2 AND id <= ?3 AND byline IS NOT ?4
            """, [.integer(personID), .integer(id), .integer(last), .text(orNull: byline)])
        try db.run(
            "UPDATE renames SET reached = ?2 WHERE person_id = ?1", integers: [personID, last])
    }

    /// Comments whose own rows say of their author what does not hold, though nothing tells.
    func wrongBylines() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM comments JOIN persons ON persons.id = author_id
            WHERE byline IS NOT NULL AND author_id NOT IN (SELECT person_id FROM renames)
              AND byline IS NOT CASE WHEN persons.name IS NOT NULL
                THEN '"id":' || json_quote(persons.name)
                  || ',"name":' || json_quote(coalesce(display_name, persons.name))
                  || CASE WHEN url IS NULL THEN '' ELSE ',"url":' || json_quote(url) END END
            """
        ) { $0.int(0) }
    }
}
