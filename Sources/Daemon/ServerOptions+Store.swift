import Service
import Store

extension ServerOptions {
    /// Opens the database; says which one where that fails. `isAtGate`: its snapshots are waited
    /// for where the log is to start anew. `walks`: reads on through many rows, and seldom one
    /// twice. `takesOlder`: to copy one of an earlier version; one that is opened to be written is
    /// brought to this version.
    func openStore(
        isReading: Bool, isAtGate: Bool = true, walks: Bool = false, takesOlder: Bool = false
    ) throws(StartProblem) -> Store {
        do {
            if isReading {
                return try Store(
                    reading: database, gate: isAtGate ? gate : nil, walks: walks,
                    takesOlder: takesOlder)
            }
            let start = stopwatch()
            let store = try Store(
                path: database, durability: durability, gate: gate, upgrade: .standard,
                onFailedSync: onFailedSync)
            if let done = store.upgraded {
                let seconds = Double((stopwatch() - start) / 1_000_000) / 1000
                report(
                    LogEntry(
                        .info, "schema",
                        "brought from version \(done.from) to \(done.to): \(done.rows) rows in "
                            + "\(seconds) s"))
            }
            return store
        } catch {
            throw StartProblem("\(database): \(error.message)")
        }
    }

    /// Opens the database to write it, whose lock this process has; what it reads from then on is
    /// on the disk.
    func openDurably() throws(StartProblem) -> Store {
        if database == ":memory:" { return try openStore(isReading: false) }
        try DurableFiles.settleLog(ofDatabase: database)
        let store = try openStore(isReading: false)
        try DurableFiles.syncFolder(ofDatabase: database)
        return store
    }

    /// What a failed sync does to the process.
    var onFailedSync: (StoreError) -> Void {
        { [report] in DurableFiles.give(up: $0, report) }
    }
}
