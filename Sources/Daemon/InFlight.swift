import Synchronization

/// How many commands of one conversation are being carried out. For any thread.
final class InFlight: Sendable {
    let byWriter = Atomic<Int>(0)
    let byReaders = Atomic<Int>(0)
    /// Fits among what readers carry out: a write of the conversation's all the same.
    let fits = Atomic<Int>(0)

    func count(byReaders isRead: Bool, isFit: Bool, _ step: Int) {
        if isFit { fits.add(step, ordering: .acquiringAndReleasing) }
        if isRead {
            byReaders.add(step, ordering: .acquiringAndReleasing)
        } else {
            byWriter.add(step, ordering: .acquiringAndReleasing)
        }
    }
}
