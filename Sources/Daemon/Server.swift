import Configuration
import Discussion
import Glibc
import Moderation
import Service
import Store

/// How a server is started.
package struct ServerOptions: Sendable {
    /// The database's path; `:memory:` keeps nothing.
    package var database: String
    package var durability = Store.Durability.full
    package var settings = Settings()
    package var rules = RuleSet.empty
    package var lists: [String: [UInt8]] = [:]
    package var allowsBackdating = false
    /// Tells the time. Tests bring their own.
    package var clock: @Sendable () -> Moment = { .now }
    /// Takes a line for the log.
    package var report: @Sendable (String) -> Void = { _ in }

    package init(database: String) { self.database = database }
}

/// One database and the thread that writes it.
package final class Server {
    private let options: ServerOptions
    private let writer: Writer
    private let thread: WorkerThread
    private let lock: DatabaseLock?

    /// Opens the database, makes it where it is missing, and starts the writer.
    package init(_ options: ServerOptions) throws {
        self.options = options
        let isInMemory = options.database == ":memory:"
        lock = isInMemory ? nil : try DatabaseLock(database: options.database)
        let store = try options.openStore(isReading: false)
        let writer = Writer()
        let service = Service(store: store, options: .init(options) { [("writer", writer.depth)] })
        guard let thread = writer.start(service) else {
            throw StartProblem("the system has no thread to give")
        }
        self.writer = writer
        self.thread = thread
    }

    /// A client's conversation. `onNotification` is told of each command without an id.
    package func connect(onNotification: @escaping () -> Void = {}) -> Session {
        session(outbox(), onNotification)
    }

    func outbox() -> Outbox {
        let limits = options.settings.limits
        return Outbox(maxCommands: limits.maxInFlightCommands, maxBytes: limits.maxInFlightBytes)
    }

    func session(_ outbox: Outbox, _ onNotification: @escaping () -> Void) -> Session {
        Session(
            writer: writer, outbox: outbox, maxLineBytes: options.settings.limits.maxLineBytes,
            clock: options.clock, onNotification: onNotification)
    }

    /// Finishes what was accepted, closes the database and lets go of its lock.
    package func stop() {
        writer.stop()
        thread.join()
    }
}

extension ServerOptions {
    /// Opens the database; says which one where that fails.
    func openStore(isReading: Bool) throws(StartProblem) -> Store {
        do {
            return isReading
                ? try Store(reading: database) : try Store(path: database, durability: durability)
        } catch {
            throw StartProblem("\(database): \(error.message)")
        }
    }
}

extension ServiceOptions {
    /// What a service is told by a server.
    package init(
        _ options: ServerOptions, queues: @escaping @Sendable () -> [(name: String, depth: Int)]
    ) {
        self.init(
            settings: options.settings, rules: options.rules, lists: options.lists,
            allowsBackdating: options.allowsBackdating,
            server: ServerFacts(
                version: commentdVersion, pid: Int(getpid()), startedAt: options.clock(),
                database: options.database, durability: options.durability.rawValue),
            queues: queues, report: options.report)
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
