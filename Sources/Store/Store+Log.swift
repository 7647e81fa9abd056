import SQLite

/// When the write-ahead log goes into the database.
extension Store {
    /// Pages of the log after which it is copied into the database: 41 MB of the 64 that it may
    /// come to. A copy writes a page once, however often it changed, so fewer copies write less.
    private static let logFrames: Int32 = 10_500
    /// Pages of the log after which it is copied before a large transaction begins, and after which
    /// nothing is written where it cannot be copied: 24 MB, and 39 MB more are 10,000 pages.
    static let roomyLogFrames: Int32 = 6_000
    /// So many commands are a large transaction.
    private static let largeTransaction = 1_000
    /// Pages of the log after which it is copied while somebody is being erased: 1 MB, so that a
    /// copy and its sync hold nobody up for long, and what is left at the end neither.
    static let newFrames: Int32 = 250

    /// Copies the log where it has grown past what it may come to.
    func copyLog() { db.checkpoint(pastFrames: Self.logFrames, gate: gate) }

    /// Before so many commands, or rows of an import, are written in one transaction: sees to it
    /// that there is room for what they add to the log.
    package func makeRoom(for commands: Int) {
        if commands >= Self.largeTransaction { makeRoom() }
    }

    /// Copies the log where a large transaction might not go into it, or nothing is written before
    /// it is copied.
    func makeRoom() { db.checkpoint(pastFrames: Self.roomyLogFrames, gate: gate) }

    /// Copies the log where that is due beside what commits do: between transactions, so that who
    /// waits for one does not wait for both. False where there is nothing to be copied.
    package func copyDueLog() -> Bool {
        guard isLogDue else { return false }
        isLogDue = false
        db.copyNewFrames()
        return true
    }

    /// Whether the open transaction shall end, so that what it adds to the log stays within bounds.
    package var isFull: Bool {
        let rows = changeCount - changesAtBegin + Int64(unwritten.count)
        return bound.isReached(by: rows) || db.spilledPages > spilledAtBegin
    }

    /// Runs COMMIT, and learns how many pages go to the log with so many rows.
    func commitRows() throws(SQLiteError) {
        let (rows, before) = (changeCount - changesAtBegin, db.logLength)
        try db.run("COMMIT")
        // Where the log has started anew all of it is this transaction's.
        let frames = db.logLength < before ? db.logLength : db.logLength - before
        bound.note(frames: frames, of: rows)
    }
}
