import CSQLite

/// A failure inside SQLite, told apart by its extended result code (sqlite.org/rescode.html), never
/// by the text of a message.
public struct SQLiteError: Error, Sendable, CustomStringConvertible {
    /// The extended result code.
    public let code: Int32
    /// SQLite's own words, in English; no values of rows.
    public let message: String
    /// The statement it happened in, where there was one. SQL is constant text: no values in it.
    public let sql: String?

    /// As SQLite has told it.
    public init(code: Int32, message: String, sql: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// The code's low byte, which names the family.
    public var primaryCode: Int32 { code & 0xFF }

    /// The disk is full or takes no writes; what is there can still be read.
    public var isWriteRefused: Bool {
        [SQLITE_FULL, SQLITE_IOERR, SQLITE_READONLY, SQLITE_CANTOPEN].contains(primaryCode)
    }

    /// A file took no write, whatever could be read.
    public var isWriteFailed: Bool {
        primaryCode == SQLITE_FULL
            || [SQLITE_IOERR | 3 << 8, SQLITE_IOERR | 6 << 8].contains(code)  // _WRITE, _TRUNCATE
    }

    /// A file could not be synced. What was written since it last was may be on the disk or not,
    /// and another try that succeeds says nothing of it.
    public var isSyncFailed: Bool {
        [SQLITE_IOERR | 4 << 8, SQLITE_IOERR | 5 << 8].contains(code)  // _FSYNC, _DIR_FSYNC
    }

    /// Somebody else has what was asked for.
    var isBusy: Bool { [SQLITE_BUSY, SQLITE_LOCKED].contains(primaryCode) }

    /// It took longer than was allowed.
    public var isInterrupted: Bool { primaryCode == SQLITE_INTERRUPT }

    /// The file holds no database, or a damaged one.
    public var isDamaged: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(primaryCode) }

    /// For logs: code, message and statement.
    public var description: String {
        "SQLite error \(code): \(message)" + (sql.map { " in: \($0)" } ?? "")
    }
}
