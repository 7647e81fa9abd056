import Configuration
import JSONValues
import Testing

@Suite("Replies")
struct ReplyTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"}]}
        """

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    @Test("Replies go as deep as the limit, and each knows its depth and parent")
    func goesDeep() throws {
        var parent = try page.say("Level 0")
        let root = parent
        for depth in 1...50 {
            let reply = try page.submit("Level \(depth)", under: parent)["comment"]
            #expect(reply["depth"] == .integer(depth))
            #expect(reply["parent_id"] == .string(parent))
            parent = try #require(reply["id"].text)
        }
        let error = try page.refusal(
            ofComment: "Too deep", under: parent, code: 413, field: "parent")
        #expect(error["data"]["limit"] == 50)
        #expect(try page.comment(root)["descendants"] == 50)
        #expect(try page.comment(root)["replies"] == 1)
        #expect(try page.thread()["count"] == 51)
        #expect(try page.thread()["roots"] == 1)
    }

    @Test("With a depth of 0 there are no replies at all")
    func forbidsReplies() throws {
        var settings = Settings()
        settings.limits.maxDepth = 0
        let page = try TestPage(settings: settings)
        let root = try page.say("Root")
        let error = try page.refusal(ofComment: "Reply", under: root, code: 413)
        #expect(error["data"]["limit"] == 0)
    }

    @Test("Visible replies are counted: direct ones, and all below")
    func counts() throws {
        let root = try page.say("Root")
        let left = try page.say("Left", under: root)
        try page.say("Right", under: root)
        let leaf = try page.say("Leaf", under: left)
        try page.say("Held, waiting", by: "bob", under: leaf)
        #expect(try page.comment(root)["replies"] == 2)
        #expect(try page.comment(root)["descendants"] == 3)
        #expect(try page.comment(left)["replies"] == 1)
        #expect(try page.comment(leaf)["replies"] == 0)
    }

    @Test("A parent in another thread or site is not found")
    func findsParentsOnThePage() throws {
        let id = try page.say("Root")
        let elsewhere = TestPage(page.server, name: "elsewhere")
        try elsewhere.say("A comment there")
        let error = try elsewhere.refusal(ofComment: "Reply", under: id, code: 404)
        let unknown = try elsewhere.refusal(
            ofComment: "Reply", under: "0000000000000", code: 404)
        #expect(error == unknown)
        let other = TestPage(page.server, site: "other")
        try other.refusal(ofComment: "Reply", under: id, code: 404)
    }

    @Test("Only its own author replies to a comment that waits")
    func hidesPendingParents() throws {
        let id = try page.say("I am waiting", by: "ann")
        try page.refusal(ofComment: "Reply", by: "bob", under: id, code: 404)
        let reply = try page.submit("More of mine", by: "ann", under: id)["comment"]
        #expect(reply["parent_id"] == .string(id))
        #expect(reply["status"] == "approved")
    }

    @Test(
        "Nobody replies to what was rejected, marked as spam or deleted, not even its author",
        arguments: ["reject", "spam", "delete"])
    func hidesGoneParents(action: String) throws {
        let id = try page.say("Root", by: "ann")
        try page.decide(action, id)
        for author in ["ann", "bob"] as [JSONValue] {
            try page.refusal(ofComment: "Reply", by: author, under: id, code: 404)
        }
    }

    @Test("A closed comment takes no replies, at any depth below it, until it is reopened")
    func respectsClosedComments() throws {
        let root = try page.say("Root")
        let reply = try page.say("Reply", under: root)
        let leaf = try page.say("Leaf", under: reply)
        try page.decide("close", root)
        for id in [root, reply, leaf] {
            let error = try page.refusal(ofComment: "More", under: id, code: 423)
            #expect(error["data"]["kind"] == "locked")
        }
        #expect(try page.submit("Another root")["comment"]["status"] == "approved")
        try page.decide("reopen", root)
        #expect(try page.submit("More", under: leaf)["comment"]["depth"] == 3)
    }

    @Test("A closed reply leaves the comments beside and above it open")
    func closesOnlyBelow() throws {
        let root = try page.say("Root")
        let left = try page.say("Left", under: root)
        let right = try page.say("Right", under: root)
        try page.decide("close", left)
        try page.refusal(ofComment: "More", under: left, code: 423)
        #expect(try page.submit("More", under: root)["comment"]["depth"] == 1)
        #expect(try page.submit("More", under: right)["comment"]["depth"] == 2)
    }
}
