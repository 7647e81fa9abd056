import CSQLite

/// The columns of a row, as `each_row` is called with them: valid inside the closure that they are
/// handed to. Counted from 0. Inlined: a page reads a thousand and more of them.
public struct ColumnValues: ~Copyable {
    @usableFromInline let values: UnsafeMutablePointer<OpaquePointer?>

    @inlinable
    init(_ values: UnsafeMutablePointer<OpaquePointer?>) { self.values = values }

    /// Whether it is NULL.
    @inlinable
    public func isNull(_ column: Int) -> Bool { sqlite3_value_type(values[column]) == SQLITE_NULL }

    /// An integer; 0 for NULL.
    @inlinable
    public func int64(_ column: Int) -> Int64 { sqlite3_value_int64(values[column]) }
    /// An integer; 0 for NULL.
    @inlinable
    public func int(_ column: Int) -> Int { Int(int64(column)) }
    /// Whether an integer is not 0.
    @inlinable
    public func bool(_ column: Int) -> Bool { int64(column) != 0 }
    /// An integer, nil for NULL.
    @inlinable
    public func optionalInt64(_ column: Int) -> Int64? { isNull(column) ? nil : int64(column) }

    /// The bytes of a text or blob as they lie in SQLite's memory, nil for NULL.
    @inlinable
    public func bytes(_ column: Int) -> UnsafeBufferPointer<UInt8>? {
        guard let start = sqlite3_value_blob(values[column]) else {
            return isNull(column) ? nil : UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(
            start: start.assumingMemoryBound(to: UInt8.self),
            count: Int(sqlite3_value_bytes(values[column])))
    }
}

/// The SQL function `each_row`, an aggregate that keeps nothing: it hands the columns of every row
/// to whoever runs the statement. SQLite calls it from inside its loop, with the columns side by
/// side: that costs less than to leave the loop with each row and ask for them one by one.
final class RowTaker {
    /// Who takes the rows of the statement that runs, and how many more.
    private struct Taking {
        let take: (borrowing ColumnValues) -> Void
        var left: Int
        /// There were more.
        var isFull = false
    }

    private var current: Taking?
    /// Rows that were handed on so far.
    private(set) var rows = 0

    /// Runs `body`, whose statement hands up to `limit` rows to `take`, and is ended by the next.
    func taking(
        atMost limit: Int, _ take: (borrowing ColumnValues) -> Void, _ body: () -> Int32
    ) -> (code: Int32, isFull: Bool) {
        // Whoever takes a row may run statements with rows of their own.
        let outer = current
        defer { current = outer }
        return withoutActuallyEscaping(take) { take in
            current = Taking(take: take, left: limit)
            defer { current = nil }
            let code = body()
            return (code, current?.isFull == true)
        }
    }

    private func hand(_ values: borrowing ColumnValues) -> Bool {
        guard let left = current?.left, left > 0 else {
            current?.isFull = true
            return false
        }
        current?.left = left - 1
        rows += 1
        current?.take(values)
        return true
    }

    /// Makes `each_row` known to a connection, which must not outlive this object. Statements alone
    /// may call it: nothing in a schema.
    func register(with handle: OpaquePointer) -> Int32 {
        sqlite3_create_function_v2(
            handle, "each_row", -1, SQLITE_UTF8 | SQLITE_DIRECTONLY,
            Unmanaged.passUnretained(self).toOpaque(), nil,
            { context, _, values in
                guard let values, let taker = sqlite3_user_data(context) else { return }
                let isTaken = Unmanaged<RowTaker>.fromOpaque(taker)._withUnsafeGuaranteedRef {
                    $0.hand(ColumnValues(values))
                }
                if !isTaken { sqlite3_result_error_code(context, SQLITE_ABORT) }
            }, { _ in }, nil)
    }
}
