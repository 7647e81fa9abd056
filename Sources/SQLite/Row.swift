import CSQLite

/// The row that a statement stands on, valid inside the closure that it is handed to. Columns are
/// counted from 0. Inlined: a page reads a thousand and more of them.
public struct Row: ~Copyable {
    @usableFromInline let statement: OpaquePointer

    @inlinable
    init(statement: OpaquePointer) { self.statement = statement }

    /// Whether it is NULL.
    @inlinable
    public func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(statement, column) == SQLITE_NULL
    }

    /// An integer; 0 for NULL.
    @inlinable
    public func int64(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }
    /// An integer; 0 for NULL.
    @inlinable
    public func int(_ column: Int32) -> Int { Int(int64(column)) }
    /// Whether an integer is not 0.
    @inlinable
    public func bool(_ column: Int32) -> Bool { int64(column) != 0 }
    /// A floating-point number; 0 for NULL.
    @inlinable
    public func double(_ column: Int32) -> Double { sqlite3_column_double(statement, column) }

    /// A text, with what is not UTF-8 replaced; empty for NULL.
    public func text(_ column: Int32) -> String {
        guard let bytes = sqlite3_column_text(statement, column) else { return "" }
        let count = Int(sqlite3_column_bytes(statement, column))
        return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }

    /// The bytes of a text or blob as they lie in SQLite's memory, nil for NULL; valid until the
    /// row is left.
    @inlinable
    public func bytes(_ column: Int32) -> UnsafeBufferPointer<UInt8>? {
        // As a blob: asked for text, SQLite would copy it to put a zero behind it.
        guard let start = sqlite3_column_blob(statement, column) else {
            return isNull(column) ? nil : UnsafeBufferPointer(start: nil, count: 0)
        }
        return UnsafeBufferPointer(
            start: start.assumingMemoryBound(to: UInt8.self),
            count: Int(sqlite3_column_bytes(statement, column)))
    }

    /// A copy of the bytes of a text or blob; empty for NULL.
    public func blob(_ column: Int32) -> [UInt8] {
        guard let bytes = sqlite3_column_blob(statement, column) else { return [] }
        return Array(
            UnsafeRawBufferPointer(
                start: bytes, count: Int(sqlite3_column_bytes(statement, column))))
    }

    /// What `read` makes of a column's bytes, where they lie: they are gone with the row.
    public func withBytes<Result>(
        _ column: Int32, _ read: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let bytes = sqlite3_column_blob(statement, column)
        return read(
            UnsafeRawBufferPointer(
                start: bytes, count: Int(sqlite3_column_bytes(statement, column))))
    }

    /// An integer, nil for NULL.
    @inlinable
    public func optionalInt64(_ column: Int32) -> Int64? { isNull(column) ? nil : int64(column) }
    /// An integer, nil for NULL.
    @inlinable
    public func optionalInt(_ column: Int32) -> Int? { isNull(column) ? nil : int(column) }
    /// A floating-point number, nil for NULL.
    @inlinable
    public func optionalDouble(_ column: Int32) -> Double? {
        isNull(column) ? nil : double(column)
    }
    /// A text, nil for NULL.
    public func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
    /// A copy of a text's or blob's bytes, nil for NULL.
    public func optionalBlob(_ column: Int32) -> [UInt8]? { isNull(column) ? nil : blob(column) }
}
