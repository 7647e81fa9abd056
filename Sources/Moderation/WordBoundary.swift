/// Whether a word found in a text stands there as a word, or is a part of a longer one.
///
/// The rule follows the word boundaries of UAX #29 where a script has spaces between words, and
/// goes by script where it has none:
///
/// - letters, digits and marks of alphabets must not touch the word on either side;
/// - a Hangul word must begin where a run of syllables begins, and what follows of the run must be
///   particles (`KoreanParticles`), since those are written onto the word;
/// - Katakana must not touch a Katakana word, which is mostly a loan word in a row of its own;
/// - Han, Hiragana, single Hangul letters and the scripts of South East Asia without spaces match
///   anywhere, but never in the middle of a letter and its marks;
/// - two scripts that meet make a boundary;
/// - where the word itself begins or ends with a symbol, that side is not looked at.
enum WordBoundary {
    /// Whether the bytes of `range` stand for themselves in `text` (valid UTF-8).
    static func holds(_ range: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = scalar(startingAt: range.lowerBound, in: text),
            let last = scalar(endingAt: range.upperBound, in: text)
        else { return false }
        if let before = scalar(endingAt: range.lowerBound, in: text),
            isBlocked(LetterKind(first), before: LetterKind(before))
        {
            return false
        }
        guard let after = scalar(startingAt: range.upperBound, in: text) else { return true }
        let edge = LetterKind(last)
        let neighbour = LetterKind(after)
        if edge == .syllable, neighbour == .syllable {
            return KoreanParticles.follow(at: range.upperBound, in: text)
        }
        return !isBlocked(edge, after: neighbour)
    }

    /// Whether `range` ends with no letter's marks left behind it.
    static func isOfWholeLetters(_ range: Range<Int>, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let after = scalar(startingAt: range.upperBound, in: text) else { return true }
        return LetterKind(after) != .mark
    }

    private static func isBlocked(_ edge: LetterKind, before neighbour: LetterKind) -> Bool {
        switch edge {
        case .other, .unspaced: false
        case .alphabetic, .mark: neighbour == .alphabetic || neighbour == .mark
        case .syllable, .katakana: neighbour == edge
        }
    }

    private static func isBlocked(_ edge: LetterKind, after neighbour: LetterKind) -> Bool {
        switch edge {
        case .other: false
        case .alphabetic, .mark: neighbour == .alphabetic || neighbour == .mark
        case .unspaced: neighbour == .mark
        case .syllable, .katakana: neighbour == edge || neighbour == .mark
        }
    }

    private static func scalar(
        startingAt index: Int, in text: UnsafeBufferPointer<UInt8>
    ) -> Unicode.Scalar? {
        guard index < text.count else { return nil }
        var iterator = text[index..<min(index + 4, text.count)].makeIterator()
        var decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else { return nil }
        return scalar
    }

    private static func scalar(
        endingAt index: Int, in text: UnsafeBufferPointer<UInt8>
    ) -> Unicode.Scalar? {
        guard index > 0 else { return nil }
        var start = index - 1
        while start > 0, text[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(startingAt: start, in: text)
    }
}

/// What a code point is to a word's boundary. The blocks are those of Unicode 15.
enum LetterKind {
    case alphabetic
    case mark
    /// A Hangul syllable.
    case syllable
    case katakana
    /// A letter of a script that is written without spaces between words.
    case unspaced
    /// White space, punctuation, symbols.
    case other

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x30...0x39, 0x61...0x7A, 0x41...0x5A: self = .alphabetic
        case 0..<0x80: self = .other
        case 0xAC00...0xD7A3: self = .syllable
        case 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF: self = .katakana
        default:
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .spacingMark, .enclosingMark: self = .mark
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter,
                .otherLetter, .decimalNumber, .letterNumber, .otherNumber:
                self = Self.isUnspaced(scalar.value) ? .unspaced : .alphabetic
            default: self = .other
            }
        }
    }

    private static func isUnspaced(_ value: UInt32) -> Bool {
        switch value {
        case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF: true  // Thai, Lao, Burmese, Khmer
        case 0x1100...0x11FF, 0xA960...0xA97F, 0xD7B0...0xD7FF: true  // single Hangul letters
        case 0x3005...0x3007, 0x3021...0x3029, 0x3041...0x309F, 0x3105...0x312F: true
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF: true
        case 0x1AFF0...0x1B16F, 0x20000...0x323AF: true
        default: false
        }
    }
}
