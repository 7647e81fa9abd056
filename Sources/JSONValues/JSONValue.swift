import CText

/// A JSON value as read from outside, whole: a command's `params`, a rule, a configuration file.
///
/// Integers and fractions are kept apart, because the wire takes no fraction where an integer is
/// due (RFC 8259 leaves the difference to the reader).
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The text, where this is a string.
    public var text: String? { if case .string(let value) = self { value } else { nil } }

    /// The integer, where this is one.
    public var integer: Int? { if case .integer(let value) = self { value } else { nil } }

    /// The number as a double, where this is an integer or a fraction.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The truth value, where this is one.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The elements, where this is an array.
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

    /// The members, where this is an object.
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    /// The member of that name; null where there is none, or this is no object.
    public subscript(_ name: String) -> JSONValue { object?[name] ?? .null }

    /// What kind of value this is, in the words of an error message.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer: "an integer"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// The members of a JSON object in the order in which they were written.
///
/// Objects on the wire have few members, so a linear search beats hashing; names are compared as
/// UTF-8 bytes, since `String ==` would fold canonical equivalents together and is slow on long
/// runs of combining marks.
public struct JSONObject: Sendable, Equatable {
    /// A name and its value.
    public struct Member: Sendable, Equatable {
        /// Without quotes and escapes.
        public let name: String
        /// What stands behind the colon.
        public let value: JSONValue

        /// The member of that name.
        public init(_ name: String, _ value: JSONValue) {
            self.name = name
            self.value = value
        }
    }

    /// All of them; a name may stand there twice.
    public var members: [Member]

    /// An object of these members, in this order.
    public init(_ members: [Member] = []) { self.members = members }

    /// The value of the member called `name`; nil where there is none.
    public subscript(_ name: String) -> JSONValue? {
        members.place(of: name).map { members[$0].value }
    }
}

extension [JSONObject.Member] {
    /// The place of the first member called `name`; nil where there is none.
    public func place(of name: String) -> Int? {
        // By places: to hand members to a closure would count references to all of each.
        for index in indices where self[index].name.hasSameBytes(as: name) { return index }
        return nil
    }
}

extension String {
    /// What a text is in memory: its bytes, or where they lie and how many.
    @usableFromInline typealias Words = (UInt64, UInt64)

    /// Whether two texts are the same, byte for byte. Nearly all that differ do so in length; of
    /// those that are the same most are short, so that their bytes lie in the value itself. To tell
    /// so where it is asked counts no references, which is most of what it takes.
    @inlinable @inline(__always)
    public func hasSameBytes(as other: String) -> Bool {
        guard utf8.count == other.utf8.count else { return false }
        if unsafeBitCast(self, to: Words.self) == unsafeBitCast(other, to: Words.self) {
            return true
        }
        return hasSameBytes(asOneAsLong: other)
    }

    @usableFromInline @inline(never)
    func hasSameBytes(asOneAsLong other: String) -> Bool {
        let isSame = utf8.withContiguousStorageIfAvailable { left in
            other.utf8.withContiguousStorageIfAvailable {
                ctext_equal(left.baseAddress, $0.baseAddress, left.count)
            }
        }
        return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
    }
}
