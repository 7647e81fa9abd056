import Configuration
import Discussion
import JSONValues
import Testing

@Suite("Common ground on a page")
struct CommonGroundTests {
    private let page: TestPage
    private let ids: [String]

    init() throws {
        page = try TestPage()
        ids = try page.fill(Camps())
    }

    private func rank(of id: String) throws -> JSONValue {
        try #require(try page.ranks().first { $0.id == id }?.rank)
    }

    @Test("Before any fit the order is that of best, and each rank says so")
    func fallsBack() throws {
        let list = try page.list(["sort": "common_ground", "explain": true])
        let best = try page.list(["sort": "best", "explain": true])
        #expect(list["sort"] == "common_ground")
        for (mine, other) in zip(list["comments"].array ?? [], best["comments"].array ?? []) {
            #expect(mine["id"] == other["id"])
            #expect(mine["rank"]["sort"] == "common_ground")
            #expect(mine["rank"]["fallback"] == "best")
            #expect(mine["rank"]["score"] == other["rank"]["score"])
            #expect(mine["rank"]["up"] == other["rank"]["up"])
        }
    }

    @Test("A fit says what it is made of, and the server when it was")
    func fits() throws {
        page.server.clock.advance(seconds: 100)
        // Nine votes are too few to be heard, and so is one that was withdrawn.
        for id in ids.prefix(9) { try page.vote(1, on: id, by: "few") }
        for id in ids.prefix(10) { try page.vote(1, on: id, by: "fewer") }
        try page.vote(0, on: ids[0], by: "fewer")
        let fit = try page.refit()
        #expect(fit["voters"] == 29)
        #expect(fit["comments"] == 16)
        #expect(fit["votes"] == .integer(29 * 16))
        #expect((fit["loss"].double ?? 9) < 0.25)
        #expect(fit["speaks"] == true)
        #expect(fit["fitted_at"] == .string(page.server.clock.now.text))
        let status = try page.server.call("server.status")["ranking"]
        #expect(status["fits"][0]["site"] == "default")
        #expect(status["fits"][0]["fitted_at"] == fit["fitted_at"])
        #expect(status["fits"][0]["sides"][0].integer ?? 0 >= 15)
        #expect(status["best"] == "lower_bound")
        #expect(status["is_reranking"] == false)
    }

    @Test("What both camps value comes first, though the larger one has more votes for its own")
    func bridges() throws {
        try page.refit()
        let roots = ids.enumerated().filter { $0.offset <= 3 || $0.offset % 3 != 0 }.map(\.element)
        let bridging = Set(
            ids.enumerated().filter { Camps.bridges($0.offset) }.map(\.element)
        ).intersection(roots)
        let ranks = try page.ranks()
        #expect(Set(ranks.prefix(bridging.count).map(\.id)) == bridging)
        let best = try page.list(["sort": "best", "limit": 100])["comments"].array ?? []
        #expect(best.compactMap { $0["id"].text } != ranks.map(\.id))
        let replies = try page.list(["sort": "common_ground", "explain": true])["comments"].array?
            .first { $0["id"].text == ids[0] }
        let scores = (replies?["children"]["comments"].array ?? []).map {
            $0["rank"]["score"].double ?? .nan
        }
        #expect(scores.count == 3)
        #expect(scores == scores.sorted(by: >))
    }

    @Test("A rank tells the support on either side in numbers, and of no one")
    func explains() throws {
        try page.refit()
        for (id, rank) in try page.ranks() {
            #expect(rank["score"] == rank["lower_bound"])
            #expect((rank["lower_bound"].double ?? 9) <= (rank["intercept"].double ?? -9))
            #expect(rank["fallback"] == .null)
            let votes = try page.comment(id)["votes"]
            let sides = rank["sides"].array ?? []
            #expect(sides.count == 2)
            #expect(sides.reduce(0) { $0 + ($1["up"].integer ?? 0) } == votes["up"].integer)
            #expect(sides.reduce(0) { $0 + ($1["down"].integer ?? 0) } == votes["down"].integer)
            let told = try page.server.call("moderation.explain", ["comment": .string(id)])
            for name in ["intercept", "factor", "lower_bound", "fitted_at", "sides"] {
                #expect(told["common_ground"][name] == rank[name])
            }
        }
    }

    @Test("A fitted voter's vote moves its comment at once, another's does not")
    func followsVotes() throws {
        try page.refit()
        let id = ids[4]
        let before = try rank(of: id)
        try page.vote(1, on: id, by: "stranger")
        #expect(try rank(of: id) == before)
        let voters = Camps().voters
        for voter in voters { try page.vote(-1, on: id, by: .string(voter)) }
        let after = try rank(of: id)
        #expect((after["score"].double ?? 9) < (before["score"].double ?? -9) - 0.1)
        #expect(after["sides"][0]["up"] == 0)
        #expect(after["fitted_at"] == before["fitted_at"])
        for (voter, comment, value) in Camps().votes where comment == 4 {
            try page.vote(value, on: id, by: .string(voter))
        }
        #expect(try rank(of: id) == before)
    }

    @Test("A comment without a fitted vote has intercept 0 and its bound")
    func newComment() throws {
        try page.refit()
        let id = try page.say("New", by: "author")
        let rank = try rank(of: id)
        #expect(rank["intercept"].double == 0)
        #expect((rank["lower_bound"].double ?? 9) < 0)
        #expect(rank["sides"][1] == ["up": 0, "down": 0])
    }

    @Test("Voiding and restoring votes brings the very same bytes back, in every order")
    func voids() throws {
        try page.refit()
        let with = try page.everyList()
        for voter in ["a1", "b2"] as [JSONValue] {
            try page.sanction(voter, "ban", with: ["void_votes": true])
        }
        try page.finishLeftovers()
        #expect(try page.everyList() != with)
        for voter in ["b2", "a1"] as [JSONValue] { try page.sanction(voter, "none") }
        try page.finishLeftovers()
        #expect(try page.everyList() == with)
    }

    @Test("Where too few are left on a side the next fit falls back, and is told")
    func fallsSilent() throws {
        try page.refit()
        for index in 0..<5 {
            try page.sanction(.string("b\(index)"), "ban", with: ["void_votes": true])
        }
        try page.finishLeftovers()
        let fit = try page.refit()
        #expect(fit["speaks"] == false)
        #expect(fit["voters"] == 24)
        #expect(try page.ranks().allSatisfy { $0.rank["fallback"] == "best" })
        for index in 0..<5 { try page.sanction(.string("b\(index)"), "none") }
        try page.finishLeftovers()
        #expect(try page.refit()["speaks"] == true)
        #expect(try page.ranks().allSatisfy { $0.rank["fallback"] == .null })
    }

    @Test("A site is fitted by its own votes, and one that nobody has used to nothing")
    func staysInItsSite() throws {
        let other = TestPage(page.server, site: "other")
        try other.fill(Camps(8, 8))
        #expect(try page.refit()["voters"] == 29)
        #expect(try other.ranks().allSatisfy { $0.rank["fallback"] == "best" })
        #expect(try other.refit()["voters"] == 16)
        let nobody = TestPage(page.server, site: "nobody")
        #expect(try nobody.refit()["votes"] == 0)
    }

    @Test("A list that was begun without common ground goes on without; a cursor is of its sort")
    func cursors() throws {
        let params: KeyValuePairs<String, JSONValue> = [
            "sort": "common_ground", "limit": 4, "depth": 0,
        ]
        let first = try page.list(params)
        let best = try page.bodies(["sort": "best", "depth": 0])
        try page.refit()
        let rest = try page.bodies([
            "sort": "common_ground", "depth": 0, "cursor": first["next"],
        ])
        #expect(rest == Array(best.dropFirst(4)))
        let grounded = try page.list(params)
        #expect(grounded["next"] != first["next"])
        for sort in ["best", "hot"] as [JSONValue] {
            _ = try page.server.refusal(
                of: "comment.list",
                ["thread": "page", "sort": sort, "cursor": grounded["next"]], code: -32602,
                field: "cursor")
        }
    }
}
