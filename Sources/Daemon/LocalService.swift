import Discussion
import Glibc
import JSONValues
import Service
import Store
import Wire

/// A database opened for single commands in this very thread, without a server.
package final class LocalService {
    private let service: Service
    private let options: ServiceOptions
    private let server: ServerOptions
    private let clock: @Sendable () -> Moment
    private let lock: FileLock?

    /// `isReading`: opens an existing database beside whoever writes it, to read it only; else it
    /// is opened, and made, as a server does, and no other process may have it. `takesOlder`: one
    /// of an earlier version can be read too, to be copied.
    package init(_ options: ServerOptions, isReading: Bool, takesOlder: Bool = false) throws {
        let isInMemory = options.database == ":memory:"
        clock = options.clock
        if isReading, !isInMemory, access(options.database, F_OK) != 0 {
            throw StartProblem("\(options.database): there is no such database")
        }
        lock =
            isReading || isInMemory ? nil : try FileLock(database: options.database)
        let store =
            try isReading && !isInMemory
            ? options.openStore(isReading: true, takesOlder: takesOlder)
            : options.openDurably()
        let tokens = try KeyFile.tokens(
            besideDatabase: options.database, isReading: isReading)
        server = options
        self.options = ServiceOptions(options, tokens: tokens) { [] }
        service = Service(store: store, options: self.options)
        if !isReading || isInMemory { service.adoptRanking(at: clock()) }
    }

    /// Recounts every total of a database, beside whoever writes it.
    package static func recount(_ database: String) throws -> [Discrepancy] {
        guard access(database, F_OK) == 0 else {
            throw StartProblem("\(database): there is no such database")
        }
        let store = try ServerOptions(database: database).openStore(isReading: true)
        let problems = try Recount(store).problems()
        guard let index = try SearchFile.openToRead(besideDatabase: database) else {
            return problems
        }
        return try problems + IndexRecount(store: store, index: index).problems()
    }

    /// Makes a database's search index anew, which no server may have meanwhile.
    package static func rebuildSearch(_ database: String) throws {
        try SearchFile.rebuild(besideDatabase: database)
    }

    /// Carries out one command.
    package func call(_ request: Request) -> Outcome {
        let outcome = carryOut(Command(request, at: clock(), options: options))
        // No one else would: this is all that the process does.
        guard lock != nil else { return outcome }
        while service.step(at: clock()) {}
        do { try SearchFile.follow(server) } catch {
            options.report(LogEntry(.error, "search_index", "\(error)"))
        }
        return outcome
    }

    /// By the same parts as a server, whose keys this one's may meet.
    private func carryOut(_ command: Command) -> Outcome {
        guard var parts = CommandParts(of: command) else { return service.carryOut([command])[0] }
        while let part = parts.next { parts.put(service.carryOut([part])[0]) }
        return parts.outcome
    }

    /// Carries commands out together, each as if it had come at its moment, and does what they
    /// leave to be done.
    package func replay(_ commands: [(at: Moment, request: Request)]) -> [Outcome] {
        let outcomes = service.carryOut(
            commands.map { Command($0.request, at: $0.at, options: options) })
        if let last = commands.last { while service.step(at: last.at) {} }
        return outcomes
    }

    /// Has classifiers learn what people have decided so far.
    package func learn(at moment: Moment) throws {
        let store = try server.openStore(isReading: true)
        _ = try Learning(store: store, options: options).learn(at: moment) { false }
    }

    /// Has the search index follow what was written.
    package func followTexts() throws { try SearchFile.follow(server) }
}
