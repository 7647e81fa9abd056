import Discussion
import JSONValues
import Testing

@testable import Moderation

@Suite("Conditions on facts")
struct ConditionTests {
    private func holds(
        _ name: String, _ condition: JSONValue, _ body: String = "x", _ facts: Facts
    ) throws -> Bool {
        try Bench.hit((name, condition), body, facts: facts) != nil
    }

    @Test("The author's counts, age, ratio, role and guest")
    func author() throws {
        let newbie = Bench.object([
            "approved": Bench.object(["max": .integer(2)]), "guest": .bool(false),
        ])
        #expect(try holds("author", newbie, "x", Facts(approved: 2)))
        #expect(try !holds("author", newbie, "x", Facts(approved: 3)))
        #expect(try !holds("author", newbie, "x", Facts(isGuest: true, approved: 2)))
        let staff = Bench.object(["role": .string("staff")])
        #expect(try holds("author", staff, "x", Facts(roles: [.staff, .author])))
        #expect(try !holds("author", staff, "x", Facts(roles: [.author])))
        let bad = Bench.object(["rejected_ratio": Bench.object(["min": .number(0.5)])])
        #expect(try holds("author", bad, "x", Facts(approved: 1, rejected: 1)))
        #expect(try !holds("author", bad, "x", Facts()))
        let young = Bench.object(["age_s": Bench.object(["max": .integer(60)])])
        #expect(try holds("author", young, "x", Facts(authorAgeSeconds: 60)))
        #expect(try !holds("author", young, "x", Facts(authorAgeSeconds: 61)))
        let rejected = Bench.object(["rejected": Bench.object(["min": .integer(3)])])
        #expect(try holds("author", rejected, "x", Facts(rejected: 3)))
    }

    @Test("The page, replies and anchors")
    func place() throws {
        let thread = Bench.object([
            "comments": Bench.object(["min": .integer(10)]),
            "age_s": Bench.object(["min": .integer(5)]),
        ])
        #expect(try holds("thread", thread, "x", Facts(threadComments: 10, threadAgeSeconds: 5)))
        #expect(try !holds("thread", thread, "x", Facts(threadComments: 10)))
        #expect(try holds("reply", .bool(false), "x", Facts()))
        #expect(try !holds("reply", .bool(false), "x", Facts(isReply: true)))
        #expect(try holds("anchor", .bool(true), "x", Facts(hasAnchor: true)))
    }

    @Test("Length is in code points of the body as written")
    func length() throws {
        let short = Bench.object(["max": .integer(3)])
        #expect(try holds("length", short, "한글\u{200B}", Facts()))
        #expect(try !holds("length", short, "e\u{301}e\u{301}", Facts()))
    }

    @Test("Capitals are counted among letters that have two forms")
    func capitals() throws {
        let caps = Bench.object(["min_ratio": .number(0.8)])
        #expect(try holds("caps", caps, "BUY THIS NOW!!!", Facts()))
        #expect(try holds("caps", caps, "ПРИВЕТ ÉTÉ 한국어 漢字", Facts()))
        #expect(try !holds("caps", caps, "Buy This Now", Facts()))
        #expect(try !holds("caps", caps, "OK", Facts()))
    }

    @Test("All conditions of a rule must hold, and its reason names them all")
    func all() throws {
        let rules = try Bench.compile([
            Bench.rule(
                "link-newbie",
                when: [
                    "links": Bench.object(["min": .integer(2)]),
                    "author": Bench.object(["approved": Bench.object(["max": .integer(2)])]),
                ], then: "hold")
        ])
        let body = "a http://a.com b www.b.com"
        let verdict = rules.judge(body, Facts())
        #expect(verdict.status == .pending)
        #expect(
            verdict.reasons.first?.detail
                == "2 links, at least 2; author's approved comments: 0, at most 2")
        #expect(verdict.reasons.first?.span == 2..<14)
        #expect(verdict.reasons.first?.count == 2)
        #expect(rules.judge(body, Facts(approved: 3)).reasons.isEmpty)
    }
}
