import JSONValues
import Testing

@Suite("What becomes of comments that rules judged")
struct RuleOutcomeTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "newcomer", "when": {"author": {"approved": {"max": 1}}}, "then": "hold"},
          {"name": "mask", "when": {"words": ["blimey"]}, "then": "mask"}]}
        """

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    private func status(_ answer: JSONValue) -> JSONValue { answer["decision"]["status"] }

    @Test("A newcomer waits until people have approved two comments, and again if they go")
    func graduates() throws {
        let first = try page.submit("Hello")
        let second = try page.submit("Hello again")
        #expect(status(first) == "pending" && status(second) == "pending")
        let ids = [first, second].compactMap { $0["comment"]["id"].text }
        try page.decide("approve", ids[0])
        #expect(try status(page.submit("And again")) == "pending")
        try page.decide("approve", ids[1])
        #expect(try status(page.submit("Now")) == "approved")
        #expect(try status(page.submit("Me too", by: "ben")) == "pending")
        try page.decide("reject", ids[0])
        // The comment that was published at once counts as well.
        #expect(try status(page.submit("Still")) == "approved")
    }

    @Test("Readers see masked words as stars wherever a comment is shown, moderators the original")
    func masks() throws {
        let parent = try page.say("Oh blimey!")
        try page.decide("approve", parent)
        let reply = try page.say("Blimey indeed", under: parent)
        try page.decide("approve", reply)
        #expect(try page.comment(parent)["body"] == "Oh ******!")
        #expect(try page.comment(parent)["html"] == "<p dir=\"auto\">Oh ******!</p>")
        #expect(try page.comment(parent)["original"] == .null)
        let listed = try page.list(["depth": 1])["comments"][0]
        #expect(listed["body"] == "Oh ******!")
        #expect(listed["children"]["comments"][0]["body"] == "****** indeed")
        #expect(try page.comment(parent, ["viewer": "ann"])["body"] == "Oh ******!")
        #expect(try page.moderated(parent)["body"] == "Oh ******!")
        #expect(try page.moderated(parent)["original"] == "Oh blimey!")
        let seen = try page.list(["view": "moderator", "depth": 1])["comments"][0]
        #expect(seen["children"]["comments"][0]["original"] == "Blimey indeed")
    }

    @Test("A person's decision stands when the same text is sent again, or other rules are loaded")
    func keepsDecisions() throws {
        let strict = """
            {"version": 2, "rules": [
              {"name": "all", "when": {"length": {"min": 1}}, "then": "reject"}]}
            """
        let page = TestPage(try TestServer(rules: Self.rules, reloaded: strict))
        let id = try page.say("Oh blimey", with: ["ref": "r"])
        try page.decide("approve", id)
        try page.server.call("rules.reload")
        let again = try page.submit("Oh blimey", with: ["ref": "r"])
        #expect(again["comment"]["id"] == .string(id))
        #expect(again["comment"]["status"] == "approved")
        #expect(try page.comment(id)["status"] == "approved")
        try page.decide("reject", id)
        try page.decide("undo", id)
        #expect(try page.comment(id)["status"] == "approved")
        #expect(try status(page.submit("Something else")) == "rejected")
    }
}
