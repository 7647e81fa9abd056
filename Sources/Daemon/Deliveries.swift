import Moderation
import Service

/// Outcomes of many jobs on their way from the thread that carried them out to another, which tells
/// them: to make a reply of each and send it takes a tenth of what a vote takes, and the writer,
/// whose time is what there is least of, goes on with the next commands meanwhile.
///
/// What follows on a commit's replies, as that its events may be told, comes behind them here too.
final class Deliveries: Sendable {
    typealias Sequel = @Sendable () -> Void

    private struct Batch {
        let jobs: [Job]
        let outcomes: [Outcome]
        /// What comes once all are told.
        let sequel: Sequel?
        var told = 0
    }

    private struct State {
        /// Each stays until all of it is told.
        var batches: [Batch] = []
        /// Outcomes that are not told.
        var waiting = 0
        /// Wakes the thread that tells; nil: there is none.
        var wake: Sequel?
    }

    /// Fewer than so many are told sooner by whoever has them.
    private static let fewest = 8
    /// So many are told at a time: others wait no longer for the thread that tells.
    private static let mostAtOnce = 256
    /// Past so many that wait whoever has more tells them, and is held up by that as it should be.
    static let mostWaiting = Router.maxQueued

    private let state = Guarded(State())

    /// From now on outcomes are told by a thread that calls `tellSome` once `wake` was called.
    func attach(wake: @escaping Sequel) { state.withLock { $0.wake = wake } }

    /// Takes jobs that were carried out; false where their outcomes are to be told by the caller.
    /// `sequel` is asked for what comes behind them where they are taken.
    func take(_ jobs: [Job], _ outcomes: [Outcome], _ sequel: () -> Sequel?) -> Bool {
        guard jobs.count >= Self.fewest else { return false }
        let (isTaken, wake) = state.withLock { state -> (Bool, Sequel?) in
            guard state.wake != nil, state.waiting + jobs.count <= Self.mostWaiting else {
                return (false, nil)
            }
            state.waiting += jobs.count
            return (
                true, append(Batch(jobs: jobs, outcomes: outcomes, sequel: sequel()), to: &state)
            )
        }
        wake?()
        return isTaken
    }

    /// Has something come behind all that was taken: now, where nothing waits.
    func follow(with sequel: Sequel?) {
        guard let sequel else { return }
        let (isDue, wake) = state.withLock { state -> (Bool, Sequel?) in
            if state.batches.isEmpty { return (true, nil) }
            return (false, append(Batch(jobs: [], outcomes: [], sequel: sequel), to: &state))
        }
        wake?()
        if isDue { sequel() }
    }

    /// Gives who is to be woken for it.
    private func append(_ batch: Batch, to state: inout State) -> Sequel? {
        state.batches.append(batch)
        return state.batches.count == 1 ? state.wake : nil
    }

    /// Tells some outcomes; whether more wait. For one thread at a time.
    func tellSome() -> Bool {
        guard let batch = state.withLock({ $0.batches.first }) else { return false }
        let end = min(batch.told + Self.mostAtOnce, batch.jobs.count)
        for index in batch.told..<end { batch.jobs[index].done(batch.outcomes[index]) }
        let isWhole = end == batch.jobs.count
        // Before it goes: whoever finds nothing here takes it that all has come.
        if isWhole { batch.sequel?() }
        return state.withLock { state in
            state.waiting -= end - batch.told
            state.batches[0].told = end
            if isWhole { state.batches.removeFirst() }
            return !state.batches.isEmpty
        }
    }

    /// The thread that tells goes: what waits is told now, and all later outcomes by whoever has
    /// them.
    func detach() {
        state.withLock { $0.wake = nil }
        while tellSome() {}
    }
}
