import SQLite

/// When the write-ahead log goes into the database.
extension Store {
    /// Pages of the log after which it is copied into the database: 43 MB. Each copy writes a page
    /// once, however often it changed, so fewer copies write less.
    private static let logFrames: Int32 = 10_500
    /// Pages of the log after which it is copied before a large transaction begins, and after which
    /// nothing is written where it cannot be copied: 31 MB, so that it stays under 64 MB.
    static let roomyLogFrames: Int32 = 7_500
    /// Fewer commands than so many add fewer pages to the log than 5,700, for which there is always
    /// room.
    private static let largeTransaction = 1_000
    /// Pages of the log after which it is copied while somebody is being erased: 1 MB, so that a
    /// copy and its sync hold nobody up for long, and what is left at the end neither.
    static let newFrames: Int32 = 250

    /// Copies the log where it has grown past what it may come to.
    func copyLog() { db.checkpoint(pastFrames: Self.logFrames, gate: gate) }

    /// Before so many commands are carried out in one transaction: sees to it that there is room
    /// for what they add to the log.
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
        bound.isReached(by: changeCount - changesAtBegin) || db.spilledPages > spilledAtBegin
    }

    /// Runs COMMIT, and learns how many pages went to the log with it.
    func commitRows(_ rows: Int64) throws(SQLiteError) {
        let before = db.logLength
        try db.run("COMMIT")
        // Where the log has started anew all of it is this transaction's.
        let frames = db.logLength < before ? db.logLength : db.logLength - before
        bound.note(frames: frames, of: rows)
    }
}
