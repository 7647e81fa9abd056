import Configuration
import JSONValues
import Testing

@Suite("Idempotency keys")
struct KeyTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    @Test(
        "The same key with the same params is answered with the first result, and changes nothing")
    func repeats() throws {
        let first = try page.submit("Hello", with: ["key": "k"])
        let id = try #require(first["comment"]["id"].text)
        try page.vote(1, on: id, by: "bob")
        try page.decide("delete", id)
        #expect(try page.submit("Hello", with: ["key": "k"]) == first)
        #expect(try page.server.counts()["comments"] == 1)
        #expect(try page.thread()["count"] == 0)
    }

    @Test("The order of the members does not matter")
    func ignoresOrder() throws {
        let first = try page.server.call(
            "comment.submit",
            ["thread": "page", "author": "ann", "body": "Hello", "key": "k"])
        let second = try page.server.call(
            "comment.submit",
            ["key": "k", "body": "Hello", "author": "ann", "thread": "page"])
        #expect(first == second)
    }

    @Test("The same key with other params is a conflict that names the key")
    func conflicts() throws {
        try page.say("Hello", with: ["key": "k"])
        let error = try page.refusal(
            ofComment: "Other", with: ["key": "k"], code: 409, field: "key")
        #expect(error["data"]["kind"] == "conflict")
    }

    @Test("A key is forgotten once its time is over, and not a moment before")
    func expires() throws {
        var settings = Settings()
        settings.windows.keySeconds = 60
        let page = try TestPage(settings: settings)
        let first = try page.say("Hello", with: ["key": "k"])
        page.server.clock.advance(milliseconds: 59_999)
        #expect(try page.say("Hello", with: ["key": "k"]) == first)
        try page.refusal(ofComment: "Other", with: ["key": "k"], code: 409, field: "key")
        page.server.clock.advance(milliseconds: 1)
        #expect(try page.say("Other", with: ["key": "k"]) != first)
        #expect(try page.thread()["count"] == 2)
        try page.refusal(ofComment: "Hello", with: ["key": "k"], code: 409, field: "key")
    }

    @Test("Out of the box a key is remembered for a day")
    func lastsADay() throws {
        let first = try page.say("Hello", with: ["key": "k"])
        page.server.clock.advance(milliseconds: 86_399_999)
        #expect(try page.say("Hello", with: ["key": "k"]) == first)
        page.server.clock.advance(milliseconds: 1)
        #expect(try page.say("Hello", with: ["key": "k"]) != first)
    }

    @Test("The same key is free in another site and for another method")
    func isOfSiteAndMethod() throws {
        let here = try page.say("Hello", with: ["key": "k"])
        let there = try TestPage(page.server, site: "other").say("Hello", with: ["key": "k"])
        #expect(here != there)
        let vote = try page.server.call(
            "vote.cast",
            ["comment": .string(here), "voter": "bob", "value": 1, "key": "k"])
        #expect(vote["votes"]["up"] == 1)
    }

    @Test("A refused command does not use its key up")
    func survivesRefusal() throws {
        try page.refusal(ofComment: "", with: ["key": "k"], code: 422)
        #expect(try page.submit("Hello", with: ["key": "k"])["comment"]["body"] == "Hello")
    }

    @Test("Two commands of one batch with the same key are one")
    func holdsWithinABatch() throws {
        let command: JSONValue = [
            "id": 1, "method": "comment.submit",
            "params": page.submission("Hello", with: ["key": "k"]),
        ]
        var json = JSONWriter()
        json.value(.array([command, command.with(["id": 2])]))
        let replies = try page.server.send(bytes: json.bytes + [0x0A])
        #expect(replies[0]["result"]["comment"]["body"] == "Hello")
        #expect(replies[0]["result"] == replies[1]["result"])
        #expect(try page.thread()["count"] == 1)
    }

    @Test("Every method that writes takes a key")
    func isTakenByAllWrites() throws {
        let id = try page.say("Hello", by: "ann")
        let comment: JSONValue = .string(id)
        let writes: [(method: String, params: JSONValue, other: JSONValue)] = [
            (
                "vote.cast", ["comment": comment, "voter": "bob", "value": 1], ["value": -1]
            ),
            (
                "flag.raise", ["comment": comment, "reporter": "bob", "reason": "spam"],
                ["reason": "abuse"]
            ),
            ("thread.configure", ["thread": "page", "title": "A page"], ["title": "B"]),
            (
                "moderation.decide",
                ["comments": [comment], "action": "reject", "moderator": "mod"],
                ["action": "approve"]
            ),
            (
                "comment.delete",
                ["comment": comment, "by": ["id": "mod", "roles": ["moderator"]]],
                ["by": ["id": "mod", "roles": ["staff"]]]
            ),
        ]
        for write in writes {
            let params = write.params.with(["key": "k"])
            let first = try page.server.call(write.method, params)
            let entries = try page.history().count
            #expect(try page.server.call(write.method, params) == first)
            #expect(try page.history().count == entries)
            var members = params.object?.members ?? []
            for member in write.other.object?.members ?? [] {
                members.removeAll { $0.name == member.name }
                members.append(member)
            }
            let other = JSONValue.object(JSONObject(members))
            try page.server.refusal(of: write.method, other, code: 409, field: "key")
        }
    }

    @Test("Another way to write the same person and the same site is the same command")
    func sameCommand() throws {
        let id = try page.say("Hello", by: "ann")
        let params: JSONValue = [
            "comment": .string(id), "voter": "bob", "value": 1, "key": "k",
        ]
        let first = try page.server.call("vote.cast", params)
        let written = params.with(["voter": ["id": "bob"], "site": "default"])
        #expect(try page.server.call("vote.cast", written) == first)
    }

    @Test("A repeated vote with a key does not come back after it was withdrawn")
    func doesNotRevive() throws {
        let id = try page.say("Hello")
        let params: JSONValue = [
            "comment": .string(id), "voter": "bob", "value": 1, "key": "k",
        ]
        let first = try page.server.call("vote.cast", params)
        try page.vote(0, on: id, by: "bob")
        #expect(try page.server.call("vote.cast", params) == first)
        #expect(try page.comment(id)["votes"]["up"] == 0)
    }
}
