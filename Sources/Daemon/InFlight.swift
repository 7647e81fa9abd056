import Synchronization

/// How many commands of one conversation are being carried out. For any thread.
final class InFlight: Sendable {
    let byWriter = Atomic<Int>(0)
    let byReaders = Atomic<Int>(0)
    /// Those among them that all behind them wait for: fits, which write although readers carry
    /// them out, and commands in parts.
    let barriers = Atomic<Int>(0)

    func count(byReaders isRead: Bool, isBarrier: Bool, _ step: Int) {
        if isBarrier { barriers.add(step, ordering: .acquiringAndReleasing) }
        if isRead {
            byReaders.add(step, ordering: .acquiringAndReleasing)
        } else {
            byWriter.add(step, ordering: .acquiringAndReleasing)
        }
    }
}
