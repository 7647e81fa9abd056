import CText

/// How text becomes a JSON string's inside: quotes, backslashes and controls escaped, RFC 8259
/// section 7, all else as it stands.
extension JSONWriter {
    /// Up to the next byte to be escaped, texts are copied as they are looked at: they are most of
    /// a page.
    mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        guard let bytes = text.baseAddress else { return }
        var at = 0
        while true {
            let place = room(for: text.count - at + CTEXT_SLACK)
            let plain = ctext_copy_json(bytes + at, place, text.count - at)
            setEnd(place + plain)
            at += plain
            guard at < text.count else { return }
            escape(bytes[at])
            at += 1
        }
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
