import Service
import Wire

/// Brings commands to the threads that carry them out: one that writes, and some that read.
///
/// The writer takes what has queued up, carries it out in one transaction, with bursts that come
/// meanwhile, and lets the replies go once that is durable (group commit). Readers each have a
/// connection of their own and see what was committed when they begin.
final class Router: Sendable {
    /// The most commands in one transaction: more gain little, and all wait for the last.
    static let maxBatch = 4096
    /// The most commands that wait for the writer, and for the readers.
    static let maxQueued = 8192

    /// The most searches that wait.
    static let maxSearches = 256
    /// The most errands that wait.
    static let maxErrands = 256
    /// How many threads do errands: a trial of rules on all comments or a copy of the database
    /// leaves one of them to others.
    static let errandThreads = 2

    let writes = JobQueue(capacity: maxQueued, lookOutNs: 100_000)
    /// Nil where there are no readers: the writer does it all.
    let reads: JobQueue?
    /// Searches, which may take long, for a reader of their own: no page waits for one.
    let searches: JobQueue?
    /// What may take seconds, for threads of its own: no page waits for it either.
    let errands: JobQueue?
    /// Pages that need not be read again; of use only where there are readers to keep them.
    let pages: PageCache

    init(hasReaders: Bool, pages: PageCache) {
        self.pages = pages
        reads = hasReaders ? JobQueue(capacity: Self.maxQueued) : nil
        searches = hasReaders ? JobQueue(capacity: Self.maxSearches) : nil
        errands = hasReaders ? JobQueue(capacity: Self.maxErrands) : nil
    }

    /// Where a command goes that readers may carry out.
    func readers(of request: Request) -> JobQueue {
        let isSearch = request.method == .commentSearch
        return (request.isErrand ? errands : isSearch ? searches : reads) ?? writes
    }

    /// The queues of those who read, each with how many of them there shall be.
    func readers(forPages count: Int) -> [JobQueue] {
        guard let reads, let searches, let errands else { return [] }
        return Array(repeating: reads, count: count) + [searches]
            + Array(repeating: errands, count: Self.errandThreads)
    }

    /// Whether one command for the writer is all that is under way: nothing but its client could
    /// use the time until it is durable.
    var isWriterBusyWithOne: Bool {
        writes.underWay == 1
            && [reads, searches, errands].allSatisfy { $0.map { $0.underWay == 0 } ?? true }
    }

    /// What waits, for `server.status`.
    var depths: [(name: String, depth: Int)] {
        [
            ("writer", writes.depth), ("readers", reads?.depth ?? 0),
            ("searches", searches?.depth ?? 0), ("errands", errands?.depth ?? 0),
        ]
    }
}
