import Configuration
import Discussion
import Glibc
import JSONValues
import Moderation
import Service
import Store
import Wire

/// How a server is started.
package struct ServerOptions: Sendable {
    /// The database's path; `:memory:` keeps nothing.
    package var database: String
    package var durability = Store.Durability.full
    package var settings = Settings()
    package var rules = RulesInForce.none()
    package var allowsBackdating = false
    /// Tells the time. Tests bring their own.
    package var clock: @Sendable () -> Moment = { .now }
    /// Nanoseconds that only grow, to see how long something takes. Tests bring their own.
    package var stopwatch: @Sendable () -> UInt64 = { MonotonicClock.nanoseconds }
    /// Takes a line for the log.
    package var report: @Sendable (LogEntry) -> Void = { _ in }
    /// Where what a monitor needs is written again and again; nil: nowhere.
    package var metrics: MetricsOptions?
    /// Where snapshots pass that the writer waits for.
    let gate = ReadersGate()

    package init(database: String) { self.database = database }
}

/// One database with the threads that work on it.
package final class Server {
    let options: ServerOptions
    let router: Router
    /// Outcomes of what the writer has carried out, where somebody else tells them.
    let deliveries = Deliveries()
    private let serviceOptions: ServiceOptions
    private let threads: [JobThread]
    private let learner: Learner?
    private let indexer: Indexer?
    private let fitter: Fitter?
    private let feed: EventFeed
    private let lock: FileLock?
    private let backups: BackupExchange?
    private let metrics: MetricsFile?

    /// Opens the database, makes it where it is missing, and starts the writer and so many readers.
    /// A database in memory has no readers: it is one connection's alone.
    package init(_ options: ServerOptions, readers: Int = 0) throws {
        self.options = options
        let isInMemory = options.database == ":memory:"
        lock = isInMemory ? nil : try FileLock(database: options.database)
        let pages = PageCache()
        let router = Router(hasReaders: readers > 0 && !isInMemory, pages: pages)
        let signal = Monitor(Learner.Signal())
        let classifiers = ClassifiersInForce(options.settings.classifier) {
            signal.change { $0.hasLessons = true }
        }
        let tokens = try KeyFile.tokens(besideDatabase: options.database, isReading: false)
        let feed = Self.feed(options, router)
        let texts = Monitor(Indexer.Signal())
        backups = router.reads == nil ? nil : BackupExchange()
        let serviceOptions = ServiceOptions(
            options, pages, classifiers, feed, tokens: tokens, backups: backups,
            // Not at every commit: to wake a thread costs more than to look.
            onTexts: {
                if !texts.read(\.hasTexts) { texts.change { $0.hasTexts = true } }
            }, queues: { router.depths })
        let writer = Service(
            store: try options.openDurably(), options: serviceOptions,
            holdsUpOthers: router.reads != nil)
        writer.adoptRanking(at: options.clock())
        var threads = [
            try JobThread(
                router.writes, batch: Router.maxBatch, writer,
                onStart: { if router.reads != nil { LowPriority.letReadersFirst() } },
                clock: options.clock,
                handOver: { [deliveries] in deliveries.take($0, $1, feed.release) }
            ) { [deliveries] in
                deliveries.follow(with: feed.release())
                feed.tell(by: $0)
            }
        ]
        // Before anyone reads it.
        let keepsIndex = options.settings.search.keepsIndex
        if !isInMemory, !keepsIndex {
            do { try SearchFile.discard(for: options) } catch {
                options.report(
                    LogEntry(.error, "search_index", "that is not to be kept: \(error)"))
            }
        }
        indexer = isInMemory || !keepsIndex ? nil : try Indexer(texts, options)
        threads += try Self.readers(
            readers, router, options, serviceOptions, openingIndex: indexer != nil)
        learner =
            isInMemory
            ? nil
            : try Learner(
                signal, options.openStore(isReading: true, walks: true), serviceOptions,
                clock: options.clock,
                onLearned: { router.writes.wake() })
        fitter =
            isInMemory
            ? nil
            : try Fitter(
                options.openStore(isReading: true, walks: true), serviceOptions,
                clock: options.clock)
        // Who has one conversation alone has no bursts.
        self.router = router
        self.feed = feed
        self.serviceOptions = serviceOptions
        self.threads = threads
        metrics = try options.metrics.map {
            try MetricsFile($0, Self.asking(router, serviceOptions, options.clock), options)
        }
    }

    /// Threads that read: so many for pages, and those for errands.
    private static func readers(
        _ count: Int, _ router: Router, _ options: ServerOptions, _ own: ServiceOptions,
        openingIndex: Bool
    ) throws -> [JobThread] {
        try router.readers(forPages: count).map { queue in
            // An errand may take seconds without reading anything: nobody waits at the gate for it.
            let store = try options.openStore(
                isReading: true, isAtGate: queue !== router.errands)
            if openingIndex { store.openSearchIndex() }
            let reader = Service(store: store, options: own, isWriter: false)
            return try JobThread(queue, batch: 1, reader, clock: options.clock)
        }
    }

    /// Asks for the server's status, as a client would.
    private static func asking(
        _ router: Router, _ options: ServiceOptions, _ clock: @escaping @Sendable () -> Moment
    ) -> MetricsFile.Ask {
        { done in
            let request = Request(id: nil, method: .serverStatus, params: JSONObject())
            let command = Command(request, at: clock(), options: options)
            return (router.reads ?? router.writes).add(Job(command: command, done: done))
        }
    }

    /// Who tells followers: with a connection of its own, but for a database in memory.
    private static func feed(_ options: ServerOptions, _ router: Router) -> EventFeed {
        let own = ServiceOptions(options, tokens: SubscriptionTokens()) { [] }
        let isInMemory = options.database == ":memory:"
        let open: @Sendable () throws -> Service = {
            let store = try options.openStore(isReading: true, walks: true)
            return Service(store: store, options: own, isWriter: false)
        }
        return EventFeed(
            open: isInMemory ? nil : open, wakeWriter: { router.writes.wake() },
            report: options.report)
    }

    /// A conversation in this process. `onNotification` is told of each command without an id.
    package func connect(onNotification: @escaping () -> Void = {}) -> LocalSession {
        LocalSession(
            session(
                access: .local, patience: .waits, onNotification: onNotification,
                onReady: { _, _ in }))
    }

    func session(
        access: Access?, patience: Session.Patience, onNotification: @escaping () -> Void = {},
        open: @escaping (String) -> Access? = { _ in nil },
        onReady: @escaping @Sendable (Outbox, Bool) -> Void
    ) -> Session {
        let limits = options.settings.limits
        let outbox = Outbox(
            maxCommands: limits.maxInFlightCommands, maxBytes: limits.maxInFlightBytes,
            maxEventBytes: limits.maxFollowerBytes,
            onEventRoom: { [feed] in feed.resume($0) }, onReady: onReady)
        return Session(
            router: router, outbox: outbox, follows: Follows(feed, outbox), access: access,
            maxLineBytes: limits.maxLineBytes, patience: patience, clock: options.clock,
            service: serviceOptions, onNotification: onNotification, open: open)
    }

    /// A client was not let in.
    func noteTurnedAway() { serviceOptions.counters.addTurnedAway() }

    /// Does what `rules.reload` does; what is wrong with the rules goes to the log.
    func reloadRules() {
        let request = Request(id: nil, method: .rulesReload, params: JSONObject())
        let report = options.report
        let job = Job(command: Command(request, at: options.clock(), options: serviceOptions)) {
            outcome in
            switch outcome {
            case .result: report(LogEntry(.info, "rules", "loaded anew"))
            case .refused(let refusal):
                report(LogEntry(.error, "rules", "they are as they were: \(refusal.message)"))
            }
        }
        if !router.readers(of: request).add(job) {
            report(LogEntry(.error, "rules", "they are as they were: too much waits"))
        }
    }

    /// Finishes what was accepted, closes the database and lets go of its lock. The writer goes
    /// last: only so does SQLite take its log into the database, and away.
    package func stop() {
        serviceOptions.giveUp()
        metrics?.stop()
        backups?.stop()
        learner?.stop()
        fitter?.stop()
        feed.stop()
        router.reads?.close()
        router.searches?.close()
        router.errands?.close()
        threads.dropFirst().forEach { $0.join() }
        // Behind those who read the index, for the same reason.
        indexer?.stop()
        router.writes.close()
        threads.first?.join()
    }
}

extension ServiceOptions {
    /// What a service is told by a server.
    convenience init(
        _ options: ServerOptions, _ pages: PageCache = PageCache(),
        _ classifiers: ClassifiersInForce = ClassifiersInForce(), _ feed: EventFeed? = nil,
        tokens: SubscriptionTokens, backups: BackupExchange? = nil,
        onTexts: @escaping @Sendable () -> Void = {},
        queues: @escaping @Sendable () -> [(name: String, depth: Int)]
    ) {
        self.init(
            settings: options.settings, rules: options.rules,
            allowsBackdating: options.allowsBackdating, pages: pages, classifiers: classifiers,
            server: ServerFacts(
                version: commentdVersion, pid: Int(getpid()), startedAt: options.clock(),
                database: options.database, durability: options.durability.rawValue),
            tokens: tokens,
            queues: queues,
            followers: { feed?.followers ?? FollowerCounts() },
            onEvents: { feed?.note($0) }, backups: backups,
            wakeWriter: { feed?.wakeWriter() }, onTexts: onTexts, stopwatch: options.stopwatch,
            queueLimits: [
                ("max_queued", Router.maxQueued), ("max_queued_searches", Router.maxSearches),
                ("max_queued_errands", Router.maxErrands), ("max_group_commit", Router.maxBatch),
                ("max_follows", Follows.max),
            ], report: options.report)
    }
}

extension Moment {
    /// The system's clock.
    package static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

/// The program's version.
package let commentdVersion = "0.1.0"
