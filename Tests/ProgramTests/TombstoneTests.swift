import JSONValues
import Testing

@Suite("Tombstones")
struct TombstoneTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    /// The members of a comment that a list adds nothing to.
    private func alone(_ listed: JSONValue) -> JSONValue {
        .object(JSONObject((listed.object?.members ?? []).filter { $0.name != "children" }))
    }

    @Test(
        "A gone comment with a visible reply stands as a tombstone, and is not counted",
        arguments: [
            ("delete", "deleted"), ("reject", "hidden"), ("spam", "hidden"),
        ])
    func stands(action: String, status: JSONValue) throws {
        let root = try page.say(
            "Root", by: ["id": "ann", "name": "Ann"], with: ["anchor": ["exact": "x"]])
        try page.say("Reply", by: "bob", under: root)
        try page.vote(1, on: root, by: "bob")
        let before = try page.comment(root)
        try page.decide(action, root)
        let list = try page.list()
        let stone = list["comments"][0]
        #expect(stone["status"] == status)
        #expect(stone["hidden"] == true)
        for member in ["body", "html", "author", "anchor"] { #expect(stone[member] == .null) }
        for member in ["id", "created_at", "votes", "depth", "parent_id"] {
            #expect(stone[member] == before[member])
        }
        #expect(stone["replies"] == 1)
        #expect(stone["descendants"] == 1)
        #expect(stone["children"]["comments"][0]["body"] == "Reply")
        #expect(list["total"] == 1)
        #expect(try page.thread()["count"] == 1)
        #expect(try page.thread()["roots"] == 0)
        #expect(try page.comment(root) == alone(stone))
    }

    @Test("A gone comment without visible replies is as if it had never been")
    func isGone() throws {
        let root = try page.say("Root")
        let reply = try page.say("Reply", under: root)
        try page.decide("delete", root, reply)
        #expect(try page.list()["comments"] == [])
        let error = try page.server.refusal(
            of: "comment.get", ["comment": .string(root)], code: 404)
        let unknown = try page.server.refusal(
            of: "comment.get", ["comment": "0000000000000"], code: 404)
        #expect(error == unknown)
    }

    @Test("Tombstones stand above each other, and all fall with the last visible reply")
    func standsInChains() throws {
        let root = try page.say("Root")
        let middle = try page.say("Middle", under: root)
        let leaf = try page.say("Leaf", under: middle)
        try page.decide("delete", root, middle)
        let stone = try page.list(["depth": 2])["comments"][0]
        #expect(stone["hidden"] == true)
        #expect(stone["replies"] == 0)
        #expect(stone["descendants"] == 1)
        let inner = stone["children"]["comments"][0]
        #expect(inner["hidden"] == true)
        #expect(inner["children"]["comments"][0]["body"] == "Leaf")
        #expect(try page.list()["total"] == 1)
        try page.decide("delete", leaf)
        #expect(try page.list()["comments"] == [])
        #expect(try page.thread()["count"] == 0)
        try page.decide("restore", leaf)
        #expect(try page.bodies() == ["[deleted]"])
    }

    @Test("A tombstone shows whole again once its comment is approved or restored")
    func turnsBack() throws {
        let root = try page.say("Root")
        try page.say("Reply", under: root)
        try page.decide("reject", root)
        #expect(try page.bodies() == ["[hidden]"])
        try page.decide("approve", root)
        #expect(try page.bodies() == ["Root"])
        #expect(try page.list()["comments"][0]["hidden"] == .null)
        try page.decide("delete", root)
        try page.decide("restore", root)
        #expect(try page.bodies() == ["Root"])
        #expect(try page.thread()["count"] == 2)
    }

    @Test("Moderators see what stands behind a tombstone")
    func showsModerators() throws {
        let root = try page.say("Root")
        try page.say("Reply", under: root)
        try page.decide("reject", root)
        #expect(try page.moderated(root)["body"] == "Root")
        #expect(try page.moderated(root)["status"] == "rejected")
        #expect(try page.list(["view": "moderator"])["comments"][0]["body"] == "Root")
    }

    @Test("Nobody votes on a tombstone, flags it or replies to it")
    func takesNothing() throws {
        let root = try page.say("Root", by: "ann")
        try page.say("Reply", by: "bob", under: root)
        try page.decide("delete", root)
        let comment: JSONValue = .string(root)
        try page.server.refusal(
            of: "vote.cast", ["comment": comment, "voter": "bob", "value": 1], code: 404)
        try page.server.refusal(
            of: "flag.raise", ["comment": comment, "reporter": "bob", "reason": "spam"],
            code: 404)
        try page.refusal(ofComment: "Reply", by: "bob", under: root, code: 404)
    }

    @Test("The replies below a tombstone can be listed with it as their parent")
    func listsBelow() throws {
        let root = try page.say("Root")
        try page.say("Reply", under: root)
        try page.decide("delete", root)
        #expect(try page.bodies(["parent": .string(root)]) == ["Reply"])
    }
}
