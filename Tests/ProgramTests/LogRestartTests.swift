import Service
import Synchronization
import Testing

@testable import Daemon
@testable import SQLite

/// How the write-ahead log starts anew beside readers.
@Suite("The log beside readers")
struct LogRestartTests {
    @Test("Readers who leave no moment without a snapshot do not keep the log growing")
    func restarts() throws {
        let folder = try ProgramFolder()
        let writer = try writer(in: folder)
        let (gate, readers) = (ReadersGate(), Readers())
        let database = folder.database
        let threads = try (0..<4).map { _ in
            try #require(WorkerThread { readers.read(database, through: gate) })
        }
        defer {
            readers.end.store(true, ordering: .relaxed)
            for thread in threads { thread.join() }
        }
        while readers.reads.load(ordering: .relaxed) < 100 {}
        var longest: Int32 = 0
        for _ in 0..<300 {
            try writer.run("BEGIN")
            for _ in 0..<50 {
                try writer.run("INSERT INTO texts (text) VALUES (hex(randomblob(2000)))")
            }
            try writer.run("COMMIT")
            writer.checkpoint(pastFrames: 500, gate: gate)
            longest = max(longest, writer.logLength)
        }
        let failures = readers.failures.load(ordering: .relaxed)
        #expect(failures == 0)
        // Of over 15,000 frames; attempts may fail where the machine puts off a reader for long.
        #expect(longest < 500 + 60 + 5 * Connection.framesBetweenRestarts)
    }

    @Test(
        "A copy that the disk refused is tried again, however long readers were in the way before")
    func refusedCopy() throws {
        let writer = try filledLog(frames: 60)
        writer.nextRestart = writer.logLength + 10
        writer.checkpoint(pastFrames: 50)
        #expect(writer.logLength >= 60)
        writer.checkpointFailure = SQLiteError(code: 13, message: "full")
        writer.checkpoint(pastFrames: 50)
        #expect(writer.checkpointFailure == nil)
        #expect(writer.logLength == 0)
    }

    @Test("Readers who were in the way of an earlier log are not in the way of the present one")
    func earlierLog() throws {
        let writer = try filledLog(frames: 60)
        writer.nextRestart = 5000 + Connection.framesBetweenRestarts
        writer.checkpoint(pastFrames: 50)
        #expect(writer.logLength == 0)
    }

    private func filledLog(frames: Int) throws -> Connection {
        let writer = try writer(in: ProgramFolder())
        for _ in 0..<frames {
            try writer.run("INSERT INTO texts (text) VALUES (hex(randomblob(2000)))")
        }
        return writer
    }

    private func writer(in folder: ProgramFolder) throws -> Connection {
        let writer = try Connection(path: folder.database, mode: .readWrite)
        try writer.execute(
            script: """
                PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
                CREATE TABLE texts (id INTEGER PRIMARY KEY, text TEXT);
                """)
        writer.takeOverCheckpoints()
        return writer
    }

    /// Threads that read one snapshot after the other.
    private final class Readers: Sendable {
        let end = Atomic(false)
        let reads = Atomic(0)
        let failures = Atomic(0)

        func read(_ path: String, through gate: ReadersGate) {
            do {
                let connection = try Connection(path: path, mode: .readOnly)
                while !end.load(ordering: .relaxed) {
                    gate.enter()
                    defer { gate.leave() }
                    try connection.run("BEGIN")
                    _ = try connection.first(
                        "SELECT count(*) FROM (SELECT id FROM texts LIMIT 10000)"
                    ) { $0.int(0) }
                    try connection.run("COMMIT")
                    reads.add(1, ordering: .relaxed)
                }
            } catch {
                failures.add(1, ordering: .relaxed)
            }
        }
    }
}

@Suite("The gate of snapshots")
struct ReadersGateTests {
    @Test("It does not close over a snapshot, and lets others in again then")
    func occupied() {
        let gate = ReadersGate()
        gate.enter()
        #expect(!gate.close(atMostMilliseconds: 1))
        gate.enter()
        gate.leave()
        gate.leave()
        #expect(gate.close(atMostMilliseconds: 1))
        gate.open()
    }

    @Test("Who comes while it is closed goes in once it is open")
    func closed() throws {
        let (gate, seen) = (ReadersGate(), Monitor(Seen()))
        #expect(gate.close(atMostMilliseconds: 0))
        let thread = try #require(
            WorkerThread {
                seen.change { $0.hasCome = true }
                gate.enter()
                seen.change { $0.isIn = true }
                gate.leave()
            })
        _ = seen.wait { $0.hasCome ? true : nil }
        #expect(!seen.read(\.isIn))
        gate.open()
        thread.join()
        #expect(seen.read(\.isIn))
    }

    /// What is seen of who comes.
    private struct Seen {
        var hasCome = false
        var isIn = false
    }
}
