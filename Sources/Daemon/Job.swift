import Discussion
import Glibc
import Service
import Synchronization

/// A command, and who waits for its outcome.
struct Job: Sendable {
    let command: Command
    /// Called on the thread that carried the command out, or another; must not wait.
    let done: @Sendable (Outcome) -> Void

    init(command: Command, done: @escaping @Sendable (Outcome) -> Void) {
        self.command = command
        self.done = done
    }

    /// The next part of a command, with the parts behind it: each is queued once the one before it
    /// is done, behind what others have queued meanwhile. Nil where there is none.
    init?(
        _ parts: CommandParts, on queue: JobQueue, done: @escaping @Sendable (Outcome) -> Void
    ) {
        guard let part = parts.next else { return nil }
        self.init(command: part) { outcome in
            var parts = parts
            parts.put(outcome)
            if let job = Job(parts, on: queue, done: done) {
                if queue.add(job) { return }
                parts.giveUp(.tooMuchWaits)
            }
            done(parts.outcome)
        }
    }
}

extension Refusal {
    /// There is no room for one more command.
    static var tooMuchWaits: Refusal {
        var refusal = Refusal(.overloaded, "too much is waiting: try again")
        refusal.retryAfterMs = 100
        return refusal
    }
}

/// A queue of jobs with a bound, from any threads to any threads.
final class JobQueue: Sendable {
    private struct State {
        var jobs: [Job] = []
        var isStopping = false
        /// Whether somebody who waits for jobs is to go on without one.
        var isWoken = false
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
            let batch = Array(state.jobs.prefix(limit))
            state.jobs.removeFirst(batch.count)
            return batch
        }
        guard let mostMs else { return state.wait(take) }
        return state.wait(atMost: UInt64(max(0, mostMs)) * 1_000_000, take) ?? []
    }

    /// A client that waits for each reply sends its next command within microseconds; to be woken
    /// takes longer than that.
    private func lookOut() {
        guard lookOutNs > 0 else { return }
        let end = MonotonicClock.nanoseconds + lookOutNs
        while underWay == 0, MonotonicClock.nanoseconds < end {}
    }
}

/// A thread that carries out jobs of a queue on a service of its own, until the queue is closed.
struct JobThread {
    private let thread: WorkerThread

    /// Takes up to `batch` jobs at a time, and tells their outcomes once all are durable, unless
    /// `handOver` sees to that. Between them, and when there are none, it does a part of what
    /// commands have left to be done. `onTold` is called after each, `onStart` first.
    init(
        _ queue: JobQueue, batch: Int, _ service: Service,
        onStart: @escaping @Sendable () -> Void = {},
        clock: @escaping @Sendable () -> Moment,
        handOver: @escaping @Sendable ([Job], [Outcome]) -> Bool = { _, _ in false },
        onTold: @escaping @Sendable (Service) -> Void = { _ in }
    ) throws(StartProblem) {
        let handover = Handover(service)
        let thread = WorkerThread {
            onStart()
            let service = handover.value
            var isIdle = !service.step(at: clock())
            onTold(service)
            while let jobs = queue.next(
                limit: batch, isWaiting: isIdle, mostMs: isIdle ? Self.pauseMs(service, clock) : nil
            ) {
                if !jobs.isEmpty {
                    let outcomes = service.carryOut(jobs.map(\.command))
                    if !handOver(jobs, outcomes) {
                        for (job, outcome) in zip(jobs, outcomes) { job.done(outcome) }
                    }
                    queue.noteTold(jobs.count)
                    onTold(service)
                }
                isIdle = !service.step(at: clock())
                onTold(service)
            }
        }
        guard let thread else { throw StartProblem("the system has no thread to give") }
        self.thread = thread
    }

    /// How long nothing is to be done unless a command comes; nil: for good, as far as is known.
    private static func pauseMs(_ service: Service, _ clock: () -> Moment) -> Int64? {
        guard let next = service.nextStep else { return nil }
        return min(max(next.milliseconds - clock().milliseconds, 1000), 3_600_000)
    }

    /// Waits for the thread's end; it lets its service go, and with it the connection.
    func join() { thread.join() }
}
