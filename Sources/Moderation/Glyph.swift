import CICU

/// A code point of a text, and what it may be to a reader who looks for words.
struct Glyph {
    enum Kind: UInt8 {
        case letter
        case digit
        /// A sign that may stand for a letter: `@ $ ! |`.
        case sign
        /// What may stand between the letters of one word: `. - _ *`.
        case joiner
        /// All else that is no white space.
        case other
        case space
    }

    /// Words never go on in another of these.
    enum Script: UInt8 {
        /// All that write words apart, and figures.
        case spaced
        case hangul
        /// Kana, Han and others without spaces between words.
        case unspaced
    }

    var scalar: UInt32
    /// The code points of the body that it was written with, `first` up to but without `last`.
    var first: UInt32
    var last: UInt32
    var kind: Kind
    var script: Script
    /// It was written with combining marks, of which some may be left out by now.
    var hasMarks = false

    init(_ scalar: UInt32, _ first: UInt32, _ last: UInt32) {
        self.scalar = scalar
        self.first = first
        self.last = last
        (kind, script) = Self.nature(scalar)
    }

    init(_ scalar: UInt32, _ first: UInt32, _ last: UInt32, _ entry: CodePointTable.Entry) {
        self.scalar = scalar
        self.first = first
        self.last = last
        (kind, script) = (entry.kind, entry.script)
    }

    /// A small ASCII letter in the place of another character.
    init(letter: UInt32, for glyph: Glyph) {
        (scalar, first, last) = (letter, glyph.first, glyph.last)
        (kind, script) = (.letter, .spaced)
    }

    /// Looked up; `CodePointTable` has kept it.
    static func nature(_ scalar: UInt32) -> (Kind, Script) {
        if scalar < 0x80 { return (ascii(UInt8(scalar)), .spaced) }
        switch scalar {
        case 0xAC00...0xD7A3, 0x1100...0x11FF: return (.letter, .hangul)
        case 0x3041...0x3096, 0x309D...0x30FA, 0x30FC...0x30FF, 0x3400...0x9FFF:
            return (.letter, .unspaced)
        case 0xA2, 0xA5, 0x20AC: return (.sign, .spaced)
        case 0xB7, 0x2022, 0x2010...0x2015, 0x30FB, 0x2219, 0x22C5: return (.joiner, .spaced)
        case 0x85, 0x1680, 0x2028, 0x2029: return (.space, .spaced)
        case 0x1F150...0x1F169, 0x1F170...0x1F189, 0x1F1E6...0x1F1FF: return (.letter, .spaced)
        default:
            guard let scalar = Unicode.Scalar(scalar) else { return (.other, .spaced) }
            switch LetterKind(scalar) {
            case .alphabetic, .mark: return (.letter, .spaced)
            case .syllable: return (.letter, .hangul)
            case .katakana, .unspaced: return (.letter, .unspaced)
            case .other: return (.other, .spaced)
            }
        }
    }

    private static func ascii(_ byte: UInt8) -> Kind {
        switch byte {
        case 0x61...0x7A, 0x41...0x5A: .letter
        case 0x30...0x39: .digit
        case 0x20, 0x09...0x0D: .space
        case 0x40, 0x24, 0x21, 0x7C: .sign  // @ $ ! |
        case 0x2E, 0x2D, 0x5F, 0x7E, 0x2B, 0x3D, 0x5E, 0x23, 0x2A, 0x60: .joiner  // .-_~+=^#*`
        default: .other
        }
    }

    /// Whether a code point is a combining mark of no script of its own, which letters can do
    /// without: accents, strokes through letters, rings around them, the voice marks of kana.
    static func isLooseMark(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0..<0x300: false
        case 0x300...0x36F, 0x483...0x489, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF,
            0x3099...0x309A, 0xFE20...0xFE2F:
            true
        default: false
        }
    }

    var isASCIILetter: Bool { (0x61...0x7A).contains(scalar) }

    /// The letters that a digit or sign may stand for, the first in the lowest byte; 0 for all
    /// others.
    var standsFor: UInt64 {
        switch scalar {
        case 0x30: 0x6F  // 0: o
        case 0x31, 0x21, 0x7C: 0x6C_69  // 1 ! |: i l
        case 0x32: 0x7A  // 2: z
        case 0x33, 0x20AC: 0x65  // 3 €: e
        case 0x34, 0x40: 0x61  // 4 @: a
        case 0x35, 0x24: 0x73  // 5 $: s
        case 0x36, 0x39: 0x67  // 6 9: g
        case 0x37: 0x74  // 7: t
        case 0x38: 0x62  // 8: b
        case 0xA2: 0x63  // ¢: c
        case 0xA5: 0x79  // ¥: y
        case 0x2A: 0x75_6F_69_65_61  // *: a e i o u
        default: 0
        }
    }

    /// How many these are.
    static func count(ofLetters letters: UInt64) -> Int {
        (64 - letters.leadingZeroBitCount + 7) / 8
    }
}
