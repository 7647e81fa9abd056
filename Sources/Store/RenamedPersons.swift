import Discussion
import SQLite

/// Persons of whom comments' own rows may say what no longer holds, as one connection has read of
/// them in the table `renames`: one bit for each id, and for others that share it.
struct RenamedPersons {
    private static let bits = 1 << 20
    /// So many rows are read before a page; as long as there are more, it may be anybody.
    fileprivate static let rowsAtOnce = 4096

    private var words: [UInt64] = []
    /// Up to which row the table has been read.
    fileprivate private(set) var last: Int64 = 0
    /// Whether that was all of it in the snapshot that was last read.
    fileprivate var isWhole = false

    func mayHave(_ id: Int64) -> Bool {
        guard isWhole else { return true }
        guard !words.isEmpty else { return false }
        let bit = Int(truncatingIfNeeded: id) & (Self.bits - 1)
        return words[bit >> 6] & (1 << UInt64(bit & 63)) != 0
    }

    fileprivate mutating func insert(_ id: Int64, row: Int64) {
        if words.isEmpty { words = Array(repeating: 0, count: Self.bits >> 6) }
        let bit = Int(truncatingIfNeeded: id) & (Self.bits - 1)
        words[bit >> 6] |= 1 << UInt64(bit & 63)
        last = row
    }
}

extension Store {
    /// Reads who was renamed, up to the snapshot that is open.
    func followRenames() throws(SQLiteError) {
        var rows = 0
        try db.gather(
            "SELECT each_row(id, person_id) FROM renames WHERE id > ?1 ORDER BY id LIMIT ?2",
            integers: [renamed.last, Int64(RenamedPersons.rowsAtOnce)]
        ) {
            renamed.insert($0.int64(1), row: $0.int64(0))
            rows += 1
        }
        renamed.isWhole = rows < RenamedPersons.rowsAtOnce
    }

    /// Says that of a person other things hold than their comments' rows say, where there are some.
    func noteRename(of personID: Int64) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO renames (person_id) SELECT ?1 WHERE EXISTS (
              SELECT 1 FROM comments INDEXED BY comments_by_author WHERE author_id = ?1)
            ON CONFLICT (person_id) DO NOTHING
            """, integers: [personID])
    }

    /// Comments whose own rows say of their author what does not hold, though nothing tells.
    func wrongBylines() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM comments JOIN persons ON persons.id = author_id
            WHERE byline IS NOT NULL AND author_id NOT IN (SELECT person_id FROM renames)
              AND CASE WHEN json_valid('{' || byline || '}')
                THEN '{' || byline || '}' ->> '$.id' IS NOT persons.name
                  OR '{' || byline || '}' ->> '$.name' IS NOT coalesce(display_name, persons.name)
                  OR '{' || byline || '}' ->> '$.url' IS NOT persons.url
                ELSE 1 END
            """
        ) { $0.int(0) }
    }
}
