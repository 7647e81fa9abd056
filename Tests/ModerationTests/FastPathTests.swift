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
        let long = [0..<20, 250..<260, 2030..<2050].joined().map {
            String(repeating: "aB-", count: $0)
        }
        for body in bodies(400, seed: 12) + long {
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

    @Test("Two spaces in a row are found at every place of a text")
    func twoSpaces() {
        for place in 0...50 {
            let (before, behind) = (
                String(repeating: "a", count: place), String(repeating: "b", count: 50 - place)
            )
            let text = NormalizedText(before + "  " + behind)
            #expect(text.collapsingWhiteSpace() != text)
            #expect(text.collapsingWhiteSpace().bytes == Array((before + " " + behind).utf8))
        }
    }

    @Test("A text has the links of its words, wherever these stand in it")
    func links() {
        let pieces = [
            "a.com", "x", "http://", "https://", "www.", "b.net/p", "e.g.", ":", "@", "so", "so/",
            ".", "-", "한", "kr", "word", "(", "2001:db8::1", "longer-than-sixteen-bytes",
        ]
        var random = SplitMix64(state: 15)
        var found = 0
        for _ in 0..<2000 {
            let words = (0..<Int.random(in: 1...12, using: &random)).map { _ in
                (0..<Int.random(in: 1...4, using: &random))
                    .map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            }
            let text = NormalizedText(words.joined(separator: " "))
            let links = Link.links(in: text)
            #expect(links.map(\.host) == words.flatMap { hosts($0) }, "\(words)")
            found += links.count
        }
        #expect(found > 2000)
    }

    private func hosts(_ text: String) -> [String] {
        Link.links(in: NormalizedText(text)).map(\.host)
    }
}
