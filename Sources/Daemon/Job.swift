import Service
import Synchronization

/// A command, and who waits for its outcome.
struct Job: Sendable {
    let command: Command
    /// Called on the thread that carried the command out; must not wait.
    let done: @Sendable (Outcome) -> Void
}

/// A queue of jobs with a bound, from any threads to any threads.
final class JobQueue: Sendable {
    private struct State {
        var jobs: [Job] = []
        var isStopping = false
    }

    private let state = Monitor(State())
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    /// Queues a job; false where the queue is full or closed.
    func add(_ job: Job) -> Bool {
        state.change { state in
            guard !state.isStopping, state.jobs.count < capacity else { return false }
            state.jobs.append(job)
            return true
        }
    }

    /// Queues a job; waits while the queue is full. False where it is closed.
    func addPatiently(_ job: Job) -> Bool {
        state.wait { [capacity] state in
            if state.isStopping { return false }
            guard state.jobs.count < capacity else { return nil }
            state.jobs.append(job)
            return true
        }
    }

    /// Takes no more jobs; those in it are still taken out.
    func close() { state.change { $0.isStopping = true } }

    /// How many jobs wait.
    var depth: Int { state.read { $0.jobs.count } }

    /// Up to `limit` of the oldest jobs, waited for; nil once the queue is closed and empty.
    func next(limit: Int) -> [Job]? {
        state.wait { state -> [Job]?? in
            if state.jobs.isEmpty { return state.isStopping ? .some(nil) : nil }
            let batch = Array(state.jobs.prefix(limit))
            state.jobs.removeFirst(batch.count)
            return batch
        }
    }
}

/// A thread that carries out jobs of a queue on a service of its own, until the queue is closed.
struct JobThread {
    /// Hands a service from the thread that opened it to the one that uses it from then on.
    private struct Handover: @unchecked Sendable {
        let service: Service
    }

    private let thread: WorkerThread

    /// Takes up to `batch` jobs at a time, and tells their outcomes once all are durable.
    init(_ queue: JobQueue, batch: Int, _ service: Service) throws(StartProblem) {
        let handover = Handover(service: service)
        let thread = WorkerThread {
            while let jobs = queue.next(limit: batch) {
                let outcomes = handover.service.carryOut(jobs.map(\.command))
                for (job, outcome) in zip(jobs, outcomes) { job.done(outcome) }
            }
        }
        guard let thread else { throw StartProblem("the system has no thread to give") }
        self.thread = thread
    }

    /// Waits for the thread's end; it lets its service go, and with it the connection.
    func join() { thread.join() }
}
