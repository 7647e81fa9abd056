import Daemon
import JSONValues
import SQLite
import Testing

@Suite("Moving threads")
struct ThreadMoveTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"}]}
        """
    private let folder: ProgramFolder
    private let server: TestServer

    init() throws {
        folder = try ProgramFolder()
        server = try TestServer(database: folder.database, rules: Self.rules)
    }

    private func page(_ name: String) -> TestPage { TestPage(server, name: name) }

    @discardableResult
    private func move(_ thread: String, _ to: String) throws -> JSONValue {
        try server.call("thread.move", ["thread": .string(thread), "to": .string(to)])
    }

    private func count(_ name: String) throws -> Int? { try page(name).thread()["count"].integer }

    /// Comes back only once nothing is left to be moved.
    private func checkAll() throws {
        try page("x").finishLeftovers()
        #expect(try LocalService.recount(folder.database).map(\.description) == [])
    }

    @Test("A page's new address has its comments and settings, and the old one is unused")
    func renames() throws {
        let root = try page("old").say("Hello", with: ["ref": "r"])
        let reply = try page("old").say("Hi", by: "bob", under: root)
        try page("old").configure(["title": "A page", "slow_mode_s": 5])
        let before = try page("old").thread()
        let moved = try move("old", "new")
        #expect(moved["moving"] == false)
        let after = try page("new").thread()
        for member in before.object?.members ?? [] {
            let expected: JSONValue = member.name == "thread" ? "new" : member.value
            #expect(after[member.name] == expected)
            #expect(moved[member.name] == expected)
        }
        #expect(try count("old") == 0)
        #expect(try page("old").thread()["created_at"] == .null)
        #expect(try page("new").bodies() == ["Hello"])
        #expect(try page("new").comment(reply)["thread"] == "new")
        try page("new").say("Again", by: "cleo", under: "ref:r")
        try page("old").refusal(ofComment: "Ho", by: "dan", under: root, code: 404)
        try page("old").say("Anew", by: "dan")
        #expect(try count("old") == 1)
        #expect(try count("new") == 3)
        try checkAll()
    }

    @Test("What is not there, or goes to where it is, changes nothing")
    func refuses() throws {
        let params: JSONValue = ["thread": "none", "to": "new"]
        try server.refusal(of: "thread.move", params, code: 404)
        try page("a").say("Hello")
        try server.refusal(of: "thread.move", ["thread": "b", "to": "a"], code: 404)
        try server.refusal(
            of: "thread.move", ["thread": "a", "to": "b", "site": "other"], code: 404)
        let before = try page("a").thread()
        #expect(try move("a", "a") == before.with(["moving": false]))
        #expect(try server.call("thread.list")["threads"].array?.count == 1)
    }

    @Test("Two pages become one, at either address: comments, counts, pins and what waits")
    func merges() throws {
        for (big, small) in [("a", "b"), ("c", "d")] {
            let isInto = big == "a"
            let root = try page(big).say("Big root", by: "ann")
            let reply = try page(big).say("Big reply", by: "bob", under: root)
            try page(big).say("Big waiting", by: "cleo", under: reply)
            try page(big).say("Big second", by: "ann")
            server.clock.advance(seconds: 1)
            let other = try page(small).say("Small root", by: "dan")
            let below = try page(small).say("Small reply", by: "ann", under: other)
            try page(small).vote(1, on: below, by: "eve")
            try page(small).flag(other, by: "eve")
            try page(small).decide("pin", other)
            try page(small).decide("close", below)
            try page(small).configure(["title": "Small", "default_sort": "oldest"])
            try page(big).configure(["title": "Big", "default_sort": "newest"])
            let (from, to) = isInto ? (small, big) : (big, small)
            let settings = try page(to).thread()
            let merged = try move(from, to)
            #expect(merged["moving"] == false)
            #expect(merged["count"] == 5)
            #expect(merged["roots"] == 3)
            #expect(merged["pending"] == 1)
            #expect(merged["title"] == settings["title"])
            #expect(merged["settings"] == settings["settings"])
            #expect(merged["created_at"] == settings["created_at"])
            #expect(try page(from).thread()["count"] == 0)
            #expect(try page(from).bodies() == [])
            let bodies = try page(to).bodies(["sort": "best"])
            #expect(bodies == ["Small root", "Big root", "Big second"])
            let replies = try page(to).list(["parent": .string(other)])["comments"]
            #expect(replies[0]["votes"]["up"] == 1)
            #expect(replies[0]["thread"].text == to)
            try page(to).refusal(ofComment: "Hi", by: "fay", under: below, code: 423)
            try page(to).say("Hi", by: "fay", under: reply)
            #expect(try server.call("thread.list")["threads"].array?.count == (isInto ? 1 : 2))
            try checkAll()
        }
    }

    @Test(
        "Many roots are ranked by indexes from then on, and fewer no more",
        arguments: [true, false])
    func mergesMany(intoLarger: Bool) throws {
        for index in 0..<200 { try page("a").say("a\(index)", by: .string("a\(index)")) }
        for index in 0..<260 {
            let id = try page("b").say("b\(index)", by: .string("b\(index)"))
            if index % 9 == 0 { try page("b").vote(1, on: id, by: "v") }
            if index % 50 == 0 { try page("b").say("reply", by: "c", under: id) }
        }
        if intoLarger { try move("a", "b") } else { try move("b", "a") }
        let to = intoLarger ? "b" : "a"
        #expect(try count(to) == 466)
        #expect(try page(to).list(["limit": 1000])["comments"].array?.count == 460)
        try checkAll()
    }

    @Test("Of two that are both long each comment is in one place at any moment, then all in one")
    func mergesInParts() throws {
        for name in ["a", "b"] {
            for index in 0..<1300 {
                try page(name).say("\(name)\(index)", by: .string("u\(index % 9)"))
            }
        }
        let root = try page("b").say("Last", by: "ann")
        let started = try move("b", "a")
        #expect(started["moving"] == true)
        for (params, field) in [
            (["thread": "b", "to": "c"], "thread"), (["thread": "a", "to": "b"], "to"),
        ] as [(JSONValue, String)] {
            let held = try server.refusal(of: "thread.move", params, code: 409, field: field)
            #expect(held["data"]["kind"] == "conflict")
            #expect(try count("a") ?? 0 + (count("b") ?? 0) <= 2601)
        }
        try page("x").finishLeftovers()
        #expect(try count("a") == 2601)
        #expect(try count("b") == 0)
        try page("a").say("A reply", by: "bob", under: root)
        try checkAll()
    }

    @Test("No more roots stay pinned than a thread has room for")
    func boundsPins() throws {
        for name in ["a", "b"] {
            for index in 0..<20 {
                try page(name).decide("pin", try page(name).say("\(name)\(index)"))
            }
        }
        try move("a", "b")
        let comments = try page("b").list(["limit": 100])["comments"].array ?? []
        #expect(comments.count == 40)
        #expect(comments.count { $0["pinned"] == true } == 32)
        try checkAll()
    }
}
