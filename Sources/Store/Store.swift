import CEmbedded
import Discussion
import Ranking
import SQLite

/// What the functions of `Store` throw.
package typealias StoreError = SQLiteError

/// The database of all sites: every statement of the program stands in this folder, a file a noun.
///
/// For one thread. The caller owns the transaction: `begin`, any number of calls, then `commit` or
/// `rollBack`. Events are gathered on the way and numbered by `commit`.
package final class Store {
    /// How hard a commit waits for the disk.
    package enum Durability: String, Sendable, CaseIterable {
        /// A committed write survives a power cut (`synchronous=FULL`).
        case full
        /// It survives a crash of the program; a power cut may take the last commits with it.
        case normal
    }

    let db: Connection
    /// The database's path; `:memory:` where it has none.
    let path: String
    /// Where its snapshots pass that other threads' commits wait for; nil where there are none.
    let gate: (any Gate)?
    /// Whether the open transaction has passed there.
    var isThroughGate = false
    /// What was done to a database of an earlier version as it was opened.
    package private(set) var upgraded: SchemaUpgrade.Outcome?
    /// The search index beside it, once a search has asked for it.
    var searchIndex: SearchIndex?
    /// Whether that was found to be damaged.
    var isIndexDamaged = false
    var log = EventBuffer()
    var cache: RowCache
    /// What the open transaction changes of sites, written once when it commits.
    var siteChanges: [Int64: SiteChange] = [:]
    /// Counts that the open transaction has changed and not written yet.
    var unwritten = Unwritten()
    /// The numbers of sites' newest events, as far as they are known.
    var lastEvents: [Int64: Int64] = [:]
    /// The newest events of the sites of which the last transaction told something.
    package internal(set) var newEvents: [(siteID: Int64, last: Int64)] = []
    /// Keys and the commands they came with.
    var keys = KeyLog()
    /// Whether `keys` is what the database holds.
    var areKeysLoaded = false
    /// The row of the set of rules that last judged a text of each site.
    var ruleSetIDs: [Int64: (digest: Digest, id: Int64)] = [:]
    /// What is known of work that commands have left.
    var leftover = Leftover.some
    /// When work that is left was last looked for.
    var lastLook = Moment(milliseconds: 0)
    /// Up to which site followers were told of the rules in force, and which ones those were.
    package var toldRules: (number: Int, upTo: Int64)?
    /// Whether a site may hold more events than shall be kept.
    var mayHoldOldEvents = true
    /// Threads whose places in lists the indexes have not followed, as far as it is known.
    var unplaced: Set<Int64> = []
    var isUnplacedKnown = false
    /// Whether the log is to be emptied once the open transaction has ended, and what became of it.
    var emptying = LogEmptying.unasked
    /// Whether the open transaction is one of many after which the log has to be empty.
    var copiesLogEarly = false
    /// Whether so much of the log is not in the database that it is to be copied between commands.
    var isLogDue = false
    /// How far voters have been looked through for moments that count no more.
    var paces = PaceSweep()
    /// By what comments are ranked, as far as it is known.
    var knownEditions: Editions?
    /// Each site's fits that votes change the sums of, as far as they are known.
    var knownFits: [Int64: [Fit]] = [:]
    /// Voters of those, nil of somebody who is none.
    var knownVoters: [VoterKey: GroundVoter?] = [:]
    /// Comments' sums as they were last written.
    var knownSums: [Unwritten.GroundKey: GroundSums] = [:]
    /// Whether the open transaction changed what is known of a person.
    var hasChangedPersons = false
    /// Whether the open transaction changed what holds in a site.
    var hasChangedSites = false
    /// Threads whose comments say something else for another reason than the events'.
    var rewrittenThreads: Set<Int64> = []
    /// Persons of whom comments' own rows may say what no longer holds, as far as it is known.
    var renamed = RenamedPersons()
    /// Whether that is all that the open transaction's snapshot has.
    var areRenamesRead = false
    /// Persons of whom comments say something else from now on, and new ones.
    var rewrittenPersons: Set<Int64> = []
    /// Whether the open transaction has changed what comments say of any person.
    package var hasRewrittenAuthors: Bool { hasChangedPersons || !rewrittenPersons.isEmpty }
    /// Whether the open transaction changed what the search index follows.
    package internal(set) var hasChangedTexts = false
    /// Whether the open transaction changed what can be learned.
    package internal(set) var hasChangedLessons = false
    /// Rows changed when the open transaction began.
    private(set) var changesAtBegin: Int64 = 0
    /// Pages that had gone to the log early by then.
    private(set) var spilledAtBegin: Int32 = 0
    /// How large transactions may become.
    var bound = TransactionBound()
    /// Tells whether another connection has written (`PRAGMA data_version`).
    private var dataVersion: Int64 = 0

    /// Opens the database at `path`, and makes it where it is missing; one of an earlier version is
    /// brought to this one by `upgrade`, or refused. `onFailedSync` is called where a file could
    /// not be synced, before anyone hears of it: nothing that this process might say afterwards of
    /// what is durable would be worth anything.
    package init(
        path: String, durability: Durability = .full, gate: (any Gate)? = nil,
        upgrade: SchemaUpgrade? = nil, onFailedSync: @escaping (StoreError) -> Void = { _ in }
    ) throws(SQLiteError) {
        self.path = path
        self.gate = gate
        db = try Connection(
            path: path, mode: durability == .full ? .readWriteDurably : .readWrite,
            onFailedSync: onFailedSync)
        cache = RowCache(isKept: true)
        // Before anything in the file is changed.
        let isNew = try isEmpty
        if !isNew { try checkIsOurs(takesOlder: upgrade != nil) }
        try db.execute(
            script: """
                PRAGMA journal_mode = WAL;
                PRAGMA foreign_keys = ON;
                PRAGMA cell_size_check = ON;
                PRAGMA secure_delete = ON;
                PRAGMA mmap_size = 0;
                PRAGMA temp_store = MEMORY;
                PRAGMA cache_size = -32768;
                PRAGMA journal_size_limit = 50331648;
                """)
        if isNew { try makeSchema() }
        if let upgrade { upgraded = try bringUpToDate(by: upgrade) }
        if durability == .normal { try db.execute(script: "PRAGMA synchronous = NORMAL") }
        db.takeOverCheckpoints()
    }

    /// Opens a database to read it only. What this process writes to it meanwhile goes through a
    /// store with the same gate; another process may be writing it, too. `walks`: it is for who
    /// reads on through many rows and seldom one twice, and keeps few pages in memory.
    /// `takesOlder`: also one of an earlier version, of which nothing but a copy may be asked.
    package init(
        reading path: String, gate: (any Gate)? = nil, walks: Bool = false,
        takesOlder: Bool = false
    ) throws(SQLiteError) {
        self.path = path
        self.gate = gate
        db = try Connection(path: path, mode: .readOnly)
        cache = RowCache(isKept: false)
        try db.execute(
            script: walks
                ? "PRAGMA query_only = ON; PRAGMA cache_size = -512;"
                : "PRAGMA query_only = ON; PRAGMA cache_size = -2048;")
        try checkIsOurs(takesOlder: takesOlder)
    }

    /// Whether it is the one that writes.
    package var isWriter: Bool { cache.isKept }

    /// Begins a transaction. Unless it is `isReading`, the writer's has the lock of writes from the
    /// start: a reader whose look at the log falls into the moment in which a commit changes its
    /// head takes that lock, too, and SQLite waits for it here only, no more once something was
    /// read. With that lock no copy of the database can be made.
    package func begin(isReading: Bool = false) throws(SQLiteError) {
        reset()
        copyRefusedLog()
        if !cache.isKept { passGate() }
        let locks = isWriter && !isReading
        do { try locks ? db.run("BEGIN IMMEDIATE") : db.run("BEGIN") } catch {
            leaveGate()
            throw error
        }
        guard cache.isKept else { return forgetRanking() }
        // Nobody else should write, but rows kept in memory must not outlive it where one does.
        let version = try db.first("PRAGMA data_version") { $0.int64(0) } ?? 0
        if version != dataVersion { forgetRows() }
        dataVersion = version
        changesAtBegin = changeCount
        spilledAtBegin = db.spilledPages
    }

    /// Numbers the gathered events, writes them and commits: once this returns, all is durable.
    package func commit() throws(SQLiteError) {
        try flushCounts()
        try flushEvents()
        try flushKeys()
        try flushSiteChanges()
        if let failure = db.checkpointFailure, db.logLength > Self.fullLogFrames,
            changeCount != changesAtBegin
        {
            throw failure
        }
        try commitRows()
        guard isWriter else { return leaveGate() }
        copyLog()
        if copiesLogEarly, db.framesToCopy > Self.newFrames { isLogDue = true }
        switch emptying {
        case .toBeCopied:
            db.copyNewFrames()
            emptying = .copied
        case .toBeCut(let at): emptying = db.emptyLog(isPatient: false) ? .done : .failed(at)
        case .unasked, .copied, .done, .failed: break
        }
    }

    /// Takes back all since `begin`. SQLite may have done so already after some errors.
    package func rollBack() {
        // Where nothing was changed, what is kept of it is as true as before.
        let hasChanged = changeCount != changesAtBegin
        reset()
        if hasChanged { forgetRows() }
        try? db.run("ROLLBACK")
        leaveGate()
    }

    private func forgetRows() {
        cache = RowCache(isKept: cache.isKept)
        lastEvents = [:]
        ruleSetIDs = [:]
        areKeysLoaded = false
        unplaced = []
        isUnplacedKnown = false
        toldRules = nil
        mayHoldOldEvents = true
        leftover = .some
        renamed = RenamedPersons()
        forgetRanking()
    }

    private func reset() {
        log = EventBuffer()
        newEvents.removeAll(keepingCapacity: true)
        unwritten.forget()
        siteChanges.removeAll(keepingCapacity: true)
        keys.pending.removeAll(keepingCapacity: true)
        keys.pendingAt.removeAll(keepingCapacity: true)
        copiesLogEarly = false
        areRenamesRead = false
        hasChangedPersons = false
        hasChangedSites = false
        rewrittenThreads.removeAll()
        rewrittenPersons.removeAll()
        hasChangedLessons = false
        hasChangedTexts = false
    }

    /// Forgets pages that are kept in memory.
    package func releaseMemory() { db.releaseMemory() }

    /// Rows changed so far: tells a command that wrote from one that only looked.
    package var changeCount: Int64 { db.totalChanges }
}

/// `schema.sql` as it was when the program was built.
package var embeddedSchema: String {
    let file = cembedded_find("schema.sql")
    return String(
        decoding: UnsafeBufferPointer(start: file.bytes, count: file.count), as: UTF8.self)
}
