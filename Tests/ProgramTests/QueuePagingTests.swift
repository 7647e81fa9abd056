import JSONValues
import Testing

@Suite("Reading the queue page by page")
struct QueuePagingTests {
    private let page: TestPage

    /// Seven comments that wait and six that were flagged, seconds apart.
    init() throws {
        page = try TestPage(
            rules: """
                {"version": 1, "rules": [
                  {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"}]}
                """)
        let reasons = ["spam", "illegal", "other"]
        for index in 0..<13 {
            page.server.clock.advance(seconds: index % 2)
            if index % 2 == 0 {
                try page.say("Waiting \(index)")
            } else {
                let id = try page.say("Flagged \(index)")
                try page.flag(id, by: "bob", reason: reasons[index % 3])
            }
        }
    }

    private func read(_ params: KeyValuePairs<String, JSONValue>, limit: Int) throws -> [String] {
        var all = JSONValue.object(JSONObject()).with(params).with(["limit": .integer(limit)])
        var read: [String] = []
        while true {
            let queue = try page.server.call("moderation.queue", all)
            let items = queue["items"].array ?? []
            #expect(items.count <= limit)
            read += items.compactMap { $0["comment"]["body"].text }
            guard queue["next"] != .null, read.count < 50 else { return read }
            all = all.with(["cursor": queue["next"]])
        }
    }

    @Test(
        "Pages give every case once, in the order of one large page",
        arguments: ["priority", "oldest", "newest"], ["all", "pending", "flagged"])
    func pages(order: String, state: String) throws {
        let params: KeyValuePairs<String, JSONValue> = [
            "order": .string(order), "state": .string(state),
        ]
        let whole = try page.queued(params)
        #expect(whole.count == (state == "all" ? 13 : state == "pending" ? 7 : 6))
        for limit in [1, 3, 5] { #expect(try read(params, limit: limit) == whole) }
    }

    @Test("Deciding on one page loses nothing of the next")
    func readsOnAfterDecisions() throws {
        let whole = try page.queued(["order": "oldest"])
        let first = try page.queue(["order": "oldest", "limit": 4])
        for item in first["items"].array ?? [] {
            try page.decide("approve", try #require(item["comment"]["id"].text))
        }
        let rest = try page.queued(["order": "oldest", "cursor": first["next"]])
        #expect(rest == Array(whole.dropFirst(4)))
        #expect(try page.queue()["total"] == 9)
    }

    @Test("A cursor belongs to its order and states, and is refused with others")
    func refusesForeignCursors() throws {
        let next = try page.queue(["limit": 1])["next"]
        for params in [
            ["order": "oldest"], ["order": "newest"], ["state": "pending"], ["state": "flagged"],
        ] as [JSONValue] {
            try page.server.refusal(
                of: "moderation.queue", params.with(["cursor": next]), code: -32602,
                field: "cursor")
        }
    }

    @Test("Twenty cases make a page unless another number up to 1,000 is asked for")
    func limitsPages() throws {
        for index in 0..<10 { try page.say("Waiting again \(index)") }
        #expect(try page.queued().count == 20)
        #expect(try page.queued(["limit": 1000]).count == 23)
        for limit in [0, 1001] {
            try page.server.refusal(
                of: "moderation.queue", ["limit": .integer(limit)], code: -32602, field: "limit")
        }
    }
}
