import Configuration
import Discussion
import JSONValues
import Testing
import Wire

@Suite("Other formulas for stored comments")
struct RerankTests {
    private let bench: LeftoverBench
    private let ids: [String]

    /// A page of more roots than are sorted in memory, with votes.
    init() throws {
        let bench = try LeftoverBench()
        self.bench = bench
        let submitted = try bench.call(
            (0..<700).map { index in
                (
                    Method.commentSubmit,
                    ["thread": "page", "author": "ann", "body": .string("Comment \(index)")]
                )
            })
        let ids = submitted.compactMap { $0["comment"]["id"].text }
        self.ids = ids
        try bench.call(
            (0..<4000).map { index in
                let value = (index * index) % 5 == 0 ? -1 : 1
                return Self.vote(value, on: ids[index * 31 % 211 * 3], by: index / 700)
            })
        while bench.step() {}
    }

    private static func vote(_ value: Int, on id: String, by voter: Int) -> (Method, JSONValue) {
        (
            .voteCast,
            ["comment": .string(id), "voter": .string("v\(voter)"), "value": .integer(value)]
        )
    }

    private static var quantile: Settings {
        var settings = Settings()
        settings.ranking.formulas = Formulas(best: .quantile(0.3), hotDecaySeconds: 3600)
        return settings
    }

    /// The ranks of the whole page in a sort, held against their own order.
    private func ranks(_ sort: String) throws -> [JSONValue] {
        var params: JSONValue = [
            "thread": "page", "sort": .string(sort), "depth": 0, "limit": 300, "explain": true,
        ]
        var ranks: [JSONValue] = []
        while true {
            let list = try bench.call(.commentList, params)
            ranks += (list["comments"].array ?? []).map { $0["rank"] }
            if list["next"] == .null { break }
            params = params.with(["cursor": list["next"]])
        }
        let scores = ranks.map { $0["score"].double ?? .nan }
        #expect(ranks.count == 700)
        #expect(scores == scores.sorted(by: >))
        return ranks
    }

    /// Whether every rank is by the quantile; the old formula is the only other one.
    private func isNew() throws -> Bool {
        let best = try ranks("best")
        let hot = try ranks("hot")
        let isNew = best[0]["quantile"].double == 0.3
        #expect(best.allSatisfy { ($0["quantile"].double == 0.3) == isNew })
        #expect(best.allSatisfy { ($0["z"] == .null) == isNew })
        #expect(hot.allSatisfy { $0["decay_s"].double == (isNew ? 3600 : 45_000) })
        return isNew
    }

    @Test("They are ranked anew in parts, across the process's end, and change places at once")
    func inParts() throws {
        #expect(try !isNew())
        try bench.restart(settings: Self.quantile)
        #expect(try bench.call(.serverStatus, [:])["ranking"]["is_reranking"] == true)
        var news: [Bool] = []
        while bench.step() {
            news.append(try isNew())
            let index = news.count * 97 % 700
            try bench.call([Self.vote(-1, on: ids[index], by: 99)])
            if news.count % 2 == 0 {
                try bench.call(
                    .moderationDecide,
                    [
                        "comments": [.string(ids[index])], "action": "pin", "moderator": "mod",
                    ])
                try bench.call(
                    .moderationDecide,
                    [
                        "comments": [.string(ids[index])], "action": "unpin", "moderator": "mod",
                    ])
            }
            #expect(try bench.problems() == [])
            try bench.restart()
        }
        #expect(news.count > 6)
        #expect(news == news.filter { !$0 } + news.filter { $0 })
        #expect(news.first == false && news.last == true)
        let status = try bench.call(.serverStatus, [:])["ranking"]
        #expect(status["is_reranking"] == false)
        #expect(status["best"] == ["quantile": 0.3])
        #expect(status["hot_decay_s"].double == 3600)
    }

    @Test("Settings that change again halfway, or back, end as they were given last")
    func turnsRound() throws {
        try bench.restart(settings: Self.quantile)
        for _ in 0..<3 { #expect(bench.step()) }
        try bench.restart(settings: Settings())
        while bench.step() { #expect(try bench.problems() == []) }
        #expect(try !isNew())
        var other = Self.quantile
        other.ranking.formulas.best = .quantile(0.9)
        try bench.restart(settings: other)
        for _ in 0..<3 { #expect(bench.step()) }
        try bench.restart(settings: Self.quantile)
        while bench.step() { #expect(try bench.problems() == []) }
        #expect(try isNew())
    }

    @Test("Comments that come, and threads that are merged meanwhile, are ranked as well")
    func takesChanges() throws {
        try bench.call(
            (0..<40).map { index in
                (
                    Method.commentSubmit,
                    ["thread": "other", "author": "ann", "body": .string("Other \(index)")]
                )
            })
        try bench.restart(settings: Self.quantile)
        for _ in 0..<3 { #expect(bench.step()) }
        try bench.call(.commentSubmit, ["thread": "page", "author": "ann", "body": "New"])
        try bench.call(.threadMove, ["thread": "page", "to": "other"])
        while bench.step() { #expect(try bench.problems() == []) }
        let list = try bench.call(
            .commentList, ["thread": "other", "sort": "best", "explain": true, "limit": 1000])
        #expect(list["comments"].array?.count == 741)
        #expect(list["comments"].array?.allSatisfy { $0["rank"]["quantile"] != .null } == true)
    }

    @Test("Where nothing is ranked by an index the settings hold from the first command on")
    func holdsAtOnce() throws {
        let page = try TestPage(settings: Self.quantile)
        let id = try page.say("Hello")
        try page.votes(up: 3, down: 1, on: id)
        let rank = try page.list(["sort": "best", "explain": true])["comments"][0]["rank"]
        #expect(rank["quantile"].double == 0.3)
        // The 0.3 quantile of Beta(4, 2).
        #expect(abs((rank["score"].double ?? 0) - 0.577_991_8) < 1e-6)
    }
}
