import CText
import JSONValues

/// Reads JSON objects, and arrays, in which nothing is out of the ordinary, several times as fast
/// as a parser of all JSON: for commands, and for files of millions of lines. Of all else, and of
/// what is wrong, it says nothing; `StrictJSON` then tells what it is. What it does read is what
/// `StrictJSON` makes of the same bytes, member for member.
package struct PlainJSON {
    /// An object with more members is left to others, as are numbers of more digits.
    private static let maxMembers = 48
    private static let maxDigits = 18

    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0
    private var depth = 0

    /// The object or the array; nil where it is not as simple as that, or no JSON.
    package static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> JSONValue? {
        var reader = PlainJSON(bytes: bytes)
        guard let first = reader.significant(), first == 0x7B || first == 0x5B,
            let value = reader.value(), reader.significant() == nil
        else { return nil }
        return value
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// The next byte that is no white space, which stays; nil at the end.
    private mutating func significant() -> UInt8? {
        while at < bytes.count {
            switch bytes[at] {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            case let byte: return byte
            }
        }
        return nil
    }

    private mutating func takes(_ byte: UInt8) -> Bool {
        guard significant() == byte else { return false }
        at += 1
        return true
    }

    private mutating func value() -> JSONValue? {
        guard let first = significant() else { return nil }
        switch first {
        case 0x22:
            at += 1
            return text().map { .string($0) }
        case 0x7B: return nested { $0.object() }
        case 0x5B: return nested { $0.array() }
        case 0x74: return word("true", .bool(true))
        case 0x66: return word("false", .bool(false))
        case 0x6E: return word("null", .null)
        case 0x2D, 0x30...0x39: return integer()
        default: return nil
        }
    }

    private mutating func nested(_ read: (inout PlainJSON) -> JSONValue?) -> JSONValue? {
        at += 1
        depth += 1
        defer { depth -= 1 }
        return depth > StrictJSON.maxDepth ? nil : read(&self)
    }

    private mutating func object() -> JSONValue? {
        var members: [JSONObject.Member] = []
        members.reserveCapacity(12)
        if takes(0x7D) { return .object(JSONObject()) }
        repeat {
            guard members.count < Self.maxMembers, takes(0x22), let name = text(),
                members.place(of: name) == nil, takes(0x3A),
                let value = value()
            else { return nil }
            members.append(.init(name, value))
        } while takes(0x2C)
        return takes(0x7D) ? .object(JSONObject(members)) : nil
    }

    private mutating func array() -> JSONValue? {
        var elements: [JSONValue] = []
        if takes(0x5D) { return .array(elements) }
        repeat {
            guard let value = value() else { return nil }
            elements.append(value)
        } while takes(0x2C)
        return takes(0x5D) ? .array(elements) : nil
    }

    private mutating func word(_ text: StaticString, _ value: JSONValue) -> JSONValue? {
        let end = at + text.utf8CodeUnitCount
        guard end <= bytes.count,
            UnsafeBufferPointer(rebasing: bytes[at..<end]).elementsEqual(
                UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        else { return nil }
        at = end
        return value
    }

    /// Whole numbers without exponents. What stands behind one is seen by whoever asked for it.
    private mutating func integer() -> JSONValue? {
        let isNegative = bytes[at] == 0x2D
        if isNegative { at += 1 }
        let start = at
        var number = 0
        while at < bytes.count, (0x30...0x39).contains(bytes[at]), at - start < Self.maxDigits {
            number = number * 10 + Int(bytes[at] - 0x30)
            at += 1
        }
        let hasLeadingZero = at - start > 1 && bytes[start] == 0x30
        guard at > start, !hasLeadingZero, !(isNegative && number == 0) else { return nil }
        return .integer(isNegative ? -number : number)
    }
}

/// Strings.
extension PlainJSON {
    /// Passes over what stands in a string as it is.
    private mutating func passPlain() {
        guard let start = bytes.baseAddress else { return }
        at += ctext_plain_json(start + at, bytes.count - at)
    }

    /// The text behind an opening quote, through the closing one.
    private mutating func text() -> String? {
        let start = at
        passPlain()
        guard at < bytes.count else { return nil }
        if bytes[at] == 0x5C { return escapedText(from: start) }
        guard bytes[at] == 0x22 else { return nil }
        at += 1
        return Self.valid(UnsafeBufferPointer(rebasing: bytes[start..<at - 1]))
    }

    /// To decode and compare takes a third of the time of `String(validating:)`.
    private static func valid(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        var text = String(decoding: bytes, as: UTF8.self)
        let isWhole = text.withUTF8 {
            $0.count == bytes.count && ctext_equal($0.baseAddress, bytes.baseAddress, bytes.count)
        }
        return isWhole ? text : nil
    }

    /// As above for a text of which all up to here has no escapes.
    private mutating func escapedText(from start: Int) -> String? {
        var text: [UInt8] = []
        text.reserveCapacity((at - start) * 2 + 64)
        var copied = start
        while at < bytes.count {
            text += bytes[copied..<at]
            let byte = bytes[at]
            at += 1
            if byte == 0x22 { return text.withUnsafeBufferPointer(Self.valid) }
            guard byte == 0x5C, escape(to: &text) else { return nil }
            copied = at
            passPlain()
        }
        return nil
    }

    /// What stands behind a backslash.
    private mutating func escape(to text: inout [UInt8]) -> Bool {
        guard at < bytes.count else { return false }
        let byte = bytes[at]
        at += 1
        switch byte {
        case 0x22, 0x5C, 0x2F: text.append(byte)
        case 0x62: text.append(0x08)
        case 0x66: text.append(0x0C)
        case 0x6E: text.append(0x0A)
        case 0x72: text.append(0x0D)
        case 0x74: text.append(0x09)
        case 0x75:
            guard let scalar = escapedScalar(), scalar.value != 0 else { return false }
            UTF8.encode(scalar).map { text += $0 }
        default: return false
        }
        return true
    }

    /// The scalar of four digits, or of two times four that are a pair of surrogates.
    private mutating func escapedScalar() -> Unicode.Scalar? {
        guard let first = fourDigits() else { return nil }
        guard 0xD800..<0xDC00 ~= first else { return Unicode.Scalar(first) }
        guard at + 2 <= bytes.count, bytes[at] == 0x5C, bytes[at + 1] == 0x75 else { return nil }
        at += 2
        guard let second = fourDigits(), 0xDC00..<0xE000 ~= second else { return nil }
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func fourDigits() -> UInt32? {
        guard at + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[at..<at + 4] {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46, 0x61...0x66: digit = (byte & 0xDF) - 0x37
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        at += 4
        return value
    }
}
