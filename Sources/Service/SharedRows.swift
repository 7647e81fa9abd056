import Store
import Synchronization

/// Rows on their way from the thread that reads ahead to the one that writes.
package final class SharedRows: RowsExchange {
    /// More than lie here are let go: the writer reads them itself.
    private static let maxParts = 128

    private let committed = Atomic<UInt64>(0)
    private let forgotten = Atomic(0)
    private let parts = Mutex<[RowsAhead]>([])

    package init() {}

    package var commits: UInt64 { committed.load(ordering: .acquiring) }

    package var restarts: Int { forgotten.load(ordering: .relaxed) }

    /// Told by the writer before anyone hears of the transaction.
    package func noteCommit(restarts: Int) {
        forgotten.store(restarts, ordering: .relaxed)
        committed.add(1, ordering: .releasing)
    }

    /// Any thread may, where there is room.
    package func put(_ rows: RowsAhead) {
        parts.withLock { if $0.count < Self.maxParts { $0.append(rows) } }
    }

    /// Leaves nothing there.
    package func takeAll() -> [RowsAhead] {
        parts.withLock { parts in
            defer { parts.removeAll(keepingCapacity: true) }
            return parts
        }
    }
}
