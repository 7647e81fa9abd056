import CICU

extension Obfuscation {
    /// Readings of one word at most; what has more choices is read with the same choice throughout.
    static let maxReadings = 32

    /// What the units of a word say; empty where they say no more than they are.
    func readings(_ units: [Int], isJoined: Bool) -> [[Glyph]] {
        var word = units.map { glyphs[$0] }
        var isChanged = isJoined || word.contains(where: \.hasMarks)
        let script = word.first(where: { $0.kind == .letter })?.script ?? .spaced
        if script == .spaced {
            if foldLetters(&word) { isChanged = true }
            switch figures(word) {
            case .none: break
            case .letters: isChanged = true
            case .figures: return []
            }
        } else if !isListed, word.contains(where: { $0.kind != .letter }) {
            word.removeAll { $0.kind != .letter }
            isChanged = true
        }
        if isListed { return word.contains { $0.kind != .letter } ? [] : [word] }
        guard word.count >= (script == .spaced ? 3 : 2), isChanged || isDrawnOut(word) else {
            return []
        }
        return Self.spelledOut(word)
    }

    private func isDrawnOut(_ word: [Glyph]) -> Bool {
        var run = 1
        for (left, right) in zip(word, word.dropFirst()) {
            run = left.scalar == right.scalar ? run + 1 : 1
            if run >= RevealedText.drawnOut { return true }
        }
        return false
    }

    /// Puts ASCII letters in the place of those that look like them; whether there were any.
    ///
    /// A word in letters of one other script is left as it is unless all of them have a look-alike.
    private func foldLetters(_ word: inout [Glyph]) -> Bool {
        guard word.contains(where: { $0.scalar >= 0x80 && $0.kind == .letter }) else {
            return false
        }
        // Accented letters are Latin too.
        let isMixed = word.contains { $0.kind == .letter && $0.scalar < 0x250 }
        let lookalikes = word.map { glyph in
            glyph.kind == .letter && glyph.scalar >= 0x80 ? cicu_lookalike(glyph.scalar) : 0
        }
        let areAllAlike = zip(word, lookalikes).allSatisfy {
            $0.kind != .letter || $0.scalar < 0x80 || $1 != 0
        }
        let isRead = isListed || isMixed || areAllAlike
        let accents = accents(word)
        var folded: [Glyph] = []
        var isChanged = false
        for (index, glyph) in word.enumerated() {
            var letters = isRead ? lookalikes[index] : 0
            if letters == 0, accents.contains(index) { letters = cicu_base_letter(glyph.scalar) }
            if letters == 0 { folded.append(glyph) } else { isChanged = true }
            while letters != 0 {
                folded.append(Glyph(letters & 0xFF, glyph.first, glyph.last))
                letters >>= 8
            }
        }
        word = folded
        return isChanged
    }

    /// Which letters carry their accents for show: those written with a combining mark, or all
    /// where most letters of a word have one. Others belong to the spelling: año is not ano.
    private func accents(_ word: [Glyph]) -> Set<Int> {
        guard !isListed else { return [] }
        let accented = word.indices.filter {
            word[$0].scalar >= 0x80 && cicu_base_letter(word[$0].scalar) != 0
        }
        let areShow = accented.count > 2 && accented.count * 2 > word.count
        return Set(accented.filter { areShow || word[$0].last - word[$0].first > 1 })
    }

    private enum Figures {
        case none
        /// They stand for letters.
        case letters
        /// They are figures, and the word is a quantity, a model or a number.
        case figures
    }

    /// What digits and signs in a word are: `201a` is more number than word. Three letters are
    /// too few to go by, so that only a vowel between two letters or a sign counts in them (`s3x`
    /// and `a$$`, not `a55` and `a5s`, which are telephones).
    private func figures(_ word: [Glyph]) -> Figures {
        let digits = word.indices.filter { word[$0].kind == .digit }
        if digits.isEmpty, !word.contains(where: { $0.kind != .letter }) { return .none }
        // Two letters are enough to go by in a long word.
        let isMostlyFigures =
            word.count < 5 ? digits.count * 2 > word.count : digits.count + 2 > word.count
        guard !isListed, word.contains(where: { $0.kind == .letter }), word.count > 2,
            !isMostlyFigures
        else { return .figures }
        guard word.count == 3, let first = digits.first else { return .letters }
        let isVowel = [0x30, 0x31, 0x33, 0x34].contains(word[first].scalar)
        return digits == [1] && isVowel ? .letters : .figures
    }

    /// The word with a letter for each figure, in each way that figures can be read.
    private static func spelledOut(_ word: [Glyph]) -> [[Glyph]] {
        let choices = word.map { $0.kind == .letter ? 1 : max(1, $0.standsFor.utf8CodeUnitCount) }
        var count = 1
        for choice in choices { count = min(count * choice, maxReadings + 1) }
        let isUniform = count > maxReadings
        if isUniform { count = choices.max() ?? 1 }
        return (0..<count).map { number in
            var rest = number
            return zip(word, choices).map { glyph, choice in
                let letters = glyph.standsFor
                guard glyph.kind != .letter, letters.utf8CodeUnitCount > 0 else { return glyph }
                let chosen = rest % choice
                if !isUniform { rest /= choice }
                return Glyph(UInt32(letters.utf8Start[chosen]), glyph.first, glyph.last)
            }
        }
    }
}
