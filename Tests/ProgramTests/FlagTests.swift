import Configuration
import JSONValues
import Testing

@Suite("Flagging")
struct FlagTests {
    private let page: TestPage
    private let id: String

    init() throws {
        page = try TestPage()
        id = try page.say("Hello", by: "ann")
    }

    private func params(_ id: String, by reporter: JSONValue = "bob") -> JSONValue {
        ["comment": .string(id), "reporter": reporter, "reason": "abuse"]
    }

    @Test("A flag is answered with the comment and its open flags")
    func answers() throws {
        let result = try page.server.call("flag.raise", params(id).with(["detail": "See line 1"]))
        #expect(result == ["id": .string(id), "flags": 1])
        #expect(try page.flag(id, by: "cat") == 2)
    }

    @Test("A reporter's flag counts once, whatever reason they give the second time")
    func countsOnce() throws {
        #expect(try page.flag(id, by: "bob", reason: "spam") == 1)
        #expect(try page.flag(id, by: "bob", reason: "spam") == 1)
        #expect(try page.flag(id, by: "bob", reason: "illegal") == 1)
        #expect(
            try page.queue()["items"][0]["flags"] == [["reason": "spam", "count": 1, "weight": 1]])
    }

    @Test("Once it is dismissed, the same reporter can flag the comment anew")
    func countsAgain() throws {
        try page.flag(id, by: "bob")
        try page.decide("dismiss_flags", id)
        #expect(try page.queue()["total"] == 0)
        #expect(try page.flag(id, by: "bob", reason: "illegal") == 1)
        let item = try page.queue()["items"][0]
        #expect(item["state"] == "flagged")
        #expect(item["flags"][0]["reason"] == "illegal")
        try page.decide("approve", id)
        #expect(try page.flag(id, by: "bob") == 1)
    }

    @Test("A flagged comment stays visible, and waits in the queue with its flags by reason")
    func queues() throws {
        let page = try TestPage(settings: .withoutHiding)
        let id = try page.say("Hello", by: "ann")
        for (reporter, reason) in [
            ("b", "spam"), ("c", "illegal"), ("d", "spam"), ("e", "off_topic"), ("f", "other"),
            ("g", "abuse"),
        ] { try page.flag(id, by: .string(reporter), reason: reason) }
        #expect(try page.comment(id)["status"] == "approved")
        let queue = try page.queue()
        #expect(queue["total"] == 1)
        let item = queue["items"][0]
        #expect(item["state"] == "flagged")
        #expect(item["comment"]["id"].text == id)
        #expect(
            item["flags"] == [
                ["reason": "abuse", "count": 1, "weight": 1],
                ["reason": "illegal", "count": 1, "weight": 1],
                ["reason": "off_topic", "count": 1, "weight": 1],
                ["reason": "other", "count": 1, "weight": 1],
                ["reason": "spam", "count": 2, "weight": 2],
            ])
        #expect(try page.server.counts()["flagged"] == 1)
    }

    @Test("Each further flag makes a comment more urgent")
    func raisesPriority() throws {
        var priorities: [Double] = []
        for reporter in ["b", "c", "d"] as [JSONValue] {
            try page.flag(id, by: reporter)
            priorities.append(try #require(try page.queue()["items"][0]["priority"].double))
        }
        #expect(priorities == priorities.sorted())
        #expect(Set(priorities).count == 3)
    }

    @Test("A comment that is not visible is not found")
    func refusesHidden() throws {
        let unknown = try page.server.refusal(
            of: "flag.raise", params("0000000000000"), code: 404)
        for action in ["reject", "spam", "delete"] {
            let id = try page.say("Soon gone", by: "ann")
            try page.decide(action, id)
            let error = try page.server.refusal(of: "flag.raise", params(id), code: 404)
            #expect(error == unknown)
        }
        #expect(try page.queue()["total"] == 0)
    }

    @Test("A reason is one of those there are; a near one is told")
    func refusesReasons() throws {
        let error = try page.server.refusal(
            of: "flag.raise", params(id).with(["reason": "offtopic"]), code: -32602,
            field: "reason")
        #expect(error["data"]["did_you_mean"] == "off_topic")
    }

    @Test("Flags are taken in a closed thread: what is there can still do harm")
    func takesFlagsWhenClosed() throws {
        try page.configure(["closed": true])
        #expect(try page.flag(id, by: "bob") == 1)
    }
}

extension Settings {
    /// Flags are kept, but hide nothing.
    static let withoutHiding: Settings = {
        var settings = Settings()
        settings.flags.minFlaggers = 1_000_000
        return settings
    }()
}
