import CICU

/// What characters stand for to who reads a word at a glance.
enum LookAlike {
    /// The small Latin letters that a code point over 0x7F looks like, the first in the lowest
    /// byte; 0 where it looks like none.
    static func letters(of scalar: UInt32, _ kind: CharacterKind) -> UInt32 {
        switch kind {
        case .letter: cicu_lookalike(scalar)
        // Letters in circles and boxes; but two of the signs behind them are a flag.
        case .symbol where (0x1F150...0x1F189).contains(scalar): cicu_lookalike(scalar)
        case .symbol, .mark, .whiteSpace, .ideograph, .hangul: 0
        }
    }

    /// The letter that a figure or a sign stands for beside one; nil where it is what it is.
    /// `next` is where what follows it begins.
    @inline(__always)
    static func letter(
        of byte: UInt8, _ isBehindLetter: Bool, _ text: UnsafeBufferPointer<UInt8>, _ next: Int
    ) -> UInt8? {
        let letter: UInt8
        switch byte {
        case UInt8(ascii: "0"): letter = UInt8(ascii: "o")
        case UInt8(ascii: "1"), UInt8(ascii: "!"): letter = UInt8(ascii: "i")
        case UInt8(ascii: "3"): letter = UInt8(ascii: "e")
        case UInt8(ascii: "4"), UInt8(ascii: "@"): letter = UInt8(ascii: "a")
        case UInt8(ascii: "5"), UInt8(ascii: "$"): letter = UInt8(ascii: "s")
        case UInt8(ascii: "7"): letter = UInt8(ascii: "t")
        case UInt8(ascii: "8"): letter = UInt8(ascii: "b")
        default: return nil
        }
        return switch byte {
        // Behind a word it ends a sentence.
        case UInt8(ascii: "!"): isLetter(text, next) ? letter : nil
        // Before a word it calls somebody.
        case UInt8(ascii: "@"): isBehindLetter && isLetter(text, next) ? letter : nil
        default: isBehindLetter || isLetter(text, next) ? letter : nil
        }
    }

    private static func isLetter(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        guard at < text.count else { return false }
        if text[at] < 0x80 { return (text[at] | 0x20) &- 0x61 < 26 }
        let scalar = UTF8Text.scalar(in: text, at: at).0
        return letters(of: scalar, CharacterKind.of(scalar)) != 0
    }
}
