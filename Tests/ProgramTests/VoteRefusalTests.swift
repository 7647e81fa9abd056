import Configuration
import JSONValues
import Testing

@Suite("Votes that are refused")
struct VoteRefusalTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "reject", "when": {"words": ["forbidden"]}, "then": "reject"},
          {"name": "spam", "when": {"words": ["lottery"]}, "then": "spam"}]}
        """

    private func params(_ id: String, _ value: Int = 1, by voter: JSONValue = "bob") -> JSONValue {
        ["comment": .string(id), "voter": voter, "value": .integer(value)]
    }

    @Test("No one votes on their own comment", arguments: [1, 0, -1])
    func refusesOwn(value: Int) throws {
        let page = try TestPage()
        let id = try page.say("Hello", by: "ann")
        let error = try page.server.refusal(
            of: "vote.cast", params(id, value, by: ["id": "ann", "name": "Another"]), code: 403)
        #expect(error["data"]["kind"] == "forbidden")
        #expect(try page.comment(id)["author"]["name"] == "ann")
    }

    @Test("A comment that is not visible is not found, not even by its author")
    func refusesHidden() throws {
        let page = try TestPage(rules: Self.rules)
        let unknown = try page.server.refusal(
            of: "vote.cast", params("0000000000000"), code: 404)
        for body in ["I am waiting", "A forbidden word", "Win the lottery"] {
            let id = try page.say(body, by: "ann")
            for voter in ["ann", "bob"] as [JSONValue] {
                let error = try page.server.refusal(
                    of: "vote.cast", params(id, by: voter), code: 404)
                #expect(error == unknown)
            }
        }
        let gone = try page.say("Gone", by: "ann")
        try page.decide("delete", gone)
        try page.server.refusal(of: "vote.cast", params(gone), code: 404)
        try page.server.refusal(
            of: "vote.cast", params(gone).with(["site": "unused"]), code: 404)
    }

    @Test("In a closed thread votes stand as they are")
    func respectsClosedThreads() throws {
        let page = try TestPage()
        let id = try page.say("Hello", by: "ann")
        try page.vote(1, on: id, by: "bob")
        try page.configure(["closed": true])
        for value in [1, 0, -1] {
            let error = try page.server.refusal(of: "vote.cast", params(id, value), code: 423)
            #expect(error["data"]["kind"] == "locked")
        }
        try page.configure(["closed": false])
        #expect(try page.vote(0, on: id, by: "bob")["up"] == 0)
    }

    @Test("A closed comment takes no votes, and neither does what is below it")
    func respectsClosedComments() throws {
        let page = try TestPage()
        let root = try page.say("Root", by: "ann")
        let reply = try page.say("Reply", by: "ann", under: root)
        let leaf = try page.say("Leaf", by: "ann", under: reply)
        let other = try page.say("Other", by: "ann")
        try page.decide("close", root)
        for id in [root, reply, leaf] {
            try page.server.refusal(of: "vote.cast", params(id), code: 423)
        }
        #expect(try page.vote(1, on: other, by: "bob")["up"] == 1)
        try page.decide("reopen", root)
        #expect(try page.vote(1, on: leaf, by: "bob")["up"] == 1)
    }

    @Test("Where guests do not vote, others do")
    func respectsGuestSetting() throws {
        let guest: JSONValue = ["id": "device-1", "guest": true]
        var settings = Settings()
        let open = try TestPage(settings: settings)
        #expect(try open.vote(1, on: try open.say("Hello"), by: guest)["up"] == 1)
        settings.votes.takesGuests = false
        let page = try TestPage(settings: settings)
        let id = try page.say("Hello")
        let error = try page.server.refusal(
            of: "vote.cast", params(id, by: guest), code: 403)
        #expect(error["data"]["kind"] == "forbidden")
        #expect(try page.vote(1, on: id, by: "bob")["up"] == 1)
    }

    @Test("Where there are no votes against, those in favour and withdrawals are taken")
    func respectsDownSetting() throws {
        var settings = Settings()
        settings.votes.takesDown = false
        let page = try TestPage(settings: settings)
        let id = try page.say("Hello")
        try page.vote(1, on: id, by: "bob")
        try page.server.refusal(of: "vote.cast", params(id, -1), code: 403)
        #expect(try page.vote(0, on: id, by: "bob") == ["up": 0, "down": 0, "score": 0])
    }

    @Test("A value is 1, 0 or -1", arguments: [2, -2, 10])
    func boundsValues(value: Int) throws {
        let page = try TestPage()
        let id = try page.say("Hello")
        try page.server.refusal(
            of: "vote.cast", params(id, value), code: -32602, field: "value")
    }
}
