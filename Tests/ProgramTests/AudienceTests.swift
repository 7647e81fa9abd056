import JSONValues
import Testing

@Suite("Who sees what")
struct AudienceTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "reject", "when": {"words": ["forbidden"]}, "then": "reject"},
          {"name": "spam", "when": {"words": ["lottery"]}, "then": "spam"},
          {"name": "mask", "when": {"words": ["blimey"]}, "then": "mask"}]}
        """

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    @Test("A waiting comment stands in its author's page, in place, and in nobody else's")
    func showsOwnPending() throws {
        try page.say("First", by: "bob")
        let id = try page.say("I am waiting", by: "ann")
        try page.say("Last", by: "bob")
        let own = try page.list(["viewer": "ann", "sort": "oldest"])
        #expect(
            (own["comments"].array ?? []).map { $0["body"] } == ["First", "I am waiting", "Last"])
        #expect(own["comments"][1]["status"] == "pending")
        #expect(own["comments"][1]["viewer"]["own"] == true)
        #expect(own["total"] == 2)
        #expect(try page.bodies(["viewer": "bob", "sort": "oldest"]) == ["First", "Last"])
        #expect(try page.bodies(["sort": "oldest"]) == ["First", "Last"])
        #expect(try page.comment(id, ["viewer": "ann"])["body"] == "I am waiting")
        for viewer in [["viewer": "bob"], [:]] as [JSONValue] {
            var params: JSONValue = ["comment": .string(id)]
            for member in viewer.object?.members ?? [] {
                params = params.with([member.name: member.value])
            }
            try page.server.refusal(of: "comment.get", params, code: 404)
        }
    }

    @Test("A waiting reply stands in its author's page too, and counts as more there alone")
    func showsOwnPendingReplies() throws {
        let root = try page.say("Root", by: "bob")
        try page.say("I am waiting", by: "ann", under: root)
        let own = try page.list(["viewer": "ann"])["comments"][0]["children"]
        #expect(own["comments"][0]["body"] == "I am waiting")
        #expect(
            try page.list(["viewer": "ann", "depth": 0])["comments"][0]["children"]["more"] == 1)
        #expect(try page.list(["viewer": "bob"])["comments"][0]["children"]["comments"] == [])
        #expect(try page.list(["depth": 0])["comments"][0]["children"]["more"] == 0)
        #expect(try page.comment(root)["replies"] == 0)
    }

    @Test("Above a visible reply of its author's, a waiting comment is a tombstone for others")
    func hidesPendingAboveReplies() throws {
        let id = try page.say("I am waiting", by: "ann")
        try page.say("More of mine", by: "ann", under: id)
        #expect(try page.bodies(["viewer": "ann"]) == ["I am waiting"])
        #expect(try page.bodies(["viewer": "bob"]) == ["[hidden]"])
        #expect(try page.list()["total"] == 1)
        try page.decide("approve", id)
        #expect(try page.bodies() == ["I am waiting"])
        #expect(try page.list()["total"] == 2)
    }

    @Test("What was rejected or is spam is not shown to its author either")
    func hidesRejected() throws {
        for body in ["A forbidden word", "Win the lottery"] {
            let id = try page.say(body, by: "ann")
            try page.server.refusal(
                of: "comment.get", ["comment": .string(id), "viewer": "ann"], code: 404)
        }
        #expect(try page.bodies(["viewer": "ann"]) == [])
    }

    @Test("A viewer learns of their own vote, flag and comments")
    func showsViewer() throws {
        let id = try page.say("Hello", by: "ann")
        try page.vote(-1, on: id, by: "bob")
        try page.flag(id, by: "bob")
        #expect(
            try page.comment(id, ["viewer": "bob"])["viewer"]
                == ["vote": -1, "flagged": true, "own": false, "can_edit_until": .null])
        #expect(
            try page.comment(id, ["viewer": ["id": "ann", "name": "Ann"]])["viewer"]
                == [
                    "vote": 0, "flagged": false, "own": true,
                    "can_edit_until": "2026-01-01T00:15:00.000Z",
                ])
        #expect(
            try page.list(["viewer": "nobody yet"])["comments"][0]["viewer"]
                == ["vote": 0, "flagged": false, "own": false, "can_edit_until": .null])
        #expect(try page.comment(id)["viewer"] == .null)
        try page.vote(0, on: id, by: "bob")
        try page.decide("dismiss_flags", id)
        #expect(
            try page.list(["viewer": "bob"])["comments"][0]["viewer"]
                == ["vote": 0, "flagged": false, "own": false, "can_edit_until": .null])
    }

    @Test("Looking at a page does not make a person known")
    func doesNotMeetViewers() throws {
        try page.say("Hello", by: "ann")
        let before = try page.server.counts()
        _ = try page.list(["viewer": "stranger"])
        #expect(try page.server.counts() == before)
    }

    @Test("Moderators see comments of every status, in the order of the page")
    func showsModeratorsAll() throws {
        let bodies = ["Fine", "I am waiting", "A forbidden word", "Win the lottery", "Gone"]
        let ids = try bodies.map { try page.say($0) }
        try page.decide("delete", ids[4])
        let list = try page.list(["view": "moderator", "sort": "oldest"])
        let comments = list["comments"].array ?? []
        #expect(comments.map { $0["body"].text } == bodies)
        #expect(
            comments.map { $0["status"] } == ["approved", "pending", "rejected", "spam", "deleted"])
        #expect(list["total"] == 1)
        #expect(try page.bodies() == ["Fine"])
        for id in ids { #expect(try page.moderated(id)["id"].text == id) }
    }

    @Test("Masked words are stars to all but moderators, who see the original as well")
    func masks() throws {
        let answer = try page.submit("Oh blimey, blimey!", by: "ann")["comment"]
        let id = try #require(answer["id"].text)
        #expect(answer["body"] == "Oh ******, ******!")
        for more in [[:], ["viewer": "ann"]] as [KeyValuePairs<String, JSONValue>] {
            let comment = try page.comment(id, more)
            #expect(comment["body"] == "Oh ******, ******!")
            #expect(comment["html"] == "<p dir=\"auto\">Oh ******, ******!</p>")
            #expect(comment["original"] == .null)
        }
        let moderated = try page.moderated(id)
        #expect(moderated["body"] == "Oh ******, ******!")
        #expect(moderated["original"] == "Oh blimey, blimey!")
        #expect(try page.list(["view": "moderator"])["comments"][0]["original"] != .null)
        let plain = try page.say("Nothing to hide")
        #expect(try page.moderated(plain)["original"] == .null)
    }

    @Test("Moderators who ask for one comment get the texts it has had")
    func showsRevisions() throws {
        let id = try page.say("Oh blimey")
        let now = page.server.clock.now.text
        #expect(
            try page.moderated(id)["revisions"]
                == [["revision": 1, "body": "Oh blimey", "at": .string(now)]])
        #expect(try page.comment(id)["revisions"] == .null)
    }
}
