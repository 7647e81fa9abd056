import CSQLite

/// A value bound to a statement's parameter, of one of SQLite's five storage classes.
public enum Value: Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    /// The bytes of a text. They must be UTF-8, which nobody checks here.
    case utf8([UInt8])
    case blob([UInt8])

    /// An integer of the program's own size.
    public static func integer(_ value: Int) -> Value { .integer(Int64(value)) }
    /// 1 for true, 0 for false.
    public static func bool(_ value: Bool) -> Value { .integer(value ? Int64(1) : 0) }
    /// An integer, or NULL for nil.
    public static func integer(orNull value: Int?) -> Value { value.map { .integer($0) } ?? .null }
    /// An integer, or NULL for nil.
    public static func integer(orNull value: Int64?) -> Value {
        value.map { .integer($0) } ?? .null
    }
    /// A floating-point number, or NULL for nil.
    public static func real(orNull value: Double?) -> Value { value.map { .real($0) } ?? .null }
    /// A text, or NULL for nil.
    public static func text(orNull value: String?) -> Value { value.map { .text($0) } ?? .null }
    /// Bytes, or NULL for nil.
    public static func blob(orNull value: [UInt8]?) -> Value { value.map { .blob($0) } ?? .null }

    /// Binds to parameter `index`, counted from 1; SQLite copies what it needs.
    func bind(to statement: OpaquePointer, at index: Int32) -> Int32 {
        switch self {
        case .null: return sqlite3_bind_null(statement, index)
        case .integer(let value): return sqlite3_bind_int64(statement, index, value)
        case .real(let value): return sqlite3_bind_double(statement, index, value)
        case .text(var value): return value.withUTF8 { Self.bind($0, to: statement, at: index) }
        case .utf8(let value):
            return value.withUnsafeBufferPointer { Self.bind($0, to: statement, at: index) }
        case .blob(let value):
            return value.withUnsafeBytes {
                csqlite_bind_blob(
                    statement, index, $0.baseAddress ?? UnsafeRawPointer(emptyText),
                    UInt64($0.count))
            }
        }
    }

    private static func bind(
        _ text: UnsafeBufferPointer<UInt8>, to statement: OpaquePointer, at index: Int32
    ) -> Int32 {
        text.withMemoryRebound(to: CChar.self) {
            // An empty text has no address; SQLite would bind NULL for it.
            csqlite_bind_text(statement, index, $0.baseAddress ?? emptyText, UInt64($0.count))
        }
    }
}

/// An address for text of no bytes.
private nonisolated(unsafe) let emptyText: UnsafePointer<CChar> = {
    let address = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    address.initialize(to: 0)
    return UnsafePointer(address)
}()
