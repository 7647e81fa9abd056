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
}
