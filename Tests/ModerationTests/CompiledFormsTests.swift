import Discussion
import JSONValues
import Testing

@testable import Moderation

@Suite("Compiled forms that are kept")
struct CompiledFormsTests {
    private let document = Bench.document([
        Bench.rule("w", when: ["words": Bench.words("spam", "foo bar", "바보")], then: "hold"),
        Bench.rule("p", when: ["pattern": .string(#"\d{3}-\d{4}"#)], then: "spam"),
        Bench.rule("q", when: ["pattern": .string("a+b")], then: "flag"),
    ])
    private let body = "sp4m, foo bar, 555-1234 and aab: 바보는"

    private func compile(_ document: JSONValue, _ forms: inout CompiledForms) throws -> RuleSet {
        try RuleSet.compile(document, lists: [:], forms: &forms)
    }

    @Test("Rules from kept forms judge as new ones do, and nothing is compiled")
    func kept() throws {
        var new = CompiledForms()
        let first = try compile(document, &new)
        #expect(new.hasNew)
        var kept = CompiledForms(new.bytes)
        let second = try compile(document, &kept)
        #expect(!kept.hasNew)
        #expect(kept.bytes == new.bytes)
        #expect(first.judge(body, Facts()) == second.judge(body, Facts()))
        #expect(second.judge(body, Facts()).reasons.map(\.count) == [3, 1, 1])
    }

    @Test("In which way each pattern works is found out once, also where the first one does not")
    func ways() throws {
        let patterns = [#"[\w.]{1,64}@[\w.]{1,100}\.[a-z]{2,20}"#, #"\d{3}-\d{4}"#]
        let document = Bench.document(
            patterns.map { Bench.rule($0, when: ["pattern": .string($0)], then: "flag") })
        let body = "to ann@mail.example.org, 555-1234"
        var new = CompiledForms()
        let first = try compile(document, &new).judge(body, Facts())
        #expect(first.reasons.map(\.rule) == patterns)
        #expect(first.reasons[1].span == 25..<33)
        #expect(new.known("ways", of: Array(patterns.joined(separator: "\0").utf8)) != nil)
        var kept = CompiledForms(new.bytes)
        #expect(try compile(document, &kept).judge(body, Facts()) == first)
        #expect(!kept.hasNew)
        #expect(kept.bytes == new.bytes)
    }

    @Test("Other rules find nothing that was compiled for these")
    func changed() throws {
        var forms = CompiledForms()
        _ = try compile(document, &forms)
        let other = Bench.document([
            Bench.rule("w", when: ["words": Bench.words("ham")], then: "hold"),
            Bench.rule("q", when: ["pattern": .string("a+b")], then: "flag"),
        ])
        var kept = CompiledForms(forms.bytes)
        let rules = try compile(other, &kept)
        #expect(kept.hasNew)
        #expect(rules.judge(body, Facts()).reasons.map(\.rule) == ["q"])
        #expect(rules.judge("ham", Facts()).reasons.map(\.rule) == ["w"])
        // What no rule asks for any more is not kept.
        #expect(kept.bytes.count < forms.bytes.count)
    }

    @Test("Damaged bytes are as good as none")
    func damaged() throws {
        var forms = CompiledForms()
        let expected = try compile(document, &forms).judge(body, Facts())
        let good = forms.bytes
        var random = SplitMix64(state: 4)
        var damaged = [[], Array(good.dropLast()), Array(good.prefix(40)), good + [0]]
        for _ in 0..<60 {
            var bytes = good
            bytes[Int.random(in: bytes.indices, using: &random)] ^=
                1 << UInt8.random(in: 0..<8, using: &random)
            damaged.append(bytes)
        }
        for bytes in damaged {
            var kept = CompiledForms(bytes)
            #expect(try compile(document, &kept).judge(body, Facts()) == expected)
            #expect(kept.hasNew)
        }
    }

    @Test("Wrong patterns are refused from kept forms too")
    func refused() throws {
        var forms = CompiledForms()
        _ = try compile(document, &forms)
        let wrong = Bench.document([
            Bench.rule("p", when: ["pattern": .string("(")], then: "spam")
        ])
        #expect(throws: RuleProblems.self) { try compile(wrong, &forms) }
    }
}
