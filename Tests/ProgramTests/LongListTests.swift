import JSONValues
import Testing

@Suite("Long lists")
struct LongListTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    /// Sends commands in batches.
    private func send(_ method: String, _ params: [JSONValue]) throws {
        for start in stride(from: 0, to: params.count, by: 500) {
            var json = JSONWriter()
            json.array { json in
                for params in params[start..<min(start + 500, params.count)] {
                    json.object { json in
                        json.member("id", 1)
                        json.member("method", method)
                        json.name("params")
                        json.value(params)
                    }
                }
            }
            let replies = try page.server.send(bytes: json.bytes + [0x0A])
            for reply in replies.array ?? [] { #expect(reply["error"] == .null) }
        }
    }

    @Test("One reply has at most 5,000 comments; what is left out is counted and can be read on")
    func boundsReply() throws {
        let names = (0..<30).map { "ref:root\($0)" }
        try send(
            "comment.submit",
            (0..<30).map { page.submission("Root", with: ["ref": .string("root\($0)")]) })
        try send(
            "comment.submit",
            names.flatMap { name in (0..<170).map { page.submission("Reply \($0)", under: name) } })
        let list = try page.list(["limit": 1000, "children": 1000, "sort": "oldest"])
        #expect(list["total"] == 5130)
        #expect(list["comments"].array?.count == 30)
        #expect(list["next"] == .null)
        var shown = 30
        var missing = 0
        for root in list["comments"].array ?? [] {
            let children = root["children"]
            let count = children["comments"].array?.count ?? 0
            let more = children["more"].integer ?? 0
            #expect(count + more == 170)
            shown += count
            missing += more
            guard more > 0 else { continue }
            let rest = try page.bodies([
                "parent": root["id"], "sort": "oldest", "limit": 1000, "cursor": children["next"],
            ])
            #expect(rest == (count..<170).map { "Reply \($0)" })
        }
        #expect(shown == 5000)
        #expect(missing == 130)
    }

    @Test("A list too long to be sorted at once is paged in the same order, pinned roots first")
    func pagesLongLists() throws {
        try send(
            "comment.submit",
            (0..<300).map { page.submission("\($0)", with: ["ref": .string("r\($0)")]) })
        try send(
            "vote.cast",
            (0..<900).map { index in
                [
                    "comment": .string("ref:r\(index * 7 % 300)"), "voter": .string("v\(index)"),
                    "value": .integer(index % 3 == 0 ? -1 : 1),
                ]
            })
        try page.decide("pin", "ref:r17", "ref:r250")
        for sort in ["best", "top", "hot", "controversial", "discussed", "newest", "oldest"] {
            let ranked =
                try page.list([
                    "sort": .string(sort), "limit": 1000, "explain": true, "depth": 0,
                ])["comments"].array ?? []
            let whole = ranked.compactMap { $0["body"].text }
            #expect(Set(whole).count == 300)
            checkOrder(ranked, sort)
            #expect(try read(sort, limit: 64) == whole)
        }
    }

    private func checkOrder(_ ranked: [JSONValue], _ sort: String) {
        let isByTime = sort == "newest" || sort == "oldest"
        let pinned = ranked.prefix { $0["rank"]["pinned"] == true }.count
        #expect(pinned == (isByTime ? 0 : 2))
        let sign = sort == "oldest" ? -1.0 : 1.0
        let scores = ranked.dropFirst(pinned).map { sign * ($0["rank"]["score"].double ?? .nan) }
        #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 >= $1 })
    }

    private func read(_ sort: String, limit: Int) throws -> [String] {
        var read: [String] = []
        var params: JSONValue = [
            "thread": "page", "sort": .string(sort), "limit": .integer(limit), "depth": 0,
        ]
        while true {
            let list = try page.server.call("comment.list", params)
            read += (list["comments"].array ?? []).compactMap { $0["body"].text }
            guard list["next"] != .null, read.count < 1000 else { return read }
            params = params.with(["cursor": list["next"]])
        }
    }

    @Test("No more than 32 roots of a page are pinned at a time")
    func boundsPins() throws {
        let ids = try (0..<33).map { try page.say("\($0)") }
        for id in ids.prefix(32) { #expect(try page.decide("pin", id)[0]["error"] == .null) }
        let error = try page.decide("pin", ids[32])[0]["error"]
        #expect(error["code"] == 413)
        #expect(error["data"]["limit"] == 32)
        #expect(try page.comment(ids[32])["pinned"] == false)
        try page.decide("unpin", ids[0])
        #expect(try page.decide("pin", ids[32])[0]["error"] == .null)
    }
}
