/// How text becomes a JSON string's inside: quotes, backslashes and controls escaped, RFC 8259
/// section 7, all else as it stands.
extension JSONWriter {
    mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        guard let bytes = text.baseAddress else { return }
        var at = 0
        while true {
            let end = Self.plainEnd(bytes, from: at, to: text.count)
            append(bytes + at, end - at)
            guard end < text.count else { return }
            escape(bytes[end])
            at = end + 1
        }
    }

    /// Where the next byte stands that needs an escape; `end` where none does. Eight bytes at a
    /// time: texts are most of a page.
    private static func plainEnd(
        _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int
    ) -> Int {
        var at = start
        while at + 8 <= end {
            let word = UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self)
            let found = special(UInt64(littleEndian: word))
            if found != 0 { return at + found.trailingZeroBitCount / 8 }
            at += 8
        }
        while at < end, bytes[at] >= 0x20, bytes[at] != 0x22, bytes[at] != 0x5C { at += 1 }
        return at
    }

    /// The high bit of the lowest of eight bytes that is under 0x20, a quote or a backslash. Bits
    /// above it mean nothing: a subtraction that borrows spoils them (S. E. Anderson, "Bit Twiddling
    /// Hacks", `hasless`, `haszero`).
    @inline(__always)
    private static func special(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        let control = (word &- (ones &* 0x20)) & ~word
        return (control | (quote &- ones) & ~quote | (backslash &- ones) & ~backslash)
            & (ones &* 0x80)
    }

    private mutating func escape(_ byte: UInt8) {
        append(0x5C)
        switch byte {
        case 0x22, 0x5C: append(byte)
        case 0x0A: append(0x6E)
        case 0x0D: append(0x72)
        case 0x09: append(0x74)
        default:
            plainPiece("u00")
            append(hexDigit(byte >> 4))
            append(hexDigit(byte & 15))
        }
    }

    private func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x61 + value - 10
    }
}
