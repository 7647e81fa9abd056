import Discussion
import Glibc
import Service

/// The one thread that writes: it takes what has queued up, carries it out in one transaction, and
/// lets the replies go once that is durable (group commit).
final class Writer: Sendable {
    /// A command, and who waits for its outcome.
    struct Job: Sendable {
        let command: Command
        /// Called on the writer's thread, in the order of the commands; must not wait.
        let done: @Sendable (Outcome) -> Void
    }

    /// The most commands in one transaction: more gain little, and all wait for the last.
    static let maxBatch = 512
    /// The most commands that wait for the writer.
    static let maxQueued = 8192

    private struct State {
        var jobs: [Job] = []
        var isStopping = false
    }

    private let state = Monitor(State())

    /// Hands a service from the thread that opened it to the one that uses it from then on.
    private struct Handover: @unchecked Sendable {
        let service: Service
    }

    /// Starts the thread; it lets the service go, and with it the database, when it ends.
    func start(_ service: Service) -> WorkerThread? {
        let handover = Handover(service: service)
        return WorkerThread { [self] in
            while let batch = nextBatch() {
                let outcomes = handover.service.carryOut(batch.map(\.command))
                for (job, outcome) in zip(batch, outcomes) { job.done(outcome) }
            }
        }
    }

    /// Queues a command; waits while the queue is full. False once the writer is stopping.
    func add(_ job: Job) -> Bool {
        state.wait { state in
            if state.isStopping { return false }
            guard state.jobs.count < Self.maxQueued else { return nil }
            state.jobs.append(job)
            return true
        }
    }

    /// Lets the thread end once all that was queued is done.
    func stop() { state.change { $0.isStopping = true } }

    /// How many commands wait.
    var depth: Int { state.read { $0.jobs.count } }

    private func nextBatch() -> [Job]? {
        state.wait { state -> [Job]?? in
            if state.jobs.isEmpty { return state.isStopping ? .some(nil) : nil }
            let batch = Array(state.jobs.prefix(Self.maxBatch))
            state.jobs.removeFirst(batch.count)
            return batch
        }
    }
}
