import Discussion
import Glibc
import Imports
import Service
import Store

/// A database opened to be exported or to be imported into, which no other process may have
/// meanwhile.
package final class LocalTransfer {
    private let lock: FileLock?
    private let service: Service
    private let clock: @Sendable () -> Moment
    /// What does it.
    package let transfer: Transfer

    /// `isNew`: the database is made where there is none.
    package init(_ options: ServerOptions, isNew: Bool) throws {
        let isInMemory = options.database == ":memory:"
        if !isNew, !isInMemory, access(options.database, F_OK) != 0 {
            throw StartProblem("\(options.database): there is no such database")
        }
        lock = isInMemory ? nil : try FileLock(database: options.database)
        clock = options.clock
        let store = try options.openStore(isReading: false)
        let tokens = try KeyFile.tokens(besideDatabase: options.database, isReading: false)
        let serviceOptions = ServiceOptions(options, tokens: tokens) { [] }
        service = Service(store: store, options: serviceOptions)
        service.adoptRanking(at: clock())
        transfer = Transfer(store: store, options: serviceOptions, at: clock())
        finish()
    }

    /// Counts what an import would do, beside whoever has the database.
    package static func rehearsal(_ options: ServerOptions) throws -> Rehearsal {
        let exists = options.database != ":memory:" && access(options.database, F_OK) == 0
        return try Rehearsal(
            exists ? options.openStore(isReading: true) : nil, at: options.clock())
    }

    /// Does what commands and imports have left to be done.
    package func finish() { while service.step(at: clock()) {} }
}
