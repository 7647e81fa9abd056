import JSONValues
import Testing

@Suite("What moderators impose on persons")
struct SanctionTests {
    private let page: TestPage
    private let id: String

    init() throws {
        page = try TestPage()
        id = try page.say("Hello", by: "ann")
    }

    private func vote(by voter: JSONValue) -> JSONValue {
        ["comment": .string(id), "voter": voter, "value": 1]
    }

    private func flag(by reporter: JSONValue) -> JSONValue {
        ["comment": .string(id), "reporter": reporter, "reason": "spam"]
    }

    @Test("A ban refuses comments, votes, flags and deletions, and says so")
    func bans() throws {
        let own = try page.say("Mine", by: "bob")
        try page.sanction("bob", "ban")
        let errors = [
            try page.refusal(ofComment: "Again", by: "bob", code: 403),
            try page.server.refusal(of: "vote.cast", vote(by: "bob"), code: 403),
            try page.server.refusal(of: "flag.raise", flag(by: "bob"), code: 403),
            try page.server.refusal(
                of: "comment.delete", ["comment": .string(own), "by": "bob"], code: 403),
        ]
        for error in errors {
            #expect(error["data"]["kind"] == "forbidden")
            #expect(error["data"]["sanction"] == "ban")
            #expect(error["data"]["until"] == .null)
        }
        #expect(try page.comment(own)["status"] == "approved")
        try page.say("Not me", by: "cat")
        try page.sanction("bob", "none")
        try page.say("Again", by: "bob")
        #expect(try page.vote(1, on: id, by: "bob")["up"] == 1)
    }

    @Test("It holds until its time, and no longer")
    func ends() throws {
        let end = page.server.clock.now.adding(milliseconds: 60_000).text
        try page.sanction("bob", "ban", with: ["until": .string(end)])
        page.server.clock.advance(milliseconds: 59_999)
        let error = try page.refusal(ofComment: "Again", by: "bob", code: 403)
        #expect(error["data"]["until"].text == end)
        #expect(try page.person("bob")["sanctions"][0]["until"].text == end)
        page.server.clock.advance(milliseconds: 1)
        try page.say("Again", by: "bob")
        #expect(try page.person("bob")["sanctions"] == [])
    }

    @Test("A muted person votes and flags, and does not comment")
    func mutes() throws {
        try page.sanction("bob", "mute")
        let error = try page.refusal(ofComment: "Again", by: "bob", code: 403)
        #expect(error["data"]["sanction"] == "mute")
        #expect(try page.vote(1, on: id, by: "bob")["up"] == 1)
        #expect(try page.flag(id, by: "bob") == 1)
    }

    @Test("Comments of a premoderated person wait, with the reason")
    func premoderates() throws {
        try page.sanction("bob", "premoderate")
        let answer = try page.submit("Again", by: "bob")
        #expect(answer["comment"]["status"] == "pending")
        #expect(answer["decision"]["status"] == "pending")
        let item = try page.queue()["items"][0]
        #expect(item["comment"]["body"] == "Again")
        #expect(item["reasons"][0]["rule"] == "premoderate")
        #expect(item["reasons"][0]["action"] == "hold")
        try page.sanction("bob", "none")
        #expect(try page.submit("More", by: "bob")["comment"]["status"] == "approved")
        #expect(try page.queue()["total"] == 1)
    }

    @Test("Premoderation does not soften what the rules refuse")
    func doesNotSoften() throws {
        let page = try TestPage(
            rules: """
                {"version": 1, "rules": [
                  {"name": "no", "when": {"words": ["forbidden"]}, "then": "reject"},
                  {"name": "yes", "when": {"words": ["fine"]}, "then": "approve", "final": true}]}
                """)
        for kind in ["premoderate", "shadow"] {
            try page.sanction("bob", .init(kind))
            let answer = try page.submit("A forbidden word", by: "bob")
            #expect(answer["comment"]["status"] == "rejected")
        }
        try page.sanction("bob", "premoderate")
        #expect(try page.submit("All is fine", by: "bob")["comment"]["status"] == "pending")
    }

    @Test("A warning is recorded, and nothing more; lifting forgets it, the history does not")
    func warns() throws {
        try page.sanction("bob", "mute")
        try page.sanction("bob", "warn", with: ["reason": "Be kind"])
        let sanctions = try page.person("bob")["sanctions"]
        #expect(sanctions.array?.map { $0["kind"] } == ["warn", "mute"])
        #expect(sanctions[0]["reason"] == "Be kind")
        #expect(sanctions[0]["moderator"] == "mod")
        try page.refusal(ofComment: "Again", by: "bob", code: 403)
        try page.sanction("bob", "none")
        #expect(try page.person("bob")["sanctions"] == [])
        try page.sanction("bob", "warn")
        try page.say("Again", by: "bob")
        #expect(
            try page.history(["person": "bob"]).compactMap { $0["action"].text }
                == ["approve", "warn", "lift", "warn", "mute"])
    }

    @Test("A sanction takes the place of the one before")
    func replaces() throws {
        try page.sanction("bob", "ban")
        let answer = try page.sanction("bob", "premoderate", with: ["reason": "Another"])
        #expect(answer["sanctions"].array?.map { $0["kind"] } == ["premoderate"])
        #expect(try page.submit("Again", by: "bob")["comment"]["status"] == "pending")
        let end = page.server.clock.now.adding(milliseconds: 1000).text
        try page.sanction("bob", "premoderate", with: ["until": .string(end)])
        #expect(try page.person("bob")["sanctions"].array?.count == 1)
        #expect(try page.person("bob")["sanctions"][0]["until"].text == end)
    }

    @Test("Each is an entry of the person's history, with who, why and until when")
    func keepsHistory() throws {
        let end = page.server.clock.now.adding(milliseconds: 1000).text
        try page.sanction("bob", "ban", with: ["until": .string(end), "reason": "Spam"])
        #expect(
            try page.history(["person": "bob"]) == [
                [
                    "at": .string(page.server.clock.now.text), "actor": "mod", "action": "ban",
                    "person_id": "bob", "reason": "Spam", "until": .string(end),
                ]
            ])
        #expect(try page.history(["person": "mod"]).count == 1)
        try page.sanction("cat", "none")
        #expect(try page.history(["person": "cat"]) == [])
    }

    @Test("A decision of a moderator's is no less for it: the report counts comments alone")
    func staysOutOfReports() throws {
        try page.sanction("bob", "ban")
        let report = try page.server.call("moderation.report")
        #expect(report["moderators"] == [])
        #expect(report["flow"].array?.reduce(0) { $0 + ($1["by_hand"]["other"].integer ?? 0) } == 0)
    }

    @Test("A person can be banned before they come, on one site alone")
    func bansStrangers() throws {
        try page.sanction("eve", "ban")
        try page.refusal(ofComment: "Hello", by: "eve", code: 403)
        try TestPage(page.server, site: "other").say("Hello", by: "eve")
    }

    @Test("The same key imposes once")
    func takesKeys() throws {
        let params = page.sanctioning("bob", "warn", with: ["key": "k"])
        let first = try page.server.call("person.sanction", params)
        #expect(try page.server.call("person.sanction", params) == first)
        #expect(try page.history(["person": "bob"]).count == 1)
    }

    @Test("What makes no sense is refused with the member that it is about")
    func refuses() throws {
        let past = JSONValue.string(page.server.clock.now.text)
        let ahead = JSONValue.string(page.server.clock.now.adding(milliseconds: 1000).text)
        let cases: [(JSONValue, String)] = [
            (page.sanctioning("bob", "ban", with: ["until": past]), "until"),
            (page.sanctioning("bob", "none", with: ["until": ahead]), "until"),
            (page.sanctioning("bob", "bann"), "kind"),
            (page.sanctioning(nil, "ban"), "person"),
            (page.sanctioning("bob", "warn", with: ["void_votes": true]), "void_votes"),
            (page.sanctioning("bob", "none", with: ["void_votes": true]), "void_votes"),
            (page.sanctioning(nil, "warn", with: ["range": "203.0.113.0/24"]), "kind"),
            (
                page.sanctioning(
                    nil, "ban", with: ["range": "203.0.113.0/24", "void_votes": true]), "void_votes"
            ),
            (page.sanctioning(nil, "ban", with: ["range": "203.0.113.0/7"]), "range"),
            (page.sanctioning(nil, "ban", with: ["range": "2001:db8::/15"]), "range"),
            (page.sanctioning(nil, "ban", with: ["range": "203.0.113"]), "range"),
        ]
        for (params, field) in cases {
            try page.server.refusal(
                of: "person.sanction", params, code: -32602, field: field)
        }
        try page.server.refusal(
            of: "person.sanction", page.sanctioning("bob", "ban", with: ["reason": " "]),
            code: 422, field: "reason")
        try page.server.refusal(of: "person.get", ["person": "nobody"], code: 404)
        try page.server.refusal(of: "person.get", [:], code: -32602, field: "person")
    }
}
