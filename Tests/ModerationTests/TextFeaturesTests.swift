import Testing

@testable import Moderation

@Suite("The features of a text")
struct TextFeaturesTests {
    private func features(_ text: String) -> TextFeatures { TextFeatures(of: Array(text.utf8)) }

    /// The pieces as they stand in a text.
    private func pieces(_ text: String) -> [String] {
        struct Collector: PieceSink {
            var ranges: [Range<Int>] = []
            mutating func take(_ index: UInt32, _ start: Int, _ end: Int) {
                ranges.append(start..<end)
            }
        }
        let bytes = Array(text.utf8)
        var reader = TextPieces(sink: Collector())
        bytes.withUnsafeBufferPointer { reader.read($0) }
        return reader.sink.ranges.map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test("Words, pairs of words, and runs of two to four letters with the edges of a word")
    func spelled() {
        // Of " ab " and " c ", whose edges are no bytes: two words, their pair, six runs and three.
        let expected = ["a", "ab", "ab", "ab", "ab", "ab", "ab c", "b", "c", "c", "c", "c"]
        #expect(pieces("ab c").sorted() == expected)
        #expect(pieces("a,b").filter { $0 == "a,b" }.count == 4)
        #expect(pieces(" \n\t").isEmpty && pieces("").isEmpty)
    }

    @Test("One sign of Han, kana or a picture is a feature")
    func whole() {
        #expect(pieces("愛x").filter { $0 == "愛" }.count == 2)
        #expect(pieces("かな").contains("か"))
        #expect(pieces("🔥").contains("🔥"))
        #expect(features("好 a").indices.contains { features("好 b").indices.contains($0) })
    }

    @Test("Hangul that differs by one letter shares features, and equal syllables share one")
    func hangul() {
        func common(_ one: String, _ other: String) -> Int {
            Set(features(one).indices).intersection(features(other).indices).count
        }
        #expect(common("감", "갑") >= 3)
        #expect(common("감", "돌") == 0)
        #expect(common("바보", "보") > common("바보", "부"))
    }

    @Test(
        "What is disguised has the features of what it says",
        arguments: [
            ("free money", "frее mоnеу"), ("free money", "fr33 m0n3y"), ("cheap", "ch3\u{336}4p"),
            ("watches", "w@tche$"), ("win", "w!n"), ("shit", "𝓼𝓱𝓲𝓽"), ("free", "🅵🆁🅴🅴"),
            ("burn", "burn\u{336}"), ("spam sites", "5pam s1te5"),
        ])
    func disguised(_ text: String, _ disguise: String) {
        let seen = TextFeatures(of: NormalizedText(disguise).bytes)
        #expect(seen == features(text), "\(disguise)")
    }

    @Test(
        "Numbers, calls and ends of sentences are what they are",
        arguments: ["1000 at 7:30", "@ann, look", "win! now", "🇰🇷 3", "été à 5", "바보 3개", "(4)"])
    func asWritten(_ text: String) {
        Array(text.utf8).withUnsafeBufferPointer { text in
            for at in text.indices where text[at] < 0x41 {
                let isBehind = at > 0 && text[at - 1] &- 0x61 < 26
                #expect(LookAlike.letter(of: text[at], isBehind, text, at + 1) == nil, "\(at)")
            }
        }
    }

    @Test("Each once, ascending, whatever the order of equal words")
    func set() {
        let one = features("free money free money")
        #expect(zip(one.indices, one.indices.dropFirst()).allSatisfy { $0 < $1 })
        #expect(features("free free free") != features("free"))
        #expect(features("free free free") == features("free free"))
    }

    @Test("Short words and their neighbours get indices of their own")
    func collisions() {
        var seen: Set<UInt32> = []
        var count = 0
        for first in 0x61...0x7A {
            for second in 0x61...0x7A {
                let word = [UInt8(first), UInt8(second)]
                // The word itself, in the words' half.
                seen.formUnion(TextFeatures(of: word).indices.filter { $0 < 1 << 17 })
                count += 1
            }
        }
        #expect(count - seen.count <= 6)
    }

    @Test(
        "Hostile text has bounded features",
        arguments: ["a", "\u{301}", "가", "愛", "\u{200D}", ".", " ", "🔥"])
    func hostile(_ piece: String) {
        let text = String(repeating: piece, count: 10_000 / piece.utf8.count)
        let found = features(text)
        #expect(found.count <= 40)
        #expect(found.stored.count <= 1 + 3 * found.count)
    }

    @Test("Of many features the first by index are kept, and only so many bytes are read")
    func limits() {
        var state: UInt64 = 7
        let noise = (0..<100_000).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(0x21 + (state >> 40) % 94)
        }
        let found = TextFeatures(of: noise)
        #expect(found.count == TextFeatures.mostFeatures)
        #expect(found == TextFeatures(of: Array(noise.prefix(TextFeatures.mostBytes))))
        #expect(TextFeatures(stored: found.stored) == found)
    }

    @Test("Bytes that are not UTF-8 are read as they are")
    func broken() {
        for bytes: [UInt8] in [
            [0xFF], [0xE2, 0x82], [0xC0, 0x80], [0xF4, 0x90, 0x80, 0x80, 0x41],
        ] {
            #expect(TextFeatures(of: bytes).count > 0)
        }
    }

    @Test("What is stored is read back; anything else is refused")
    func stored() {
        for text in ["", "a", "Great channel, 좋아요 好", "x y z"] {
            #expect(TextFeatures(stored: features(text).stored) == features(text))
        }
        let bytes = features("subscribe").stored
        #expect(TextFeatures(stored: []) == nil)
        #expect(TextFeatures(stored: [2] + bytes.dropFirst()) == nil)
        #expect(TextFeatures(stored: bytes + [0]) == nil)
        #expect(TextFeatures(stored: bytes + [0x80]) == nil)
        #expect(TextFeatures(stored: bytes + [0x81, 0x00]) == nil)
        #expect(TextFeatures(stored: bytes + [0xFF, 0xFF, 0xFF, 0x7F]) == nil)
        #expect(TextFeatures(stored: [1] + [UInt8](repeating: 1, count: 4097)) == nil)
    }
}
