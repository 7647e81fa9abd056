import Discussion
import Service

/// A thread that carries out jobs of a queue on a service of its own, until the queue is closed.
struct JobThread {
    /// So many that wait when all before them are written go into the same transaction, whose pages
    /// theirs would change again. Fewer gain nothing by that: while what is written is made durable
    /// they gather, and its clients' next commands behind them.
    private static let fewestJoining = 64

    private let thread: WorkerThread

    /// Takes up to `batch` jobs for a transaction, and tells their outcomes once it is durable,
    /// unless `handOver` sees to that. Between them, and when there are none, it does a part of
    /// what commands have left to be done. `onTold` is called after each, `onStart` first.
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
            // What was taken out and went into no transaction yet.
            var jobs: [Job] = []
            while true {
                let isIdle = !service.step(at: clock()) && jobs.isEmpty
                onTold(service)
                let taken = queue.next(
                    limit: batch - jobs.count, isWaiting: isIdle,
                    mostMs: isIdle ? Self.pauseMs(service, clock) : nil)
                if let taken, !taken.isEmpty { jobs += taken }
                if jobs.isEmpty {
                    if taken == nil { break }
                    continue
                }
                let outcomes = service.carryOutSome(jobs.map(\.command)[...]) {
                    let more = queue.burst(of: Self.fewestJoining, limit: batch - jobs.count)
                    if more.isEmpty { return [] }
                    jobs += more
                    return more.map(\.command)
                }
                let left = Array(jobs[outcomes.count...])
                jobs.removeLast(left.count)
                if !handOver(jobs, outcomes) {
                    for (job, outcome) in zip(jobs, outcomes) { job.done(outcome) }
                }
                queue.noteTold(jobs.count)
                jobs = left
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
