import Discussion
import Service
import Testing

@testable import Daemon
@testable import SQLite
@testable import Store

/// The lock that whoever writes to the database has, and that others may have for a moment.
@Suite("The lock of writes")
struct WriterLockTests {
    private struct Progress {
        var isDone = false
        var problem: String?
    }

    @Test("A command that finds it taken waits for it, and fails no client")
    func waits() throws {
        let folder = try ProgramFolder()
        let store = Handover(store: try Store(path: folder.database, durability: .normal))
        let other = try Connection(path: folder.database, mode: .readWrite)
        try other.run("BEGIN IMMEDIATE")
        let progress = Monitor(Progress())
        let thread = try #require(
            WorkerThread {
                let problem = store.failureOfWriting()
                progress.change { $0 = Progress(isDone: true, problem: problem) }
            })
        // Who does not wait is done at once.
        _ = progress.wait(atMost: 100_000_000) { $0.isDone ? true : nil }
        #expect(progress.read { !$0.isDone })
        try other.run("ROLLBACK")
        thread.join()
        #expect(progress.read { $0.problem } == nil)
    }

    private struct Handover: @unchecked Sendable {
        let store: Store

        /// Reads, as commands do, before it writes.
        func failureOfWriting() -> String? {
            do {
                try store.begin()
                _ = try store.site(named: "s")
                _ = try store.makeSite(named: "s", at: .now, rules: Digest(high: 0, low: 0))
                try store.commit()
                return nil
            } catch { return "\(error)" }
        }
    }
}
