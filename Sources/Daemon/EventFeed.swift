import Moderation
import Service
import Wire

/// Tells those who follow sites what happens there. The writer only notes how far the log of each
/// site has come; one thread reads the log, once for all who are equally far, and hands the same
/// bytes to each. Who is far behind is told from the log in parts, as fast as they take them.
///
/// Of a commit followers hear once its replies are made, so that a reply comes before its events.
final class EventFeed: Sendable {
    /// How far a site's log has come.
    private struct Mark {
        /// What is committed.
        var committed: Int64 = 0
        /// What followers may hear of.
        var told: Int64 = 0
    }

    /// What the writer notes with each commit.
    private struct Log {
        var marks: [Int64: Mark] = [:]
        /// Sites whose committed events may not be told yet.
        var untold: [Int64] = []
        /// Whether anyone follows any site.
        var hasFollows = false
        /// Whether whoever tells knows already that there is news.
        var isNewsKnown = false
        /// Sites of which there is something new to tell.
        var news: Set<Int64> = []
    }

    /// What whoever tells is asked for.
    struct Requests {
        var arrivals: [Follow] = []
        var departures: [Follow] = []
        var finishing: [Follow] = []
        var withRoom: [Follow] = []
        var hasNews = false
        var isStopping = false

        var isEmpty: Bool {
            arrivals.isEmpty && departures.isEmpty && finishing.isEmpty && withRoom.isEmpty
                && !hasNews
        }
    }

    private let log = Guarded(Log())
    private let requests = Monitor(Requests())
    private let counts = Guarded(FollowerCounts())
    private let thread = Guarded<WorkerThread?>(nil)
    /// Who tells where that is the writer.
    private let writersTeller = Guarded<EventTeller?>(nil)
    /// Opens what the log is read with; nil: the writer's own is used, on the writer's thread.
    private let open: (@Sendable () throws -> Service)?
    /// Has the writer look around: at `requests`, where it is the one who tells, and for events
    /// that come of no command.
    let wakeWriter: @Sendable () -> Void
    private let report: @Sendable (LogEntry) -> Void

    init(
        open: (@Sendable () throws -> Service)?, wakeWriter: @escaping @Sendable () -> Void,
        report: @escaping @Sendable (LogEntry) -> Void
    ) {
        (self.open, self.wakeWriter, self.report) = (open, wakeWriter, report)
    }

    /// How many follow, and how many were cut off.
    var followers: FollowerCounts { counts.withLock { $0 } }

    // MARK: - The writer

    /// So far the log of these sites has come; before the commit's replies go.
    func note(_ events: [(siteID: Int64, last: Int64)]) {
        log.withLock { log in
            for (siteID, last) in events {
                log.marks[siteID, default: Mark()].committed = last
                log.untold.append(siteID)
            }
        }
    }

    /// What is to be called once the replies to all commits that were noted are made: their events
    /// may be told then. Nil where there are none.
    func release() -> Deliveries.Sequel? {
        let marks = log.withLock { log in
            defer { log.untold.removeAll(keepingCapacity: true) }
            return log.untold.map { (siteID: $0, last: log.marks[$0]?.committed ?? 0) }
        }
        if marks.isEmpty { return nil }
        return { self.release(marks) }
    }

    /// The events of sites may be told up to these, which come in order.
    private func release(_ marks: [(siteID: Int64, last: Int64)]) {
        let isNews = log.withLock { log in
            for (siteID, last) in marks { log.marks[siteID]?.told = last }
            if log.hasFollows { log.news.formUnion(marks.map(\.siteID)) }
            defer { log.isNewsKnown = log.isNewsKnown || log.hasFollows }
            return log.hasFollows && !log.isNewsKnown
        }
        // Once until it is looked at: not with each commit.
        if isNews { ask { $0.hasNews = true } }
    }

    // MARK: - Followers

    /// Begins a follow, unless its client is gone.
    func begin(_ follow: Follow) {
        guard follow.outbox.begin(follow) else { return }
        guard hasThread() else { return end(follow, .fault) }
        ask { $0.arrivals.append(follow) }
    }

    /// A follow ends without a word.
    func leave(_ follow: Follow) {
        follow.outbox.cut(follow) { _ in nil }
        ask { $0.departures.append(follow) }
    }

    /// A follow ends with a line that says why.
    func end(_ follow: Follow, _ why: EventLine.End) {
        let site = follow.site
        follow.outbox.cut(follow) { EventLine.end(why, site: site, seq: $0) }
        if why == .slow { counts.withLock { $0.cutOff += 1 } }
        ask { $0.departures.append(follow) }
    }

    /// A follow ends with what the log holds by now.
    func finish(_ follow: Follow) { ask { $0.finishing.append(follow) } }

    /// These may be told of more.
    func resume(_ follows: [Follow]) { ask { $0.withRoom += follows } }

    private func ask(_ change: (inout Requests) -> Void) {
        requests.change(change)
        if open == nil { wakeWriter() }
    }

    // MARK: - Telling

    /// The thread starts with the first follower: most processes have none.
    private func hasThread() -> Bool {
        guard let open else { return true }
        return thread.withLock { thread in
            if thread == nil { thread = WorkerThread { [self] in tellAll(open) } }
            return thread != nil
        }
    }

    /// Tells on the writer's thread, between its commits, where there is no other connection to
    /// read with: the database is in memory.
    func tell(by writer: Service) {
        guard open == nil, hasRequests else { return }
        let teller = writersTeller.withLock { teller in
            let known = teller ?? EventTeller(self, report: report)
            teller = known
            return known
        }
        while teller.round(by: writer) {}
    }

    /// Tells no one any more.
    func stop() {
        requests.change { $0.isStopping = true }
        thread.withLock { $0 }?.join()
    }

    /// A round is followed by a pause of so many times as long, so that telling thousands of
    /// followers leaves the processors to those who write, and tells more at once.
    private static let pauseFactor: UInt64 = 2
    private static let maxPauseNs: UInt64 = 200_000_000

    private func tellAll(_ open: @Sendable () throws -> Service) {
        LowPriority.begin()
        let teller = EventTeller(self, report: report)
        var service: Service?
        var isIdle = true
        while waitForRequests(isIdle) {
            let start = MonotonicClock.nanoseconds
            do {
                if service == nil { service = try open() }
            } catch { report(LogEntry(.error, "events", "\(error)")) }
            isIdle = !teller.round(by: service)
            let took = MonotonicClock.nanoseconds - start
            pause(min(took * Self.pauseFactor, Self.maxPauseNs))
        }
    }

    /// Waits for something to do, unless there is some; false where nobody is to be told any more.
    private func waitForRequests(_ isIdle: Bool) -> Bool {
        requests.wait { requests in
            requests.isStopping ? false : isIdle && requests.isEmpty ? nil : true
        }
    }

    private func pause(_ nanoseconds: UInt64) {
        _ = requests.wait(atMost: nanoseconds) { $0.isStopping ? () : nil }
    }

    /// What is asked for, taken away.
    func takeRequests() -> Requests {
        requests.change { requests in
            defer {
                let isStopping = requests.isStopping
                requests = Requests()
                requests.isStopping = isStopping
            }
            return requests
        }
    }

    /// Whether something is asked for.
    var hasRequests: Bool { requests.read { !$0.isEmpty } }

    /// The sites of which there is something new.
    func takeNews() -> Set<Int64> {
        log.withLock { log in
            log.isNewsKnown = false
            defer { log.news.removeAll(keepingCapacity: true) }
            return log.news
        }
    }

    /// The last event of a site that may be told, as far as this process has written any.
    func told(_ siteID: Int64) -> Int64 { log.withLock { $0.marks[siteID]?.told ?? 0 } }

    /// The last event of a site that is committed, as far as this process has written any.
    func committed(_ siteID: Int64) -> Int64 { log.withLock { $0.marks[siteID]?.committed ?? 0 } }

    /// So many follow from now on. Whoever tells looks at what may be told after this, so that no
    /// commit goes unheard of between the two.
    func setCount(_ count: Int) {
        counts.withLock { $0.now = count }
        log.withLock { $0.hasFollows = count > 0 }
    }
}
