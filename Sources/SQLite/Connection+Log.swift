import CLogWrites
import CSQLite

/// The write-ahead log on its way into the database.
extension Connection {
    /// Leaves checkpoints to `checkpoint(pastFrames:restartingPast:)`.
    package func takeOverCheckpoints() {
        _ = sqlite3_wal_hook(
            handle,
            { context, _, _, frames in
                context?.assumingMemoryBound(to: Int32.self).pointee = frames
                return SQLITE_OK
            }, logFrames)
    }

    /// Copies the log into the database where it has grown past so many frames. Readers that follow
    /// one another without a gap would keep it growing; past the second bound their end is waited
    /// for, so that it starts anew.
    package func checkpoint(pastFrames: Int32, restartingPast: Int32) {
        guard logFrames.pointee > pastFrames else { return }
        guard logFrames.pointee > max(restartingPast, nextRestart) else {
            // What fails now, because a reader is slow, is tried again after the next commit.
            _ = copyLog(SQLITE_CHECKPOINT_PASSIVE)
            return
        }
        // Somebody who reads for long, such as a copy that another process makes, is not waited for
        // with each commit.
        sqlite3_busy_timeout(handle, Self.restartMilliseconds)
        let isDone = copyLog(SQLITE_CHECKPOINT_RESTART)
        sqlite3_busy_timeout(handle, Self.busyMilliseconds)
        nextRestart = isDone ? 0 : logFrames.pointee + Self.framesBetweenRestarts
        if isDone { forgetLog() }
    }

    /// Copies the log into the database where some of it is not there yet.
    package func copyNewFrames() {
        if framesToCopy > 0 { _ = copyLog(SQLITE_CHECKPOINT_PASSIVE) }
    }

    /// How many pages of the log are not in the database yet, as far as it is known here.
    package var framesToCopy: Int32 {
        // Where it has started anew all of it is new.
        logFrames.pointee < copiedFrames ? logFrames.pointee : logFrames.pointee - copiedFrames
    }

    /// Copies all of the log into the database, cuts its file to nothing and forgets pages that are
    /// kept in memory, so that nothing that was overwritten or deleted stands in either or is
    /// written again; false where a reader still needs it, which is waited for if `isPatient`.
    package func emptyLog(isPatient: Bool) -> Bool {
        if !isPatient { sqlite3_busy_timeout(handle, 0) }
        defer { sqlite3_busy_timeout(handle, Self.busyMilliseconds) }
        guard copyLog(SQLITE_CHECKPOINT_TRUNCATE) else { return false }
        forgetLog()
        sqlite3_db_release_memory(handle)
        return true
    }

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

    /// Pages in the write-ahead log as the last commit left them.
    package var logLength: Int32 { logFrames.pointee }

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
