import Configuration
import Discussion
import Glibc
import JSONValues
import Moderation
import SQLite
import Store
import Synchronization
import Testing
import Wire

@testable import Daemon
@testable import Service

/// A database in a file and the service on it without threads, so that a test says when a part of
/// what commands have left is done, and where the process ends.
final class LeftoverBench {
    private let folder: ProgramFolder
    private var options: ServiceOptions
    private var service: Service
    private var now: Int64 = 1_700_000_000_000

    init(settings: Settings = Settings()) throws {
        folder = try ProgramFolder()
        options = Self.options(settings, folder.database)
        service = Service(
            store: try Store(path: folder.database, durability: .normal), options: options)
    }

    private static func options(_ settings: Settings, _ database: String) -> ServiceOptions {
        ServiceOptions(
            settings: settings,
            server: ServerFacts(
                version: "test", pid: 1, startedAt: Moment(milliseconds: 1_700_000_000_000),
                database: database, durability: "normal")
        ) { _ in }
    }

    /// The process ends here, and another one opens the database, with other settings where some
    /// are given.
    func restart(settings: Settings? = nil) throws {
        options = Self.options(settings ?? options.settings, folder.database)
        service = Service(
            store: try Store(path: folder.database, durability: .normal), options: options)
        service.adoptRanking(at: Moment(milliseconds: now))
    }

    /// Does the next part; false where nothing is left.
    func step() -> Bool { service.step(at: Moment(milliseconds: now)) }

    func advance(milliseconds: Int64) { now += milliseconds }

    /// Runs statements on the database beside the service.
    func run(_ script: String) throws {
        try Connection(path: folder.database).execute(script: script)
    }

    /// The one number that a query gives.
    func number(_ sql: StaticString) throws -> Int {
        try Connection(path: folder.database, mode: .readOnly).first(sql) { $0.int(0) } ?? 0
    }

    /// All bytes of the database and of its log.
    func bytes() throws -> [UInt8] {
        try folder.bytes("comments.db")
            + (folder.exists("comments.db-wal") ? folder.bytes("comments.db-wal") : [])
    }

    /// How many pages of the log the database has not, as the log's index says
    /// (https://www.sqlite.org/walformat.html, section 2.1).
    func framesToCopy() throws -> Int {
        let index = try folder.bytes("comments.db-shm")
        func number(_ at: Int) -> Int {
            index[at..<at + 4].reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        return number(16) - number(96)
    }

    /// What a recount finds wrong.
    func problems() throws -> [String] {
        try Recount(Store(reading: folder.database)).problems().map(\.description)
    }

    /// Carries commands out in one transaction; their results.
    @discardableResult
    func call(_ commands: [(Method, JSONValue)]) throws -> [JSONValue] {
        let outcomes = service.carryOut(
            commands.map { method, params in
                Command(
                    Request(id: .null, method: method, params: params.object ?? JSONObject()),
                    at: Moment(milliseconds: now), options: options)
            })
        return try outcomes.map { outcome in
            switch outcome {
            case .refused(let refusal): throw refusal
            case .result(let bytes): try StrictJSON.parse(bytes, maxDepth: 64)
            }
        }
    }

    @discardableResult
    func call(_ method: Method, _ params: JSONValue) throws -> JSONValue {
        try call([(method, params)])[0]
    }

    func sanction(_ person: JSONValue, _ kind: String, void: Bool? = nil) throws -> JSONValue {
        var params: JSONValue = [
            "person": person, "kind": .string(kind), "reason": "A reason", "moderator": "mod",
        ]
        if let void { params = params.with(["void_votes": .bool(void)]) }
        return try call(.personSanction, params)
    }

    /// The sum of all votes in favour and against, as the page shows them.
    func votes() throws -> (up: Int, down: Int) {
        let comments = try call(.commentList, ["thread": "page", "limit": 1000])["comments"]
        return (comments.array ?? []).reduce((0, 0)) {
            ($0.0 + ($1["votes"]["up"].integer ?? 0), $0.1 + ($1["votes"]["down"].integer ?? 0))
        }
    }

    /// Makes a fit and hands it over, as the thread that fits does.
    func deliverFit(
        through gate: (any Store.Gate)? = nil, isCancelled: () -> Bool = { false }
    ) throws {
        let store = try Store(reading: folder.database, gate: gate)
        try store.begin()
        defer { store.rollBack() }
        let site = try #require(try store.site(named: "default"))
        let fitting = Fitting(store: store, settings: options.settings.ranking)
        let fit = try fitting.fit(site, at: Moment(milliseconds: now), isCancelled: isCancelled)
        options.fits.deliver(try #require(fit))
    }

    /// Where each fit stands, by age.
    func fitStages() throws -> [Int] {
        try Connection(path: folder.database, mode: .readOnly)
            .all("SELECT stage FROM fits ORDER BY id") { $0.int(0) }
    }

    /// Changes the database behind the program's back.
    func tamper(_ sql: String) throws {
        try Connection(path: folder.database).execute(script: sql)
    }

    /// Does what the thread does that fits sites that are due, on a thread of its own, and a part
    /// of what is left as often as there is one until a fit is in force or none was due.
    func refitDue(after seconds: Int64 = 0) throws {
        let (path, options, now) = (folder.database, options, now + seconds * 1000)
        let problem = Mutex<String?>(nil)
        let hasEnded = Atomic(false)
        let thread = WorkerThread {
            do {
                let refitting = Refitting(store: try Store(reading: path), options: options)
                _ = try refitting.refit(at: Moment(milliseconds: now)) { false }
            } catch { problem.withLock { $0 = "\(error)" } }
            hasEnded.store(true, ordering: .releasing)
        }
        while !hasEnded.load(ordering: .acquiring) {
            if !step() { sched_yield() }
        }
        try #require(thread).join()
        #expect(problem.withLock { $0 } == nil)
    }
}
