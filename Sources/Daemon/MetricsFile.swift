import Discussion
import Glibc
import JSONValues
import Service
import Wire

/// Where what a monitor needs is written, and how often.
package struct MetricsOptions: Sendable {
    package let path: String
    package let seconds: Int

    package init(path: String, seconds: Int = 15) {
        self.path = path
        self.seconds = seconds
    }
}

/// Writes what `server.status` says into a file again and again, as Prometheus reads it (its text
/// format 0.0.4), for node_exporter's textfile collector: whole or not at all.
final class MetricsFile: Sendable {
    /// Asks for the status; false where too much waits.
    typealias Ask = @Sendable (_ done: @escaping @Sendable (Outcome) -> Void) -> Bool

    private struct State {
        var outcome: Outcome?
        var isStopping = false
    }

    private let state: Monitor<State>
    private let thread: WorkerThread

    /// The file is there when this returns: one that cannot be written is told at the start.
    init(_ metrics: MetricsOptions, _ ask: @escaping Ask, _ options: ServerOptions) throws {
        let state = Monitor(State())
        try Self.put(Self.text(Self.status(ask, state)), in: metrics.path)
        let thread = WorkerThread {
            var hasFailed = false
            let pause = UInt64(metrics.seconds) * 1_000_000_000
            while state.wait(atMost: pause, { $0.isStopping ? true : nil }) == nil {
                do throws(StartProblem) {
                    try Self.put(Self.text(Self.status(ask, state)), in: metrics.path)
                    hasFailed = false
                } catch {
                    if !hasFailed { options.report(LogEntry(.error, "metrics", "\(error)")) }
                    hasFailed = true
                }
            }
        }
        guard let thread else { throw StartProblem("the system has no thread to give") }
        (self.state, self.thread) = (state, thread)
    }

    /// Ends the thread; the file stays as it is.
    func stop() {
        state.change { $0.isStopping = true }
        thread.join()
    }

    /// What `server.status` answers; null where it does not.
    private static func status(_ ask: Ask, _ state: Monitor<State>) -> JSONValue {
        state.change { $0.outcome = nil }
        guard ask({ outcome in state.change { $0.outcome = outcome } }) else { return .null }
        let outcome: Outcome?? = state.wait { state in
            if let outcome = state.outcome { return .some(outcome) }
            return state.isStopping ? .some(nil) : nil
        }
        guard case .result(let bytes)?? = outcome else { return .null }
        return (try? StrictJSON.parse(bytes)) ?? .null
    }

    private static func put(_ text: String, in path: String) throws(StartProblem) {
        let new = "\(path).\(getpid())"
        let descriptor = open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw StartProblem(system: new) }
        // The collector is somebody else, whatever the umask for databases is.
        fchmod(descriptor, 0o644)
        let failure = Descriptor.write(Array(text.utf8), to: descriptor)
        close(descriptor)
        if failure == nil, rename(new, path) == 0 { return }
        let reason = failure ?? errno
        unlink(new)
        throw StartProblem("\(path): \(String(cString: strerror(reason)))")
    }
}
