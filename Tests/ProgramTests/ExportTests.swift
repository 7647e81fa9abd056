import Discussion
import JSONValues
import SQLite
import Testing

@Suite("All that is held on a person")
struct ExportTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"}]}
        """

    private let page: TestPage
    private let comment: String
    private let others: String

    init() throws {
        page = try TestPage(rules: Self.rules)
        let ann: JSONValue = [
            "id": "ann", "name": "Ann", "email": "ann@example.org", "url": "https://ann.example",
            "ip": "203.0.113.7", "user_agent": "Browser/1",
        ]
        comment = try page.say("First", by: ann, with: ["notify": "replies"])
        try page.edit(comment, "Second", by: "ann")
        try page.edit(comment, "Third", by: "ann")
        try page.say("I am waiting", by: "ann", under: comment)
        others = try page.say("Another's", by: "bob", under: comment)
        try page.vote(1, on: others, by: "ann")
        try page.server.call(
            "flag.raise",
            ["comment": .string(others), "reporter": "ann", "reason": "abuse", "detail": "Look!"])
        try page.sanction("ann", "warn")
        try page.decide("pin", others, by: "ann")
    }

    /// All lines, so many a page.
    private func lines(_ limit: Int) throws -> [JSONValue] {
        var lines: [JSONValue] = []
        var params: JSONValue = ["person": "ann", "limit": .integer(limit)]
        while true {
            let answer = try page.server.call("person.export", params)
            let more = answer["lines"].array ?? []
            #expect(more.count <= limit)
            lines += more
            guard let next = answer["next"].text else { return lines }
            params = params.with(["cursor": .string(next)])
        }
    }

    @Test("Every kind of row is a line, in an order in which each can be read back")
    func holdsAll() throws {
        let lines = try lines(1000)
        #expect(
            lines.compactMap { $0["type"].text } == [
                "person", "sanction", "comment", "revision", "revision", "comment", "vote", "flag",
                "decision", "decision", "decision", "decision", "decision", "decision", "decision",
                "decision", "subscription", "notice",
            ])
        #expect(lines.allSatisfy { $0.object?.members.first?.name == "type" })
        #expect(lines[0]["email"] == "ann@example.org")
        #expect(lines[0]["url"] == "https://ann.example")
        #expect(lines[1]["kind"] == "warn")
        #expect(lines[2]["body"] == "Third")
        #expect(lines[2]["author"]["ip"] == "203.0.113.7")
        #expect(lines[2]["author"]["user_agent"] == "Browser/1")
        #expect(lines[3...4].map { $0["body"] } == ["First", "Second"])
        #expect(lines[5]["status"] == "pending")
        #expect(lines[6]["comment_id"] == .string(others))
        #expect(lines[6]["value"] == 1)
        #expect(lines[7]["detail"] == "Look!")
        #expect(lines[8...15].contains { $0["action"] == "warn" && $0["reason"] == "A reason" })
        #expect(lines[8...15].contains { $0["action"] == "pin" && $0["actor"] == "ann" })
        #expect(lines[16]["email"] == "ann@example.org")
        #expect(lines[17]["kind"] == "confirm")
        #expect(!lines.contains { $0["token"] != .null })
    }

    @Test("Pages of any size hold the same lines", arguments: [1, 2, 3, 5, 7])
    func pages(_ limit: Int) throws { #expect(try lines(limit) == lines(1000)) }

    @Test("What common ground has found of somebody is told, a line a fit")
    func fits() throws {
        let page = try TestPage()
        try page.fill(Camps())
        func fits(_ person: JSONValue) throws -> [JSONValue] {
            let answer = try page.server.call(
                "person.export", ["person": person, "limit": 1000])
            return (answer["lines"].array ?? []).filter { $0["type"] == "fit" }
        }
        #expect(try fits("a0") == [])
        try page.refit()
        let (own, others) = (try fits("a0"), try fits("b0"))
        try #require(own.count == 1 && others.count == 1)
        #expect(own[0]["person"] == "a0")
        #expect(own[0]["fitted_at"].text == page.server.clock.now.text)
        let factors = try [own[0], others[0]].map { try #require($0["factor"].double) }
        #expect(factors[0] * factors[1] < 0)
        #expect(abs(factors[0]) < 10)
        #expect(try fits("author") == [])
        // A page ends before it too, and goes on with it.
        var params: JSONValue = ["person": "a0", "limit": 1]
        var last: JSONValue = .null
        while true {
            let answer = try page.server.call("person.export", params)
            last = answer["lines"].array?.last ?? last
            guard let next = answer["next"].text else { break }
            params = params.with(["cursor": .string(next)])
        }
        #expect(last == own[0])
    }

    @Test("Nobody is known by another id, and no other list's cursor goes on here")
    func refuses() throws {
        try page.server.refusal(of: "person.export", ["person": "eve"], code: 404)
        for cursor: JSONValue in [
            "", "30", "90", "9000000000000000ff00000000000000000000000000000000",
        ] {
            try page.server.refusal(
                of: "person.export", ["person": "ann", "cursor": cursor], code: -32602)
        }
    }

    @Test("A cursor that somebody made up shows nothing of another, and breaks nothing")
    func madeUp() throws {
        let bench = try LeftoverBench()
        let mod: JSONValue = ["id": "mod", "roles": ["moderator"]]
        for (index, author) in ["bob", "ann"].enumerated() {
            let ref = JSONValue.string("c\(index)")
            try bench.call(
                .commentSubmit,
                ["thread": "page", "author": .string(author), "body": "First", "ref": ref])
            try bench.call(
                .commentEdit,
                ["comment": .string("ref:c\(index)"), "by": mod, "body": .string("By \(author)")])
        }
        func cursor(_ section: Int, _ first: Int64, _ second: Int64) -> JSONValue {
            .string(
                "90"
                    + [UInt64(section), UInt64(bitPattern: first), UInt64(bitPattern: second)]
                    .map { word in
                        let digits = String(word, radix: 16)
                        return String(repeating: "0", count: 16 - digits.count) + digits
                    }.joined())
        }
        func lines(_ section: Int, _ first: Int64, _ second: Int64) throws -> [JSONValue] {
            let params: JSONValue = ["person": "ann", "cursor": cursor(section, first, second)]
            return try bench.call(.personExport, params)["lines"].array ?? []
        }
        let ofBob = Int64(try bench.number("SELECT id FROM comments WHERE ref = 'c0'"))
        let ofAnn = Int64(try bench.number("SELECT id FROM comments WHERE ref = 'c1'"))
        #expect(try lines(2, ofAnn, 0).first?["type"] == "revision")
        #expect(try lines(2, ofBob, 0).first?["type"] == "comment")
        for section in 0..<9 {
            _ = try lines(section, .max, .max)
            for (first, second): (Int64, Int64) in [(0, .min), (.min, 0), (-1, -1)] {
                #expect(throws: Refusal.self) { try lines(section, first, second) }
            }
        }
    }

    @Test("A ledger of many is looked through part by part, and ends where the last vote was")
    func looksThroughLedger() throws {
        let bench = try LeftoverBench()
        let id = try bench.call(
            .commentSubmit, ["thread": "page", "author": "bob", "body": "Hello"])["comment"]["id"]
        try bench.call(.voteCast, ["comment": id, "voter": "ann", "value": 1])
        try bench.run(
            """
            WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 150000)
            INSERT INTO votes (comment_id, voter_id, value, cast_at)
            SELECT i / 9, 99 + i % 9, 1, 0 FROM n
            """)
        var pages: [[JSONValue]] = []
        var params: JSONValue = ["person": "ann", "limit": 1000]
        while true {
            let answer = try bench.call(.personExport, params)
            pages.append(answer["lines"].array ?? [])
            guard let next = answer["next"].text else { break }
            params = params.with(["cursor": .string(next)])
        }
        // 65,536 rows a page.
        #expect(pages.map(\.count) == [1, 0, 1])
        #expect(pages.last?.first?["comment_id"] == id)
    }
}
