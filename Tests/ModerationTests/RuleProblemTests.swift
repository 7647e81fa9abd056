import Discussion
import JSONValues
import Testing

@testable import Moderation

@Suite("Problems of rules")
struct RuleProblemTests {
    private func problem(
        when condition: KeyValuePairs<String, JSONValue>, lists: [String: [UInt8]] = [:]
    ) -> [String] {
        Bench.problems([Bench.rule("r", when: condition, then: "hold")], lists: lists)
            .map { "\($0.path): \($0.problem)" + ($0.didYouMean.map { " (\($0)?)" } ?? "") }
    }

    private func integers(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        Bench.object(members)
    }

    @Test("A document must have its version and its rules")
    func document() {
        #expect(
            RuleSet.problems(of: .array([]), lists: [:]).map(\.path) == [""])
        let empty = RuleSet.problems(of: Bench.object(["rulez": .array([])]), lists: [:])
        #expect(empty.map(\.path) == ["rulez", "version", "rules"])
        #expect(empty.first?.didYouMean == "rules")
        let zero = RuleSet.problems(of: Bench.document([], version: 0), lists: [:])
        #expect(zero.map(\.path) == ["version"])
        #expect(RuleSet.problems(of: Bench.document([]), lists: [:]).isEmpty)
    }

    @Test("All problems are gathered, each with its path")
    func gathered() {
        let problems = Bench.problems([
            .integer(1), Bench.object(["when": Bench.object([:]), "them": .string("hold")]),
            Bench.rule("a", when: ["reply": .integer(1)], then: "holdd"),
            Bench.rule("a", when: ["reply": .bool(true)], then: "hold"),
        ])
        #expect(
            problems.map(\.path) == [
                "rules[0]", "rules[1].them", "rules[1].name", "rules[1].when", "rules[1].then",
                "rules[2].when.reply", "rules[2].then", "rules[3].name",
            ])
        #expect(problems[1].didYouMean == "then")
        #expect(problems[6].didYouMean == "hold")
        #expect(problems[7].problem == "is the name of rules[2] too")
    }

    @Test("Members of a condition are checked")
    func members() {
        #expect(
            problem(when: ["linkz": .integer(1)])
                == ["rules[0].when.linkz: is not a known member (links?)"])
        #expect(
            problem(when: ["language": .integer(1)])
                == ["rules[0].when.language: is not supported by this version"])
        #expect(
            problem(when: ["author": integers(["trust": .integer(1)])])
                == ["rules[0].when.author.trust: expected an object with min or max"])
        #expect(
            problem(when: ["author": integers(["trust": Bench.object(["max": .integer(2)])])])
                == ["rules[0].when.author.trust.max: expected a number from 0 to 1"])
        #expect(
            problem(when: ["links": integers(["min": .string("2")])])
                == ["rules[0].when.links.min: expected an integer from 0 to 1000000000000"])
        #expect(
            problem(when: ["length": integers(["min": .integer(3), "max": .integer(2)])])
                == ["rules[0].when.length.min: is over max"])
        #expect(
            problem(when: ["length": integers([:])])
                == ["rules[0].when.length: expected an object with min or max"])
        #expect(
            problem(when: ["caps": integers(["min_ratio": .integer(2)])])
                == ["rules[0].when.caps.min_ratio: expected a number from 0 to 1"])
        #expect(
            problem(when: ["author": integers(["role": .string("staf")])])
                == [
                    "rules[0].when.author.role: expected one of author, moderator, staff (staff?)"
                ])
        #expect(
            problem(when: ["author": integers(["aproved": .integer(2)])])
                == ["rules[0].when.author.aproved: is not a known member (approved?)"])
        #expect(
            problem(when: ["links": integers(["domains": Bench.words("a b")])])
                == ["rules[0].when.links.domains[0]: expected a domain such as example.com"])
    }

    @Test("Words are checked, in a rule and in a file")
    func words() {
        #expect(
            problem(when: ["words": .string("words/en.tx")], lists: ["words/en.txt": []])
                == ["rules[0].when.words: no list has this name (words/en.txt?)"])
        #expect(
            problem(when: ["words": Bench.words("a", "\u{200B}", "")])
                == [
                    "rules[0].when.words[1]: has nothing to see",
                    "rules[0].when.words[2]: expected a word or phrase of 1 to 256 bytes",
                ])
        #expect(
            problem(
                when: ["words": .string("w")],
                lists: ["w": Array(("a\n" + String(repeating: "b", count: 257)).utf8)])
                == ["rules[0].when.words: line 2 of the list is over 256 bytes"])
        #expect(problem(when: ["words": .array([])]).count == 1)
        #expect(problem(when: ["words": .string("w")], lists: ["w": Array("#\n\n".utf8)]).isEmpty)
        let many = (0..<100_001).map { "w\($0)" }.joined(separator: "\n")
        #expect(
            problem(when: ["words": .string("w")], lists: ["w": Array(many.utf8)])
                == ["rules[0].when.words: all lists together have over 100000 words"])
    }

    @Test("Names and switches are checked")
    func names() {
        let problems = Bench.problems([
            Bench.rule(
                String(repeating: "n", count: 65), when: ["reply": .bool(true)], then: "hold"),
            Bench.rule("a\nb", when: ["reply": .bool(true)], then: "hold"),
            Bench.object([
                "name": .string("c"), "when": Bench.object(["reply": .bool(true)]),
                "then": .string("hold"), "final": .string("yes"), "dry_run": .null,
            ]),
        ])
        #expect(
            problems.map(\.path) == [
                "rules[0].name", "rules[1].name", "rules[2].final", "rules[2].dry_run",
            ])
        let tooMany = Array(
            repeating: Bench.rule("r", when: ["reply": .bool(true)], then: "hold"), count: 1001)
        #expect(Bench.problems(tooMany).map(\.path) == ["rules"])
    }
}
