import Discussion
import Testing

@testable import Moderation

@Suite("Obfuscated words in any text")
struct ObfuscationPropertyTests {
    /// What texts are made of: letters of many scripts, marks, figures, separators, references.
    private static let pieces = [
        "f", "r", "e", "free", "ass", "a", "i", "u", "1", "3", "0", "$", "@", "!", "*", "|", ".",
        "-", "_", " ", "  ", "\n", "\t", "&", "#", ";", "&#101;", "&#x65", "&amp;", "&#xD800;",
        "&#99999999999;", "&eacute;", "\u{301}", "\u{336}", "\u{200B}", "\u{AD}", "е", "ѕ", "ꜰ",
        "🅵", "🇫", "é", "ŕ", "ß", "ﷺ", "ﬁ", "İ", "한", "글", "씨", "발", "ᄉ", "ㅣ", "バ", "カ",
        "ー", "死", "ね", "・", "ก", "ำ", "अ", "ि", "א", "ا", "😀", "👍🏽", "'", "’", "…", "—", "/", "://",
        "www.", "x@y.z", "\u{2028}", "\u{85}", "\u{FFFD}", "\u{10FFFF}", "\u{0}", "æ", "ĳ", "ƒ",
        "\u{202E}", "\u{202C}", "eerf",
    ]

    private func body(_ random: inout SplitMix64) -> String { Self.body(&random, upTo: 40) }

    /// A text of fewer than so many pieces.
    static func body(_ random: inout SplitMix64, upTo most: Int) -> String {
        let count = Int.random(in: 0..<most, using: &random)
        return (0..<count).reduce(into: "") { body, _ in
            body += Self.pieces.randomElement(using: &random) ?? ""
        }
    }

    private static let words = [
        "free", "ass", "kill", "씨발", "バカ", "死ね", "fr ee", "a e", "ｅe", "éa", "æe",
    ]

    @Test("Every place lies inside the body, is not empty, and starts and ends at its letters")
    func places() throws {
        var random = SplitMix64(state: 1)
        let rules = try Bench.compile([
            Bench.rule(
                "r", when: ["words": .array(Self.words.map { .string($0) })], then: "mask")
        ])
        var hits = 0
        for _ in 0..<1500 {
            let body = body(&random)
            let count = body.unicodeScalars.count
            let verdict = rules.judge(body, Facts())
            for place in verdict.masks + verdict.reasons.compactMap(\.span) {
                hits += 1
                #expect(!place.isEmpty && place.lowerBound >= 0 && place.upperBound <= count)
                let text = Bench.text(of: place, in: body)
                #expect(text.unicodeScalars.first?.properties.isWhitespace == false, "\(body)")
                #expect(text.unicodeScalars.last?.properties.isWhitespace == false, "\(body)")
            }
        }
        #expect(hits > 100)
    }

    @Test("A word is found behind every way to write each of its letters, and where it stands")
    func written() throws {
        let ways: [Character: [String]] = [
            "f": ["f", "F", "ｆ", "𝐟", "ꜰ", "&#102;", "f\u{335}", "fff"],
            "r": ["r", "R", "ⓡ", "г", "ʀ", "&#x72;", "r\u{301}"],
            "e": ["e", "E", "3", "€", "е", "ｅ", "&#101;", "e\u{336}", "eeee"],
            "k": ["k", "K", "к", "𝓴"], "i": ["i", "1", "і", "í\u{336}"],
            "l": ["l", "1", "ⅼ", "L"], "s": ["s", "$", "ѕ", "ｓ"], "a": ["a", "@", "а", "Ａ"],
        ]
        var random = SplitMix64(state: 2)
        for word in ["free", "kill", "risk", "frail"] {
            let rules = try Bench.compile([
                Bench.rule("r", when: ["words": Bench.words(word)], then: "flag")
            ])
            for _ in 0..<100 {
                // The first letter stays one: figures alone are a number.
                let separator =
                    ["", "", "", ".", "-", "\u{200B}"]
                    .randomElement(using: &random) ?? ""
                let letters = word.enumerated().map { index, letter in
                    let all = ways[letter] ?? []
                    let letters = all.filter { $0.contains { $0.isLetter || $0 == ";" } }
                    return (index % 2 == 0 ? letters : all).randomElement(using: &random) ?? "?"
                }
                let hidden = letters.joined(separator: separator)
                let verdict = rules.judge("well, \(hidden)?", Facts())
                let span = verdict.reasons.first?.span
                let count = hidden.unicodeScalars.count
                #expect(span == 6..<(6 + count), "\(word) as \(hidden)")
            }
        }
    }

    @Test("Where nothing is suspected, nothing is found")
    func suspicion() {
        var random = SplitMix64(state: 3)
        var hidden = Obfuscation()
        for _ in 0..<4000 {
            let text = NormalizedText(body(&random)).collapsingWhiteSpace()
            if Suspicion.arises(in: text) { continue }
            hidden.read(text)
            let isAny = hidden.words.contains { !$0.readings.isEmpty }
            #expect(!isAny, "\(String(decoding: text.bytes, as: UTF8.self))")
        }
    }

    @Test(
        "Hostile text gives no more than some times its length to search",
        arguments: [
            "1", "a1", "a1 ", "a*b", "a*b ", "a.", "a ", "&#97;", "&", "a\u{301}", "\u{301}",
            "\u{200B}", "е", "еa", "!a|", "fr33.", "f r e e ", "씨 ", "씨1", "バ・", "@", "a@b.",
            "www.",
            "://", "i1l!|", "aaa ", "é", "ﷺ", "🇫",
        ])
    func hostile(_ piece: String) throws {
        let body = String(repeating: piece, count: 10_000 / piece.utf8.count)
        let folded = NormalizedText(body)
        let text = NormalizedText(decodingReferencesIn: body, otherwise: folded)
            .collapsingWhiteSpace()
        Revealer().reveal(text, neighbours: 8) { revealed in
            let count = revealed.bytes.count
            #expect(count <= 3 * text.bytes.count + 32_768)
        }
        let rules = try Bench.compile([
            Bench.rule(
                "r", when: ["words": .array(Self.words.map { .string($0) })], then: "flag"),
            Bench.rule("p", when: ["pattern": .string("(a+)+$")], then: "flag"),
        ])
        let verdict = rules.judge(body, Facts())
        #expect(verdict.reasons.compactMap(\.span).allSatisfy { !$0.isEmpty })
    }
}
