import CLogWrites
import CSQLite

/// The write-ahead log on its way into the database.
extension Connection {
    /// Leaves checkpoints to `checkpoint(pastFrames:gate:)`.
    public func takeOverCheckpoints() {
        _ = sqlite3_wal_hook(
            handle,
            { context, _, _, frames in
                context?.assumingMemoryBound(to: Int32.self).pointee = frames
                return SQLITE_OK
            }, logFrames)
    }

    /// Copies the log into the database where it has grown past so many frames, and has it start
    /// anew. Readers that follow one another without a gap would keep it growing: they are waited
    /// for, those of this process at `gate`.
    public func checkpoint(pastFrames: Int32, gate: (any SnapshotGate)? = nil) {
        // It may have started anew by itself since that failed.
        if logFrames.pointee < nextRestart - Self.framesBetweenRestarts { forgetFailedRestarts() }
        // Where the disk took nothing nobody else need be waited for, and the log does not grow.
        let next = checkpointFailure == nil ? nextRestart : 0
        guard logFrames.pointee > max(pastFrames, next) else { return }
        // First, so that whoever waits at the gate afterwards does not wait for the disk.
        _ = copyLog(SQLITE_CHECKPOINT_PASSIVE)
        // Where the disk takes nothing that is tried again the next time.
        if checkpointFailure != nil { return }
        // Where it fails, because somebody reads for long, such as a copy that another process
        // makes, it is not tried again with each commit, and each time waited for twice as long:
        // who is in the way may have been put off by what keeps the processor busy, which is us.
        let patience = Self.restartMilliseconds << min(failedRestarts, Self.maxRestartDoublings)
        if restartLog(atMostMilliseconds: patience, gate) {
            forgetFailedRestarts()
            forgetLog()
        } else {
            failedRestarts += 1
            nextRestart = logFrames.pointee + Self.framesBetweenRestarts
        }
    }

    private func forgetFailedRestarts() { (failedRestarts, nextRestart) = (0, 0) }

    private func restartLog(
        atMostMilliseconds milliseconds: Int32, _ gate: (any SnapshotGate)?
    ) -> Bool {
        if let gate, !gate.close(atMostMilliseconds: milliseconds) { return false }
        defer { gate?.open() }
        sqlite3_busy_timeout(handle, milliseconds)
        defer { sqlite3_busy_timeout(handle, Self.busyMilliseconds) }
        return copyLog(SQLITE_CHECKPOINT_RESTART)
    }

    /// Copies the log into the database where some of it is not there yet.
    public func copyNewFrames() {
        if framesToCopy > 0 { _ = copyLog(SQLITE_CHECKPOINT_PASSIVE) }
    }

    /// How many pages of the log are not in the database yet, as far as it is known here.
    public var framesToCopy: Int32 {
        // Where it has started anew all of it is new.
        logFrames.pointee < copiedFrames ? logFrames.pointee : logFrames.pointee - copiedFrames
    }

    /// Copies all of the log into the database, cuts its file to nothing and forgets pages that are
    /// kept in memory, so that nothing that was overwritten or deleted stands in either or is
    /// written again; false where a reader still needs it, which is waited for if `isPatient`.
    public func emptyLog(isPatient: Bool) -> Bool {
        if !isPatient { sqlite3_busy_timeout(handle, 0) }
        defer { sqlite3_busy_timeout(handle, Self.busyMilliseconds) }
        guard copyLog(SQLITE_CHECKPOINT_TRUNCATE) else { return false }
        forgetLog()
        releaseMemory()
        return true
    }

    /// Forgets pages that are kept in memory: they are read again where they are needed.
    public func releaseMemory() { sqlite3_db_release_memory(handle) }

    private func copyLog(_ mode: Int32) -> Bool {
        var copied: Int32 = 0
        let code = sqlite3_wal_checkpoint_v2(handle, nil, mode, nil, &copied)
        if copied >= 0 { copiedFrames = copied }
        checkpointFailure = nil
        let isFolderSynced = clogwrites_has_folder_failed() == 0
        if code == SQLITE_OK, isFolderSynced { return true }
        let failure = isFolderSynced ? failure(code, nil) : failedFolder()
        if !failure.isBusy { checkpointFailure = failure }
        return false
    }

    /// Changed pages that went to the log before their transaction ended, so far: there was no
    /// memory left for them.
    public var spilledPages: Int32 {
        var (count, most): (Int32, Int32) = (0, 0)
        sqlite3_db_status(handle, SQLITE_DBSTATUS_CACHE_SPILL, &count, &most, 0)
        return count
    }

    /// Pages in the write-ahead log as the last commit left them.
    public var logLength: Int32 { logFrames.pointee }

    private func forgetLog() {
        logFrames.pointee = 0
        copiedFrames = 0
    }

    /// Throws where SQLite has passed over a folder that could not be synced.
    func checkFolder() throws(SQLiteError) {
        if clogwrites_has_folder_failed() != 0 { throw failedFolder() }
    }

    private func failedFolder() -> SQLiteError {
        let error = SQLiteError(
            code: SQLITE_IOERR | 5 << 8, message: "the database's folder could not be synced")
        onFailedSync(error)
        return error
    }
}
