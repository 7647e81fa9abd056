import Configuration
import Discussion
import Moderation
import Synchronization
import Wire

/// What a service is told once, when it starts. An object, because what refers to it is copied with
/// every command, many times: each copy of a struct would count all that is in it.
package final class ServiceOptions: Sendable {
    package let settings: Settings
    package let rules: RulesInForce
    /// Whether commands may say when they happened (`at`).
    package let allowsBackdating: Bool
    package let classifiers: ClassifiersInForce
    package let server: ServerFacts
    /// What makes the tokens of subscriptions.
    package let tokens: SubscriptionTokens
    /// Pages that readers keep and the writer makes void.
    package let pages: PageCache
    /// Depths of the queues in front of the service, by name, as they are when asked.
    package let queues: @Sendable () -> [(name: String, depth: Int)]
    /// Who follows events, as it is when asked.
    package let followers: @Sendable () -> FollowerCounts
    /// Told of each commit's newest events, before any reply goes.
    package let onEvents: @Sendable ([(siteID: Int64, last: Int64)]) -> Void
    /// Told of each commit after which the search index has something to follow.
    package let onTexts: @Sendable () -> Void
    /// Nanoseconds that only grow, to see how long something takes; 0: it is never too long.
    package let stopwatch: @Sendable () -> UInt64
    /// Fits on their way to the writer.
    package let fits: FitExchange
    /// Copies of the database on their way to the writer; nil where nobody writes beside readers.
    package let backups: BackupExchange?
    /// What was carried out since the start.
    package let counters = Counters()
    /// Has the writer look around: other rules are in force, or a fit waits for it.
    package let wakeWriter: @Sendable () -> Void
    /// The bounds of those queues, by name, to be published.
    package let queueLimits: [(name: String, value: Int)]
    /// Whether a `moderation.report` is being made: one at a time, so that other reads have a
    /// thread.
    let isReporting = Guarded(false)
    /// Whether the server ends: what takes long and changes nothing is given up then.
    private let isEnding = Atomic(false)
    /// Takes a line for the log.
    package let report: @Sendable (LogEntry) -> Void

    package init(
        settings: Settings = Settings(), rules: RulesInForce = .none(),
        allowsBackdating: Bool = false, pages: PageCache = PageCache(),
        classifiers: ClassifiersInForce = ClassifiersInForce(), server: ServerFacts,
        tokens: SubscriptionTokens = SubscriptionTokens(),
        queues: @escaping @Sendable () -> [(name: String, depth: Int)] = { [] },
        followers: @escaping @Sendable () -> FollowerCounts = { FollowerCounts() },
        onEvents: @escaping @Sendable ([(siteID: Int64, last: Int64)]) -> Void = { _ in },
        fits: FitExchange = FitExchange(), backups: BackupExchange? = nil,
        wakeWriter: @escaping @Sendable () -> Void = {},
        onTexts: @escaping @Sendable () -> Void = {},
        stopwatch: @escaping @Sendable () -> UInt64 = { 0 },
        queueLimits: [(name: String, value: Int)] = [],
        report: @escaping @Sendable (LogEntry) -> Void
    ) {
        self.settings = settings
        self.rules = rules
        self.allowsBackdating = allowsBackdating
        self.pages = pages
        self.classifiers = classifiers
        self.server = server
        self.tokens = tokens
        self.queues = queues
        self.followers = followers
        self.onEvents = onEvents
        self.fits = fits
        self.backups = backups
        self.wakeWriter = wakeWriter
        self.onTexts = onTexts
        self.stopwatch = stopwatch
        self.queueLimits = queueLimits
        self.report = report
    }

    /// The server ends, and waits for nothing any more that takes long.
    package func giveUp() { isEnding.store(true, ordering: .relaxed) }

    /// Throws where the server ends. To be asked each few milliseconds by what reads for long.
    func checkGoesOn() throws(Refusal) {
        if isEnding.load(ordering: .relaxed) {
            throw Refusal(.overloaded, "the server ends")
        }
    }
}

/// How many follow events, for `server.status`.
package struct FollowerCounts: Sendable {
    /// One for each site that a connection follows.
    package var now = 0
    /// Since the process started, because they took too little.
    package var cutOff = 0

    package init() {}
}

/// What does not change while the process runs.
package struct ServerFacts: Sendable {
    package let version: String
    package let pid: Int
    package let startedAt: Moment
    /// The database's path, or `:memory:`.
    package let database: String
    /// `full` or `normal`.
    package let durability: String

    package init(
        version: String, pid: Int, startedAt: Moment, database: String, durability: String
    ) {
        self.version = version
        self.pid = pid
        self.startedAt = startedAt
        self.database = database
        self.durability = durability
    }
}
