import JSONValues
import Testing

@Suite("The latest comments")
struct LatestTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "bad", "when": {"words": ["nasty"]}, "then": "spam"}]}
        """
    private let server: TestServer
    private let page: TestPage
    private let other: TestPage

    init() throws {
        server = try TestServer(rules: Self.rules)
        page = TestPage(server)
        other = TestPage(server, name: "other")
        let root = try page.say("One", by: ["id": "ann", "email": "ann@example.org"])
        try page.say("Two", by: "bob", under: root)
        try other.say("I am waiting", by: "ann")
        try other.say("Three", by: "ann")
        try page.say("So nasty", by: "bob")
        try TestPage(server, site: "second").say("Elsewhere", by: "ann")
    }

    private func latest(_ params: JSONValue = [:]) throws -> [String] {
        let result = try server.call("comment.latest", params)
        return (result["comments"].array ?? []).compactMap { $0["body"].text }
    }

    @Test("A site's, a thread's and a person's come newest first, as everyone sees them")
    func everyone() throws {
        #expect(try latest() == ["Three", "Two", "One"])
        #expect(try latest(["thread": "page"]) == ["Two", "One"])
        #expect(try latest(["author": "ann"]) == ["Three", "One"])
        #expect(try latest(["author": ["id": "ann"], "thread": "page"]) == ["One"])
        #expect(try latest(["site": "second"]) == ["Elsewhere"])
        #expect(try latest(["author": "nobody"]) == [])
        #expect(try latest(["thread": "none"]) == [])
        #expect(try latest(["thread": "none", "author": "ann"]) == [])
        #expect(try latest(["site": "third"]) == [])
        let result = try server.call("comment.latest", ["limit": 1])
        #expect(result["comments"][0]["thread"] == "other")
        #expect(result["comments"][0]["author"].object?["email"] == nil)
    }

    @Test("Moderators see all of them, with what they alone see")
    func moderators() throws {
        let all = ["So nasty", "Three", "I am waiting", "Two", "One"]
        #expect(try latest(["view": "moderator"]) == all)
        #expect(try latest(["view": "moderator", "thread": "page"]) == ["So nasty", "Two", "One"])
        #expect(
            try latest(["view": "moderator", "author": "ann"]) == ["Three", "I am waiting", "One"])
        let seen = try server.call(
            "comment.latest", ["view": "moderator", "author": "ann", "thread": "page"])
        #expect(seen["comments"][0]["author"]["email"] == "ann@example.org")
    }

    @Test("Pages by cursor hold each once, whatever comes meanwhile")
    func pages() throws {
        for index in 0..<30 { try page.say("n\(index) \(index % 4 == 0 ? "waiting" : "")") }
        let second = TestPage(server, site: "second")
        for index in 0..<20 { try second.say("s\(index) \(index % 3 == 0 ? "waiting" : "")") }
        for params in [
            [:], ["view": "moderator"], ["thread": "page"], ["author": "ann"], ["site": "second"],
            ["site": "second", "view": "moderator"],
            ["author": "ann", "view": "moderator", "thread": "page"],
        ] as [JSONValue] {
            let all = try latest(params.with(["limit": 1000]))
            var seen: [String] = []
            var cursor: JSONValue?
            repeat {
                let paged = params.with(["limit": 7])
                let part = try server.call(
                    "comment.latest", cursor.map { paged.with(["cursor": $0]) } ?? paged)
                seen += (part["comments"].array ?? []).compactMap { $0["body"].text }
                cursor = part["next"] == .null ? .none : .some(part["next"])
                try page.say("Meanwhile")
            } while cursor != nil
            #expect(seen == all)
        }
        try server.refusal(
            of: "comment.latest", ["cursor": "500"], code: -32602, field: "cursor")
    }

    @Test("What moderators have done since stands in no site's way")
    func manyDecisions() throws {
        for (site, more) in [("default", 3), ("second", 1)] {
            let page = TestPage(server, site: site)
            let id = try page.say("Old", by: "ann")
            for index in 0..<4200 { try page.decide(index % 2 == 0 ? "feature" : "unfeature", id) }
            let newer = try page.say("New", by: "ann")
            let first = try server.call("comment.latest", ["site": .string(site)])
            #expect(first["comments"][0]["id"] == .string(newer))
            #expect(first["comments"].array?.count == 2 + more)
            #expect(first["comments"][1]["id"] == .string(id))
            #expect(first["next"] == .null)
        }
    }

    @Test("Comments of times past stand where they belong")
    func backdated() throws {
        let server = try TestServer(allowsBackdating: true)
        let page = TestPage(server)
        for time in ["09", "07", "11", "07", "08"] {
            try page.say(
                "At \(time)", by: "ann", with: ["at": .string("2020-01-01T\(time):00:00Z")])
        }
        for limit in [2, 10] {
            var (bodies, cursor): ([String], JSONValue) = ([], .null)
            repeat {
                var params: JSONValue = ["limit": .integer(limit)]
                if cursor != .null { params = params.with(["cursor": cursor]) }
                let list = try server.call("comment.latest", params)
                bodies += (list["comments"].array ?? []).compactMap { $0["body"].text }
                cursor = list["next"]
            } while cursor != .null
            #expect(bodies == ["At 11", "At 09", "At 08", "At 07", "At 07"])
        }
    }
}
