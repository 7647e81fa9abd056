import JSONValues
import Testing
import Wire

@Suite("What commands leave to be done in parts")
struct LeftoverTests {
    private let bench: LeftoverBench
    /// Comments by ann, each with a vote of mal's.
    private let ids: [String]

    init() throws {
        bench = try LeftoverBench()
        let submitted = try bench.call(
            (0..<900).map { index in
                (
                    Method.commentSubmit,
                    ["thread": "page", "author": "ann", "body": .string("Comment \(index)")]
                )
            })
        ids = submitted.compactMap { $0["comment"]["id"].text }
        try bench.call(
            ids.enumerated().map { index, id in
                Self.vote(index % 3 == 0 ? -1 : 1, on: id, by: "mal")
            } + [Self.vote(1, on: ids[0], by: "bob")])
        while bench.step() {}
    }

    private static func vote(
        _ value: Int, on id: String, by voter: JSONValue
    ) -> (Method, JSONValue) {
        (.voteCast, ["comment": .string(id), "voter": voter, "value": .integer(value)])
    }

    @Test("Where nothing is left there is nothing to do")
    func nothing() throws {
        #expect(!bench.step())
        try bench.call([Self.vote(1, on: ids[1], by: "bob")])
        #expect(!bench.step())
        try bench.restart()
        #expect(!bench.step())
    }

    @Test("Votes are voided and brought back part by part, each after a crash, never out of count")
    func survivesCrashes() throws {
        let before = try bench.votes()
        #expect(before == (601, 300))
        for kind in ["ban", "none"] {
            let answer = try bench.sanction("mal", kind, void: kind == "ban" ? true : nil)
            #expect(answer["void"]["pending"] == 772)
            var totals: [Int] = []
            repeat {
                #expect(try bench.problems() == [])
                try bench.restart()
                totals.append(try bench.votes().up)
            } while bench.step()
            // 128 ballots a part: eight parts differ, the last step found nothing.
            #expect(Set(totals).count == 8)
            #expect(try bench.problems() == [])
            #expect(try bench.votes() == (kind == "ban" ? (1, 0) : before))
        }
    }

    @Test("Votes cast meanwhile, before and behind the place that was reached, end as they should")
    func takesVotesMeanwhile() throws {
        for kind in ["mute", "none"] {
            _ = try bench.sanction("mal", kind, void: kind == "mute" ? true : nil)
            for place in [0, 100, 300, 600, 899] {
                let value = kind == "mute" ? 0 : -1
                try bench.call([Self.vote(value, on: ids[place], by: "mal")])
                #expect(try bench.problems() == [])
                try bench.call([Self.vote(1, on: ids[place], by: "mal")])
                #expect(try bench.problems() == [])
            }
            while bench.step() {}
            #expect(try bench.problems() == [])
        }
        // 0, 300, 600 were against; 100 and 899 were in favour before.
        #expect(try bench.votes() == (604, 297))
    }

    @Test("What is turned round halfway ends as it was asked for last")
    func turnsRound() throws {
        let before = try bench.votes()
        _ = try bench.sanction("mal", "ban", void: true)
        #expect(bench.step())
        _ = try bench.sanction("mal", "none")
        #expect(try bench.problems() == [])
        #expect(bench.step())
        _ = try bench.sanction("mal", "ban", void: true)
        try bench.restart()
        while bench.step() {}
        #expect(try bench.votes() == (1, 0))
        _ = try bench.sanction("mal", "none")
        while bench.step() {}
        #expect(try bench.votes() == before)
        #expect(try bench.problems() == [])
    }

    @Test("Two voters at a time are both recounted")
    func takesTurns() throws {
        try bench.call(ids.map { Self.vote(1, on: $0, by: "eve") })
        _ = try bench.sanction("eve", "ban", void: true)
        _ = try bench.sanction("mal", "ban", void: true)
        try bench.restart()
        while bench.step() {}
        #expect(try bench.votes() == (1, 0))
        #expect(try bench.problems() == [])
    }

    @Test("Comments leave the shadow part by part, each after a crash, and none is lost")
    func uncovers() throws {
        _ = try bench.sanction("sue", "shadow")
        try bench.call(
            (0..<150).map { index in
                (
                    .commentSubmit,
                    ["thread": "page", "author": "sue", "body": .string("Mine \(index)")]
                )
            })
        #expect(try bench.problems() == [])
        _ = try bench.sanction("sue", "none")
        var waiting: [Int] = []
        repeat {
            #expect(try bench.problems() == [])
            try bench.restart()
            waiting.append(try bench.call(.moderationQueue, [:])["total"].integer ?? -1)
        } while bench.step()
        #expect(waiting == [64, 128, 150])
        #expect(try bench.problems() == [])
        #expect(try bench.call(.threadGet, ["thread": "page"])["pending"] == 150)
    }

    @Test("A sanction's end is found after a restart, with no command in between")
    func findsEnds() throws {
        let params: JSONValue = [
            "person": "mal", "kind": "ban", "void_votes": true, "reason": "A reason",
            "moderator": "mod", "until": "2023-11-14T22:13:21.000Z",
        ]
        try bench.call(.personSanction, params)
        while bench.step() {}
        #expect(try bench.votes() == (1, 0))
        bench.advance(milliseconds: 999)
        #expect(!bench.step())
        try bench.restart()
        bench.advance(milliseconds: 1)
        while bench.step() {}
        #expect(try bench.votes() == (601, 300))
        #expect(try bench.problems() == [])
    }
}
