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
}
