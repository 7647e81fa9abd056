import Discussion
import JSONValues
import Testing

@testable import Moderation

@Suite("Patterns")
struct PatternTests {
    private func hit(_ pattern: String, _ body: String) throws -> String? {
        try Bench.hit(("pattern", .string(pattern)), body)
    }

    @Test(
        "A pattern's place is known in the body",
        arguments: [
            (#"\b1-800-\d{3}-\d{4}\b"#, "call 1-800-555-1234!", "1-800-555-1234"),
            (#"\d{3}-\d{4}"#, "é ５５５-1234", "５５５-1234"), ("SPAM+", "xSpammm", "Spammm"),
            ("a+b", String(repeating: "é", count: 400) + "aab", "aab"),
            (#"\w+@\w+\.com"#, "mail me@shop.com now", "me@shop.com"),
            ("É+", "caféÉ", "éÉ"), ("한[가-힣]*국", "대한민국", "한민국"), ("^x", "x y", "x"),
            (#"[\w.]{1,64}@[\w.]{1,100}\.[a-z]{2,20}"#, "to ann@mail.example.org", nil),
            (#"y$"#, "x y", "y"), (#"buy .{0,20}pills"#, "now BUY cheap PILLS", "BUY cheap PILLS"),
        ])
    func found(_ pattern: String, _ body: String, _ span: String?) throws {
        let found = try hit(pattern, body)
        #expect(found != nil)
        if let span { #expect(found.map { Array($0.utf8) } == Array(span.utf8)) }
    }

    @Test("A pattern that is not there is not found")
    func notFound() throws {
        #expect(try hit(#"\bspam\b"#, "spammer") == nil)
        #expect(try hit("^y", "x y") == nil)
        #expect(try hit("a+b", String(repeating: "a", count: 10_000)) == nil)
    }

    @Test(
        "Patterns that ask for too much are refused with a reason",
        arguments: [
            ("(", "Missing close parenthesis for group started at index 0."),
            ("a*", "matches the empty text"), ("a|", "matches the empty text"),
            ("a{101}", "a repeat is over 100"),
            ("(a{100}){100}", "is over 2000 characters once repeats are written out"),
            ("(?=a)b", "Zero-width assertions are not supported."),
            (#"(*UCP)\w{1,90}"#, "has a control verb"), (#"a(?i-x:b)(?ix)#["#, "has the flag x"),
        ])
    func refused(_ pattern: String, _ reason: String) {
        let problems = Bench.problems([
            Bench.rule("r", when: ["pattern": .string(pattern)], then: "hold")
        ])
        #expect(problems == [RuleProblem(path: "rules[0].when.pattern", problem: reason)])
    }

    @Test(
        "What a pattern costs to compile is read off its shape",
        arguments: [
            ("abc", 3), ("[a-z]{10}", 50), ("a.{1,100}", 3001), ("(?:ab){3}", 12),
            (#"\d{3}-\d{4}"#, 36 + 350), (#"\w+q"#, 5 + 4000 + 1), (#"x\w{1,2}"#, 1 + 15 + 16_000),
            // Of more than this `\w` means ASCII, and so it does beside `\b`.
            (#"x\w{1,3}"#, 1 + 22), (#"\b\w{1,2}"#, 1 + 15), (#"\w{25}"#, 125),
            // Unicode's properties mean Unicode in any case.
            (#"\p{L}{1,50}"#, 400_000), (#"\b\pL{2}"#, 1 + 4000), (#"[^\P{L}a]+"#, 20 + 4000),
            (#"[[:alpha:]\]]{2}"#, 10 + 4000), (#"[]a[:^space:]]"#, 5 + 2000),
            // What only looks like the beginning of a class, or like a repeat.
            (#"\Qa[b\E.{2}"#, 3 + 40), (#"\c[.{2}"#, 1 + 40), (#"a(?#[).{2}"#, 1 + 40),
            (#"\x{41}{3}"#, 3), (#"[\x{80}-\x{10ffff}]"#, 20), (#"[\Q]\E].{2}"#, 5 + 40),
        ])
    func cost(_ pattern: String, _ cost: Int) {
        #expect(Pattern.cost(pattern) == cost)
    }

    @Test("Patterns that together would take seconds to compile are refused, naming the one")
    func together() {
        let rules = (0..<17).map {
            Bench.rule("p\($0)", when: ["pattern": .string("x\($0).{1,100}y")], then: "flag")
        }
        #expect(
            Bench.problems(rules) == [
                RuleProblem(
                    path: "rules[16].when.pattern",
                    problem:
                        #"with this one all patterns cost 51058 to compile, of at most 50000: "#
                        + #"\w, \p, \d and . under repeats cost most"#)
            ])
    }

    @Test("A pattern that asks for too much is not held against those behind it")
    func apart() {
        let patterns = [#"\p{L}{1,50}"#, "a.{1,100}b", "(", "c"]
        let rules = patterns.enumerated().map { index, pattern in
            Bench.rule("p\(index)", when: ["pattern": .string(pattern)], then: "flag")
        }
        #expect(
            Bench.problems(rules).map(\.path)
                == ["rules[0].when.pattern", "rules[2].when.pattern"])
    }

    @Test("Many patterns are told apart")
    func many() throws {
        let rules = try Bench.compile(
            (0..<50).map {
                Bench.rule("p\($0)", when: ["pattern": .string("k\($0)+z")], then: "flag")
            })
        let verdict = rules.judge("a k7z and k4999z", Facts())
        #expect(verdict.reasons.map(\.rule) == ["p7", "p49"])
        #expect(verdict.reasons.map(\.span) == [2..<5, 10..<16])
    }

    @Test("Patterns that all match at every character count their places apart")
    func everywhere() throws {
        let rules = try Bench.compile(
            (0..<40).map {
                Bench.rule("p\($0)", when: ["pattern": .string("a|b\($0)z")], then: "mask")
            })
        let verdict = rules.judge(String(repeating: "é a", count: 900) + "b39z", Facts())
        #expect(verdict.reasons.map(\.count) == Array(repeating: 900, count: 39) + [901])
        #expect(verdict.masks.count == 901)
        #expect(verdict.masks.last == 2700..<2704)
    }

    @Test("Past a thousand places of a pattern only the last of them grows")
    func manyPlaces() throws {
        let rules = try Bench.compile(
            [("single", "a"), ("growing", "a+"), ("late", "b"), ("open", "[ab]x*")].map {
                Bench.rule($0.0, when: ["pattern": JSONValue.string($0.1)], then: "flag")
            } + [Bench.rule("masked", when: ["pattern": .string("a+")], then: "mask")])
        let grown = String(repeating: "a", count: 400)
        let text =
            String(repeating: "a ", count: 999) + grown + String(repeating: " a", count: 900)
        let verdict = rules.judge(text + "b", Facts())
        #expect(verdict.reasons.map(\.rule) == ["single", "growing", "late", "open", "masked"])
        #expect(verdict.reasons.map(\.count) == [1000, 1000, 1, 1000, 1000])
        #expect(verdict.reasons[2].span == 4198..<4199)
        #expect(verdict.masks.last == 1998..<2398)
        #expect(verdict.masks.count == 1000)
    }

    @Test("However often all of many patterns match, each that does is hit, to the last byte")
    func manyMatches() throws {
        let common = (0..<60).map { ("all\($0)", "[a-y]|\($0)z") }
        let rules = try Bench.compile(
            (common + [("late", "7é"), ("none", "8é"), ("early", "5é"), ("grown", "5?[a5]+")]).map {
                Bench.rule($0.0, when: ["pattern": JSONValue.string($0.1)], then: "mask")
            })
        let body = "5é" + String(repeating: "a", count: 9_900) + " b7é."
        let reasons = rules.judge(body, Facts()).reasons
        #expect(reasons.map(\.rule) == common.map(\.0) + ["late", "early", "grown"])
        let late = reasons[60]
        // Where the run begins in which it ends: past so many matches starts are not told.
        #expect(late.span.map { Bench.text(of: $0, in: body) } == "b7é")
        #expect(late.count == 1)
        #expect(reasons[61].span == 0..<2)
        #expect(reasons[0].count == Places.limit)
        #expect(rules.judge(body, Facts()).masks.last == 9903..<9906)
    }

    @Test(
        "Hostile bodies are judged to the end",
        arguments: [
            String(repeating: "a", count: 10_000), String(repeating: "(", count: 10_000),
            "a" + String(repeating: "\u{301}", count: 5000),
            String(repeating: "\u{200B}", count: 3333), String(repeating: "ab", count: 5000),
            String(repeating: "@a", count: 5000), String(repeating: "http://", count: 1400),
            String(repeating: "a.", count: 5000), String(repeating: "한", count: 3333),
        ])
    func hostile(_ body: String) throws {
        let patterns = ["(a+)+$", "(a|aa|aaa)+b", "a+b", "(.*)(.*)x", #"\w+@\w+"#, #"(\()+z"#]
        let rules = try Bench.compile(
            patterns.enumerated().map {
                Bench.rule(
                    "p\($0.offset)", when: ["pattern": .string($0.element)], then: "flag")
            } + [
                Bench.rule("w", when: ["words": Bench.words("a", "aa", "!", "x y")], then: "flag"),
                Bench.rule("l", when: ["links": Bench.object(["min": .integer(1)])], then: "flag"),
            ])
        let verdict = rules.judge(body, Facts())
        let hits = Set(verdict.reasons.map(\.rule))
        let letters = Array(body.utf8)
        #expect(hits.contains("p0") == (letters.last == 0x61))
        #expect(hits.contains("p2") == (letters.starts(with: [0x61, 0x62])))
        #expect(!hits.contains("p3"))
        #expect(!hits.contains("p5"))
        #expect(hits.contains("l") == false)
    }
}
