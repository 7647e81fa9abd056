import Configuration
import JSONValues
import Testing

@Suite("Listing a page's comments")
struct ListTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    @Test("A thread that nobody has used is empty, and listing does not make it")
    func listsUnknown() throws {
        let before = try page.server.counts()
        let list = try page.list()
        #expect(
            list == [
                "thread": "page", "total": 0, "sort": "best", "comments": [], "next": .null,
            ])
        #expect(try page.server.counts() == before)
    }

    @Test("Twenty comments make a page unless another number is asked for")
    func limitsPages() throws {
        for index in 0..<25 { try page.say("Number \(index)") }
        #expect(try page.bodies().count == 20)
        #expect(try page.bodies(["limit": 3]).count == 3)
        #expect(try page.bodies(["limit": 1000]).count == 25)
        #expect(try page.list()["total"] == 25)
    }

    @Test(
        "A page holds 1 to 1,000 comments; other numbers are refused",
        arguments: [0, -1, 1001, 9_223_372_036_854_775_807])
    func boundsLimit(limit: Int) throws {
        try page.say("Hello")
        try page.server.refusal(
            of: "comment.list", ["thread": "page", "limit": .integer(limit)], code: -32602,
            field: "limit")
    }

    @Test("The bound on pages can be set lower, and holds for those without a limit too")
    func setsBound() throws {
        var settings = Settings()
        settings.limits.maxList = 5
        let page = try TestPage(settings: settings)
        for index in 0..<8 { try page.say("Number \(index)") }
        #expect(try page.bodies().count == 5)
        #expect(try page.bodies(["limit": 5]).count == 5)
        for method in ["comment.list", "moderation.queue", "moderation.history"] {
            let params: JSONValue = ["limit": 6]
            try page.server.refusal(
                of: method, method == "comment.list" ? params.with(["thread": "page"]) : params,
                code: -32602, field: "limit")
        }
    }

    @Test(
        "Pages read one after the other give every comment once, in the order of one large page",
        arguments: ["best", "top", "hot", "controversial", "discussed", "newest", "oldest"])
    func pages(sort: String) throws {
        for index in 0..<11 {
            let id = try page.say("Number \(index)")
            try page.votes(up: index % 4, down: index % 3, on: id)
            if index % 5 == 0 { try page.say("Reply", under: id) }
        }
        let name: JSONValue = .string(sort)
        let whole = try page.bodies(["sort": name])
        #expect(Set(whole).count == 11)
        var read: [String] = []
        var params: JSONValue = ["thread": "page", "sort": name, "limit": 3]
        while read.count < 20 {
            let list = try page.server.call("comment.list", params)
            read += (list["comments"].array ?? []).compactMap { $0["body"].text }
            if list["next"] == .null { break }
            params = params.with(["cursor": list["next"]])
        }
        #expect(read == whole)
    }

    @Test("The last page has no cursor, even where it is full")
    func endsPages() throws {
        for index in 0..<4 { try page.say("Number \(index)") }
        #expect(try page.list(["limit": 4])["next"] == .null)
        #expect(try page.list(["limit": 3])["next"] != .null)
    }

    @Test("A page reads on where it stopped, though comments come before and behind it")
    func readsOn() throws {
        for index in 0..<6 { try page.say("Number \(index)") }
        let first = try page.list(["sort": "oldest", "limit": 3])
        try page.say("Number 6")
        let rest = try page.bodies(["sort": "oldest", "cursor": first["next"]])
        #expect(rest == ["Number 3", "Number 4", "Number 5", "Number 6"])
        let newest = try page.list(["sort": "newest", "limit": 3])
        try page.say("Number 7")
        let older = try page.bodies(["sort": "newest", "cursor": newest["next"]])
        #expect(older == ["Number 3", "Number 2", "Number 1", "Number 0"])
    }

    @Test("A cursor belongs to its sort; another sort's, and what is no cursor, is refused")
    func refusesForeignCursors() throws {
        for index in 0..<3 { try page.say("Number \(index)") }
        let next = try page.list(["sort": "top", "limit": 1])["next"]
        #expect(try page.bodies(["sort": "most_voted", "cursor": next]).count == 2)
        for sort in ["best", "hot", "controversial", "discussed", "newest", "oldest"] {
            try page.server.refusal(
                of: "comment.list",
                ["thread": "page", "sort": .string(sort), "cursor": next], code: -32602,
                field: "cursor")
        }
        for cursor in ["x", "zz", "00", "10", String(repeating: "0", count: 66)] {
            try page.server.refusal(
                of: "comment.list",
                ["thread": "page", "sort": "top", "cursor": .string(cursor)], code: -32602,
                field: "cursor")
        }
    }

    @Test("A cursor of the queue is none of a page's")
    func refusesQueueCursors() throws {
        for index in 0..<2 {
            let id = try page.say("Number \(index)")
            try page.flag(id, by: "bob")
        }
        let next = try page.queue(["limit": 1])["next"]
        #expect(next != .null)
        try page.server.refusal(
            of: "comment.list", ["thread": "page", "cursor": next], code: -32602,
            field: "cursor")
    }

    @Test("Replies can be listed by their parent; the total stays the thread's")
    func listsReplies() throws {
        let root = try page.say("Root")
        try page.say("One", under: root)
        try page.say("Two", under: root)
        try page.say("Another root")
        let list = try page.list(["parent": .string(root), "sort": "oldest"])
        #expect((list["comments"].array ?? []).map { $0["body"] } == ["One", "Two"])
        #expect(list["total"] == 4)
    }

    @Test("A parent in another thread, or one that the caller does not see, is not found")
    func findsParents() throws {
        let root = try page.say("Root")
        try page.decide("reject", root)
        let elsewhere = TestPage(page.server, name: "elsewhere")
        let other = try elsewhere.say("There")
        for id in [root, other, "0000000000000"] {
            try page.server.refusal(
                of: "comment.list", ["thread": "page", "parent": .string(id)], code: 404)
        }
        try page.server.refusal(
            of: "comment.list", ["thread": "unused", "parent": .string(root)], code: 404)
        #expect(try page.bodies(["parent": .string(root), "view": "moderator"]) == [])
    }
}
