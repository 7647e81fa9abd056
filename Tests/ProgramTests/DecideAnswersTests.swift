import JSONValues
import Testing

@Suite("What a decision on several comments answers")
struct DecideAnswersTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    @Test("Each comment is answered by itself, in order; what is refused holds up no other")
    func answersEach() throws {
        let first = try page.say("First")
        let second = try page.say("Second")
        let results = try page.decide("reject", first, "0000000000000", "no id", second)
        #expect(results.array?.count == 4)
        #expect(results[0] == ["id": .string(first), "status": "rejected", "revision": 2])
        for (index, name) in [(1, "0000000000000"), (2, "no id")] {
            #expect(results[index]["id"].text == name)
            #expect(results[index]["error"]["code"] == 404)
            #expect(results[index]["error"]["data"]["kind"] == "not_found")
            #expect(results[index]["status"] == .null)
        }
        #expect(results[3]["status"] == "rejected")
        #expect(try page.thread()["count"] == 0)
    }

    @Test("A comment named twice is decided once, and refused the second time")
    func refusesDuplicates() throws {
        let id = try page.say("Hello", with: ["ref": "r"])
        let results = try page.decide("reject", id, id, "ref:r")
        #expect(results[0]["status"] == "rejected")
        #expect(results[1]["error"]["code"] == -32602)
        #expect(results[2]["error"]["code"] == -32602)
        #expect(try page.history().count == 2)
        #expect(try page.moderated(id)["revision"] == 2)
    }

    @Test("Where another revision is expected, the comment stays and its revision is told")
    func expectsRevision() throws {
        let id = try page.say("Hello")
        let fresh = try page.say("Fresh")
        try page.decide("reject", id)
        let results = try page.decide("approve", id, fresh, with: ["expect": 1])
        #expect(results[0]["error"]["code"] == 409)
        #expect(results[0]["error"]["data"]["field"] == "expect")
        #expect(results[0]["error"]["data"]["revision"] == 2)
        #expect(results[1]["status"] == "approved")
        #expect(try page.moderated(id)["status"] == "rejected")
    }

    @Test("Every decision has one entry in the history, with who, what, from, to and why")
    func recordsEach() throws {
        let first = try page.say("First", by: "ann")
        let second = try page.say("Second", by: "bob")
        page.server.clock.advance(seconds: 5)
        try page.decide(
            "spam", first, second, by: ["id": "mod", "name": "Mo"], with: ["reason": "Advertising"])
        let entries = try page.history()
        #expect(entries.count == 4)
        #expect(
            entries[0] == [
                "at": .string(page.server.clock.now.text), "actor": "mod", "action": "spam",
                "comment_id": .string(second), "person_id": "bob", "from": "approved",
                "to": "spam", "reason": "Advertising",
            ])
        #expect(entries[1]["comment_id"].text == first)
    }

    @Test(
        "Every action is one entry, whatever it changes",
        arguments: [
            "approve", "reject", "spam", "delete", "feature", "unfeature", "pin", "unpin",
            "close", "reopen", "dismiss_flags",
        ])
    func recordsOnce(action: String) throws {
        let id = try page.say("Hello")
        try page.flag(id, by: "bob")
        for count in 2...3 {
            guard try page.decide(action, id)[0]["error"] == .null else { continue }
            let entries = try page.history(["comment": .string(id)])
            #expect(entries.count == count)
            #expect(entries[0]["action"].text == action)
        }
    }

    @Test("A refused decision leaves no entry, and no person behind")
    func recordsNoRefusals() throws {
        let id = try page.say("Hello")
        let before = try page.server.counts()
        try page.decide("restore", id, "0000000000000", by: "a new moderator")
        try page.decide("approve", "0000000000000", by: "another", with: ["site": "unused"])
        #expect(try page.server.counts() == before)
        #expect(try page.history().count == 1)
    }

    @Test("One to 1,000 comments are decided on at a time")
    func boundsCount() throws {
        let many = (0...1000).map { JSONValue.string("ref:\($0)") }
        for names in [[], many] {
            try page.server.refusal(
                of: "moderation.decide",
                ["comments": .array(names), "action": "approve", "moderator": "mod"],
                code: -32602, field: "comments")
        }
        let results = try page.server.call(
            "moderation.decide",
            [
                "comments": .array(Array(many.dropLast())), "action": "approve",
                "moderator": "mod",
            ])
        #expect(results["results"].array?.count == 1000)
    }

    @Test("An action that there is not is refused, with the one that was meant")
    func refusesUnknownActions() throws {
        let error = try page.server.refusal(
            of: "moderation.decide",
            ["comments": ["ref:a"], "action": "aprove", "moderator": "mod"], code: -32602,
            field: "action")
        #expect(error["data"]["did_you_mean"] == "approve")
    }
}
