import Testing

@testable import SQLite

@Suite("each_row hands on the rows of a statement")
struct RowTakerTests {
    private func numbers(to last: Int) throws -> Connection {
        let db = try Connection(path: ":memory:")
        try db.execute(
            script: "CREATE TABLE numbers (id INTEGER PRIMARY KEY, name TEXT, data BLOB)")
        for id in 1...last {
            try db.run(
                "INSERT INTO numbers VALUES (?1, ?2, ?3)",
                [
                    .integer(id), id % 2 == 0 ? .null : .text("number \(id)"),
                    .blob([UInt8](repeating: 7, count: id % 3)),
                ])
        }
        return db
    }

    private func ids(_ db: Connection, from first: Int64, atMost limit: Int) throws -> [Int64] {
        var ids: [Int64] = []
        try db.gather(
            "SELECT each_row(id) FROM numbers WHERE id >= ?1", integers: [first], atMost: limit
        ) { ids.append($0.int64(0)) }
        return ids
    }

    @Test("Columns are what a row has: integers, NULL, text and bytes, empty ones too")
    func columns() throws {
        let db = try numbers(to: 4)
        var seen: [String] = []
        try db.gather(
            "SELECT each_row(id, name, data) FROM numbers WHERE id > ?1", integers: [0]
        ) { row in
            let name = row.bytes(1).map { String(decoding: $0, as: UTF8.self) } ?? "-"
            seen.append("\(row.int(0)) \(name) \(row.bytes(2)?.count ?? -1) \(row.isNull(1))")
        }
        #expect(
            seen == ["1 number 1 1 false", "2 - 2 true", "3 number 3 0 false", "4 - 1 true"])
    }

    @Test("No more rows are handed on than asked for, and the statement serves again")
    func limit() throws {
        let db = try numbers(to: 9)
        #expect(try ids(db, from: 3, atMost: 4) == [3, 4, 5, 6])
        #expect(try ids(db, from: 8, atMost: 4) == [8, 9])
        #expect(try ids(db, from: 10, atMost: 4) == [])
        #expect(try ids(db, from: 1, atMost: 0) == [])
        #expect(db.rowsRead == 6)
    }

    @Test("Who takes a row may run statements, such as hand on rows of their own too")
    func nesting() throws {
        let db = try numbers(to: 3)
        var seen: [String] = []
        try db.gather("SELECT each_row(id) FROM numbers WHERE id < ?1", integers: [3]) { row in
            let id = row.int64(0)
            let below = try? ids(db, from: id, atMost: 2)
            let name = try? db.first("SELECT name FROM numbers WHERE id = ?1", [.integer(id)]) {
                $0.optionalText(0) ?? "-"
            }
            seen.append("\(id) \(below ?? []) \(name ?? "?")")
        }
        #expect(seen == ["1 [1, 2] number 1", "2 [2, 3] -"])
    }

    @Test("A statement that is handing on rows cannot be run a second time meanwhile")
    func nestingOfOne() throws {
        let db = try numbers(to: 3)
        func gather(_ take: (borrowing ColumnValues) -> Void) throws {
            try db.gather("SELECT each_row(id) FROM numbers WHERE id > ?1", integers: [0], take)
        }
        var seen: [Int64] = []
        var refusals = 0
        try gather { row in
            seen.append(row.int64(0))
            do { try gather { _ in } } catch { refusals += 1 }
        }
        #expect(seen == [1, 2, 3])
        #expect(refusals == 3)
    }

    @Test("Nobody but a statement may call it")
    func schema() throws {
        let db = try numbers(to: 1)
        try db.execute(script: "CREATE VIEW handed AS SELECT each_row(id) FROM numbers")
        #expect(throws: SQLiteError.self) { try db.execute(script: "SELECT * FROM handed") }
    }
}
