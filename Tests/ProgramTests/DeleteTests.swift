import Configuration
import JSONValues
import Testing

@Suite("Deleting comments")
struct DeleteTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"}]}
        """
    private static let moderator: JSONValue = ["id": "mod", "roles": ["moderator"]]

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    private func params(_ id: String, by person: JSONValue) -> JSONValue {
        ["comment": .string(id), "by": person]
    }

    private func delete(_ id: String, by person: JSONValue) throws -> JSONValue {
        try page.server.call("comment.delete", params(id, by: person))["comment"]
    }

    @Test("An author deletes a comment within the window, to its last moment")
    func deletesOwn() throws {
        let id = try page.say("Hello", by: "ann")
        page.server.clock.advance(seconds: 900)
        let comment = try delete(id, by: "ann")
        #expect(comment["id"].text == id)
        #expect(comment["status"] == "deleted")
        #expect(comment["revision"] == 2)
        #expect(comment["body"] == .null)
        #expect(try page.thread()["count"] == 0)
        #expect(try page.bodies() == [])
    }

    @Test("After the window an author is refused, and moderators are not")
    func refusesLate() throws {
        let id = try page.say("Hello", by: "ann")
        page.server.clock.advance(milliseconds: 900_001)
        let error = try page.server.refusal(
            of: "comment.delete", params(id, by: "ann"), code: 403)
        #expect(error["data"]["kind"] == "forbidden")
        #expect(try page.comment(id)["body"] == "Hello")
        let comment = try delete(id, by: Self.moderator)
        #expect(comment["status"] == "deleted")
        #expect(comment["body"] == "Hello")
    }

    @Test("The window can be set")
    func setsWindow() throws {
        var settings = Settings()
        settings.windows.deleteSeconds = 5
        let page = try TestPage(settings: settings)
        let id = try page.say("Hello", by: "ann")
        page.server.clock.advance(milliseconds: 5001)
        try page.server.refusal(of: "comment.delete", params(id, by: "ann"), code: 403)
    }

    @Test("Other persons are refused, whatever they call themselves beside moderators and staff")
    func refusesOthers() throws {
        let id = try page.say("Hello", by: "ann")
        for person in ["bob", ["id": "bob", "roles": ["author"]]] as [JSONValue] {
            try page.server.refusal(of: "comment.delete", params(id, by: person), code: 403)
        }
        #expect(try delete(id, by: ["id": "eve", "roles": ["staff"]])["status"] == "deleted")
    }

    @Test("A waiting comment is deleted by its author, and is not there for others")
    func deletesPending() throws {
        let id = try page.say("I am waiting", by: "ann")
        try page.server.refusal(of: "comment.delete", params(id, by: "bob"), code: 404)
        #expect(try delete(id, by: "ann")["status"] == "deleted")
        #expect(try page.queue()["total"] == 0)
        #expect(try page.thread()["pending"] == 0)
    }

    @Test("What is gone already is not found by its author, and a conflict for moderators")
    func refusesGone() throws {
        let id = try page.say("Hello", by: "ann")
        _ = try delete(id, by: "ann")
        try page.server.refusal(of: "comment.delete", params(id, by: "ann"), code: 404)
        try page.server.refusal(of: "comment.delete", params(id, by: Self.moderator), code: 409)
        try page.server.refusal(
            of: "comment.delete", params("0000000000000", by: Self.moderator), code: 404)
        let rejected = try page.say("Hello again", by: "ann")
        try page.decide("reject", rejected)
        try page.server.refusal(of: "comment.delete", params(rejected, by: "ann"), code: 404)
    }

    @Test("Where another revision is expected, the present one is told and nothing is deleted")
    func expectsRevision() throws {
        let id = try page.say("Hello", by: "ann")
        try page.decide("reject", id)
        try page.decide("approve", id)
        let stale = params(id, by: "ann").with(["expect": 1])
        let error = try page.server.refusal(
            of: "comment.delete", stale, code: 409, field: "expect")
        #expect(error["data"]["kind"] == "conflict")
        #expect(error["data"]["revision"] == 3)
        let result = try page.server.call("comment.delete", stale.with(["expect": 3]))
        #expect(result["comment"]["revision"] == 4)
    }

    @Test("Who deletes a comment stands in the history, once")
    func recordsHistory() throws {
        let id = try page.say("Hello", by: "ann")
        _ = try delete(id, by: "ann")
        let entries = try page.history(["comment": .string(id)])
        #expect(entries.count == 2)
        #expect(entries[0]["actor"] == "ann")
        #expect(entries[0]["action"] == "delete")
        #expect(entries[0]["from"] == "approved")
        #expect(entries[0]["to"] == "deleted")
    }

    @Test("Deleting leaves every count as if the comment were not there")
    func keepsCounts() throws {
        let root = try page.say("Root", by: "ann")
        page.server.clock.advance(seconds: 1)
        let before = try page.thread()
        let reply = try page.say("Reply", by: "bob", under: root)
        #expect(try page.thread()["count"] == 2)
        #expect(try page.comment(root)["replies"] == 1)
        _ = try delete(reply, by: "bob")
        #expect(try page.thread() == before)
        #expect(try page.comment(root)["replies"] == 0)
        #expect(try page.comment(root)["descendants"] == 0)
    }

    @Test("A comment above visible replies becomes a tombstone, which its author is answered with")
    func leavesTombstone() throws {
        let root = try page.say("Root", by: "ann")
        try page.say("Reply", by: "bob", under: root)
        let comment = try delete(root, by: "ann")
        #expect(comment["hidden"] == true)
        #expect(comment == (try page.comment(root)))
    }
}
