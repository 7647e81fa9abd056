import CSQLite

/// A copy of a database that is being made, part by part (sqlite.org/backup.html). For the thread
/// of the connection that it is made of: what that writes meanwhile goes into the copy too, so
/// that the copy is the database as it is when the last part is done.
public final class Backup {
    /// How far it is.
    public enum Progress: Sendable {
        case unfinished
        case finished
    }

    private let copy: OpaquePointer
    private var handle: OpaquePointer?
    /// The copy's size, in pages, as far as it is known.
    public private(set) var pages = 0

    /// Begins with a copy in a file, which is made. It is synced by nobody.
    public init(of source: Connection, to path: String) throws(SQLiteError) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: message)
        }
        copy = opened
        // A copy that is not finished is of no use: it needs no journal, and one sync at the end.
        sqlite3_exec(opened, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", nil, nil, nil)
        handle = sqlite3_backup_init(opened, "main", source.handle, "main")
        if handle == nil { throw failure(sqlite3_errcode(opened)) }
    }

    deinit {
        sqlite3_backup_finish(handle)
        sqlite3_close_v2(copy)
    }

    /// Copies so many pages more; fewer than one: all that are left.
    public func step(pages count: Int32) throws(SQLiteError) -> Progress {
        let code = sqlite3_backup_step(handle, count < 1 ? -1 : count)
        pages = Int(sqlite3_backup_pagecount(handle))
        switch code {
        case SQLITE_OK, SQLITE_BUSY, SQLITE_LOCKED: return .unfinished
        case SQLITE_DONE:
            let ended = sqlite3_backup_finish(handle)
            handle = nil
            if ended != SQLITE_OK { throw failure(ended) }
            return .finished
        default: throw failure(code)
        }
    }

    private func failure(_ code: Int32) -> SQLiteError {
        SQLiteError(code: code, message: String(cString: sqlite3_errstr(code)))
    }
}
