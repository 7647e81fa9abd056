/// What a code point is to whoever searches, after folding.
enum SearchCharacter: UInt8 {
    /// Between words.
    case separator
    /// A letter or digit of a script that puts something between words.
    case letter
    /// A character of a script that puts nothing between words, or puts endings to them: Han, kana,
    /// Hangul, Thai and their like. Any of them may begin what somebody looks for.
    case unspaced

    /// Code points below it are in the table: nearly all that are not unspaced.
    private static let tableSize = 0x3000

    private static let table: [UInt8] = (0..<UInt32(tableSize)).map { lookUp($0).rawValue }

    static func of(_ scalar: UInt32) -> SearchCharacter {
        if scalar < 0x80 {
            return isASCIILetter(UInt8(truncatingIfNeeded: scalar)) ? .letter : .separator
        }
        if scalar < tableSize {
            return SearchCharacter(rawValue: table[Int(scalar)]) ?? .separator
        }
        return lookUp(scalar)
    }

    /// Whether a byte of UTF-8 is one of ASCII's letters or digits.
    @inline(__always)
    static func isASCIILetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
    }

    private static func lookUp(_ scalar: UInt32) -> SearchCharacter {
        guard let known = Unicode.Scalar(scalar) else { return .separator }
        switch known.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .decimalNumber, .letterNumber, .otherNumber:
            return isUnspaced(scalar) ? .unspaced : .letter
        default: return .separator
        }
    }

    private static func isUnspaced(_ scalar: UInt32) -> Bool {
        switch scalar {
        // Thai and Lao, Myanmar, Hangul letters, Khmer.
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1100...0x11FF, 0x1780...0x17FF: true
        // Radicals, kana, Bopomofo, Han, Yi, Hangul.
        case 0x2E80...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7FF, 0xF900...0xFAFF: true
        case 0x1AFF0...0x1B16F, 0x20000...0x3FFFF: true
        default: false
        }
    }
}
