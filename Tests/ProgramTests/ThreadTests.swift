import JSONValues
import Testing

@Suite("Threads")
struct ThreadTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"}]}
        """
    private static let defaults: JSONValue = [
        "closed": false, "moderation": "post", "close_after_days": 0, "slow_mode_s": 0,
        "default_sort": "best", "guests": true,
    ]

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    @Test("A thread that nobody has used has no comments, and asking does not make it")
    func getsUnknown() throws {
        let before = try page.server.counts()
        #expect(
            try page.thread() == [
                "thread": "page", "title": .null, "url": .null, "count": 0, "roots": 0,
                "pending": 0, "closed": false, "settings": Self.defaults, "created_at": .null,
                "last_comment_at": .null,
            ])
        #expect(try page.server.counts() == before)
    }

    @Test("A thread counts visible comments, visible roots and those that wait")
    func counts() throws {
        let made = page.server.clock.now.text
        let root = try page.say("Root")
        page.server.clock.advance(seconds: 60)
        let newest = page.server.clock.now.text
        try page.say("Reply", under: root)
        page.server.clock.advance(seconds: 60)
        try page.say("I am waiting")
        let thread = try page.thread()
        #expect(thread["count"] == 2)
        #expect(thread["roots"] == 1)
        #expect(thread["pending"] == 1)
        #expect(thread["created_at"].text == made)
        #expect(thread["last_comment_at"].text == newest)
    }

    @Test("The newest visible comment gives the thread its time, also after it has gone")
    func followsNewest() throws {
        try page.say("First")
        let first = page.server.clock.now.text
        page.server.clock.advance(seconds: 60)
        let last = try page.say("Last")
        let newest = page.server.clock.now.text
        #expect(try page.thread()["last_comment_at"].text == newest)
        try page.decide("reject", last)
        #expect(try page.thread()["last_comment_at"].text == first)
        try page.decide("approve", last)
        #expect(try page.thread()["last_comment_at"].text == newest)
    }

    @Test("Counts of many pages come at once: unknown ones are 0, one named twice comes once")
    func countsMany() throws {
        try page.say("One")
        try page.say("Two")
        try TestPage(page.server, name: "other").say("Three")
        let counts = try page.server.call(
            "thread.counts", ["threads": ["page", "unused", "other", "page", "Page"]])["counts"]
        #expect(counts == ["page": 2, "unused": 0, "other": 1, "Page": 0])
        #expect(try page.server.call("thread.counts", ["threads": []])["counts"] == [:])
        let elsewhere = try page.server.call(
            "thread.counts", ["threads": ["page"], "site": "elsewhere"])
        #expect(elsewhere["counts"] == ["page": 0])
        #expect(try page.server.counts()["threads"] == 2)
    }

    @Test("Up to 1,000 pages are counted at once")
    func boundsCounts() throws {
        let names = (0...1000).map { JSONValue.string("page \($0)") }
        let most = try page.server.call(
            "thread.counts", ["threads": .array(Array(names.dropLast()))])
        #expect(most["counts"].object?.members.count == 1000)
        try page.server.refusal(
            of: "thread.counts", ["threads": .array(names)], code: -32602, field: "threads")
    }

    @Test(
        "Each setting is kept, and leaves the others as they were",
        arguments: [
            ("closed", true), ("moderation", "pre"), ("close_after_days", 7), ("slow_mode_s", 30),
            ("default_sort", "newest"), ("guests", false),
        ] as [(String, JSONValue)])
    func setsOne(name: String, value: JSONValue) throws {
        let answer = try page.configure([name: value])
        #expect(try page.thread() == answer)
        for member in Self.defaults.object?.members ?? [] {
            let expected = member.name == name ? value : member.value
            #expect(answer["settings"][member.name] == expected)
        }
        try page.configure(["title": "Something else"])
        #expect(try page.thread()["settings"] == answer["settings"])
    }

    @Test("A title and an address are kept until they are emptied")
    func setsTitle() throws {
        try page.configure(["title": "A page", "url": "https://example.com/page"])
        try page.configure(["slow_mode_s": 5])
        #expect(try page.thread()["title"] == "A page")
        #expect(try page.thread()["url"] == "https://example.com/page")
        try page.configure(["title": "", "url": ""])
        #expect(try page.thread()["title"] == .null)
        #expect(try page.thread()["url"] == .null)
    }

    @Test("Before anyone has commented a thread can be configured, and is made by that")
    func makesThread() throws {
        let answer = try page.configure(["moderation": "pre"])
        #expect(answer["count"] == 0)
        #expect(answer["created_at"].text == page.server.clock.now.text)
        #expect(try page.submit("First")["comment"]["status"] == "pending")
    }

    @Test("Once comments are published again as they come, those that wait keep waiting")
    func keepsWaiting() throws {
        try page.configure(["moderation": "pre"])
        try page.say("First")
        try page.configure(["moderation": "post"])
        #expect(try page.submit("Second")["comment"]["status"] == "approved")
        #expect(try page.queued() == ["First"])
    }

    @Test("A setting out of its bounds is refused, and with it all the others")
    func refusesWrongSettings() throws {
        let wrong: [(name: String, value: JSONValue)] = [
            ("url", "ftp://example.com"), ("url", "https://example.com/a b"),
            ("moderation", "none"), ("close_after_days", -1), ("close_after_days", 36_501),
            ("slow_mode_s", 86_401), ("default_sort", "worst"), ("guests", 1), ("closed", "yes"),
        ]
        for (name, value) in wrong {
            try page.server.refusal(
                of: "thread.configure", ["thread": "page", "title": "New", name: value],
                code: -32602, field: name)
        }
        #expect(try page.thread()["title"] == .null)
    }

    @Test("A name of a page has 1 to 1,024 bytes")
    func boundsNames() throws {
        let most = String(repeating: "é", count: 512)
        #expect(try TestPage(page.server, name: most).say("Hello").isEmpty == false)
        for name in ["", most + "a"] {
            try page.server.refusal(
                of: "thread.get", ["thread": .string(name)], code: -32602, field: "thread")
        }
    }
}
