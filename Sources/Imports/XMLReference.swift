import CXML

/// An ampersand with what stands behind it as far as it may be a reference, put right where it is
/// clear what is meant.
struct XMLReference {
    /// `&` and the letters and digits behind it, one `#` before them included.
    private let held: [UInt8]
    /// Whether a semicolon stands behind them.
    private let isEnded: Bool

    /// The longest that is looked at: `&#x10FFFF` with some zeros.
    static let maxBytes = 16

    init(_ held: [UInt8], isEnded: Bool) {
        self.held = held
        self.isEnded = isEnded
    }

    /// Whether a byte may stand at a place of a reference.
    static func mayHold(_ byte: UInt8, at place: Int) -> Bool {
        if byte == 0x23 { return place == 1 }
        return byte >= 0x30 && byte <= 0x39 || (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A
    }

    /// What stands for it in XML, and what was put right; what has no clear meaning stays, for the
    /// parser to refuse.
    var written: (bytes: [UInt8], repair: String?) {
        let name = held.dropFirst()
        let whole = isEnded ? held + [0x3B] : held
        if name.first == 0x23, name.count > 1 {
            return isEnded && Self.isControl(name.dropFirst())
                ? ([], "control characters") : (whole, nil)
        }
        let text = String(decoding: name, as: UTF8.self)
        if isEnded, !text.isEmpty {
            // XML has five of its own; all others that everybody knows are HTML's.
            if ["amp", "lt", "gt", "quot", "apos"].contains(text) { return (whole, nil) }
            let value = cxml_entity(text)
            guard value > 0 else { return (whole, nil) }
            return (Array("&#\(value);".utf8), "entities of HTML")
        }
        return Self.mayBeginText(text)
            ? (Array("&amp;".utf8) + whole.dropFirst(), "ampersands that begin nothing")
            : (whole, nil)
    }

    /// Whether no reader takes an ampersand before this for a reference. Browsers take the names
    /// of characters up to U+00FF also without a semicolon, whatever stands behind them (HTML,
    /// 13.2.5.73).
    private static func mayBeginText(_ name: String) -> Bool {
        !name.indices.contains { end in
            let value = cxml_entity(String(name[...end]))
            return value > 0 && value <= 0xFF
        }
    }

    /// Whether a reference's number is of a control character, which XML has no way to write.
    private static func isControl(_ digits: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: digits, as: UTF8.self)
        let isHexadecimal = text.utf8.first.map { $0 | 0x20 == 0x78 } ?? false
        let value =
            isHexadecimal ? UInt32(text.dropFirst(), radix: 16) : UInt32(text, radix: 10)
        guard let value else { return false }
        return value < 0x20 && value != 0x09 && value != 0x0A && value != 0x0D
    }
}
