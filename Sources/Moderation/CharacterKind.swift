/// What a code point is to whoever cuts a text into words; coarse, and without tables.
enum CharacterKind {
    case whiteSpace
    /// Punctuation and controls: between words, not of them.
    case mark
    /// Pictures and signs, each a word of its own.
    case symbol
    /// A letter or digit of a script that spells.
    case letter
    /// Han and kana.
    case ideograph
    /// A Hangul syllable.
    case hangul

    @inline(__always)
    static func of(ascii byte: UInt8) -> CharacterKind {
        if byte == 0x20 || byte &- 0x09 < 5 { return .whiteSpace }
        if (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F { return .letter }
        return .mark
    }

    static func of(any scalar: UInt32) -> CharacterKind {
        scalar < 0x80 ? of(ascii: UInt8(scalar)) : of(scalar)
    }

    /// Of a code point over 0x7F.
    static func of(_ scalar: UInt32) -> CharacterKind {
        switch scalar {
        case 0xAC00...0xD7A3: .hangul
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            .whiteSpace
        case 0x80...0xA9, 0xAB...0xB1, 0xB4, 0xB6...0xB8, 0xBB, 0xBF, 0xD7, 0xF7,
            0x2010...0x205E, 0x3001...0x3004, 0x3008...0x3020, 0x3030, 0xFF01...0xFF0F,
            0xFF1A...0xFF20:
            .mark
        case 0x2100...0x2BFF, 0x1F000...0x1FAFF: .symbol
        case 0x2E80...0x312F, 0x31A0...0xA4CF, 0xF900...0xFAFF, 0x20000...0x3FFFF: .ideograph
        default: .letter
        }
    }
}

/// UTF-8, read leniently.
enum UTF8Text {
    /// The code point that starts here, and its length.
    static func any(in text: UnsafeBufferPointer<UInt8>, at: Int) -> (UInt32, Int) {
        text[at] < 0x80 ? (UInt32(text[at]), 1) : scalar(in: text, at: at)
    }

    /// The code point that starts here with a byte over 0x7F, and its length; a byte that starts
    /// none stands for itself.
    @inline(__always)
    static func scalar(in text: UnsafeBufferPointer<UInt8>, at: Int) -> (UInt32, Int) {
        let first = UInt32(text[at])
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, at + length <= text.count else { return (first, 1) }
        var value = first & (0x7F >> UInt32(length))
        for next in at + 1..<at + length {
            guard text[next] & 0xC0 == 0x80 else { return (first, 1) }
            value = value << 6 | UInt32(text[next] & 0x3F)
        }
        return (value, length)
    }
}
