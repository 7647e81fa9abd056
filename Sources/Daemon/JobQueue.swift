import Discussion
import Service
import Synchronization

/// A queue of jobs with a bound, from any threads to any threads.
final class JobQueue: Sendable {
    private struct State {
        var jobs: [Job] = []
        var isStopping = false
        /// Whether somebody who waits for jobs is to go on without one.
        var isWoken = false

        mutating func take(_ limit: Int) -> [Job] {
            let batch = Array(jobs.prefix(limit))
            jobs.removeFirst(batch.count)
            return batch
        }
    }

    private let state = Monitor(State())
    private let capacity: Int
    private let untold = Atomic(0)
    /// How long who waits for a job looks out for one before going to sleep, in nanoseconds: for
    /// queues of which one thread takes.
    private let lookOutNs: UInt64

    init(capacity: Int, lookOutNs: UInt64 = 0) {
        self.capacity = capacity
        self.lookOutNs = lookOutNs
    }

    /// Queues a job; false where the queue is full or closed.
    func add(_ job: Job) -> Bool {
        state.change { state in
            guard !state.isStopping, state.jobs.count < capacity else { return false }
            append(job, to: &state)
            return true
        }
    }

    /// Queues a job; waits while the queue is full. False where it is closed.
    func addPatiently(_ job: Job) -> Bool {
        state.wait { state in
            if state.isStopping { return false }
            guard state.jobs.count < capacity else { return nil }
            append(job, to: &state)
            return true
        }
    }

    private func append(_ job: Job, to state: inout State) {
        state.jobs.append(job)
        untold.add(1, ordering: .relaxed)
    }

    /// Notes that so many jobs that were taken out have told their outcomes, or others do.
    func noteTold(_ count: Int) { untold.subtract(count, ordering: .relaxed) }

    /// How many jobs have not told their outcomes: they wait, or are being carried out. Looked at
    /// without the lock.
    var underWay: Int { untold.load(ordering: .relaxed) }

    /// Has one who waits for jobs, or the next who would, go on without one.
    func wake() { state.change { $0.isWoken = true } }

    /// Takes no more jobs; those in it are still taken out.
    func close() { state.change { $0.isStopping = true } }

    /// How many jobs wait.
    var depth: Int { state.read { $0.jobs.count } }

    /// Up to `limit` of the oldest jobs; nil once the queue is closed and empty. `isWaiting`: they
    /// are waited for, no longer than `mostMs` or until `wake`; there may be none.
    func next(limit: Int, isWaiting: Bool = true, mostMs: Int64? = nil) -> [Job]? {
        if isWaiting { lookOut() }
        let take = { (state: inout State) -> [Job]?? in
            if state.jobs.isEmpty {
                if state.isStopping { return .some(nil) }
                guard state.isWoken || !isWaiting else { return nil }
                state.isWoken = false
                return .some([])
            }
            return state.take(limit)
        }
        guard let mostMs else { return state.wait(take) }
        return state.wait(atMost: UInt64(max(0, mostMs)) * 1_000_000, take) ?? []
    }

    /// Up to `limit` of the oldest jobs where as many as `fewest` wait; else none.
    func burst(of fewest: Int, limit: Int) -> [Job] {
        guard depth >= fewest else { return [] }
        return state.change { $0.take(limit) }
    }

    /// A client that waits for each reply sends its next command within microseconds; to be woken
    /// takes longer than that.
    private func lookOut() {
        guard lookOutNs > 0 else { return }
        let end = MonotonicClock.nanoseconds + lookOutNs
        while underWay == 0, MonotonicClock.nanoseconds < end {}
    }
}
