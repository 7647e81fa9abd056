import CLogWrites
import CPageMemory
import CSQLite

/// A connection to one database, for one thread, with its statements prepared once and kept.
///
/// SQL comes as `StaticString`: text that the compiler has seen, so that no value can ever become
/// part of a statement.
public final class Connection {
    /// How a database is opened.
    public enum Mode: Sendable {
        /// Made where it is missing. What is written to the database has no copies of deleted rows
        /// in it.
        case readWrite
        /// As `readWrite`, and each commit is synced (`PRAGMA synchronous = FULL`). That being so,
        /// what a commit writes to the log goes to the kernel in large pieces.
        case readWriteDurably
        /// Beside a running writer; never checkpoints, not even when it closes.
        case readOnly
    }

    let handle: OpaquePointer
    private var statements = StatementTable()
    private let taker = RowTaker()

    /// What is set once for the whole process, before its first connection. To watch folders comes
    /// last: it starts SQLite, which from then on takes no such setting.
    private static let settings: Void = {
        _ = csqlite_count_no_memory()
        // Where that cannot be, pages lie in the heap as all else.
        _ = cpagememory_use()
        // Where that cannot be, commits are slower.
        _ = cpagememory_exchange_cheaply()
        clogwrites_watch_folders()
    }()

    /// Whether SQLite counts the memory that it takes: with every piece, under a lock of all
    /// threads.
    static var countsMemory: Bool { sqlite3_memory_used() > 0 }

    /// How many pages of all connections were in memory beside the heap at most.
    static var mostPages: Int { cpagememory_most() }

    /// How often pages of all connections have exchanged their numbers.
    static var pageExchanges: Int { cpagememory_exchanges() }

    /// How long another connection's lock is waited for.
    static let busyMilliseconds: Int32 = 5000

    /// How long the end of reads is waited for at first so that the log starts anew, and how often
    /// that is doubled: to 80 ms.
    static let restartMilliseconds: Int32 = 20
    static let maxRestartDoublings: Int32 = 2
    /// After so many more frames that is tried again where it failed.
    static let framesBetweenRestarts: Int32 = 1000
    /// Past so many frames in the log it may be waited for again.
    var nextRestart: Int32 = 0
    /// How often that has failed in turn.
    var failedRestarts: Int32 = 0

    /// Frames in the write-ahead log as the last commit left them.
    let logFrames: UnsafeMutablePointer<Int32>

    /// How many of them the database has, as the last checkpoint left it.
    var copiedFrames: Int32 = 0

    private var rowsStoodOn = 0

    /// Rows that statements have stood on or handed on so far.
    public var rowsRead: Int { rowsStoodOn + taker.rows }

    /// Called where a file could not be synced, before anyone else hears of it.
    let onFailedSync: (SQLiteError) -> Void

    /// Why the log could not be copied into the database when that was tried last; nil where it
    /// could, or others were in the way.
    public internal(set) var checkpointFailure: SQLiteError?

    /// Opens the file at `path` (`:memory:` is one of its own) and hardens the connection: no
    /// extension loading, no writes to internals, no functions in the schema that are not trusted.
    public init(
        path: String, mode: Mode = .readWrite,
        onFailedSync: @escaping (SQLiteError) -> Void = { _ in }
    ) throws(SQLiteError) {
        self.onFailedSync = onFailedSync
        _ = Self.settings
        let flags =
            SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
            | (mode == .readOnly
                ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
        var opened: OpaquePointer?
        let files: UnsafePointer<CChar>? =
            switch mode {
            case .readWriteDurably: clogwrites_gathering()
            case .readWrite: clogwrites_cleaning()
            case .readOnly: nil
            }
        let code = sqlite3_open_v2(path, &opened, flags, files)
        guard code == SQLITE_OK, let opened else {
            let message = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw SQLiteError(code: code, message: message)
        }
        handle = opened
        logFrames = .allocate(capacity: 1)
        logFrames.initialize(to: 0)
        _ = csqlite_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1)
        _ = csqlite_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0)
        _ = csqlite_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0)
        if mode == .readOnly { _ = csqlite_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1) }
        _ = sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        _ = sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, 256 << 20)
        sqlite3_busy_timeout(handle, Self.busyMilliseconds)
        if mode == .readWriteDurably {
            try execute(script: "PRAGMA synchronous = FULL")
        }
        let taking = taker.register(with: handle)
        if taking != SQLITE_OK { throw failure(taking, nil) }
    }

    deinit {
        for statement in statements.all { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
        logFrames.deallocate()
    }

    /// How many rows statements have changed since the connection was opened.
    public var totalChanges: Int64 { sqlite3_total_changes64(handle) }

    /// The row id of the row that was inserted last into a table that has row ids.
    public var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Runs statements that are separated by `;` and give no rows, as a schema file does.
    public func execute(script: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        if code != SQLITE_OK { throw failure(code, nil) }
        try checkFolder()
    }

    /// Runs one statement and lets its rows go.
    public func run(_ sql: StaticString, _ values: [Value] = []) throws(SQLiteError) {
        let statement = try prepared(sql, values)
        defer { sqlite3_reset(statement) }
        while try step(statement, sql) {}
    }

    /// The same where all values are integers: for what each comment and vote runs. Numbers need
    /// not be let go one by one as values are.
    public func run(_ sql: StaticString, integers: [Int64]) throws(SQLiteError) {
        let statement = try prepared(sql, integers: integers)
        defer { sqlite3_reset(statement) }
        while try step(statement, sql) {}
    }

    /// What `read` makes of the first row; nil where there is none.
    public func first<Result>(
        _ sql: StaticString, _ values: [Value] = [], _ read: (borrowing Row) -> Result
    ) throws(SQLiteError) -> Result? {
        let statement = try prepared(sql, values)
        defer { sqlite3_reset(statement) }
        return try step(statement, sql) ? read(Row(statement: statement)) : nil
    }

    /// What `read` makes of every row, in order.
    public func all<Result>(
        _ sql: StaticString, _ values: [Value] = [], _ read: (borrowing Row) -> Result
    ) throws(SQLiteError) -> [Result] {
        let statement = try prepared(sql, values)
        defer { sqlite3_reset(statement) }
        var results: [Result] = []
        while try step(statement, sql) { results.append(read(Row(statement: statement))) }
        return results
    }

    /// Hands every row to `read`, in order. Binds integers alone, NULL to the parameters that are
    /// left.
    public func forEach(
        _ sql: StaticString, integers: [Int64], _ read: (borrowing Row) -> Void
    ) throws(SQLiteError) {
        let statement = try prepared(sql, integers: integers)
        defer { sqlite3_reset(statement) }
        while try step(statement, sql) { read(Row(statement: statement)) }
    }

    /// Hands the columns of up to `limit` rows to `take`, in order, of a statement that selects
    /// `each_row(column, …)` and groups nothing. Binds as `forEach` does.
    public func gather(
        _ sql: StaticString, integers: [Int64], atMost limit: Int = .max,
        _ take: (borrowing ColumnValues) -> Void
    ) throws(SQLiteError) {
        let statement = try prepared(sql, integers: integers)
        defer { sqlite3_reset(statement) }
        let (code, isFull) = taker.taking(atMost: limit, take) { sqlite3_step(statement) }
        if code != SQLITE_ROW, !isFull { throw failure(code, sql) }
    }

    /// The statement for a literal with integers bound, and NULL to the parameters that are left.
    private func prepared(_ sql: StaticString, integers: [Int64]) throws(SQLiteError)
        -> OpaquePointer
    {
        let statement = try cached(sql)
        for index in 0..<Int(sqlite3_bind_parameter_count(statement)) {
            let code =
                index < integers.count
                ? sqlite3_bind_int64(statement, Int32(index + 1), integers[index])
                : sqlite3_bind_null(statement, Int32(index + 1))
            if code != SQLITE_OK { throw failure(code, sql) }
        }
        return statement
    }

    /// Hands rows to `read`, in order, until it answers false.
    public func walk(
        _ sql: StaticString, _ values: [Value], _ read: (borrowing Row) throws -> Bool
    ) throws {
        let statement = try prepared(sql, values)
        defer { sqlite3_reset(statement) }
        while try step(statement, sql), try read(Row(statement: statement)) {}
    }

    private func step(_ statement: OpaquePointer, _ sql: StaticString) throws(SQLiteError) -> Bool {
        let code = sqlite3_step(statement)
        if code == SQLITE_DONE {
            try checkFolder()
            return false
        }
        guard code == SQLITE_ROW else { throw failure(code, sql) }
        rowsStoodOn += 1
        return true
    }

    /// The statement for a literal, found by its address: a literal has one for the whole run.
    private func prepared(_ sql: StaticString, _ values: [Value]) throws(SQLiteError)
        -> OpaquePointer
    {
        let statement = try cached(sql)
        for (index, value) in values.enumerated() {
            let code = value.bind(to: statement, at: Int32(index + 1))
            if code != SQLITE_OK { throw failure(code, sql) }
        }
        return statement
    }

    private func cached(_ sql: StaticString) throws(SQLiteError) -> OpaquePointer {
        if let known = statements[sql.utf8Start] { return known }
        var made: OpaquePointer?
        let code = sql.utf8Start.withMemoryRebound(to: CChar.self, capacity: sql.utf8CodeUnitCount)
        {
            sqlite3_prepare_v3(
                handle, $0, Int32(sql.utf8CodeUnitCount), UInt32(SQLITE_PREPARE_PERSISTENT), &made,
                nil)
        }
        guard code == SQLITE_OK, let made else { throw failure(code, sql) }
        statements.add(made, of: sql.utf8Start)
        return made
    }

    func failure(_ code: Int32, _ sql: StaticString?) -> SQLiteError {
        let error = SQLiteError(
            code: sqlite3_extended_errcode(handle) == SQLITE_OK
                ? code : sqlite3_extended_errcode(handle),
            message: String(cString: sqlite3_errmsg(handle)), sql: sql?.description)
        if error.isSyncFailed { onFailedSync(error) }
        return error
    }
}

extension Connection {
    /// How often the kept statements were run since this was last asked
    /// (`SQLITE_STMTSTATUS_RUN`).
    public func takeRunCount() -> Int {
        statements.all.reduce(0) { $0 + Int(sqlite3_stmt_status($1, SQLITE_STMTSTATUS_RUN, 1)) }
    }

    /// Virtual machine instructions that the kept statements have run since this was last asked:
    /// what SQLite did, rows it passed over included (`SQLITE_STMTSTATUS_VM_STEP`).
    public func takeInstructionCount() -> Int {
        statements.all.reduce(0) {
            $0 + Int(sqlite3_stmt_status($1, SQLITE_STMTSTATUS_VM_STEP, 1))
        }
    }
}
