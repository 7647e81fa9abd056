import Moderation
import Service

/// Outcomes of many jobs on their way from the thread that carried them out to another, which tells
/// them: to make a reply of each and send it takes a tenth of what a vote takes, and the writer,
/// whose time is what there is least of, goes on with the next commands meanwhile.
final class Deliveries: Sendable {
    private struct Batch {
        let jobs: [Job]
        let outcomes: [Outcome]
        var told = 0
    }

    private struct State {
        var batches: [Batch] = []
        /// Wakes the thread that tells; nil: there is none.
        var wake: (@Sendable () -> Void)?
    }

    /// Fewer than so many are told sooner by whoever has them.
    private static let fewest = 8
    /// So many are told at a time: others wait no longer for the thread that tells.
    private static let mostAtOnce = 256

    private let state = Guarded(State())

    /// From now on outcomes are told by a thread that calls `tellSome` once `wake` was called.
    func attach(wake: @escaping @Sendable () -> Void) { state.withLock { $0.wake = wake } }

    /// Takes jobs that were carried out; false where their outcomes are to be told at once.
    func take(_ jobs: [Job], _ outcomes: [Outcome]) -> Bool {
        guard jobs.count >= Self.fewest else { return false }
        let (isTaken, wake) = state.withLock { state -> (Bool, (@Sendable () -> Void)?) in
            guard let wake = state.wake else { return (false, nil) }
            state.batches.append(Batch(jobs: jobs, outcomes: outcomes))
            return (true, state.batches.count == 1 ? wake : nil)
        }
        wake?()
        return isTaken
    }

    /// Tells some outcomes; whether more wait.
    func tellSome() -> Bool {
        let next = state.withLock { state -> (batch: Batch, end: Int, hasMore: Bool)? in
            guard let batch = state.batches.first else { return nil }
            let end = min(batch.told + Self.mostAtOnce, batch.jobs.count)
            state.batches[0].told = end
            if end == batch.jobs.count { state.batches.removeFirst() }
            return (batch, end, !state.batches.isEmpty)
        }
        guard let (batch, end, hasMore) = next else { return false }
        for index in batch.told..<end { batch.jobs[index].done(batch.outcomes[index]) }
        return hasMore
    }

    /// The thread that tells goes: what waits is told now, and all later outcomes by whoever has
    /// them.
    func detach() {
        state.withLock { $0.wake = nil }
        while tellSome() {}
    }
}
