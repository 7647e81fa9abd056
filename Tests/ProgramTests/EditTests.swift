import Configuration
import JSONValues
import Testing

@Suite("Editing comments")
struct EditTests {
    private static let rules = """
        {"version": 3, "rules": [
          {"name": "bad", "when": {"words": ["nasty"]}, "then": "reject"},
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "look", "when": {"words": ["shout"]}, "then": "flag"},
          {"name": "mask", "when": {"words": ["darn"]}, "then": "mask"}]}
        """
    private static let moderator: JSONValue = ["id": "mod", "roles": ["moderator"]]

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    @Test("An author edits within the window, to its last moment, and no longer")
    func editsOwn() throws {
        let id = try page.say("Helo", by: "ann")
        page.server.clock.advance(seconds: 900)
        let answer = try page.edit(id, "Hello", by: "ann")
        #expect(answer["comment"]["body"] == "Hello")
        #expect(answer["comment"]["revision"] == 2)
        #expect(answer["comment"]["edited_at"] == "2026-01-01T00:15:00.000Z")
        #expect(answer["comment"] == (try page.comment(id)))
        #expect(answer["decision"]["status"] == "approved")
        #expect(answer["decision"]["rules"] == 3)
        page.server.clock.advance(milliseconds: 1)
        let error = try page.server.refusal(
            of: "comment.edit", page.editing(id, "Hi", by: "ann"), code: 403)
        #expect(error["message"] == "an author may edit a comment for 900 s")
        try page.edit(id, "By a moderator", by: Self.moderator)
        #expect(try page.bodies() == ["By a moderator"])
    }

    @Test("The window can be set, and closed for good")
    func setsWindow() throws {
        for (seconds, lasts) in [(5, true), (0, false)] {
            var settings = Settings()
            settings.windows.editSeconds = seconds
            let page = try TestPage(settings: settings)
            let id = try page.say("Hello", by: "ann")
            if lasts { try page.edit(id, "Hi", by: "ann") }
            page.server.clock.advance(milliseconds: seconds * 1000 + (lasts ? 1 : 0))
            try page.server.refusal(
                of: "comment.edit", page.editing(id, "Ho", by: "ann"), code: 403)
        }
    }

    @Test("Once a reply is seen its author edits no more, unless the settings let them")
    func refusesAfterReply() throws {
        let id = try page.say("Hello", by: "ann")
        let reply = try page.say("Well said", by: "bob", under: id)
        try page.server.refusal(of: "comment.edit", page.editing(id, "Hi", by: "ann"), code: 403)
        try page.decide("reject", reply)
        try page.edit(id, "Hi", by: "ann")
        try page.say("I am waiting", by: "bob", under: id)
        try page.edit(id, "Hi there", by: "ann")
        var settings = Settings()
        settings.windows.editsAfterReply = true
        let other = try TestPage(settings: settings)
        let root = try other.say("Hello", by: "ann")
        try other.say("Well said", by: "bob", under: root)
        try other.edit(root, "Hi", by: "ann")
    }

    @Test("Others are refused, and what they may not see is not there")
    func refusesOthers() throws {
        let id = try page.say("Hello", by: "ann")
        for person in ["bob", ["id": "bob", "roles": ["author"]]] as [JSONValue] {
            try page.server.refusal(
                of: "comment.edit", page.editing(id, "Hi", by: person), code: 403)
        }
        let held = try page.say("I am waiting", by: "ann")
        try page.server.refusal(of: "comment.edit", page.editing(held, "Hi", by: "bob"), code: 404)
        let refused = try page.say("You are nasty", by: "ann")
        for id in [refused, "0000000000000"] {
            try page.server.refusal(
                of: "comment.edit", page.editing(id, "Hi", by: "ann"), code: 404)
        }
        _ = try page.server.call("comment.delete", ["comment": .string(id), "by": "ann"])
        try page.server.refusal(of: "comment.edit", page.editing(id, "Hi", by: "ann"), code: 404)
        try page.server.refusal(
            of: "comment.edit", page.editing(id, "Hi", by: Self.moderator), code: 409)
    }

    @Test("A text that may not stand in a comment is refused as it is when submitted")
    func refusesTexts() throws {
        let id = try page.say("Hello", by: "ann")
        for (body, code) in [(" \n", 422), ("a\u{1}", 422), ("\u{200B}", 422)] {
            try page.server.refusal(
                of: "comment.edit", page.editing(id, body, by: "ann"), code: code, field: "body")
        }
        let long = String(repeating: "a", count: 10_001)
        let error = try page.server.refusal(
            of: "comment.edit", page.editing(id, long, by: "ann"), code: 413, field: "body")
        #expect(error["data"]["limit"] == 10_000)
    }

    @Test("Where another revision is expected, the present one is told and nothing changes")
    func expectsRevision() throws {
        let id = try page.say("Hello", by: "ann")
        try page.edit(id, "Hi", by: "ann", with: ["expect": 1])
        let error = try page.server.refusal(
            of: "comment.edit", page.editing(id, "Ho", by: "ann", with: ["expect": 1]), code: 409,
            field: "expect")
        #expect(error["data"]["revision"] == 2)
        #expect(try page.comment(id)["body"] == "Hi")
        #expect(try page.decide("pin", id, with: ["expect": 1])[0]["error"]["code"] == 409)
    }

    @Test("A key makes an edit once")
    func key() throws {
        let id = try page.say("Hello", by: "ann")
        let first = try page.edit(id, "Hi", by: "ann", with: ["key": "k"])
        try page.edit(id, "Ho", by: "ann")
        #expect(try page.edit(id, "Hi", by: "ann", with: ["key": "k"]) == first)
        #expect(try page.comment(id)["body"] == "Ho")
        try page.server.refusal(
            of: "comment.edit", page.editing(id, "He", by: "ann", with: ["key": "k"]), code: 409)
    }

    @Test("The same text changes nothing, whatever white space is around it")
    func sameText() throws {
        let id = try page.say("Hello", by: "ann")
        try page.decide("approve", id)
        let (before, history) = (try page.moderated(id), try page.history().count)
        page.server.clock.advance(seconds: 1)
        for body in ["Hello", " Hello\n", "\u{3000}Hello\t"] {
            let answer = try page.edit(id, body, by: "ann")
            #expect(answer["comment"]["body"] == "Hello")
            #expect(answer["decision"]["status"] == "approved")
        }
        #expect(try page.moderated(id) == before)
        #expect(try page.history().count == history)
    }

    @Test("Moderators see every text that a comment has had, with its revision and its time")
    func revisions() throws {
        let id = try page.say("One", by: "ann")
        page.server.clock.advance(seconds: 1)
        try page.edit(id, "Two", by: "ann")
        try page.decide("reject", id)
        try page.decide("approve", id)
        page.server.clock.advance(seconds: 1)
        try page.edit(id, "Three darn", by: Self.moderator)
        let seen = try page.moderated(id)
        #expect(
            seen["revisions"] == [
                ["revision": 1, "body": "One", "at": "2026-01-01T00:00:00.000Z"],
                ["revision": 2, "body": "Two", "at": "2026-01-01T00:00:01.000Z"],
                ["revision": 5, "body": "Three darn", "at": "2026-01-01T00:00:02.000Z"],
            ])
        #expect(seen["body"] == "Three ****")
        #expect(seen["original"] == "Three darn")
        #expect(seen["edited_at"] == "2026-01-01T00:00:02.000Z")
        #expect(try page.comment(id).object?["revisions"] == nil)
        #expect(try page.comment(id)["body"] == "Three ****")
        try page.edit(id, "Four", by: Self.moderator)
        #expect(try page.moderated(id).object?["original"] == nil)
    }

    @Test("A waiting comment is edited by its author, and an edit can publish it")
    func editsPending() throws {
        let id = try page.say("I am waiting", by: "ann")
        let answer = try page.edit(id, "I am still waiting", by: "ann")
        #expect(answer["comment"]["status"] == "pending")
        #expect(answer["decision"]["reasons"][0]["rule"] == "hold")
        #expect(try page.queued() == ["I am still waiting"])
        let published = try page.edit(id, "Fine", by: "ann")
        #expect(published["decision"]["status"] == "approved")
        #expect(published["decision"]["reasons"] == [])
        #expect(published["comment"]["revision"] == 3)
        #expect(try page.queue()["total"] == 0)
        #expect(try page.thread()["count"] == 1)
        #expect(try page.thread()["pending"] == 0)
    }

    @Test("Moderators see how many flags are of an earlier text")
    func countsEarlierFlags() throws {
        let id = try page.say("Hello", by: "ann")
        try page.flag(id, by: "bob")
        page.server.clock.advance(seconds: 1)
        #expect(try page.queue()["items"][0]["flagging"].object?["before_edit"] == nil)
        try page.edit(id, "Hi", by: "ann")
        try page.flag(id, by: "cleo")
        let item = try page.queue()["items"][0]
        #expect(item["flagging"]["before_edit"] == 1)
        #expect(item["flags"] == [["reason": "spam", "count": 2, "weight": 2]])
        #expect(item["comment"]["body"] == "Hi")
    }

    @Test("Its author is told until when a comment can be edited, and nobody else")
    func tellsUntil() throws {
        func end(_ id: String, _ viewer: String) throws -> JSONValue {
            let shown = try page.comment(id, ["viewer": .string(viewer)])["viewer"]
            let list = try page.list(["viewer": .string(viewer), "sort": "oldest"])["comments"]
            let listed = list.array?.first { $0["id"].text == id }
            #expect(listed.map { $0["viewer"] == shown } ?? true)
            return shown["can_edit_until"]
        }
        let id = try page.say("Hello", by: "ann")
        #expect(try end(id, "ann") == "2026-01-01T00:15:00.000Z")
        #expect(try end(id, "bob") == .null)
        page.server.clock.advance(seconds: 900)
        #expect(try end(id, "ann") == "2026-01-01T00:15:00.000Z")
        page.server.clock.advance(milliseconds: 1)
        #expect(try end(id, "ann") == .null)
        let later = try page.say("I am waiting", by: "ann")
        #expect(try end(later, "ann") == "2026-01-01T00:30:00.001Z")
        try page.decide("close", later)
        #expect(try end(later, "ann") == .null)
        try page.decide("reopen", later)
        try page.decide("approve", later)
        let reply = try page.say("Well said", by: "bob", under: later)
        #expect(try end(later, "ann") == .null)
        try page.decide("delete", reply)
        try page.sanction("ann", "mute")
        #expect(try end(later, "ann") == .null)
        try page.sanction("ann", "none")
        #expect(try end(later, "ann") == "2026-01-01T00:30:00.001Z")
        try page.configure(["closed": true])
        #expect(try end(later, "ann") == .null)
    }
}
