import CICU

extension Obfuscation {
    /// Readings of one word at most; what has more choices is read with the same choice throughout.
    static let maxReadings = 32

    /// Adds what the word that is looked at says; which readings these are, none where it says no
    /// more than it is.
    mutating func readWord(isJoined: Bool) -> Range<Int> {
        var isChanged = isJoined || word.contains { $0.hasMarks }
        let script = firstScript
        if script == .spaced {
            if foldLetters() { isChanged = true }
            switch figures() {
            case .none: break
            case .letters: isChanged = true
            case .figures: return Self.none
            }
        } else if !isListed, word.contains(where: { $0.kind != .letter }) {
            folded.removeAll()
            for index in word.indices where word[index].kind == .letter {
                folded.append(word[index])
            }
            swap(&word, &folded)
            isChanged = true
        }
        if isListed {
            if word.contains(where: { $0.kind != .letter }) { return Self.none }
        } else if word.count < (script == .spaced ? 3 : 2) || !isChanged && !isDrawnOut() {
            return Self.none
        }
        return spellOut()
    }

    /// The script of the word's first letter.
    private var firstScript: Glyph.Script {
        for index in word.indices where word[index].kind == .letter { return word[index].script }
        return .spaced
    }

    private func isDrawnOut() -> Bool {
        var run = 1
        var previous: UInt32?
        for index in word.indices {
            let glyph = word[index]
            run = glyph.scalar == previous ? run + 1 : 1
            if run >= RevealedText.drawnOut { return true }
            previous = glyph.scalar
        }
        return false
    }

    /// Puts ASCII letters in the place of those that look like them; whether there were any.
    ///
    /// A word in letters of one other script is left as it is unless all of them have a look-alike.
    private mutating func foldLetters() -> Bool {
        // Accented letters are Latin too.
        var (isMixed, hasOthers, areAllAlike) = (false, false, true)
        var accented = 0
        for index in word.indices where word[index].kind == .letter {
            let glyph = word[index]
            if glyph.scalar < 0x250 { isMixed = true }
            if glyph.scalar < 0x80 { continue }
            hasOthers = true
            if cicu_lookalike(glyph.scalar) == 0 { areAllAlike = false }
        }
        guard hasOthers else { return false }
        for index in word.indices {
            let scalar = word[index].scalar
            if scalar >= 0x80, cicu_base_letter(scalar) != 0 { accented += 1 }
        }
        let isRead = isListed || isMixed || areAllAlike
        // Accents that most letters of a word have are for show.
        let areShow = accented > 2 && accented * 2 > word.count
        var isChanged = false
        folded.removeAll()
        for index in word.indices {
            let glyph = word[index]
            var letters: UInt32 = 0
            if glyph.scalar >= 0x80 {
                if isRead, glyph.kind == .letter { letters = cicu_lookalike(glyph.scalar) }
                // So are those written with a mark of their own. Others belong to the spelling: año
                // is not ano.
                if letters == 0, !isListed, areShow || glyph.last - glyph.first > 1 {
                    letters = cicu_base_letter(glyph.scalar)
                }
            }
            if letters == 0 { folded.append(glyph) } else { isChanged = true }
            while letters != 0 {
                folded.append(Glyph(letter: letters & 0xFF, for: glyph))
                letters >>= 8
            }
        }
        swap(&word, &folded)
        return isChanged
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
    private func figures() -> Figures {
        var (digits, letters) = (0, 0)
        for index in word.indices {
            switch word[index].kind {
            case .digit: digits += 1
            case .letter: letters += 1
            case .sign, .joiner, .other, .space: break
            }
        }
        if letters == word.count { return .none }
        // Two letters are enough to go by in a long word.
        let isMostlyFigures =
            word.count < 5 ? digits * 2 > word.count : digits + 2 > word.count
        guard !isListed, letters > 0, word.count > 2, !isMostlyFigures else { return .figures }
        guard word.count == 3, digits > 0 else { return .letters }
        let isVowel = [0x30, 0x31, 0x33, 0x34].contains(word[1].scalar)
        return digits == 1 && isVowel ? .letters : .figures
    }

    /// Adds the word with a letter for each figure, in each way that figures can be read; which
    /// readings these are.
    private mutating func spellOut() -> Range<Int> {
        var (figures, count, most) = (0, 1, 1)
        for index in word.indices where word[index].kind != .letter {
            figures += 1
            let choices = max(1, Glyph.count(ofLetters: word[index].standsFor))
            count = min(count * choices, Self.maxReadings + 1)
            most = max(most, choices)
        }
        let isUniform = count > Self.maxReadings
        if isUniform { count = most }
        let first = readings.count
        for number in 0..<count {
            var rest = number
            let start = spelled.count
            spelled.append(word.indices, of: word)
            readings.append(start..<spelled.count)
            if figures == 0 { continue }
            for index in word.indices where word[index].kind != .letter {
                let glyph = word[index]
                let letters = glyph.standsFor
                if letters == 0 { continue }
                let choices = Glyph.count(ofLetters: letters)
                let letter = letters >> (8 * UInt64(rest % choices)) & 0xFF
                if !isUniform { rest /= choices }
                spelled[start + index] = Glyph(letter: UInt32(letter), for: glyph)
            }
        }
        return first..<readings.count
    }
}
