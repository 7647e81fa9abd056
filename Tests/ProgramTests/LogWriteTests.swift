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

    @Test("A log grows ahead of its commits, and what lies ahead is no part of the database")
    func growsAhead() throws {
        let folder = try ProgramFolder()
        var writer = try Connection(path: folder.database, mode: .readWriteDurably)
        try writer.execute(script: "PRAGMA journal_mode = WAL; CREATE TABLE texts (text TEXT);")
        var sizes: [Int] = []
        for _ in 0..<100 {
            try writer.run("INSERT INTO texts VALUES (hex(randomblob(2000)))")
            sizes.append(try logBytes(of: folder.database))
        }
        // Of a hundred commits of a page or more each, with their frames.
        #expect(Set(sizes).count < 10)
        #expect(try #require(sizes.last) > 400_000)
        // One that finds the log as a crash leaves it takes what was committed, and no more.
        let crashed = try ProgramFolder()
        for suffix in ["", "-wal"] {
            try copy(folder.database + suffix, to: crashed.database + suffix)
        }
        writer = try Connection(path: crashed.database, mode: .readWriteDurably)
        #expect(try writer.first("SELECT count(*) FROM texts") { $0.int(0) } == 100)
        try writer.run("INSERT INTO texts VALUES ('more')")
        let reader = try Connection(path: crashed.database, mode: .readOnly)
        #expect(try reader.first("SELECT count(*) FROM texts") { $0.int(0) } == 101)
    }

    private func logBytes(of database: String) throws -> Int {
        var status = stat()
        try #require(stat(database + "-wal", &status) == 0)
        return Int(status.st_size)
    }

    private func copy(_ path: String, to target: String) throws {
        let from = try #require(fopen(path, "r"))
        defer { fclose(from) }
        let to = try #require(fopen(target, "w"))
        defer { fclose(to) }
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = fread(&buffer, 1, buffer.count, from)
            if count == 0 { return }
            try #require(fwrite(buffer, 1, count, to) == count)
        }
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
