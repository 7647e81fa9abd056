import Service
import Store

/// The thread that has the search index follow the database, off the writer's way and at low
/// priority: a search looks at what it has not followed yet.
final class Indexer: Sendable {
    /// What the thread waits for.
    struct Signal {
        var hasTexts = true
        var isStopping = false
    }

    private let signal: Monitor<Signal>
    private let thread: WorkerThread

    /// Where the index cannot be had now, on a full disk for one, searches do without and the log
    /// says why; it is tried again after the next change.
    init(_ signal: Monitor<Signal>, _ options: ServerOptions) throws(StartProblem) {
        self.signal = signal
        var first: Indexing?
        do { first = try Self.open(options) } catch {
            options.report(LogEntry(.error, "search_index", "it is not kept yet: \(error)"))
        }
        let handover = Handover(first)
        let thread = WorkerThread {
            LowPriority.begin()
            Self.run(handover.value, signal, options)
        }
        guard let thread else { throw StartProblem("the system has no thread to give") }
        self.thread = thread
    }

    private static func open(_ options: ServerOptions) throws -> Indexing {
        Indexing(
            store: try options.openStore(isReading: true, walks: true),
            index: try SearchFile.open(for: options))
    }

    private static func run(
        _ first: Indexing?, _ signal: Monitor<Signal>, _ options: ServerOptions
    ) {
        var opened = first
        var hasFailed = first == nil
        while waitForTexts(signal) {
            do {
                let indexing = try opened ?? open(options)
                opened = indexing
                var start = MonotonicClock.nanoseconds
                while try !signal.read(\.isStopping) && indexing.step() {
                    // Where others write they need the processors and the disk more: but less so
                    // where they are so far ahead that searches have much to look through.
                    let took = MonotonicClock.nanoseconds - start
                    if signal.read(\.hasTexts) {
                        rest(min(indexing.isBehind ? took : took * 3, pause), signal)
                    }
                    start = MonotonicClock.nanoseconds
                }
                hasFailed = false
            } catch {
                // A full disk, for one: it is tried again after the next change.
                if !hasFailed {
                    options.report(LogEntry(.error, "search_index", "\(error)"))
                }
                hasFailed = true
            }
            // Changes gather meanwhile: many together cost less.
            rest(pause, signal)
        }
    }

    /// Waits so many nanoseconds, or until the thread is to stop.
    private static func rest(_ nanoseconds: UInt64, _ signal: Monitor<Signal>) {
        _ = signal.wait(atMost: nanoseconds) { $0.isStopping ? true : nil }
    }

    private static func waitForTexts(_ signal: Monitor<Signal>) -> Bool {
        signal.wait { signal -> Bool? in
            if signal.isStopping { return false }
            guard signal.hasTexts else { return nil }
            signal.hasTexts = false
            return true
        }
    }

    /// A fifth of a second.
    private static let pause: UInt64 = 200_000_000

    /// Ends the thread after the part that it is at; the next start goes on from there.
    func stop() {
        signal.change { $0.isStopping = true }
        thread.join()
    }
}
