import Discussion
import JSONValues
import Testing

@testable import Moderation

@Suite("How hits become a status")
struct DecidingTests {
    /// A rule that hits the body "x".
    private func always(
        _ action: String, _ name: String, final: Bool = false, dryRun: Bool = false
    ) -> JSONValue {
        Bench.rule(
            name, when: ["words": Bench.words("x")], then: action, final: final, dryRun: dryRun)
    }

    private func verdict(
        _ actions: [String], _ mode: ModerationMode = .post
    ) throws -> Verdict {
        let rules = try Bench.compile(
            actions.enumerated().map { always($0.element, "rule \($0.offset)") })
        return rules.judge("x", Facts(mode: mode))
    }

    @Test("Without a hit the mode decides")
    func noHit() throws {
        let rules = try Bench.compile([always("reject", "a")])
        #expect(rules.judge("y", Facts()).status == .approved)
        #expect(rules.judge("y", Facts(mode: .pre)).status == .pending)
        #expect(RuleSet.empty.judge("y", Facts(mode: .pre)).status == .pending)
        #expect(RuleSet.empty.version == 0)
    }

    @Test(
        "Each action alone has its status under post and under pre",
        arguments: [
            ("approve", Status.approved, Status.approved), ("flag", .approved, .pending),
            ("mask", .approved, .pending), ("hold", .pending, .pending),
            ("spam", .spam, .spam), ("reject", .rejected, .rejected),
        ])
    func alone(_ action: String, _ post: Status, _ pre: Status) throws {
        #expect(try verdict([action]).status == post)
        #expect(try verdict([action], .pre).status == pre)
        #expect(try verdict([action]).isFlagged == (action == "flag"))
    }

    @Test("The strictest action stands, whatever the order")
    func strictest() throws {
        let actions = ["approve", "flag", "hold", "spam", "reject"]
        let statuses: [Status] = [.approved, .approved, .pending, .spam, .rejected]
        for high in actions.indices {
            for low in 0...high {
                #expect(try verdict([actions[low], actions[high]]).status == statuses[high])
                #expect(try verdict([actions[high], actions[low]]).status == statuses[high])
            }
        }
    }

    @Test("A final hit ends the deciding, not the listing")
    func final() throws {
        let rules = try Bench.compile([
            always("approve", "staff", final: true), always("reject", "slurs"),
            always("mask", "mild"),
        ])
        let verdict = rules.judge("x", Facts(mode: .pre))
        #expect(verdict.status == .approved)
        #expect(verdict.reasons.map(\.rule) == ["staff", "slurs", "mild"])
        #expect(verdict.masks.isEmpty)
    }

    @Test("A dry run is recorded and does nothing, not even where it is final")
    func dryRun() throws {
        let rules = try Bench.compile([
            always("reject", "trial", final: true, dryRun: true), always("flag", "real"),
        ])
        let verdict = rules.judge("x", Facts())
        #expect(verdict.status == .approved)
        #expect(verdict.isFlagged)
        #expect(verdict.reasons.map(\.isDryRun) == [true, false])
    }

    @Test("A mask changes the text and adds to any other action")
    func mask() throws {
        let rules = try Bench.compile([
            Bench.rule("m", when: ["words": Bench.words("darn it", "heck")], then: "mask"),
            Bench.rule("h", when: ["words": Bench.words("heck")], then: "hold"),
        ])
        let body = "Darn  it, heck and heck."
        let verdict = rules.judge(body, Facts())
        #expect(verdict.status == .pending)
        #expect(verdict.masks == [0..<8, 10..<14, 19..<23])
        #expect(verdict.masked(body) == "****  **, **** and ****.")
        #expect(verdict.reasons.map(\.count) == [3, 2])
        #expect(rules.judge("darn it", Facts()).status == .approved)
    }

    @Test("Adding a dry run never changes what becomes of a text")
    func dryRunProperty() throws {
        let actions = RuleAction.allCases.map(\.rawValue)
        for first in actions {
            for second in actions {
                for trial in actions {
                    for mode in ModerationMode.allCases {
                        let plain = [always(first, "a"), always(second, "b")]
                        for place in 0...2 {
                            var tried = plain
                            tried.insert(
                                always(trial, "t", final: true, dryRun: true), at: place)
                            let facts = Facts(mode: mode)
                            let without = try Bench.compile(plain).judge("x", facts)
                            let with = try Bench.compile(tried).judge("x", facts)
                            #expect(without.status == with.status)
                            #expect(without.isFlagged == with.isFlagged)
                            #expect(without.masks == with.masks)
                        }
                    }
                }
            }
        }
    }

    @Test("A verdict carries the version of its rules, and the rules as they were given")
    func version() throws {
        let given = [always("flag", "a")]
        let rules = try RuleSet.compile(Bench.document(given, version: 7), lists: [:])
        #expect(rules.version == 7)
        #expect(rules.rules == .array(given))
        #expect(rules.judge("x", Facts()).rules == 7)
    }
}
