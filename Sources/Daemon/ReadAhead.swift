import Glibc
import Service
import Store

/// The thread that reads ahead for the writer as long as that is busy with many commands.
final class ReadAhead: Sendable {
    private struct State {
        var isBusy = false
        var isStopping = false
    }

    /// The writer's transactions of so many commands last long enough. The thread takes more time
    /// than it spares the writer: it is worth it on a processor that nobody else wants, where there
    /// is one beside the writer's and that of the sockets; nil where there is none.
    static let minCommands: Int? = sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 2 ? 256 : nil
    /// So many commands' rows are read from one snapshot: the log's new start waits for its end.
    private static let part = 32
    /// While there are fewer, more are waited for: a millisecond.
    private static let pause: UInt64 = 1_000_000

    private let state: Monitor<State>
    private let thread: WorkerThread
    private let minCommands: Int

    init(
        _ queue: JobQueue, _ reading: ReadingAhead, minCommands: Int,
        report: @escaping @Sendable (LogEntry) -> Void
    ) throws(StartProblem) {
        let state = Monitor(State())
        let handover = Handover(reading)
        let thread = WorkerThread {
            LowPriority.letReadersFirst()
            Self.run(queue, handover.value, state, max(1, min(Self.part, minCommands)), report)
        }
        guard let thread else { throw StartProblem("the system has no thread to give") }
        self.state = state
        self.thread = thread
        self.minCommands = minCommands
    }

    private static func run(
        _ queue: JobQueue, _ reading: ReadingAhead, _ state: Monitor<State>, _ least: Int,
        _ report: @Sendable (LogEntry) -> Void
    ) {
        var seen = 0
        var hasFailed = false
        while waitForWriter(state) {
            guard let (jobs, end) = queue.upcoming(after: seen, atLeast: least, atMost: part)
            else {
                _ = state.wait(atMost: pause) { $0.isBusy && !$0.isStopping ? nil : true }
                continue
            }
            seen = end
            do { try reading.read(for: jobs.map(\.command)) } catch {
                // The writer reads what is not there.
                if !hasFailed { report(LogEntry(.error, "read_ahead", "\(error)")) }
                hasFailed = true
            }
        }
    }

    private static func waitForWriter(_ state: Monitor<State>) -> Bool {
        state.wait { $0.isStopping ? false : $0.isBusy ? true : nil }
    }

    /// Runs `body`, in which the writer carries out so many commands.
    func during<Result>(_ commands: Int, _ body: () -> Result) -> Result {
        guard commands >= minCommands else { return body() }
        state.change { $0.isBusy = true }
        defer { state.change { $0.isBusy = false } }
        return body()
    }

    /// Ends the thread after the part that it is at.
    func stop() {
        state.change { $0.isStopping = true }
        thread.join()
    }
}
