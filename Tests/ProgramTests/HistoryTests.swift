import JSONValues
import Testing

@Suite("The history of decisions")
struct HistoryTests {
    private static let rules = """
        {"version": 7, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "reject", "when": {"words": ["forbidden"]}, "then": "reject"},
          {"name": "spam", "when": {"words": ["lottery"]}, "then": "spam"},
          {"name": "look", "when": {"words": ["suspicious"]}, "then": "flag"}]}
        """

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    @Test(
        "What the rules decide is an entry of theirs, with their version",
        arguments: [
            ("Hello", "approve", "approved"), ("I am waiting", "hold", "pending"),
            ("A forbidden word", "reject", "rejected"), ("Win the lottery", "spam", "spam"),
            ("Something suspicious", "flag", "approved"),
        ])
    func recordsRules(body: String, action: String, status: String) throws {
        let id = try page.say(body, by: "ann")
        #expect(
            try page.history() == [
                [
                    "at": .string(page.server.clock.now.text), "actor": "rules",
                    "action": .string(action), "comment_id": .string(id), "person_id": "ann",
                    "to": .string(status), "rules": 7,
                ]
            ])
    }

    @Test("The newest entry comes first")
    func ordersEntries() throws {
        let id = try page.say("Hello")
        for action in ["pin", "feature", "reject"] { try page.decide(action, id) }
        #expect(
            try page.history().map { $0["action"] } == ["reject", "feature", "pin", "approve"])
    }

    @Test("What was done at the same moment stands in the order in which it was done")
    func ordersMoments() throws {
        let (first, second) = (try page.say("One", by: "ann"), try page.say("Two", by: "ann"))
        try page.decide("pin", second)
        let third = try page.say("Three", by: "ann")
        try page.decide("pin", first)
        let all = [first, third, second, second, first]
        for params in [[:], ["person": "ann"]] as [JSONValue] {
            for limit in [1, 2, 5] {
                var (ids, cursor): ([String?], JSONValue) = ([], .null)
                repeat {
                    var params = params.with(["limit": .integer(limit)])
                    if cursor != .null { params = params.with(["cursor": cursor]) }
                    let part = try page.server.call("moderation.history", params)
                    ids += (part["entries"].array ?? []).map { $0["comment_id"].text }
                    cursor = part["next"]
                } while cursor != .null
                #expect(ids == all)
            }
        }
    }

    @Test("How a comment came to be stays as it was, whatever its text becomes")
    func keepsMaking() throws {
        let page = TestPage(
            try TestServer(rules: Self.rules, reloaded: #"{"version": 8, "rules": []}"#))
        let id = try page.say("Hello", by: "ann")
        let before = try page.history()[0]
        try page.server.call("rules.reload")
        for text in ["Hello again", "And again"] {
            _ = try page.server.call(
                "comment.edit", ["comment": .string(id), "by": "ann", "body": .string(text)])
        }
        let entries = try page.history(["comment": .string(id)])
        #expect(entries.map { $0["action"] } == ["approve", "edit", "approve", "edit", "approve"])
        #expect(entries.last == before)
        #expect(entries.first?["rules"] == 8)
    }

    @Test("It can be read for one comment, under each of its names")
    func readsComment() throws {
        let id = try page.say("Hello", with: ["ref": "r"])
        try page.say("Other")
        try page.decide("reject", id)
        for name in [id, "ref:r"] {
            let entries = try page.history(["comment": .string(name)])
            #expect(entries.map { $0["comment_id"].text } == [id, id])
        }
    }

    @Test("It can be read for one person: what was decided about them, and what they decided")
    func readsPerson() throws {
        let own = try page.say("By the moderator", by: "mod")
        let id = try page.say("By Ann", by: "ann")
        try page.say("By Bob", by: "bob")
        try page.decide("pin", id, by: "mod")
        try page.decide("pin", own, by: "mod")
        try page.decide("feature", own, by: "chief")
        let about = try page.history(["person": "mod"])
        #expect(about.map { $0["action"] } == ["feature", "pin", "pin", "approve"])
        #expect(about.map { $0["comment_id"].text } == [own, own, id, own])
        #expect(
            try page.history(["person": ["id": "ann", "name": "Ann"]]).map { $0["action"] }
                == ["pin", "approve"])
        #expect(try page.history(["person": "stranger"]) == [])
    }

    @Test("A comment and a person cannot be asked for together")
    func refusesBoth() throws {
        let id = try page.say("Hello")
        try page.server.refusal(
            of: "moderation.history", ["comment": .string(id), "person": "ann"], code: -32602,
            field: "person")
    }

    @Test("The history of a comment that there is not is not found")
    func missesUnknown() throws {
        let id = try page.say("Hello")
        for params in [
            ["comment": "0000000000000"], ["comment": "0000000000000", "site": "unused"],
            ["comment": .string(id), "site": "unused"],
        ] as [JSONValue] {
            try page.server.refusal(of: "moderation.history", params, code: 404)
        }
    }

    @Test("A site's history is its own")
    func separatesSites() throws {
        try page.say("Hello", by: "ann")
        let other = TestPage(page.server, site: "other")
        #expect(try other.history() == [])
        let id = try other.say("There", by: "ann")
        #expect(try other.history(["person": "ann"]).map { $0["comment_id"].text } == [id])
        try other.server.refusal(
            of: "moderation.history",
            ["site": "other", "comment": .string(try page.say("Here"))], code: 404)
    }

    private func read(_ params: JSONValue, limit: Int) throws -> [JSONValue] {
        var all = params.with(["limit": .integer(limit)])
        var read: [JSONValue] = []
        while true {
            let result = try page.server.call("moderation.history", all)
            let entries = result["entries"].array ?? []
            #expect(entries.count <= limit)
            read += entries
            guard result["next"] != .null, read.count < 100 else { return read }
            all = all.with(["cursor": result["next"]])
        }
    }

    @Test("Pages give every entry once, in the order of one large page")
    func pages() throws {
        let id = try page.say("Hello", by: "mod")
        for index in 0..<11 {
            try page.decide(index % 2 == 0 ? "pin" : "unpin", id, with: ["reason": "\(index)"])
            if index % 4 == 0 { try page.say("Other", by: "bob") }
        }
        for params in [[:], ["comment": .string(id)], ["person": "mod"]] as [JSONValue] {
            let whole = try read(params, limit: 1000)
            #expect(whole.count == (params == [:] ? 15 : 12))
            for limit in [1, 4, 5] { #expect(try read(params, limit: limit) == whole) }
        }
    }

    @Test("A cursor belongs to what was asked for, and is refused elsewhere")
    func refusesForeignCursors() throws {
        let id = try page.say("Hello", by: "ann")
        try page.decide("pin", id)
        let next = try page.server.call("moderation.history", ["limit": 1])["next"]
        #expect(next != .null)
        for params in [["comment": .string(id)], ["person": "ann"]] as [JSONValue] {
            try page.server.refusal(
                of: "moderation.history", params.with(["cursor": next]), code: -32602,
                field: "cursor")
        }
    }
}
