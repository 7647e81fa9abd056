import JSONValues
import Testing

@Suite("What holds in a whole site")
struct SiteSettingsTests {
    private static let defaults: JSONValue = [
        "closed": false, "moderation": "post", "close_after_days": 0, "slow_mode_s": 0,
        "default_sort": "best", "guests": true,
    ]
    private static let guest: JSONValue = ["id": "device", "guest": true]

    private let page: TestPage

    init() throws { page = try TestPage() }

    @discardableResult
    private func configure(_ settings: KeyValuePairs<String, JSONValue>) throws -> JSONValue {
        let params: JSONValue = [:]
        return try page.server.call("site.configure", params.with(settings))
    }

    private func site() throws -> JSONValue { try page.server.call("site.get") }

    @Test("A site that nobody has used holds nothing, and asking does not make it")
    func getsUnknown() throws {
        let before = try page.server.counts()
        #expect(
            try site() == [
                "site": "default", "comments": 0, "pending": 0, "flagged": 0, "closed": false,
                "settings": Self.defaults, "created_at": .null,
            ])
        #expect(try page.server.counts() == before)
        let id = try page.say("Hello")
        try page.flag(id, by: "bob")
        #expect(try site()["comments"] == 1)
        #expect(try site()["flagged"] == 1)
        #expect(try site()["created_at"].text == page.server.clock.now.text)
    }

    @Test(
        "Each setting is kept, leaves the others as they were, and is for one site alone",
        arguments: [
            ("closed", true), ("moderation", "pre"), ("close_after_days", 7), ("slow_mode_s", 30),
            ("default_sort", "newest"), ("guests", false),
        ] as [(String, JSONValue)])
    func setsOne(name: String, value: JSONValue) throws {
        let answer = try configure([name: value])
        #expect(try site() == answer)
        for member in Self.defaults.object?.members ?? [] {
            let expected = member.name == name ? value : member.value
            #expect(answer["settings"][member.name] == expected)
            guard member.name != "closed" else { continue }
            #expect(try page.thread()["settings"][member.name] == expected)
        }
        #expect(try page.server.call("site.get", ["site": "other"])["settings"] == Self.defaults)
        let other = TestPage(page.server, site: "other")
        #expect(try other.thread()["settings"] == Self.defaults)
    }

    @Test("A setting out of its bounds is refused, and with it all the others")
    func refusesWrong() throws {
        for (name, value) in [
            ("moderation", "none"), ("close_after_days", -1), ("slow_mode_s", 86_401),
            ("default_sort", "worst"), ("guests", .null), ("title", "A site"),
        ] as [(String, JSONValue)] {
            try page.server.refusal(
                of: "site.configure", ["closed": true, name: value], code: -32602, field: name)
        }
        #expect(try site()["closed"] == false)
    }

    @Test("While a site is closed no thread takes comments, votes or edits by authors")
    func pauses() throws {
        let id = try page.say("Hello", by: "ann")
        try page.configure(["closed": false])
        try configure(["closed": true])
        #expect(try page.thread()["closed"] == true)
        #expect(try page.thread()["settings"]["closed"] == false)
        let error = try page.refusal(ofComment: "Hi", by: "bob", code: 423)
        #expect(error["message"] == "the site is closed")
        try page.refusal(ofComment: "Hi", by: "bob", under: id, code: 423)
        try TestPage(page.server, name: "new").refusal(ofComment: "Hi", code: 423)
        try page.server.refusal(
            of: "vote.cast", ["comment": .string(id), "voter": "bob", "value": 1], code: 423)
        try page.server.refusal(of: "comment.edit", page.editing(id, "Ho", by: "ann"), code: 423)
        #expect(try page.comment(id, ["viewer": "ann"])["viewer"]["can_edit_until"] == .null)
        try page.edit(id, "Hey", by: ["id": "mod", "roles": ["moderator"]])
        try page.flag(id, by: "bob")
        try configure(["closed": false])
        try page.say("Hi", by: "bob", under: id)
        try page.edit(id, "Ho", by: ["id": "mod", "roles": ["moderator"]])
    }

    @Test("What a thread says for itself goes before what the site says, until it says null")
    func threadsGoFirst() throws {
        try page.configure(["moderation": "post", "guests": true, "default_sort": "oldest"])
        try configure(["moderation": "pre", "guests": false, "default_sort": "newest"])
        #expect(try page.submit("Hello", by: Self.guest)["comment"]["status"] == "approved")
        #expect(try page.list()["sort"] == "oldest")
        let other = TestPage(page.server, name: "other")
        #expect(try other.list()["sort"] == "newest")
        try other.refusal(ofComment: "Hello", by: Self.guest, code: 403)
        #expect(try other.submit("Hello")["comment"]["status"] == "pending")
        #expect(try other.list()["sort"] == "newest")
        try other.refusal(ofComment: "Hello", by: Self.guest, code: 403)
        try page.configure(["moderation": .null, "guests": .null, "default_sort": .null])
        #expect(try page.list()["sort"] == "newest")
        #expect(try page.submit("Hello")["comment"]["status"] == "pending")
        try page.refusal(ofComment: "Hello", by: Self.guest, code: 403)
        try configure(["moderation": "post"])
        #expect(try page.submit("Hello")["comment"]["status"] == "approved")
    }

    @Test("Slow mode and closing by age hold in threads that say nothing else")
    func slowsAndCloses() throws {
        try page.say("Hello")
        try page.configure(["title": "A page"])
        try configure(["slow_mode_s": 30, "close_after_days": 1])
        page.server.clock.advance(seconds: 10)
        let error = try page.refusal(ofComment: "Again", code: 429)
        #expect(error["data"]["retry_after_ms"] == 20_000)
        try page.configure(["slow_mode_s": 0])
        let id = try page.say("Again")
        let end = try page.comment(id, ["viewer": "ann"])["viewer"]["can_edit_until"]
        #expect(end == "2026-01-01T00:15:10.000Z")
        page.server.clock.advance(seconds: 86_400 - 11)
        let late = try page.say("Late")
        #expect(
            try page.comment(late, ["viewer": "ann"])["viewer"]["can_edit_until"]
                == "2026-01-02T00:00:00.000Z")
        page.server.clock.advance(milliseconds: 1001)
        try page.refusal(ofComment: "Too late", code: 423)
        try page.configure(["close_after_days": 0])
        try page.say("In time again")
    }
}
