import Discussion
import JSONValues
import Testing

@testable import Moderation

@Suite("Judging from several threads")
struct ConcurrencyTests {
    @Test("Gives the same verdicts as one thread")
    func equal() async throws {
        let rules = try Bench.compile([
            Bench.rule("w", when: ["words": Bench.words("spam", "foo bar", "바보")], then: "hold"),
            Bench.rule("p", when: ["pattern": .string(#"\d{3}-\d{4}"#)], then: "spam"),
            Bench.rule("l", when: ["links": Bench.object(["min": .integer(1)])], then: "flag"),
        ])
        let bodies = (0..<50).map { "\($0) Ｓpam 555-\(1000 + $0) 바보는 http://a\($0).com foo  bar" }
        let expected = bodies.map { rules.judge($0, Facts()) }
        await withTaskGroup(of: [Verdict].self) { group in
            for _ in 0..<8 {
                group.addTask { bodies.map { rules.judge($0, Facts()) } }
            }
            for await verdicts in group { #expect(verdicts == expected) }
        }
        #expect(expected.allSatisfy { $0.reasons.count == 3 && $0.status == .spam })
    }
}
