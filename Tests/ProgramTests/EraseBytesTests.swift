import JSONValues
import Testing
import Wire

@Suite("What is left of a person who was erased, byte for byte")
struct EraseBytesTests {
    private let bench: LeftoverBench

    /// What tells who somebody is, or was written by them: each found nowhere else.
    private static let traces = [
        "u-annabel", "Annabel Nym", "annabel@example.org", "https://annabel.example",
        "203.0.113.77", "Browser-of-annabel", "written-by-annabel", "first-by-annabel",
        "flagged-by-annabel", "quoted-by-annabel", "because-of-annabel",
    ]

    private static let ann: JSONValue = [
        "id": "u-annabel", "name": "Annabel Nym", "email": "annabel@example.org",
        "url": "https://annabel.example", "ip": "203.0.113.77",
        "user_agent": "Browser-of-annabel",
    ]

    init() throws {
        bench = try LeftoverBench()
        for index in 0..<200 {
            try bench.call(
                .commentSubmit,
                [
                    "thread": "page", "author": index % 4 == 0 ? Self.ann : "bob",
                    "body": .string(
                        "\(index) written-by-\(index % 4 == 0 ? "annabel" : "bob") "
                            + String(repeating: "and more of it ", count: index * 3)),
                    "ref": .string("r\(index)"), "key": .string("key \(index)"),
                ])
        }
        try act()
        while bench.step() {}
    }

    /// Everything else that a person can leave behind.
    private func act() throws {
        let mod: JSONValue = ["id": "mod", "roles": ["moderator"]]
        for index in stride(from: 0, to: 40, by: 4) {
            let comment: JSONValue = .string("ref:r\(index)")
            try bench.call(
                .commentEdit, ["comment": comment, "by": mod, "body": "first-by-annabel, no"])
            try bench.call(
                .commentEdit, ["comment": comment, "by": mod, "body": "now written-by-annabel"])
        }
        try bench.call(
            .commentSubmit,
            [
                "thread": "page", "author": Self.ann, "body": "On it", "notify": "thread",
                "anchor": ["exact": "quoted-by-annabel"],
            ])
        try bench.call(
            .flagRaise,
            [
                "comment": "ref:r1", "reporter": Self.ann, "reason": "other",
                "detail": "flagged-by-annabel",
            ])
        try bench.call(.voteCast, ["comment": "ref:r1", "voter": Self.ann, "value": 1])
        try bench.call(
            .personSanction,
            [
                "person": Self.ann, "kind": "warn", "reason": "because-of-annabel",
                "moderator": "mod", "key": "sanction",
            ])
        try bench.call(
            .moderationDecide,
            [
                "comments": ["ref:r0"], "action": "pin", "moderator": "mod",
                "reason": "because-of-annabel",
            ])
        while bench.step() {}
        let notices = try bench.call(.notificationList, ["limit": 1000])["notifications"].array
        try bench.call(
            .notificationAck,
            [
                "ids": .array((notices ?? []).map { $0["id"] }), "outcome": "failed",
                "detail": "no mailbox annabel@example.org",
            ])
    }

    private func found() throws -> [String] {
        let bytes = try bench.bytes()
        return Self.traces.filter { bytes.firstRange(of: Array($0.utf8)) != nil }
    }

    @Test("Nothing of them stands in the database or its log, whatever crashes come between")
    func nothing() throws {
        #expect(try found() == Self.traces)
        try bench.call(
            .personErase, ["person": "u-annabel", "moderator": "mod", "bodies": true])
        var parts = 0
        repeat {
            parts += 1
            if parts % 3 == 0 { try bench.restart() }
            if parts % 7 == 0 { #expect(try bench.problems() == []) }
            bench.advance(milliseconds: 1001)
        } while bench.step()
        #expect(parts > 12)
        #expect(try bench.problems() == [])
        #expect(try found() == [])
        let page = try bench.call(.commentList, ["thread": "page", "limit": 1000])
        #expect(page["total"] == 150)
    }

    @Test("Many small rows are looked through together")
    func smallRows() throws {
        try bench.run(
            """
            WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
            INSERT INTO events (site_id, last_seq, list) SELECT 1, 1000000 + i, '[]' FROM n;
            WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
            INSERT INTO key_log (id, used_at, uses) SELECT 1000000 + i, 1700000000000, x'' FROM n;
            """)
        try bench.call(.personErase, ["person": "u-annabel", "moderator": "mod"])
        var parts = 0
        while bench.step() { parts += 1 }
        #expect(parts < 60)
        #expect(try bench.number("SELECT count(*) FROM erasures") == 0)
    }

    @Test("Without their texts all but those is gone")
    func keepsTexts() throws {
        try bench.call(.personErase, ["person": "u-annabel", "moderator": "mod"])
        while bench.step() {}
        #expect(
            try found() == [
                "written-by-annabel", "first-by-annabel", "quoted-by-annabel",
            ])
        #expect(try bench.problems() == [])
    }

    @Test("The log is copied on the way, so that hardly any of it is left at the end")
    func copiesEarly() throws {
        let text = String(repeating: "written-by-annabel ", count: 400)
        for _ in 0..<10 {
            try bench.call(
                (0..<100).map { _ in
                    (.commentSubmit, ["thread": "page", "author": Self.ann, "body": .string(text)])
                })
        }
        while bench.step() {}
        #expect(try bench.framesToCopy() > 2000)
        try bench.call(
            .personErase, ["person": "u-annabel", "moderator": "mod", "bodies": true])
        func place() throws -> Int {
            try bench.number("SELECT coalesce(max(reached + stage), -1) FROM erasures")
        }
        // The first part finds the log as it is.
        _ = bench.step()
        _ = bench.step()
        var (most, copies, before) = (0, 0, (try bench.framesToCopy(), try place()))
        while bench.step() {
            let now = (try bench.framesToCopy(), try place())
            most = max(most, now.0)
            if now.0 < before.0 {
                copies += 1
                // Who waits for a copy of the log does not wait for a part as well.
                #expect(now.1 == before.1 || now.1 < 0)
            }
            before = now
        }
        #expect(copies > 5)
        #expect(most > 0)
        #expect(most < 750)
        #expect(try bench.number("SELECT count(*) FROM erasures") == 0)
    }
}
