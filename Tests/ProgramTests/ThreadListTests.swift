import JSONValues
import Testing

@Suite("Lists of threads")
struct ThreadListTests {
    private let server: TestServer

    init() throws { server = try TestServer() }

    private func page(_ name: String) -> TestPage { TestPage(server, name: name) }

    private func list(_ more: KeyValuePairs<String, JSONValue> = [:]) throws -> JSONValue {
        let params: JSONValue = [:]
        return try server.call("thread.list", params.with(more))
    }

    private func names(_ order: String) throws -> [String] {
        (try list(["order": .string(order)])["threads"].array ?? []).compactMap {
            $0["thread"].text
        }
    }

    @Test("Threads are listed by their last comment, by their age, and by their comments")
    func orders() throws {
        for name in ["a", "b", "c"] {
            server.clock.advance(seconds: 1)
            try page(name).say("Hello")
        }
        server.clock.advance(seconds: 1)
        let last = try page("a").say("Again")
        try page("b").say("I", under: nil)
        try page("b").say("You")
        server.clock.advance(seconds: 1)
        try page("empty").configure(["title": "Nothing yet"])
        #expect(try names("active") == ["b", "a", "c", "empty"])
        #expect(try names("newest") == ["empty", "c", "b", "a"])
        #expect(try names("most_comments") == ["b", "a", "c", "empty"])
        try page("a").decide("reject", last)
        #expect(try names("active") == ["b", "c", "a", "empty"])
        #expect(try names("most_comments") == ["b", "c", "a", "empty"])
        let first = try list()["threads"][0]
        #expect(first == (try page("b").thread()))
        #expect(try list(["site": "other"]) == ["threads": [], "next": .null])
    }

    @Test("Pages by cursor hold every thread once, also while indexes follow behind")
    func pages() throws {
        for index in 0..<2500 {
            if index % 3 == 0 { server.clock.advance(seconds: 1) }
            try page("page \(index)").say("Hello", by: .string("a\(index % 7)"))
            if index % 5 == 0 { try page("page \(index / 2)").say("Again") }
        }
        for order in ["active", "newest", "most_comments"] {
            var seen: [JSONValue] = []
            var cursor: JSONValue?
            repeat {
                let params: JSONValue = ["order": .string(order), "limit": 300]
                let part = try server.call(
                    "thread.list", cursor.map { params.with(["cursor": $0]) } ?? params)
                seen += part["threads"].array ?? []
                cursor = part["next"] == .null ? .none : .some(part["next"])
            } while cursor != nil
            #expect(Set(seen.compactMap { $0["thread"].text }).count == 2500, "\(order)")
            #expect(seen.count == 2500)
            let keys = seen.map { thread in
                switch order {
                case "active": thread["last_comment_at"].text ?? ""
                case "newest": thread["created_at"].text ?? ""
                default: String((thread["count"].integer ?? 0) + 1_000_000)
                }
            }
            #expect(keys == keys.sorted(by: >), "\(order)")
        }
    }

    @Test("A cursor belongs to its order, and a page to its bounds")
    func refuses() throws {
        for name in ["a", "b"] { try page(name).say("Hello") }
        let next = try list(["limit": 1])["next"]
        #expect(try list(["limit": 1, "cursor": next])["threads"][0]["thread"] == "a")
        try server.refusal(
            of: "thread.list", ["order": "newest", "cursor": next], code: -32602, field: "cursor")
        for limit: JSONValue in [0, 1001] {
            try server.refusal(of: "thread.list", ["limit": limit], code: -32602, field: "limit")
        }
        try server.refusal(of: "thread.list", ["order": "best"], code: -32602, field: "order")
    }
}
