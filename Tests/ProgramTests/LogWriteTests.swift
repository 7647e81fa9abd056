import Glibc
import Testing

@testable import SQLite

/// What a commit's pages are to the kernel.
@Suite("Writes to the log")
struct LogWriteTests {
    @Test("A commit of many pages is written in few calls, and others see it whole")
    func fewCalls() throws {
        let folder = try ProgramFolder()
        let writer = try Connection(path: folder.database, mode: .readWriteDurably)
        try writer.execute(script: "PRAGMA journal_mode = WAL; CREATE TABLE texts (text TEXT);")
        let reader = try Connection(path: folder.database, mode: .readOnly)
        let before = try writeCalls()
        try writer.run("BEGIN")
        for _ in 0..<500 { try writer.run("INSERT INTO texts VALUES (hex(randomblob(2000)))") }
        #expect(try reader.first("SELECT count(*) FROM texts") { $0.int(0) } == 0)
        try writer.run("COMMIT")
        let calls = try writeCalls() - before
        #expect(try reader.first("SELECT count(*) FROM texts") { $0.int(0) } == 500)
        // Each text has a page of its own; two calls a page would be over a thousand.
        #expect(calls > 0)
        #expect(calls < 100)
    }

    @Test("What did not fit into the cache of pages is read back from the log")
    func spilled() throws {
        let folder = try ProgramFolder()
        let writer = try Connection(path: folder.database, mode: .readWriteDurably)
        try writer.execute(
            script: """
                PRAGMA journal_mode = WAL; PRAGMA cache_size = 10;
                CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT);
                """)
        try writer.run("BEGIN")
        for _ in 0..<300 { try writer.run("INSERT INTO texts (text) VALUES (hex(zeroblob(1500)))") }
        #expect(try writer.first("SELECT sum(length(text)) FROM texts") { $0.int(0) } == 900_000)
        try writer.run("UPDATE texts SET text = text || 'x' WHERE id % 2 = 0")
        try writer.run("COMMIT")
        let reader = try Connection(path: folder.database, mode: .readOnly)
        #expect(try reader.first("SELECT sum(length(text)) FROM texts") { $0.int(0) } == 900_150)
        let integrity = try reader.first("PRAGMA integrity_check") { row in
            row.bytes(0).map { String(decoding: $0, as: UTF8.self) }
        }
        #expect(integrity == "ok")
    }

    @Test(
        "Nothing is left in a page of rows that went to another one",
        arguments: [Connection.Mode.readWrite, .readWriteDurably])
    func noLeftovers(_ mode: Connection.Mode) throws {
        let folder = try ProgramFolder()
        let writer = try Connection(path: folder.database, mode: mode)
        try writer.execute(
            script: """
                PRAGMA journal_mode = WAL; PRAGMA secure_delete = ON;
                CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT);
                CREATE INDEX texts_by_text ON texts (text);
                """)
        for round in 0..<8 {
            try writer.run("BEGIN")
            for _ in 0..<400 {
                try writer.run(
                    "INSERT INTO texts (text) VALUES (hex(randomblob(abs(random()) % 300)))")
            }
            try writer.run(
                "UPDATE texts SET text = text || hex(randomblob(40)) WHERE id % 7 = ?1",
                [.integer(Int64(round) % 7)])
            try writer.run("DELETE FROM texts WHERE id % 5 = ?1", [.integer(Int64(round) % 5)])
            try writer.run("COMMIT")
        }
        #expect(writer.emptyLog(isPatient: true))
        let bytes = try folder.bytes("comments.db")
        let gaps = stride(from: 0, to: bytes.count, by: 4096).map { gap(of: bytes, at: $0) }
        #expect(gaps.filter { $0 != nil }.count > 100)
        #expect(gaps.allSatisfy { $0?.allSatisfy { $0 == 0 } ?? true })
        let reader = try Connection(path: folder.database, mode: .readOnly)
        #expect(try reader.all("PRAGMA integrity_check") { $0.text(0) } == ["ok"])
        #expect(try reader.first("SELECT count(*) FROM texts") { $0.int(0) } ?? 0 > 100)
    }

    /// The part of a tree's page that holds nothing; nil of other pages
    /// (https://www.sqlite.org/fileformat2.html#b_tree_pages).
    private func gap(of file: [UInt8], at page: Int) -> ArraySlice<UInt8>? {
        let header = page == 0 ? 100 : page
        func number(_ at: Int) -> Int { Int(file[at]) << 8 | Int(file[at + 1]) }
        guard [2, 5, 10, 13].contains(file[header]) else { return nil }
        let first = header + (file[header] < 8 ? 12 : 8) + 2 * number(header + 3)
        let last = page + (number(header + 5) == 0 ? 65_536 : number(header + 5))
        return first <= last ? file[first..<last] : nil
    }

    /// Calls by which this thread has written so far.
    private func writeCalls() throws -> Int {
        let file = try #require(fopen("/proc/thread-self/io", "r"))
        defer { fclose(file) }
        var text = [UInt8](repeating: 0, count: 4096)
        let count = fread(&text, 1, text.count, file)
        let lines = String(decoding: text[..<count], as: UTF8.self).split(separator: "\n")
        let line = try #require(lines.first { $0.hasPrefix("syscw: ") })
        return try #require(Int(line.dropFirst(7)))
    }
}
