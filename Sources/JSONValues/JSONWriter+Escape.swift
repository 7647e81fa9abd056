/// How text becomes a JSON string's inside: quotes, backslashes and controls escaped, RFC 8259
/// section 7, all else as it stands.
extension JSONWriter {
    /// Eight bytes at a time, each eight put in their place before they are looked at: texts are
    /// most of a page.
    mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        guard let bytes = text.baseAddress else { return }
        let end = text.count
        var at = 0
        var place = room(for: end + 8)
        while at + 8 <= end {
            let word = UnsafeRawPointer(bytes + at).loadUnaligned(as: UInt64.self)
            UnsafeMutableRawPointer(place).storeBytes(of: word, as: UInt64.self)
            let found = Self.special(UInt64(littleEndian: word))
            let plain = found == 0 ? 8 : found.trailingZeroBitCount / 8
            at += plain
            place += plain
            if found != 0 {
                setEnd(place)
                escape(bytes[at])
                at += 1
                place = room(for: end - at + 8)
            }
        }
        while at < end {
            let byte = bytes[at]
            at += 1
            if byte >= 0x20, byte != 0x22, byte != 0x5C {
                place.pointee = byte
                place += 1
            } else {
                setEnd(place)
                escape(byte)
                place = room(for: end - at + 8)
            }
        }
        setEnd(place)
    }

    /// The high bit of the lowest of eight bytes that is under 0x20, a quote or a backslash. Bits
    /// above it mean nothing: a subtraction that borrows spoils them (S. E. Anderson, "Bit
    /// Twiddling Hacks", `hasless`, `haszero`).
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
