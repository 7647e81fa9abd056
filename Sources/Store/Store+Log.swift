import SQLite

/// When the write-ahead log goes into the database.
extension Store {
    /// Pages of the log after which it is copied into the database: 32 MB. Each copy writes a page
    /// once, however often it changed, so fewer copies write less.
    private static let logFrames: Int32 = 8000
    /// Pages of the log, 48 MB, after which nothing is written where it cannot be copied: it stays
    /// under 64 MB.
    static let maxLogFrames: Int32 = 12_000
    /// Pages of the log after which it is copied while somebody is being erased: 1 MB, so that a
    /// copy and its sync hold nobody up for long, and what is left at the end neither.
    static let newFrames: Int32 = 250

    /// Copies the log where it has grown past what it may come to.
    func copyLog() { db.checkpoint(pastFrames: Self.logFrames, gate: gate) }

    /// Copies the log where that is due beside what commits do: between transactions, so that who
    /// waits for one does not wait for both. False where there is nothing to be copied.
    package func copyDueLog() -> Bool {
        guard isLogDue else { return false }
        isLogDue = false
        db.copyNewFrames()
        return true
    }
}
