/// A comment's identity: 63 bits, of which the high 43 are `created_at` in milliseconds and the low
/// 20 count within the millisecond, so that ids sort as comments were made, backdated ones too.
public struct CommentID: Sendable, Hashable, Comparable {
    /// Above 0 for a comment; 0 is `ofNothing`, and stands for no parent in the database.
    public let rawValue: Int64

    /// Takes any number, whether a comment has it or not.
    public init(rawValue: Int64) { self.rawValue = rawValue }

    /// How many comments one millisecond has room for.
    public static let perMillisecond: Int64 = 1 << 20

    /// An id that no comment has.
    public static let ofNothing = CommentID(rawValue: 0)

    /// The first id of a millisecond.
    public init(first moment: Moment) { rawValue = moment.milliseconds << 20 }

    /// When the comment was made, to the millisecond, as the host states it where it does.
    public var createdAt: Moment { Moment(milliseconds: rawValue >> 20) }

    /// The older comment is the smaller; within a millisecond, the one that came first.
    public static func < (left: CommentID, right: CommentID) -> Bool {
        left.rawValue < right.rawValue
    }
}

extension CommentID {
    private static let letters = Array(alphabet.description.utf8)
    private static var alphabet: StaticString { "0123456789ABCDEFGHJKMNPQRSTVWXYZ" }

    /// How many characters `text` has, each one byte.
    public static let textLength = 13

    /// 13 characters of Crockford's base 32 (crockford.com/base32.html), which sort as the ids do.
    public var text: String {
        String(unsafeUninitializedCapacity: Self.textLength) { buffer in
            if let start = buffer.baseAddress { write(to: start) }
            return Self.textLength
        }
    }

    /// Writes `text` to memory that has room for its 13 bytes.
    public func write(to place: UnsafeMutablePointer<UInt8>) {
        let letters = Self.alphabet.utf8Start
        var rest = rawValue
        for at in stride(from: Self.textLength - 1, through: 0, by: -1) {
            place[at] = letters[Int(rest & 31)]
            rest >>= 5
        }
    }

    /// Nil where the text is no id as `text` writes it.
    public init?(text: String) {
        guard text.utf8.count == 13 else { return nil }
        var value: UInt64 = 0
        for byte in text.utf8 {
            guard let digit = Self.letters.firstIndex(of: byte), value >> 59 == 0 else {
                return nil
            }
            value = value << 5 | UInt64(digit)
        }
        guard value <= UInt64(Int64.max) else { return nil }
        rawValue = Int64(value)
    }
}
