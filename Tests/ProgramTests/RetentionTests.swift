import Configuration
import JSONValues
import Testing

@Suite("What goes after its time")
struct RetentionTests {
    private static func bench(_ change: (inout Settings) -> Void) throws -> LeftoverBench {
        var settings = Settings()
        change(&settings)
        return try LeftoverBench(settings: settings)
    }

    @Test("Results of keys go where no more come, before a restart and after it")
    func keys() throws {
        let bench = try Self.bench { $0.windows.keySeconds = 3600 }
        for index in 0..<3 {
            try bench.call(
                .commentSubmit,
                [
                    "thread": "page", "author": "ann", "body": .string("Comment \(index)"),
                    "key": .string("key \(index)"),
                ])
            bench.advance(milliseconds: 60_000)
        }
        while bench.step() {}
        let rows: StaticString = "SELECT count(*) FROM key_log"
        #expect(try bench.number(rows) == 3)
        bench.advance(milliseconds: 3_600_000 - 120_000)
        while bench.step() {}
        #expect(try bench.number(rows) == 1)
        try bench.restart()
        bench.advance(milliseconds: 120_000)
        while bench.step() {}
        #expect(try bench.number(rows) == 0)
        #expect(try bench.problems() == [])
    }

    @Test("The moments of voters' last votes go once they count no more")
    func paces() throws {
        let bench = try Self.bench { $0.votes.perMinute = 10 }
        let id = try bench.call(
            .commentSubmit, ["thread": "page", "author": "ann", "body": "Hello"])["comment"]["id"]
        while bench.step() {}
        for voter in 0..<600 {
            try bench.call(
                .voteCast, ["comment": id, "voter": .string("v\(voter)"), "value": 1])
        }
        #expect(try bench.number("SELECT count(*) FROM paces") == 600)
        bench.advance(milliseconds: 3_540_000)
        try bench.call(.voteCast, ["comment": id, "voter": "v7", "value": -1])
        bench.advance(milliseconds: 60_000)
        while bench.step() {}
        #expect(try bench.number("SELECT count(*) FROM paces") == 1)
        #expect(try bench.votes() == (599, 1))
    }

    @Test("Addresses go in small steps, each after a crash")
    func addresses() throws {
        let bench = try Self.bench { $0.privacy.keepAddressesSeconds = 3600 }
        try bench.call(
            (0..<1000).map { index in
                (
                    .commentSubmit,
                    [
                        "thread": "page", "body": .string("Comment \(index)"),
                        "author": ["id": "ann", "ip": "203.0.113.7"],
                    ]
                )
            })
        while bench.step() {}
        bench.advance(milliseconds: 3_600_000 + 60_000)
        var left: [Int] = []
        repeat {
            left.append(try bench.number("SELECT count(*) FROM comments WHERE ip IS NOT NULL"))
            try bench.restart()
        } while bench.step()
        #expect(left == [1000, 744, 488, 232, 0])
        #expect(try bench.problems() == [])
    }
}
