import Configuration
import JSONValues
import Testing

@Suite("Claiming what waits")
struct ClaimTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"}]}
        """

    private let page: TestPage
    private let ids: [String]

    /// Four wait, the second the most urgent, then the others by age.
    init() throws {
        page = try TestPage(rules: Self.rules)
        var ids: [String] = []
        for index in 0..<4 {
            ids.append(
                try page.say(index == 1 ? "Two" : "I am waiting", by: "ann"))
            page.server.clock.advance(seconds: 1)
        }
        self.ids = ids
        for reporter in ["r", "s"] as [JSONValue] {
            try page.flag(ids[1], by: reporter, reason: "illegal")
        }
    }

    private func claim(
        by moderator: JSONValue = "mod", _ more: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> [String] {
        let params: JSONValue = ["moderator": moderator]
        return try page.server.call("moderation.claim", params.with(more))["claimed"].array?
            .compactMap(\.text) ?? []
    }

    private func holders() throws -> [String?] {
        let items = try page.queue()["items"].array ?? []
        return ids.map { id in
            items.first { $0["comment"]["id"].text == id }?["claimed_by"].text
        }
    }

    @Test("It gives the most urgent one unless asked for more, and tells until when")
    func claimsOne() throws {
        let result = try page.server.call("moderation.claim", ["moderator": "mod"])
        let until = page.server.clock.now.adding(milliseconds: 300_000).text
        #expect(result == ["claimed": [.string(ids[1])], "until": .string(until)])
        #expect(try holders() == [nil, "mod", nil, nil])
        #expect(try page.queue()["items"][0]["claimed_until"].text == until)
    }

    @Test("Two moderators never get the same, and nobody gets what is taken")
    func sharesOut() throws {
        #expect(try claim(by: "mod", ["n": 2]) == [ids[1], ids[0]])
        #expect(try claim(by: "chief", ["n": 1000]) == [ids[2], ids[3]])
        #expect(try claim(by: "third", ["n": 5]) == [])
        #expect(try holders() == ["mod", "mod", "chief", "chief"])
    }

    @Test("Named ones are claimed where they wait and are free; the others are left out")
    func claimsNamed() throws {
        let calm = try page.say("Nothing about this", by: "ann", with: ["ref": "calm"])
        #expect(try claim(by: "chief", ["comments": [.string(ids[2])]]) == [ids[2]])
        let named = [ids[3], ids[2], calm, "ref:calm", "ref:none", "0000000000000", ids[3], ids[0]]
        #expect(
            try claim(["comments": .array(named.map { .string($0) })]) == [ids[3], ids[0]])
        #expect(try holders() == ["mod", nil, "chief", "mod"])
    }

    @Test("Deciding on what somebody else holds is a conflict; the others of the list are decided")
    func refusesOthers() throws {
        #expect(try claim(by: "chief", ["comments": [.string(ids[0])]]) == [ids[0]])
        for action in ["approve", "reject", "pin", "dismiss_flags"] {
            let results = try page.decide(action, ids[0], by: "mod")
            #expect(results[0]["error"]["code"] == 409, "\(action)")
            #expect(results[0]["error"]["data"]["kind"] == "conflict")
        }
        #expect(try page.history(["comment": .string(ids[0])]).count == 1)
        let results = try page.decide("approve", ids[0], ids[2], by: "mod")
        #expect(results[0]["error"]["code"] == 409)
        #expect(results[1]["status"] == "approved")
        #expect(try page.decide("approve", ids[0], by: "chief")[0]["status"] == "approved")
        let refused = try page.server.refusal(
            of: "comment.delete",
            [
                "comment": .string(try claimedAnew(by: "chief")),
                "by": ["id": "mod", "roles": ["moderator"]],
            ], code: 409)
        #expect(refused["data"]["kind"] == "conflict")
    }

    private func claimedAnew(by moderator: JSONValue) throws -> String {
        try #require(try claim(by: moderator, ["comments": [.string(ids[3])]]).first)
    }

    @Test("An author takes their own comment away, whoever is at it")
    func letsAuthorsDelete() throws {
        #expect(try claim(["n": 4]).count == 4)
        try page.server.call("comment.delete", ["comment": .string(ids[0]), "by": "ann"])
        #expect(try page.queue()["total"] == 3)
    }

    @Test("A lease ends by itself: then anyone decides, and anyone claims")
    func expires() throws {
        #expect(try claim(by: "chief", ["n": 4]).count == 4)
        page.server.clock.advance(milliseconds: 299_999)
        #expect(try claim(by: "mod") == [])
        #expect(try page.decide("approve", ids[0], by: "mod")[0]["error"]["code"] == 409)
        page.server.clock.advance(milliseconds: 1)
        #expect(try holders() == [nil, nil, nil, nil])
        #expect(try page.queue()["items"][0]["claimed_until"] == .null)
        #expect(try page.decide("approve", ids[0], by: "mod")[0]["status"] == "approved")
        #expect(try claim(by: "mod") == [ids[1]])
        #expect(try page.decide("approve", ids[1], by: "chief")[0]["error"]["code"] == 409)
    }

    @Test("Claiming one's own again makes the lease longer")
    func renews() throws {
        #expect(try claim(["comments": [.string(ids[0])]]) == [ids[0]])
        page.server.clock.advance(seconds: 200)
        #expect(try claim(["comments": [.string(ids[0])]]) == [ids[0]])
        page.server.clock.advance(seconds: 200)
        #expect(try page.decide("approve", ids[0], by: "chief")[0]["error"]["code"] == 409)
        #expect(try page.decide("approve", ids[0])[0]["status"] == "approved")
    }

    @Test("A decision of the holder ends the lease, also where the comment goes on waiting")
    func releases() throws {
        #expect(try claim(["n": 4]).count == 4)
        try page.decide("pin", ids[0])
        #expect(try holders() == [nil, "mod", "mod", "mod"])
        try page.decide("approve", ids[1])
        try page.decide("undo", ids[1], by: "chief")
        #expect(try holders() == [nil, nil, "mod", "mod"])
    }

    @Test("A flag that weighs a case anew leaves its lease, as hiding does")
    func keepsLease() throws {
        #expect(try claim() == [ids[1]])
        try page.flag(ids[1], by: "t", reason: "illegal")
        #expect(try page.queue()["items"][0]["state"] == "pending")
        #expect(try holders()[1] == "mod")
        #expect(try page.decide("approve", ids[1], by: "chief")[0]["error"]["code"] == 409)
    }

    @Test("How long a lease lasts is the configuration's")
    func configures() throws {
        var settings = Settings()
        settings.windows.leaseSeconds = 7
        let page = try TestPage(rules: Self.rules, settings: settings)
        try page.say("I am waiting")
        let result = try page.server.call("moderation.claim", ["moderator": "mod"])
        #expect(
            result["until"].text == page.server.clock.now.adding(milliseconds: 7000).text)
    }

    @Test("A claim with a key is made once; a claim leaves no entry in the history")
    func claimsOnce() throws {
        let first = try claim(["key": "k"])
        #expect(try claim(["key": "k"]) == first)
        #expect(try holders().compactMap { $0 } == ["mod"])
        #expect(try page.history().count == 4)
    }

    @Test("A queue is a site's own, and one where nothing waits makes nobody known")
    func separatesSites() throws {
        let persons = try page.server.counts()["persons"]
        let params: JSONValue = ["moderator": "new", "site": "other"]
        #expect(try page.server.call("moderation.claim", params)["claimed"] == [])
        try TestPage(page.server, site: "other").say("Hello", by: "ann")
        let named = params.with(["comments": .array(ids.map { .string($0) })])
        #expect(try page.server.call("moderation.claim", named)["claimed"] == [])
        #expect(try page.server.counts()["persons"].integer == (persons.integer ?? 0) + 1)
    }

    @Test(
        "Wrong params are refused",
        arguments: [
            (["n": 0], "n"), (["n": 1001], "n"), (["comments": []], "comments"),
            (["n": 1, "comments": ["ref:a"]], "n"),
            (["comments": ["ref:a", "a\u{1}"]], "comments[1]"),
        ] as [(JSONValue, String)])
    func refuses(params: JSONValue, field: String) throws {
        try page.server.refusal(
            of: "moderation.claim", params.with(["moderator": "mod"]), code: -32602, field: field)
    }
}
