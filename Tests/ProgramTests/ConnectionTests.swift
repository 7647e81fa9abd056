import CSQLite
import Foundation
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
    @Test("Pages that exchange their numbers are found by their own, also after a rollback")
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
        // Earlier versions have other numbers for it.
        if sqlite3_libversion_number() >= 3_040_000 { #expect(Connection.pageExchanges > before) }
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

    /// Of 512 bytes: page 262,145 is one of them, and SQLite's cache knows it by another number.
    @Test("Where pages are small, every one is found by its number, kept or let go of")
    func smallPages() throws {
        let folder = try ProgramFolder()
        try makeSparse(folder.database, pages: 262_140)
        let db = try Connection(path: folder.database)
        let other = try Connection(path: folder.database)
        var kept: [Int: String] = [:]
        for round in 0..<6 {
            var all = kept
            try db.run("BEGIN")
            for index in round * 200..<round * 200 + 200 {
                // In no order, so that pages change places.
                let id = index * 7919 % 10_007
                all[id] = String(repeating: "\(id) ", count: 30)
                try db.run(
                    "INSERT INTO texts VALUES (?1, ?2)",
                    [.integer(id), .text(all[id] ?? "")])
            }
            #expect(try texts(in: db) == all)
            // Those past the end are let go of, and others get their numbers.
            let isKept = round % 2 == 1
            try isKept ? db.run("COMMIT") : db.run("ROLLBACK")
            if isKept { kept = all }
            #expect(try texts(in: db) == kept)
            // What the one has kept in memory is not what the other has written.
            try other.run("UPDATE texts SET text = text || 'y'")
            kept = kept.mapValues { $0 + "y" }
            #expect(try texts(in: other) == kept)
            #expect(try texts(in: db) == kept)
        }
        let last = try db.first("PRAGMA page_count") { $0.int(0) } ?? 0
        #expect(last > 262_145 + 20)
    }

    private func texts(in db: Connection) throws -> [Int: String] {
        let rows = try db.all("SELECT id, text FROM texts") { ($0.int(0), $0.text(1)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    /// A database of pages of 512 bytes that says it has so many, most of which nothing is on.
    private func makeSparse(_ path: String, pages: UInt32) throws {
        do {
            let db = try Connection(path: path)
            try db.execute(
                script: """
                    PRAGMA page_size = 512;
                    CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT);
                    """)
        }
        let file = try FileHandle(forUpdating: URL(filePath: path))
        defer { try? file.close() }
        let head = try file.read(upToCount: 100) ?? Data()
        try file.seek(toOffset: 28)
        try file.write(contentsOf: withUnsafeBytes(of: pages.bigEndian) { Data($0) })
        // The count holds where the change that it is of is the last one.
        try file.seek(toOffset: 92)
        try file.write(contentsOf: head[24..<28])
        try file.truncate(atOffset: UInt64(pages) * 512)
    }
}
