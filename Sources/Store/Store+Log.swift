import SQLite

/// When the write-ahead log goes into the database.
extension Store {
    /// Pages of the log after which it is copied into the database: 41 MB of the 64 that it may
    /// come to. A copy writes a page once, however often it changed, so fewer copies write less.
    private static let logFrames: Int32 = 10_500
    /// Pages of the log after which nothing is written where it cannot be copied: 24 MB.
    static let fullLogFrames: Int32 = 6_000
    /// So many commands are a large transaction.
    private static let largeTransaction = 1_000
    /// Pages that a large transaction adds to the log at most.
    private static let mostAdded: Int64 = 10_000
    /// Of the database's pages the part that such a transaction changes at most, and new ones.
    private static let (changedPart, newPages): (Int64, Int64) = (4, 1_000)
    /// Pages of the log that come to 64 MB, each with its head.
    private static let mostLogFrames = Int64(64 << 20) / 4120
    /// So many of them are left to what a transaction adds past what it was judged to: with a log
    /// that is just not copied yet it is 5,000 pages.
    private static let spareFrames: Int64 = 788
    /// Pages of the log after which it is copied while somebody is being erased: 1 MB, so that a
    /// copy and its sync hold nobody up for long, and what is left at the end neither.
    static let newFrames: Int32 = 250

    /// Copies the log where it has grown past what it may come to.
    func copyLog() { db.checkpoint(pastFrames: Self.logFrames, gate: gate) }

    /// Copies the log where a copy was refused by the disk, so that something may be written again.
    func copyRefusedLog() {
        if db.checkpointFailure != nil { db.checkpoint(pastFrames: Self.fullLogFrames, gate: gate) }
    }

    /// Before so many commands, or rows of an import, are written in one transaction: sees to it
    /// that there is room for what they add to the log, which is more in a large database.
    package func makeRoom(for commands: Int) throws(SQLiteError) {
        guard commands >= Self.largeTransaction else { return }
        db.checkpoint(pastFrames: try framesBeforeLarge(), gate: gate)
    }

    /// Whether there is room in the log for a large transaction, so that the open one may become
    /// one.
    package func hasRoom() throws(SQLiteError) -> Bool { try db.logLength <= framesBeforeLarge() }

    /// How many pages the log may have before a large transaction.
    private func framesBeforeLarge() throws(SQLiteError) -> Int32 {
        let pages = try db.first("PRAGMA page_count") { $0.int64(0) } ?? 0
        let added = min(pages / Self.changedPart + Self.newPages, Self.mostAdded)
        return Int32(Self.mostLogFrames - added)
    }

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
        let room = Self.mostLogFrames - Self.spareFrames - Int64(db.logLength)
        return bound.isReached(by: rows, room: room) || db.spilledPages > spilledAtBegin
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
