import Service
import Synchronization
import Wire

/// How many commands of one conversation are being carried out. For any thread.
final class InFlight: Sendable {
    let byWriter = Atomic<Int>(0)
    let byReaders = Atomic<Int>(0)
    /// Those among them that all behind them wait for: fits, which write although readers carry
    /// them out, and commands in parts.
    let barriers = Atomic<Int>(0)
    /// Comments that are being decided on.
    private let decisions = Atomic<Int>(0)

    /// What one command counts for.
    struct Load {
        fileprivate let byReaders: Bool
        fileprivate let isBarrier: Bool
        fileprivate let decisions: Int

        init(_ request: Request, byReaders: Bool, hasParts: Bool) {
            self.byReaders = byReaders
            isBarrier = hasParts || byReaders && request.method == .rankingRefit
            decisions = request.decisions
        }
    }

    func add(_ load: Load) { count(load, 1) }
    func remove(_ load: Load) { count(load, -1) }

    private func count(_ load: Load, _ step: Int) {
        if load.isBarrier { barriers.add(step, ordering: .acquiringAndReleasing) }
        if load.decisions > 0 {
            decisions.add(step * load.decisions, ordering: .acquiringAndReleasing)
        }
        if load.byReaders {
            byReaders.add(step, ordering: .acquiringAndReleasing)
        } else {
            byWriter.add(step, ordering: .acquiringAndReleasing)
        }
    }

    /// Whether decisions on so many comments may be begun beside those that are under way: one
    /// command alone may, and as many together as make one part.
    func hasRoom(forDecisions count: Int) -> Bool {
        guard count > 0 else { return true }
        let others = decisions.load(ordering: .acquiring)
        return others == 0 || others + count <= CommandParts.commentsPerPart
    }
}
