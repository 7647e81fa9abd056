import CHeap
import Discussion
import Service
import Store

/// The thread that learns from people's decisions, off the writer's way.
final class Learner: Sendable {
    /// What the thread waits for.
    struct Signal {
        var hasLessons = true
        var isStopping = false
    }

    private let signal: Monitor<Signal>
    private let thread: WorkerThread

    /// `onLearned` is called after each time that something was learned.
    init(
        _ signal: Monitor<Signal>, _ store: Store, _ options: ServiceOptions,
        clock: @escaping @Sendable () -> Moment, onLearned: @escaping @Sendable () -> Void
    ) throws {
        self.signal = signal
        let learning = Learning(store: store, options: options)
        try learning.load()
        let handover = Handover(learning)
        let thread = WorkerThread {
            while Self.waitForLessons(signal) {
                let start = MonotonicClock.nanoseconds
                do {
                    let isStopping = { signal.read(\.isStopping) }
                    if try handover.value.learn(at: clock(), isCancelled: isStopping) {
                        onLearned()
                        cheap_return_memory()
                    }
                } catch {
                    options.report(LogEntry(.error, "learning", "\(error)"))
                }
                Self.rest(after: MonotonicClock.nanoseconds - start, signal)
            }
        }
        guard let thread else { throw StartProblem("the system has no thread to give") }
        self.thread = thread
    }

    private static func waitForLessons(_ signal: Monitor<Signal>) -> Bool {
        signal.wait { signal -> Bool? in
            if signal.isStopping { return false }
            guard signal.hasLessons else { return nil }
            signal.hasLessons = false
            return true
        }
    }

    /// Lets decisions gather, so that learning takes a fifth of a processor at most: four times as
    /// long as it took, but never so long that a decision is learned more than 20 s after it was
    /// made. Ends at once where the thread is to stop.
    private static func rest(after nanoseconds: UInt64, _ signal: Monitor<Signal>) {
        let pause = min(nanoseconds.multipliedReportingOverflow(by: 4).partialValue, maxPause)
        _ = signal.wait(atMost: pause) { $0.isStopping ? true : nil }
    }

    /// Ten seconds.
    private static let maxPause: UInt64 = 10_000_000_000

    /// Ends the thread, in the middle of learning too: it begins anew at the next start.
    func stop() {
        signal.change { $0.isStopping = true }
        thread.join()
    }
}
