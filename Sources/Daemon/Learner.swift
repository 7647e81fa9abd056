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
        let handover = Handover(learning: learning)
        let thread = WorkerThread {
            while Self.waitForLessons(signal) {
                do {
                    let isStopping = { signal.read(\.isStopping) }
                    if try handover.learning.learn(at: clock(), isCancelled: isStopping) {
                        onLearned()
                    }
                } catch {
                    options.report("learning: \(error)")
                }
            }
        }
        guard let thread else { throw StartProblem("the system has no thread to give") }
        self.thread = thread
    }

    /// Hands the connection from the thread that opened it to the one that uses it from then on.
    private struct Handover: @unchecked Sendable {
        let learning: Learning
    }

    private static func waitForLessons(_ signal: Monitor<Signal>) -> Bool {
        signal.wait { signal -> Bool? in
            if signal.isStopping { return false }
            guard signal.hasLessons else { return nil }
            signal.hasLessons = false
            return true
        }
    }

    /// Ends the thread, in the middle of learning too: it begins anew at the next start.
    func stop() {
        signal.change { $0.isStopping = true }
        thread.join()
    }
}
