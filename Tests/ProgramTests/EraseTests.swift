import JSONValues
import Testing

@Suite("A person who is erased")
struct EraseTests {
    private let page: TestPage
    private let root: String
    private let reply: String

    init() throws {
        page = try TestPage()
        root = try page.say("By ann", by: Self.ann, with: ["notify": "replies", "key": "k1"])
        reply = try page.say("By bob", by: "bob", under: root)
        try page.vote(1, on: reply, by: "ann")
        try page.vote(-1, on: root, by: "bob")
    }

    private static let ann: JSONValue = [
        "id": "ann", "name": "Ann Nym", "email": "ann@example.org", "ip": "203.0.113.7",
        "user_agent": "Browser/1",
    ]

    @discardableResult
    private func erase(bodies: Bool = false) throws -> JSONValue {
        let answer = try page.server.call(
            "person.erase", ["person": "ann", "moderator": "mod", "bodies": .bool(bodies)])
        try page.finishLeftovers()
        return answer
    }

    @Test("Their comments stay with an author who has no name, and their votes count")
    func keepsShape() throws {
        #expect(try erase()["erased"] == true)
        let seen = try page.moderated(root)
        #expect(
            seen["author"] == [
                "id": "erased", "name": "erased", "erased": true, "badges": [], "guest": false,
            ])
        #expect(seen["body"] == "By ann")
        #expect(try page.comment(reply)["votes"]["up"] == 1)
        #expect(try page.comment(root)["votes"]["down"] == 1)
        #expect(try page.list()["total"] == 2)
        #expect(try page.comment(reply, ["viewer": "ann"])["viewer"]["vote"] == 0)
        #expect(try page.comment(root, ["viewer": "ann"])["viewer"]["own"] == false)
    }

    @Test("With their texts each comment is a tombstone, or gone, and cannot be brought back")
    func erasesTexts() throws {
        let alone = try page.say("Alone", by: "ann")
        try page.edit(root, "By ann, twice", by: ["id": "mod", "roles": ["moderator"]])
        try erase(bodies: true)
        #expect(try page.comment(root)["status"] == "deleted")
        #expect(try page.comment(root)["body"] == .null)
        #expect(try page.list()["total"] == 1)
        try page.server.refusal(
            of: "comment.get", ["comment": .string(alone)], code: 404)
        let kept = try page.moderated(root)
        #expect(kept["body"] == "")
        #expect((kept["revisions"].array ?? []).map { $0["body"] } == ["", ""])
        for action in ["restore", "undo", "approve", "pin"] {
            #expect(try page.decide(action, root)[0]["error"]["code"] == 409, "\(action)")
        }
    }

    @Test("Whoever comes by their id afterwards is somebody new")
    func startsAnew() throws {
        try page.sanction("ann", "mute", with: ["void_votes": true])
        try page.finishLeftovers()
        try erase()
        try page.server.refusal(of: "person.get", ["person": "ann"], code: 404)
        try page.server.refusal(of: "person.export", ["person": "ann"], code: 404)
        let id = try page.say("Again", by: "ann")
        let person = try page.person("ann")
        #expect(person["standing"]["approved"] == 1)
        #expect(person["sanctions"] == [])
        #expect(person["person"]["name"] == "ann")
        #expect(try page.comment(id)["author"]["id"] == "ann")
        #expect(try page.comment(root)["author"]["id"] == "erased")
        // What was voided stays so.
        #expect(try page.comment(reply)["votes"]["up"] == 0)
        #expect(try page.vote(1, on: reply, by: "ann")["up"] == 1)
    }

    @Test("What they follow is ended, their tokens are void, and nothing is told them")
    func endsFollowing() throws {
        let token = try page.follow(by: Self.ann)["token"]
        #expect(try page.notices().count == 2)
        try erase()
        #expect(try page.subscriptions(of: "ann") == [])
        try page.server.call("subscription.confirm", ["token": token])
        try page.say("One more", by: "bob", under: root)
        #expect(try page.notices() == [])
    }

    @Test("The history says that it was done, by whom and when, and not whose it was")
    func entersHistory() throws {
        try page.decide("feature", root, with: ["reason": "Ann writes well"])
        try erase()
        let entries = try page.history()
        #expect(entries[0]["action"] == "erase")
        #expect(entries[0]["actor"] == "mod")
        #expect(entries[0]["person_id"] == "erased")
        #expect(try page.history(["person": "ann"]) == [])
        let featured = entries.first { $0["action"] == "feature" }
        #expect(featured?["actor"] == "mod")
        #expect(featured?["reason"] == .null)
    }

    @Test("Who erases themselves has no name in the history either")
    func erasesOneself() throws {
        try page.server.call("person.erase", ["person": "ann", "moderator": "ann"])
        #expect(try page.history()[0]["actor"] == "erased")
        try page.server.refusal(of: "person.get", ["person": "ann"], code: 404)
    }

    @Test("A second time, and of somebody unknown, it does nothing")
    func isIdempotent() throws {
        try erase()
        let before = try page.history()
        #expect(try erase() == ["erased": false, "pending": 0])
        #expect(
            try page.server.call("person.erase", ["person": "eve", "moderator": "new"]) == [
                "erased": false, "pending": 0,
            ])
        #expect(try page.history() == before)
        try page.server.refusal(of: "person.get", ["person": "new"], code: 404)
    }

    @Test("The results of their keys are gone, and the keys stay used; others' are as they were")
    func erasesKeys() throws {
        let params = page.submission("By bob too", by: "bob", with: ["key": "k2"])
        let first = try page.server.call("comment.submit", params)
        try erase()
        let again = page.submission(
            "By ann", by: Self.ann, with: ["notify": "replies", "key": "k1"])
        try page.server.refusal(of: "comment.submit", again, code: 409)
        #expect(try page.list()["total"] == 3)
        #expect(try page.server.call("comment.submit", params) == first)
    }

    @Test("Somebody who is really called so is not taken for one who was erased")
    func keepsName() throws {
        try erase()
        #expect(try page.server.error("person.get", ["person": "erased"])["code"] == 404)
        try page.say("Hello", by: "erased")
        #expect(try page.person("erased")["standing"]["approved"] == 1)
        #expect(try page.list(["viewer": "erased"])["comments"].array?.count == 2)
        #expect(try page.comment(root, ["viewer": "erased"])["viewer"]["own"] == false)
    }
}
