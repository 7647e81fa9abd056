import Configuration
import Daemon
import JSONValues
import Moderation
import Service
import Testing

@Suite("Rules tried on stored comments")
struct BacktestTests {
    private let page: TestPage

    init() throws { page = try TestPage(allowsBackdating: true) }

    private func backtest(
        _ when: JSONValue, then action: JSONValue = "reject",
        _ more: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> JSONValue {
        let rules: JSONValue = [["name": "r", "when": when, "then": action]]
        return try page.server.call("rules.backtest", (["rules": rules] as JSONValue).with(more))
    }

    @Test("Hits are counted, and what would have become of the comments, and nothing is changed")
    func counts() throws {
        for body in ["Good", "Bad", "Good again", "bad, bad"] { try page.say(body) }
        let before = try page.list(["view": "moderator"])
        let result = try backtest(["words": ["bad"]])
        #expect(result["comments"] == 4)
        #expect(result["hits"] == ["r": 2])
        #expect(result["would"] == ["approved": 2, "pending": 0, "rejected": 2, "spam": 0])
        #expect(
            result["changed"] == [["from": "approved", "to": "rejected", "comments": 2]])
        #expect((result["agree"], result["disagree"]) == (0, 0))
        #expect(result["unevaluated"] == [:])
        #expect(try page.list(["view": "moderator"]) == before)
    }

    @Test("What people decided is held beside it, with examples of each kind of disagreement")
    func compares() throws {
        let ids = try ["Good", "Bad", "Bad but true", "Harmful"].map { try page.say($0) }
        try page.decide("approve", ids[0], ids[2])
        try page.decide("reject", ids[1])
        try page.decide("spam", ids[3])
        let result = try backtest(["words": ["bad"]])
        #expect(result["agree"] == 2)
        #expect(result["disagree"] == 2)
        #expect(
            result["examples"] == [
                [
                    "comment_id": .string(ids[2]), "people": "approved", "would": "rejected",
                    "rules": ["r"], "body": "Bad but true",
                ],
                [
                    "comment_id": .string(ids[3]), "people": "spam", "would": "approved",
                    "rules": [], "body": "Harmful",
                ],
            ])
    }

    @Test("Only what people decided on a text, and did not take back, is held against rules")
    func leavesOut() throws {
        let ids = try ["One", "Two", "Three", "Four"].map { try page.say($0) }
        try page.decide("reject", ids[0])
        try page.decide("undo", ids[0])
        try page.server.call("comment.delete", ["comment": .string(ids[1]), "by": "ann"])
        try page.decide("pin", ids[2])
        try page.decide("delete", ids[3])
        try page.decide("restore", ids[3])
        let result = try backtest(["words": ["bad"]])
        #expect((result["agree"], result["disagree"]) == (0, 0))
        try page.decide("delete", ids[3])
        #expect(try backtest(["words": ["bad"]])["disagree"] == 1)
    }

    @Test("Five examples of a kind are shown, with the beginning of their texts")
    func boundsExamples() throws {
        for _ in 1...7 {
            let id = try page.say("Bad" + String(repeating: " x", count: 400))
            try page.decide("approve", id)
        }
        let result = try backtest(["words": ["bad"]])
        #expect(result["disagree"] == 7)
        #expect(result["examples"].array?.count == 5)
        #expect(result["examples"][0]["body"].text?.count == 300)
    }

    @Test("The author's counts are those of the time, and the newcomers' gate opens")
    func remembersFacts() throws {
        for index in 1...5 { try page.say("Number \(index)") }
        let gate: JSONValue = ["author": ["approved": ["max": 1]]]
        #expect(try backtest(gate, then: "hold")["hits"] == ["r": 2])
        let busy: JSONValue = ["thread": ["comments": ["min": 4]]]
        #expect(try backtest(busy, then: "hold")["hits"] == ["r": 1])
    }

    @Test("Floods and copies are found among the stored comments themselves")
    func walks() throws {
        for index in 1...5 {
            try page.say(
                index % 2 == 0
                    ? "The same again, and again" : "Number \(index) of five that are much alike")
            page.server.clock.advance(seconds: 10)
        }
        #expect(try backtest(["rate": ["count": 2, "per_s": 25]])["hits"] == ["r": 3])
        #expect(try backtest(["rate": ["count": 2, "per_s": 20]])["hits"] == ["r": 0])
        #expect(try backtest(["repeat": ["within_s": 30]])["hits"] == ["r": 1])
        #expect(try backtest(["repeat": ["within_s": 20]])["hits"] == ["r": 0])
        let near: JSONValue = ["within_s": 60, "similarity": 0.6, "by": "anyone"]
        #expect(try backtest(["repeat": near])["hits"] == ["r": 3])
    }

    @Test("The newest are taken, no older than asked for, and of one site alone")
    func bounds() throws {
        for day in 1...9 {
            try page.say("Bad", with: ["at": .string("2025-06-0\(day)T00:00:00.000Z")])
        }
        try TestPage(page.server, site: "other").say("Bad")
        #expect(try backtest(["words": ["bad"]])["comments"] == 9)
        #expect(try backtest(["words": ["bad"]], ["limit": 4])["comments"] == 4)
        let since: JSONValue = "2025-06-08T00:00:00.000Z"
        #expect(try backtest(["words": ["bad"]], ["since": since])["comments"] == 2)
        #expect(try backtest(["words": ["bad"]], ["since": since, "limit": 1])["comments"] == 1)
        #expect(try backtest(["words": ["bad"]], ["site": "none"])["comments"] == 0)
    }

    @Test("A condition that looks back past the walk's start is told where it may have held")
    func tellsUnknown() throws {
        for _ in 1...4 { try page.say("Bad") }
        let result = try backtest(
            ["rate": ["count": 2, "per_s": 60], "words": ["bad"]], ["limit": 3])
        #expect(result["hits"] == ["r": 1])
        #expect(result["unevaluated"] == ["r": 2])
        let all = try backtest(["rate": ["count": 2, "per_s": 60], "words": ["good"]])
        #expect(all["unevaluated"] == [:])
    }

    @Test("Rules that are wrong are refused with the first problem")
    func refuses() throws {
        try page.server.refusal(
            of: "rules.backtest", ["rules": [["name": "a", "when": [:], "then": "hold"]]],
            code: -32602, field: "rules[0].when")
    }

    @Test("On a server with readers a backtest sees what its connection wrote before")
    func seesOwnWrites() throws {
        let folder = try ProgramFolder()
        var options = ServerOptions(database: folder.database)
        options.durability = .normal
        let server = try Server(options, readers: 2)
        defer { server.stop() }
        let session = server.connect()
        var lines = (1...600).map { index in
            ProgramFolder.submission(index % 3 == 0 ? "Bad \(index)" : "Good", id: index)
        }
        lines.append(
            ProgramFolder.command(
                "rules.backtest", id: 601,
                ["rules": [["name": "r", "when": ["words": ["bad"]], "then": "hold"]]]))
        Array((lines.joined(separator: "\n") + "\n").utf8).withUnsafeBytes { session.feed($0) }
        session.end()
        var bytes: [UInt8] = []
        while let more = session.nextReplies() { bytes += more }
        let last = try #require(bytes.split(separator: 0x0A).last)
        let result = try JSONValue(parsing: String(decoding: last, as: UTF8.self))["result"]
        #expect(result["comments"] == 600)
        #expect(result["hits"] == ["r": 200])
    }
}
