import JSONValues
import Testing

@Suite("The moderation queue report")
struct ReportTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "reject", "when": {"words": ["forbidden"]}, "then": "reject"},
          {"name": "spam", "when": {"words": ["lottery"]}, "then": "spam"},
          {"name": "look", "when": {"words": ["suspicious"]}, "then": "flag"},
          {"name": "trial", "when": {"words": ["peculiar"]}, "then": "reject", "dry_run": true}]}
        """

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    private func report(_ params: JSONValue = [:]) throws -> JSONValue {
        try page.server.call("moderation.report", params)
    }

    @Test("A site that nobody has used has an empty report of a week")
    func isEmpty() throws {
        let before = try page.server.counts()
        let report = try report(["site": "unused"])
        #expect(report["site"] == "unused")
        #expect(report["made_at"].text == page.server.clock.now.text)
        #expect(report["since"] == "2025-12-25T00:00:00.001Z")
        #expect(report["now"]["pending"] == 0)
        #expect(report["now"]["oldest_id"] == .null)
        #expect(report["now"]["oldest_waiting_s"] == .null)
        #expect(report["now"]["reasons"] == [])
        for section in ["flow", "rules", "moderators"] { #expect(report[section] == []) }
        #expect(
            report["readers"].only("flags", "reasons", "threads", "authors")
                == ["flags": 0, "reasons": [], "threads": [], "authors": []])
        #expect(try page.server.counts() == before)
    }

    @Test("Now: how many wait in each state, since when, for how long and why")
    func tellsNow() throws {
        let oldest = try page.say("I am waiting")
        page.server.clock.advance(seconds: 20 * 3600)
        try page.say("Suspicious, and flagged")
        let flagged = try page.say("Flagged only", by: "ann")
        try page.flag(flagged, by: "bob", reason: "abuse")
        try page.flag(flagged, by: "cat", reason: "abuse")
        try page.configure(["moderation": "pre"])
        page.server.clock.advance(seconds: 2 * 3600)
        try page.say("By the page's own rule")
        let now = try report()["now"]
        #expect(now["pending"] == 2)
        #expect(now["flagged"] == 2)
        #expect(now["oldest_id"].text == oldest)
        #expect(now["oldest_waiting_s"] == .integer(22 * 3600))
        #expect(
            now["ages"] == [
                ["under_s": 3600, "pending": 1, "flagged": 0],
                ["under_s": 14_400, "pending": 0, "flagged": 2],
                ["under_s": 86_400, "pending": 1, "flagged": 0],
                ["under_s": 259_200, "pending": 0, "flagged": 0],
                ["under_s": .null, "pending": 0, "flagged": 0],
            ])
        #expect(
            now["reasons"] == [
                ["kind": "flag", "name": "abuse", "waiting": 1],
                ["kind": "none", "name": .null, "waiting": 1],
                ["kind": "rule", "name": "hold", "waiting": 1],
                ["kind": "rule", "name": "look", "waiting": 1],
            ])
    }

    @Test("Flow: what was submitted each day, and what rules and moderators made of it")
    func tellsFlow() throws {
        let first = try page.say("Hello")
        for body in ["I am waiting", "A forbidden word", "Win the lottery", "Suspicious"] {
            try page.say(body)
        }
        try page.decide("spam", first)
        page.server.clock.advance(seconds: 86_400)
        let second = try page.say("Hello again", by: "ann")
        try page.decide("reject", second)
        try page.decide("undo", second)
        try page.decide("pin", second)
        try page.server.call("comment.delete", ["comment": .string(second), "by": "ann"])
        #expect(
            try report()["flow"].only("day", "submitted", "by_rules", "by_hand") == [
                [
                    "day": "2026-01-01", "submitted": 5,
                    "by_rules": ["approved": 2, "pending": 1, "rejected": 1, "spam": 1],
                    "by_hand": ["approved": 0, "rejected": 0, "spam": 1, "deleted": 0, "other": 0],
                ],
                [
                    "day": "2026-01-02", "submitted": 1,
                    "by_rules": ["approved": 1, "pending": 0, "rejected": 0, "spam": 0],
                    "by_hand": ["approved": 0, "rejected": 1, "spam": 0, "deleted": 0, "other": 2],
                ],
            ])
    }

    @Test("Rules: how often each hit, tried only, and was overturned by a person")
    func tellsRules() throws {
        try page.decide("approve", try page.say("I am waiting"))
        try page.decide("reject", try page.say("I am waiting too"))
        try page.say("I am waiting still")
        let undone = try page.say("Waiting for an undo")
        try page.decide("approve", undone)
        try page.decide("undo", undone)
        try page.decide("approve", try page.say("A forbidden word"))
        try page.say("Peculiar, but a trial only")
        #expect(
            try report()["rules"].only("rule", "hits", "dry_run_hits", "overturned") == [
                ["rule": "hold", "hits": 4, "dry_run_hits": 0, "overturned": 1],
                ["rule": "reject", "hits": 1, "dry_run_hits": 0, "overturned": 1],
                ["rule": "trial", "hits": 0, "dry_run_hits": 1, "overturned": 0],
                ["rule": "look", "hits": 0, "dry_run_hits": 0, "overturned": 0],
                ["rule": "spam", "hits": 0, "dry_run_hits": 0, "overturned": 0],
            ])
    }

    @Test("Moderators: how much each decided, and how long it took from the queue")
    func tellsModerators() throws {
        for seconds in 1...20 {
            let id = try page.say("I am waiting \(seconds)")
            page.server.clock.advance(seconds: seconds)
            try page.decide("approve", id, by: "mo")
        }
        try page.decide("pin", try page.say("Hello"), by: "jo")
        #expect(
            try report()["moderators"].only("moderator", "decisions", "median_s", "p95_s") == [
                ["moderator": "mo", "decisions": 20, "median_s": 10, "p95_s": 19],
                ["moderator": "jo", "decisions": 1, "median_s": .null, "p95_s": .null],
            ])
    }

    @Test("Readers: the pages and authors that are flagged most")
    func tellsReaders() throws {
        let other = TestPage(page.server, name: "other")
        let first = try page.say("First", by: "ann")
        let second = try page.say("Second", by: "ann")
        let third = try other.say("Third", by: "bob")
        for reporter in ["x", "y"] as [JSONValue] { try page.flag(first, by: reporter) }
        try page.flag(second, by: "x")
        try page.flag(third, by: "x")
        try page.decide("dismiss_flags", first)
        let readers = try report()["readers"]
        #expect(readers["flags"] == 4)
        #expect(
            readers["threads"].only("thread", "flags") == [
                ["thread": "page", "flags": 3], ["thread": "other", "flags": 1],
            ])
        #expect(
            readers["authors"].only("person", "flags", "comments") == [
                ["person": "ann", "flags": 3, "comments": 2],
                ["person": "bob", "flags": 1, "comments": 1],
            ])
    }
}

extension JSONValue {
    /// The members of these names alone, of an object or of each in an array.
    func only(_ names: String...) -> JSONValue {
        if let array { return .array(array.map { $0.only(names) }) }
        return only(names)
    }

    private func only(_ names: [String]) -> JSONValue {
        .object(JSONObject((object?.members ?? []).filter { names.contains($0.name) }))
    }
}
