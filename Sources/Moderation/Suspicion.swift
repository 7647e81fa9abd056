/// Whether anything at all may be hidden in a text: one cheap look at every byte, for most texts
/// hide nothing.
enum Suspicion {
    private enum Class: UInt8 {
        // The order matters: what a word may be made of comes first.
        case letter
        case figure
        /// `!` and `|`, which end sentences and lie between columns.
        case bang
        case space
        /// An apostrophe: it stands within words of its own right.
        case apostrophe
        case other
    }

    /// True where `Obfuscation` is worth while; false only where it would find nothing.
    static func arises(in text: NormalizedText) -> Bool {
        text.bytes.withUnsafeBufferPointer { arises(in: $0) } || text.wasComposed
    }

    private static func arises(in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        classes.withUnsafeBufferPointer { classes in
            suspicious.withUnsafeBufferPointer { suspicious in
                arises(in: bytes, classes, suspicious)
            }
        }
    }

    private static func arises(
        in bytes: UnsafeBufferPointer<UInt8>, _ classes: UnsafeBufferPointer<UInt8>,
        _ suspicious: UnsafeBufferPointer<Bool>
    ) -> Bool {
        var history = Int(Class.space.rawValue)
        var chunk = Chunk()
        var last: UInt32 = 0
        var beforeLast: UInt32 = 0
        var at = 0
        while at < bytes.count {
            var scalar = UInt32(bytes[at])
            var current = classes[Int(scalar & 0x7F)]
            if scalar < 0x80 {
                at += 1
            } else {
                guard let (value, kind) = calm(bytes, at) else { return true }
                scalar = value
                current = kind.rawValue
                at += value < 0x800 ? 2 : 3
            }
            history = (history << 3 | Int(current)) & 0x1FF
            if suspicious[history] { return true }
            if current <= Class.figure.rawValue {
                if scalar == last, scalar == beforeLast, current == Class.letter.rawValue {
                    return true
                }
                chunk.take(scalar)
                if chunk.accents > 2 { return true }
            } else if current == Class.space.rawValue, chunk.endsRow() {
                return true
            }
            beforeLast = last
            last = scalar
        }
        return chunk.endsRow()
    }

    /// Counts single characters in a row.
    private struct Chunk {
        private var units = 0
        /// Accented letters among them.
        private(set) var accents = 0
        /// Of a script whose words may have two characters.
        private var isWide = false
        private var singles = 0
        private var wasWide = false

        mutating func take(_ scalar: UInt32) {
            units += 1
            isWide = scalar > 0x3000
            if scalar >= 0x80, !isWide { accents += 1 }
        }

        /// Whether the chunk that ends here is the last of a row that may be one word.
        mutating func endsRow() -> Bool {
            defer { (units, accents) = (0, 0) }
            // Punctuation alone leaves the row as it is.
            guard units == 1 else {
                if units > 1 { singles = 0 }
                return false
            }
            singles += 1
            defer { wasWide = isWide }
            return singles >= 3 || (singles == 2 && isWide && wasWide)
        }
    }

    /// For the classes of three characters in a row, three bits each: whether a word that looks
    /// like something else may end, or go on, with the last of them.
    private static let suspicious: [Bool] = (0..<512).map { history in
        let isUnit = { (value: Int) in value <= Class.bang.rawValue }
        let (first, second, third) = (history >> 6, history >> 3 & 7, history & 7)
        let letter = Int(Class.letter.rawValue)
        if second == letter, third == Int(Class.figure.rawValue) { return true }
        if third == letter, second != letter, isUnit(second) { return true }
        if second == Int(Class.bang.rawValue), isUnit(third) { return true }
        return second == Int(Class.other.rawValue) && isUnit(first) && isUnit(third)
    }

    /// The code point, of two or three bytes, and its class where nothing can be hidden in it; nil
    /// where it must be looked at.
    private static func calm(
        _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int
    ) -> (UInt32, Class)? {
        let lead = bytes[at]
        guard at + 1 < bytes.count else { return nil }
        let second = UInt32(bytes[at + 1] & 0x3F)
        if lead < 0xE0 {
            let value = UInt32(lead & 0x1F) << 6 | second
            // Accented letters as keyboards have them, but not the signs before them.
            return (0xDF...0x17F).contains(value) && value != 0xF7 ? (value, .letter) : nil
        }
        guard lead < 0xF0, at + 2 < bytes.count else { return nil }
        let value = UInt32(lead & 0x0F) << 12 | second << 6 | UInt32(bytes[at + 2] & 0x3F)
        switch value {
        case 0x2018...0x2019: return (value, .apostrophe)
        case 0x2010...0x2017, 0x201A...0x2027, 0x3001...0x303F: return (value, .other)
        case 0x3041...0x3096, 0x309D...0x30FA, 0x30FC...0x30FF, 0x3400...0x9FFF,
            0xAC00...0xD7A3:
            return (value, .letter)
        default: return nil
        }
    }

    private static let classes: [UInt8] = (0..<0x80).map { value -> Class in
        switch Glyph(UInt32(value), 0, 0).kind {
        case .letter: .letter
        case .digit: .figure
        case .sign: value == 0x21 || value == 0x7C ? .bang : .figure
        case .space: .space
        case .joiner, .other: value == 0x27 ? .apostrophe : .other
        }
    }.map(\.rawValue)
}
