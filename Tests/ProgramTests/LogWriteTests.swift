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
