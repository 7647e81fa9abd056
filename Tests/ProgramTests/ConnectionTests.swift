import Testing

@testable import SQLite

@Suite("A connection to a database")
struct ConnectionTests {
    @Test("SQLite does not count the memory it takes, under a lock of all threads")
    func countsNoMemory() throws {
        let db = try Connection(path: ":memory:")
        try db.execute(script: "CREATE TABLE texts (id INTEGER PRIMARY KEY, body TEXT)")
        #expect(!Connection.countsMemory)
    }

    @Test("The pages that it keeps in memory lie beside the heap")
    func pagesHavePlaces() throws {
        let db = try Connection(path: ":memory:")
        try db.execute(
            script: """
                CREATE TABLE texts (id INTEGER PRIMARY KEY, text BLOB);
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
                INSERT INTO texts (text) SELECT zeroblob(4000) FROM n;
                """)
        #expect(Connection.mostPages >= 1000)
        let bytes = try db.first("SELECT sum(length(text)) FROM texts") { $0.int(0) }
        #expect(bytes == 4_000_000)
    }

    /// Keys that move split and join an index's pages, in a cache that holds a part of them.
    @Test("Pages that exchange their numbers are each found by its own, also after a rollback")
    func pagesExchangeNumbers() throws {
        let folder = try ProgramFolder()
        let db = try Connection(path: folder.database)
        try db.execute(
            script: """
                PRAGMA journal_mode = WAL; PRAGMA cache_size = 40;
                CREATE TABLE notes (id INTEGER PRIMARY KEY, score INTEGER, text TEXT);
                CREATE INDEX notes_by_score ON notes (score, text);
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)
                INSERT INTO notes SELECT i, i * 7919 % 4001, printf('%0200d', i) FROM n;
                """)
        let before = Connection.pageExchanges
        let move: StaticString =
            "UPDATE notes SET score = (score + id * 31) % 4001 WHERE id % 7 = ?1"
        var sum = try scores(in: db)
        for round in 0..<28 {
            try db.run("BEGIN")
            try db.run(move, integers: [Int64(round % 7)])
            let isKept = round % 3 != 0
            if isKept { sum = try scores(in: db) }
            try isKept ? db.run("COMMIT") : db.run("ROLLBACK")
            #expect(try scores(in: db) == sum)
        }
        #expect(Connection.pageExchanges > before)
        #expect(try db.first("PRAGMA integrity_check") { $0.text(0) } == "ok")
        let reader = try Connection(path: folder.database, mode: .readOnly)
        #expect(try scores(in: reader) == sum)
    }

    /// By the table and by its index.
    private func scores(in db: Connection) throws -> [Int] {
        try [
            db.first("SELECT sum(score * id) FROM notes NOT INDEXED") { $0.int(0) } ?? 0,
            db.first("SELECT sum(score) FROM notes INDEXED BY notes_by_score WHERE score >= 0") {
                $0.int(0)
            } ?? 0,
        ]
    }
}
