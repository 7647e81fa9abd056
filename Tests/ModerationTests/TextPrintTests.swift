import Testing

@testable import Moderation

@Suite("Copies of a text")
struct TextPrintTests {
    private func similarity(_ one: String, _ other: String) -> Double {
        TextPrint(NormalizedText(one), isExact: false).similarity(to: other)
    }

    private func sharesKey(_ one: String, _ other: String) -> Bool {
        let keys = Set(TextPrint(NormalizedText(one), isExact: false).bandKeys(in: 0))
        return !keys.isDisjoint(
            with: TextPrint(NormalizedText(other), isExact: false).bandKeys(in: 0))
    }

    @Test("Capitals, full width, unseen characters and white space make no difference")
    func normalizes() {
        #expect(similarity("Buy  now\n", "ｂｕｙ n\u{200B}OW") == 1)
        let (one, other) = (
            TextPrint(NormalizedText(" A\tb"), isExact: true),
            TextPrint(NormalizedText("a B"), isExact: true)
        )
        #expect(one.similarity(to: "a B") == 1)
        #expect(one.exactKey(in: 7) == other.exactKey(in: 7))
        #expect(one.exactKey(in: 7) != other.exactKey(in: 8))
        #expect(one.similarity(to: "a c") == 0)
    }

    @Test("Similarity is the share of runs of four code points that both texts have")
    func counts() {
        // abcd bcde | abcd bcdf
        #expect(similarity("abcde", "abcdf") == 1.0 / 3)
        // 한국어는 국어는어 | 한국어는 국어는요
        #expect(similarity("한국어는어", "한국어는요") == 1.0 / 3)
        #expect(similarity("abc", "abd") == 0)
        #expect(similarity("abc", "abc") == 1)
        // The same runs, but not the same text.
        #expect(similarity("aaaaa", "aaaaaa") == TextPrint.mostUnequal)
    }

    @Test("Keys are what they were: they are stored")
    func golden() {
        let print = TextPrint(NormalizedText("The talks took four years."), isExact: false)
        #expect(print.exactKey(in: 0) == Self.exactKey)
        #expect(Array(print.bandKeys(in: 42).prefix(2)) == Self.bandKeys)
        #expect(print.bandKeys(in: 42).count == TextPrint.bands)
        #expect(Set(print.bandKeys(in: 42)).isDisjoint(with: print.bandKeys(in: 43)))
    }

    private static let exactKey: Int64 = -2_652_743_052_007_243_153
    private static let bandKeys: [Int64] = [-4_415_410_411_318_150_814, 3_534_763_169_793_401_987]

    private static let words = Array(
        """
        the a of to and in that it is was for on with as be at by this have from or one had not but
        what all were when we there can an your which their said if do will each about how up out
        them then she many some so these would other into has more her two like him see time could
        no make than first been its who now people my made over did down only way find use may water
        long little very after words called just where most know government minister treaty budget
        election newspaper article comment opinion evidence history island parliament negotiation
        """.split(whereSeparator: \.isWhitespace))

    private func text(words count: Int, _ dice: inout SeededDice) -> [Substring] {
        (0..<count).map { _ in Self.words[dice.below(Self.words.count)] }
    }

    @Test("Small edits leave a text alike, and its keys in common; other texts are neither")
    func property() {
        var dice = SeededDice(state: 1)
        var found = 0
        for _ in 0..<300 {
            let words = text(words: 30 + dice.below(60), &dice)
            var edited = words
            // One word in thirty is another one, or goes, or two change places.
            for _ in 0..<max(1, words.count / 30) {
                let at = dice.below(edited.count - 1)
                switch dice.below(3) {
                case 0: edited[at] = Self.words[dice.below(Self.words.count)]
                case 1: edited.remove(at: at)
                default: edited.swapAt(at, at + 1)
                }
            }
            let (one, other) = (words.joined(separator: " "), edited.joined(separator: " "))
            #expect(similarity(one, other) >= 0.7)
            if sharesKey(one, other) { found += 1 }
            let stranger = text(words: words.count, &dice).joined(separator: " ")
            #expect(similarity(one, stranger) < 0.6)
        }
        #expect(found >= 298)
    }
}

/// SplitMix64: the same throws each time.
private struct SeededDice {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) >> 33) % bound
    }
}
