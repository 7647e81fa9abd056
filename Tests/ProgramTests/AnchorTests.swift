import Configuration
import JSONValues
import Testing

@Suite("Comments on passages")
struct AnchorTests {
    private static let rules = """
        {"version": 1, "rules": [{"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"}]}
        """
    private static let text = "The old bridge stays open. The sea wall comes first."
    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    private func anchor(
        _ exact: String, _ more: KeyValuePairs<String, JSONValue> = [:]
    ) -> JSONValue {
        let anchor: JSONValue = ["exact": .string(exact)]
        return anchor.with(more)
    }

    @discardableResult
    private func say(
        _ body: String, on exact: String, _ more: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> String {
        try page.say(body, with: ["anchor": anchor(exact, more)])
    }

    private func passages(_ more: KeyValuePairs<String, JSONValue> = [:]) throws -> JSONValue {
        let params: JSONValue = ["thread": "page"]
        return try page.server.call("anchor.list", params.with(more))
    }

    private func located(
        _ text: String, _ more: KeyValuePairs<String, JSONValue> = [:]
    ) throws -> JSONValue {
        let params: JSONValue = ["thread": "page", "text": .string(text)]
        return try page.server.call("anchor.locate", params.with(more))
    }

    @Test("Equal selectors are one passage, in the order of the page, with the latest three")
    func list() throws {
        try say("Later", on: "wall", ["start": 35])
        for number in 0..<4 { try say("\(number)", on: "bridge", ["start": 8, "prefix": "old "]) }
        try say("Other prefix", on: "bridge", ["start": 8, "prefix": "new "])
        try say("Nowhere", on: "sea")
        try page.say("On nothing")
        try say("I am waiting", on: "wall", ["start": 35])
        let list = try passages()
        let anchors = list["anchors"].array ?? []
        #expect(anchors.map { $0["anchor"]["exact"] } == ["bridge", "bridge", "wall", "sea"])
        #expect(anchors.map { $0["count"] } == [4, 1, 1, 1])
        #expect((anchors[0]["latest"].array ?? []).map { $0["body"] } == ["3", "2", "1"])
        #expect(anchors[0]["anchor"] == anchor("bridge", ["start": 8, "prefix": "old "]))
        #expect(anchors[0]["latest"][0]["thread"].text == page.name)
        #expect(list["next"] == .null)
    }

    @Test("Only visible comments count: not held, deleted or in another thread")
    func visible() throws {
        let first = try say("One", on: "bridge")
        let held = try say("waiting", on: "bridge")
        try TestPage(page.server, name: "other").say("Else", with: ["anchor": anchor("bridge")])
        #expect(try passages()["anchors"][0]["count"] == 1)
        try page.decide("approve", held)
        #expect(try passages()["anchors"][0]["count"] == 2)
        try page.decide("delete", first)
        #expect(try passages()["anchors"][0]["count"] == 1)
        #expect(try located(Self.text)["anchors"].array?.count == 1)
        try page.decide("reject", held)
        #expect(try passages() == ["anchors": [], "next": .null])
        #expect(try located(Self.text) == ["anchors": [], "next": .null])
    }

    @Test("Passages are paged by a cursor that belongs to this list")
    func paging() throws {
        for start in [5, 3, 3, 9] { try say("x", on: "e", ["start": .integer(start)]) }
        try say("x", on: "y")
        var seen: [JSONValue] = []
        var page = try passages(["limit": 2])
        while true {
            seen += (page["anchors"].array ?? []).map { $0["anchor"] }
            if page["next"] == .null { break }
            page = try passages(["limit": 2, "cursor": page["next"]])
        }
        #expect(seen.map { $0.object?["start"]?.integer } == [3, 5, 9, nil])
        let other = try self.page.list(["limit": 1])["next"]
        try self.page.server.refusal(
            of: "anchor.list", ["thread": "page", "cursor": other], code: -32602, field: "cursor")
        try self.page.server.refusal(
            of: "anchor.locate", ["thread": "page", "text": "", "cursor": "7000"], code: -32602,
            field: "cursor")
    }

    @Test("Each is found in the present text: exact, moved, changed or lost")
    func locate() throws {
        let ids = [
            try say("1", on: "old bridge", ["start": 4]),
            try say(
                "2", on: "sea wall", ["start": 31, "prefix": "The ", "suffix": " comes first"]),
            try say("3", on: "The sea wall comes first.", ["start": 27]),
            try say("4", on: "nothing of the kind", ["start": 0]),
        ]
        let text = "The old bridge stays open, at last. The sea walls come  first."
        let found = try located(text)
        #expect(found["next"] == .null)
        let places = found["anchors"].array ?? []
        #expect(places.compactMap { $0["comment_id"].text } == ids)
        #expect(
            places[0]
                == [
                    "comment_id": .string(ids[0]), "start": 4, "end": 14, "match": "exact",
                    "similarity": 1,
                ])
        #expect(places[1]["match"] == "moved")
        #expect((places[1]["start"], places[1]["end"]) == (40, 48))
        #expect(places[2]["match"] == "fuzzy")
        #expect((places[2]["start"], places[2]["end"]) == (36, 62))
        #expect(places[2]["similarity"].double.map { $0 > 0.8 && $0 < 1 } == true)
        #expect(
            places[3]
                == [
                    "comment_id": .string(ids[3]), "start": .null, "end": .null, "match": "lost",
                    "similarity": 0,
                ])
    }

    @Test("A thread that nobody knows has no passages, and a site neither")
    func unknown() throws {
        #expect(try passages() == ["anchors": [], "next": .null])
        #expect(try located("Text") == ["anchors": [], "next": .null])
    }

    @Test("A text past its limit is told so, and an anchor that says nothing is refused")
    func refusals() throws {
        let limit = 1 << 20
        var settings = Settings()
        settings.limits.maxLineBytes = 4 << 20
        let error = try TestServer(settings: settings).error(
            "anchor.locate",
            ["thread": "page", "text": .string(String(repeating: "a", count: limit + 1))])
        #expect(error["code"] == 413)
        #expect(error["data"]["limit"].integer == limit)
        #expect(error["data"]["field"] == "text")
        try page.refusal(
            ofComment: "x", with: ["anchor": anchor(" \n")], code: 422, field: "anchor.exact")
        try page.server.refusal(
            of: "anchor.locate", ["thread": "page"], code: -32602, field: "text")
    }

    @Test("Passages go with their comments to the page's new address")
    func moved() throws {
        try say("One", on: "bridge")
        try TestPage(page.server, name: "new").say("There", with: ["anchor": anchor("wall")])
        try page.server.call("thread.move", ["thread": "page", "to": "new"])
        let list = try page.server.call("anchor.list", ["thread": "new"])
        #expect((list["anchors"].array ?? []).map { $0["anchor"]["exact"] } == ["bridge", "wall"])
    }
}

@Suite("Lists of comments on passages, or on none")
struct AnchoredListTests {
    /// More siblings than are sorted in memory, and fewer.
    @Test("They hold what was asked for, in order, page by page", arguments: [6, 300])
    func lists(_ count: Int) throws {
        let page = try TestPage()
        var expected: [Bool: [String]] = [true: [], false: []]
        for number in 0..<count {
            let isAnchored = number % 3 == 0
            let more: KeyValuePairs<String, JSONValue> =
                isAnchored ? ["anchor": ["exact": "bridge"]] : [:]
            let id = try page.say("\(number)", with: more)
            expected[isAnchored]?.append("\(number)")
            if number == 0 { try page.say("Reply", under: id) }
            if number == 3 || number == 4 { try page.decide("pin", id) }
        }
        for isAnchored in [true, false] {
            var order = expected[isAnchored] ?? []
            for sort in ["oldest", "best"] {
                if sort == "best" {
                    let pinned = isAnchored ? "3" : "4"
                    order = [pinned] + order.filter { $0 != pinned }
                }
                var (seen, cursor): ([String], JSONValue) = ([], .null)
                repeat {
                    let params: JSONValue = [
                        "thread": "page", "sort": .string(sort), "anchored": .bool(isAnchored),
                        "limit": 5,
                    ]
                    let list = try page.server.call(
                        "comment.list",
                        cursor == .null ? params : params.with(["cursor": cursor]))
                    seen += (list["comments"].array ?? []).compactMap { $0["body"].text }
                    #expect(list["total"].integer == count + 1)
                    cursor = list["next"]
                } while cursor != .null
                #expect(seen == order, "\(isAnchored) \(sort)")
            }
        }
        let first = try page.list(["sort": "oldest", "anchored": true])["comments"][0]
        #expect(first["children"]["comments"][0]["body"] == "Reply")
    }

    @Test("It picks from the replies where those are asked for")
    func replies() throws {
        let page = try TestPage()
        let root = try page.say("Root")
        try page.say("Plain", under: root)
        try page.say("On a passage", under: root, with: ["anchor": ["exact": "bridge"]])
        #expect(
            try page.bodies(["parent": .string(root), "anchored": true]) == ["On a passage"])
        #expect(try page.bodies(["parent": .string(root), "anchored": false]) == ["Plain"])
        #expect(try page.bodies(["anchored": true]) == [])
    }
}
