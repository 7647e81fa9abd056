import Configuration
import Discussion
import JSONValues
import Store
import Synchronization
import Testing
import Wire

@Suite("A fit is brought in by parts")
struct FitPartsTests {
    private let bench: LeftoverBench
    private let ids: [String]
    private let camps = Camps(12, 9, comments: 320)

    /// A page of more roots than are sorted in memory.
    init() throws {
        let bench = try LeftoverBench()
        self.bench = bench
        let submitted = try bench.call(
            (0..<camps.comments).map { index in
                (
                    Method.commentSubmit,
                    ["thread": "page", "author": "ann", "body": .string("Comment \(index)")]
                )
            })
        let ids = submitted.compactMap { $0["comment"]["id"].text }
        self.ids = ids
        try bench.call(camps.votes.map { Self.vote($0.value, on: ids[$0.comment], by: $0.voter) })
        while bench.step() {}
    }

    private static func vote(
        _ value: Int, on id: String, by voter: String
    ) -> (Method, JSONValue) {
        (
            .voteCast,
            ["comment": .string(id), "voter": .string(voter), "value": .integer(value)]
        )
    }

    /// The ids by common ground, and the order that their scores say.
    private func order() throws -> (read: [String], expected: [String], isFallback: Bool) {
        var params: JSONValue = [
            "thread": "page", "sort": "common_ground", "depth": 0, "limit": 50, "explain": true,
        ]
        var comments: [JSONValue] = []
        while true {
            let list = try bench.call(.commentList, params)
            comments += list["comments"].array ?? []
            if list["next"] == .null { break }
            params = params.with(["cursor": list["next"]])
        }
        func key(_ comment: JSONValue) -> (Double, Int, String) {
            (
                -(comment["rank"]["score"].double ?? .nan), comment["votes"]["down"].integer ?? 0,
                comment["id"].text ?? ""
            )
        }
        return (
            comments.compactMap { $0["id"].text },
            comments.sorted { key($0) < key($1) }.compactMap { $0["id"].text },
            comments.contains { $0["rank"]["fallback"] == "best" }
        )
    }

    private func check(isFallback: Bool) throws {
        let order = try order()
        #expect(order.read == order.expected)
        #expect(Set(order.read).count == camps.comments)
        #expect(order.isFallback == isFallback)
        #expect(try bench.problems() == [])
    }

    @Test("Many siblings stand as their bounds say, before and after, and after more votes")
    func ordersMany() throws {
        try check(isFallback: true)
        try bench.call(.rankingRefit, [:])
        try check(isFallback: false)
        while bench.step() {}
        for index in stride(from: 0, to: 320, by: 7) {
            try bench.call([Self.vote(-1, on: ids[index], by: "b\(index % 9)")])
            try bench.call([Self.vote(index % 3 - 1, on: ids[index], by: "a\(index % 12)")])
        }
        try check(isFallback: false)
        try bench.call(.commentSubmit, ["thread": "page", "author": "ann", "body": "One more"])
        #expect(try bench.problems() == [])
    }

    @Test("Each part leaves all in order, votes go on meanwhile, and a process may end after any")
    func inParts() throws {
        try bench.call(.rankingRefit, [:])
        while bench.step() {}
        try bench.deliverFit()
        let old = try order().read
        var (steps, arrivedAt) = (0, 0)
        while bench.step() {
            steps += 1
            let index = steps * 37 % camps.comments
            try bench.call([Self.vote(-1, on: ids[index], by: "a\(steps % 12)")])
            try bench.call([Self.vote(1, on: ids[(index + 100) % 320], by: "b\(steps % 9)")])
            if steps % 10 == 3 { _ = try bench.sanction("b3", "mute", void: true) }
            if steps % 10 == 8 { _ = try bench.sanction("b3", "none") }
            try check(isFallback: false)
            if try bench.fitStages() == [3] { break }
            if try bench.fitStages() == [3, 1], arrivedAt == 0 {
                arrivedAt = steps
                try bench.restart()
            }
        }
        #expect(arrivedAt > 0)
        #expect(steps > 6)
        #expect(try order().read != old)
        while bench.step() {}
        #expect(try bench.fitStages() == [3])
        try check(isFallback: false)
    }

    @Test("Where all are ranked anew meanwhile, votes and another fit reach both orders")
    func besideReranking() throws {
        try bench.call(.rankingRefit, [:])
        while bench.step() {}
        var settings = Settings()
        settings.ranking.formulas = Formulas(best: .quantile(0.3), hotDecaySeconds: 3600)
        try bench.restart(settings: settings)
        var (steps, halfway) = (0, 0)
        while bench.step() {
            steps += 1
            for index in stride(from: steps, to: camps.comments, by: 7) {
                try bench.call([
                    Self.vote(-1, on: ids[index], by: "a\(index % 12)"),
                    Self.vote(steps % 2 * 2 - 1, on: ids[index], by: "b\(index % 9)"),
                ])
            }
            if try bench.call(.serverStatus, [:])["ranking"]["is_reranking"] == true {
                halfway += 1
                if halfway == 1 { try bench.call(.rankingRefit, [:]) }
            }
            #expect(try bench.problems() == [])
        }
        #expect(halfway > 0)
        try check(isFallback: false)
    }

    @Test("A fit whose voters went with the process is taken away, and the one in force stays")
    func isLost() throws {
        try bench.call(.rankingRefit, [:])
        while bench.step() {}
        let old = try order().read
        try bench.deliverFit()
        #expect(bench.step())
        #expect(try bench.fitStages() == [3, 0])
        try bench.restart()
        while bench.step() {}
        #expect(try bench.fitStages() == [3])
        #expect(try order().read == old)
        #expect(try bench.problems() == [])
    }

    @Test("Threads that are merged while a fit comes in keep every comment in its order")
    func moves() throws {
        try bench.call(
            (0..<60).map { index in
                (
                    Method.commentSubmit,
                    ["thread": "other", "author": "ann", "body": .string("Other \(index)")]
                )
            })
        try bench.call(.rankingRefit, [:])
        while bench.step() {}
        try bench.deliverFit()
        for _ in 0..<4 { #expect(bench.step()) }
        try bench.call(.threadMove, ["thread": "page", "to": "other"])
        while bench.step() { #expect(try bench.problems() == []) }
        #expect(try bench.problems() == [])
    }

    @Test("The log may start anew as long as a model is made of what was read, which takes longest")
    func holdsNoSnapshot() throws {
        let gate = CountingGate()
        var held: [Int] = []
        try bench.deliverFit(through: gate) {
            held.append(gate.snapshots)
            return false
        }
        // Between pages of the ledger there is one, and from then on none.
        #expect(held.first == 1)
        #expect(held.count { $0 == 0 } > 10)
        #expect(held.drop { $0 == 1 }.allSatisfy { $0 == 0 })
        #expect(gate.snapshots == 0)
    }

    /// Counts the snapshots that have passed it.
    private final class CountingGate: Store.Gate {
        private let count = Atomic(0)
        var snapshots: Int { count.load(ordering: .relaxed) }
        func enter() { count.add(1, ordering: .relaxed) }
        func leave() { count.subtract(1, ordering: .relaxed) }
        func close(atMostMilliseconds: Int32) -> Bool { true }
        func open() {}
    }

    @Test("A site that is due is fitted by itself, and no sooner than it may be")
    func fitsByItself() throws {
        try bench.refitDue()
        #expect(try bench.fitStages() == [3])
        try check(isFallback: false)
        try bench.call((0..<120).map { Self.vote(1, on: ids[$0], by: "new") })
        while bench.step() {}
        // Too soon, and then not.
        let old = try order().read
        try bench.refitDue(after: 599)
        #expect(try order().read == old)
        try bench.refitDue(after: 600)
        while bench.step() {}
        #expect(try bench.fitStages() == [3])
        #expect(try order().read != old)
        try check(isFallback: false)
    }

    @Test(
        "A recount notices what is wrong with a fit",
        arguments: [
            "UPDATE grounds SET rests = rests + 1 WHERE comment_id = (SELECT min(comment_id) FROM "
                + "grounds)",
            "DELETE FROM grounds WHERE comment_id = (SELECT max(comment_id) FROM grounds)",
            "DELETE FROM fitted_voters WHERE voter_id = (SELECT min(voter_id) FROM fitted_voters)",
            "UPDATE fits SET mean = mean + 0.125", "UPDATE fits SET max_intercept = 2",
            "UPDATE ranks SET ground_0 = 0 WHERE comment_id = (SELECT max(comment_id) FROM ranks)",
            "UPDATE ranks SET ground_0 = NULL", "UPDATE ranks SET edition = 1",
            "UPDATE ranks SET best = best - 1",
            "UPDATE fits SET stage = 4; INSERT INTO fits SELECT NULL, site_id, 4, slot, fitted_at, "
                + "voters, comments, votes, loss, low, high, speaks, ballots, mean, "
                + "votes_per_comment, max_intercept, min_factor, max_factor, 0, 0, 0 FROM fits",
            "UPDATE editions SET hot_decay_s = 1000",
        ])
    func isRecounted(sql: String) throws {
        try bench.call(.rankingRefit, [:])
        while bench.step() {}
        #expect(try bench.problems() == [])
        try bench.tamper(sql)
        #expect(try bench.problems() != [], "\(sql)")
    }
}
