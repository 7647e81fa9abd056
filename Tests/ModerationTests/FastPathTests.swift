import Discussion
import JSONValues
import Testing

@testable import Moderation

@Suite("What is looked at in a hurry")
struct FastPathTests {
    private func bodies(_ count: Int, seed: UInt64) -> [String] {
        var random = SplitMix64(state: seed)
        return (0..<count).map { number in
            ObfuscationPropertyTests.body(&random, upTo: number % 20 == 0 ? 400 : 40)
        }
    }

    @Test("A text is judged as if no other text had been judged before it")
    func reuse() throws {
        let words = ["free", "ass", "kill", "씨발", "バカ", "fr ee", "a e", "e . r", "free ass"]
        let document = Bench.document([
            Bench.rule(
                "r", when: ["words": .array(words.map { .string($0) })], then: "mask"),
            Bench.rule(
                "s", when: ["words": Bench.words("fre", "ss", "i")], then: "flag"),
        ])
        var forms = CompiledForms()
        let used = try RuleSet.compile(document, lists: [:], forms: &forms)
        var hits = 0
        for body in bodies(1500, seed: 11) {
            let fresh = try RuleSet.compile(document, lists: [:], forms: &forms)
            let verdict = used.judge(body, Facts())
            hits += verdict.masks.count
            #expect(verdict == fresh.judge(body, Facts()), "\(body)")
        }
        #expect(hits > 300)
    }

    @Test("Letters and capitals are as many as are counted one by one")
    func counts() {
        let rules = FactNeeds()
        for body in bodies(400, seed: 12) + (250..<260).map({ String(repeating: "aB", count: $0) })
        {
            let evidence = Evidence(body, WordMatcher(), PatternMatcher(), rules, nil)
            #expect(evidence.length == body.unicodeScalars.count)
            // Ligatures and their like, beyond the scripts of the East, are not counted.
            let cased = body.unicodeScalars.filter {
                $0.properties.isCased && !(0x2E80...0xFEFF).contains($0.value)
            }
            #expect(evidence.letters.cased == cased.count, "\(body)")
            let capitals = cased.count { $0.properties.isUppercase }
            #expect(evidence.letters.capitals == capitals, "\(body)")
        }
    }

    @Test("White space collapses to single spaces wherever there is any")
    func whiteSpace() {
        let spaces = [
            " ", "  ", "\t", "\n", "\u{85}", "\u{1680}", "\u{2028}", "\u{2029}", "\u{2003}",
        ]
        var random = SplitMix64(state: 13)
        for body in bodies(400, seed: 14) {
            let text =
                (spaces.randomElement(using: &random) ?? "") + body
                + (spaces.randomElement(using: &random) ?? "")
            let normalized = NormalizedText(text)
            let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
            var expected = String.UnicodeScalarView()
            for scalar in normalized.scalars {
                if !isSpace(scalar) {
                    expected.append(scalar)
                } else if expected.last != " " {
                    expected.append(" ")
                }
            }
            let collapsed = normalized.collapsingWhiteSpace().scalars
            #expect(collapsed == Array(expected), "\(text)")
        }
    }
}
