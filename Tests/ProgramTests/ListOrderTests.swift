import JSONValues
import Testing

@Suite("The orders of a page")
struct ListOrderTests {
    private let page: TestPage

    /// Five comments 100 s apart, with votes and replies that make each sort another order.
    init() throws {
        page = try TestPage()
        let plan = [("A", 3, 0, 1), ("B", 5, 3, 0), ("C", 1, 0, 2), ("D", 0, 2, 0), ("E", 2, 2, 0)]
        for (body, up, down, descendants) in plan {
            let id = try page.say(body)
            try page.votes(up: up, down: down, on: id)
            var parent = id
            for _ in 0..<descendants { parent = try page.say("Reply", under: parent) }
            page.server.clock.advance(seconds: 100)
        }
    }

    private static let plans: [(sort: String, order: String)] = [
        ("best", "ACBED"), ("top", "ABCED"), ("most_voted", "ABCED"), ("hot", "ABECD"),
        ("controversial", "EBACD"), ("discussed", "CADEB"), ("newest", "EDCBA"),
        ("oldest", "ABCDE"),
    ]

    @Test("Each sort has its order, and the result says which one it is", arguments: plans)
    func orders(sort: String, order: String) throws {
        #expect(try page.bodies(["sort": .string(sort)]).joined() == order)
        let name = sort == "most_voted" ? "top" : sort
        #expect(try page.list(["sort": .string(sort)])["sort"].text == name)
    }

    @Test("Pinned roots come first in every sort but newest and oldest", arguments: plans)
    func putsPinnedFirst(sort: String, order: String) throws {
        let list = try page.list(["sort": "oldest"])
        let id = try #require(list["comments"][3]["id"].text)
        try page.decide("pin", id)
        let byTime = sort == "newest" || sort == "oldest"
        let expected = byTime ? order : "D" + order.filter { $0 != "D" }
        #expect(try page.bodies(["sort": .string(sort)]).joined() == expected)
        try page.decide("unpin", id)
        #expect(try page.bodies(["sort": .string(sort)]).joined() == order)
    }

    @Test("Pinned roots stand first on the first page alone, in their own order")
    func pagesPinned() throws {
        let ids = (try page.list(["sort": "oldest"])["comments"].array ?? []).compactMap {
            $0["id"].text
        }
        for index in [3, 4] { try page.decide("pin", ids[index]) }
        let first = try page.list(["sort": "top", "limit": 3])
        #expect((first["comments"].array ?? []).map { $0["body"] } == ["E", "D", "A"])
        #expect(try page.bodies(["sort": "top", "cursor": first["next"]]) == ["B", "C"])
    }

    @Test("A pinned reply keeps its place among its siblings")
    func pinsRootsOnly() throws {
        let root = try page.say("Root")
        try page.say("First", under: root)
        let second = try page.say("Second", under: root)
        try page.decide("pin", second)
        #expect(try page.bodies(["parent": .string(root), "sort": "top"]) == ["First", "Second"])
    }

    private static let ranks: [(sort: String, scores: [Double])] = [
        (
            "best",
            [
                0.7089214053677908, 0.549092369988321, 0.45398131842877076, 0.3304211243961378,
                0.10577563612168649,
            ]
        ),
        ("top", [3, 2, 1, 0, -2]),
        ("hot", [14071.5348324, 14071.3609633, 14071.0666, 14071.0621556, 14070.7633478]),
        ("controversial", [4, 3.4822022531844965, 0, 0, 0]),
        ("discussed", [2, 1, 0, 0, 0]),
        (
            "newest",
            [
                1_767_226_000, 1_767_225_900, 1_767_225_800, 1_767_225_700, 1_767_225_600,
            ]
        ),
        (
            "oldest",
            [
                1_767_225_600, 1_767_225_700, 1_767_225_800, 1_767_225_900, 1_767_226_000,
            ]
        ),
    ]

    @Test(
        "Explained, each comment shows its score in the sort and what it was made of",
        arguments: ranks)
    func explains(sort: String, scores: [Double]) throws {
        let list = try page.list(["sort": .string(sort), "explain": true])
        for (comment, score) in zip(list["comments"].array ?? [], scores) {
            let rank = comment["rank"]
            #expect(rank["sort"].text == sort)
            #expect(abs((rank["score"].double ?? .nan) - score) < 1e-9)
            switch sort {
            case "best", "top", "hot", "controversial":
                #expect(rank["up"] == comment["votes"]["up"])
                #expect(rank["down"] == comment["votes"]["down"])
            case "discussed": #expect(rank["descendants"] == comment["descendants"])
            default: #expect(rank["created_at"] == comment["created_at"])
            }
            for reply in comment["children"]["comments"].array ?? [] {
                #expect(reply["rank"]["sort"].text == sort)
            }
        }
    }

    @Test("Ranks show only where they are asked for, and say where a pin overrides them")
    func explainsOnRequest() throws {
        #expect(try page.list()["comments"][0]["rank"] == .null)
        #expect(try page.list(["explain": false])["comments"][0]["rank"] == .null)
        let last = try page.list(["sort": "top"])["comments"][4]
        try page.decide("pin", try #require(last["id"].text))
        let first = try page.list(["sort": "top", "explain": true])["comments"][0]
        #expect(first["body"] == "D")
        #expect(first["rank"]["pinned"] == true)
        #expect(first["rank"]["score"].double == -2)
    }

    @Test("Of equal scores the one with fewer votes against comes first, then the older one")
    func breaksTies() throws {
        let page = TestPage(page.server, name: "ties")
        let plan = [("A", 1, 1), ("B", 0, 0), ("C", 2, 2), ("D", 0, 0)]
        for (body, up, down) in plan {
            try page.votes(up: up, down: down, on: try page.say(body))
        }
        #expect(try page.bodies(["sort": "top"]).joined() == "BDAC")
        #expect(try page.bodies(["sort": "discussed"]).joined() == "BDAC")
    }

    @Test("Every level stands in the order that was asked for")
    func ordersLevels() throws {
        let page = TestPage(page.server, name: "levels")
        let root = try page.say("Root")
        for (body, up) in [("A", 0), ("B", 2), ("C", 1)] {
            try page.votes(up: up, down: 0, on: try page.say(body, under: root))
        }
        for (sort, order) in [("top", "BCA"), ("newest", "CBA"), ("oldest", "ABC")] {
            let replies = try page.list(["sort": .string(sort)])["comments"][0]["children"]
            let bodies = (replies["comments"].array ?? []).compactMap { $0["body"].text }
            #expect(bodies.joined() == order)
        }
    }

    @Test("A thread's own default stands where no sort is asked for")
    func usesDefaultSort() throws {
        try page.configure(["default_sort": "newest"])
        #expect(try page.list()["sort"] == "newest")
        #expect(try page.bodies().joined() == "EDCBA")
        #expect(try page.bodies(["sort": "oldest"]).joined() == "ABCDE")
        try page.configure(["default_sort": "most_voted"])
        #expect(try page.list()["sort"] == "top")
    }

    @Test("A sort that there is not is refused, with the one that was meant")
    func refusesUnknownSorts() throws {
        let error = try page.server.refusal(
            of: "comment.list", ["thread": "page", "sort": "newst"], code: -32602,
            field: "sort")
        #expect(error["data"]["did_you_mean"] == "newest")
    }
}
