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
