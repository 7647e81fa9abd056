import CHeap
import Discussion
import Service
import Store

/// The thread that fits sites' common ground to their votes, off the writer's way.
final class Fitter: Sendable {
    private let isStopping = Monitor(false)
    private let exchange: FitExchange
    private let thread: WorkerThread

    /// Between two looks at what is due, in nanoseconds.
    private static let pause: UInt64 = 10_000_000_000

    init(
        _ store: Store, _ options: ServiceOptions, clock: @escaping @Sendable () -> Moment
    ) throws {
        exchange = options.fits
        let handover = Handover(Refitting(store: store, options: options))
        let thread = WorkerThread { [isStopping] in
            LowPriority.begin()
            while isStopping.wait(atMost: Self.pause, { $0 ? true : nil }) == nil {
                do {
                    let hasFitted = try handover.value.refit(at: clock()) {
                        isStopping.read { $0 }
                    }
                    // A fit holds a site's votes in memory: that goes back to the system.
                    if hasFitted { cheap_return_memory() }
                } catch {
                    options.report(LogEntry(.error, "ranking", "fitting common ground: \(error)"))
                }
            }
        }
        guard let thread else { throw StartProblem("the system has no thread to give") }
        self.thread = thread
    }

    /// Ends the thread, in the middle of a fit too: it begins anew at the next start.
    func stop() {
        isStopping.change { $0 = true }
        exchange.stop()
        thread.join()
    }
}
