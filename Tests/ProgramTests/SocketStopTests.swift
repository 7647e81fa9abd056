import Glibc
import JSONValues
import Testing

@Suite("The end of a server")
struct SocketStopTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    /// What a stop may take, which is 2 s, and as much again for a machine that is busy.
    private static let patience = Duration.seconds(4)

    @Test(
        "SIGTERM and SIGINT: what was accepted is answered and kept, what was not is neither",
        arguments: [SIGTERM, SIGINT])
    func answersAccepted(signal: Int32) throws {
        let served = try folder.serve()
        let peers = try (0..<3).map { _ in try served.connect() }
        for (number, peer) in peers.enumerated() {
            let lines = (1...300).map { id in
                ProgramFolder.command(
                    id % 5 == 0 ? "thread.get" : "comment.submit", id: id,
                    id % 5 == 0
                        ? ["thread": "page"]
                        : ["thread": "page", "author": "ann", "body": "\(id) of \(number)"])
            }
            try peer.write(lines.map { $0 + "\n" }.joined())
        }
        #expect(try peers[0].reply()["id"] == 1)
        served.program.send(signal)
        var kept = 1
        for (number, peer) in peers.enumerated() {
            let replies = try peer.lastReplies()
            let first = number == 0 ? 2 : 1
            #expect(replies.map { $0["id"].integer } == (first..<first + replies.count).map { $0 })
            kept += replies.count { $0["result"]["decision"] != .null }
        }
        #expect(try served.program.end().status == 0)
        #expect(!folder.exists("s"))
        #expect(try folder.discrepancies() == "")
        let after = try folder.replies(to: [ProgramFolder.count()])
        #expect(after[0]["result"]["count"].integer == kept)
    }

    @Test("A server without anything to do ends at once, and takes its socket file away")
    func endsIdle() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        try peer.call("thread.get", ["thread": "page"])
        let start = ContinuousClock.now
        try served.stop()
        #expect(ContinuousClock.now - start < Self.patience)
        #expect(try peer.lastReplies() == [])
        #expect(!folder.exists("s"))
        #expect(!folder.exists("comments.db-wal"))
        #expect(SocketPeer(path: served.path) == nil)
    }

    @Test("A client that does not take its replies does not hold the end up, nor do more signals")
    func endsBesideDeafClients() throws {
        let served = try folder.serve()
        let (deaf, other) = (try served.connect(), try served.connect())
        let body = String(repeating: "Some text. ", count: 500)
        try other.call(
            "comment.submit", ["thread": "page", "author": "ann", "body": .string(body)])
        let lines = (1...400).map {
            ProgramFolder.command("comment.list", id: $0, ["thread": "page"]) + "\n"
        }
        try deaf.write(lines.joined())
        _ = try deaf.reply()
        let start = ContinuousClock.now
        for signal in [SIGTERM, SIGTERM, SIGINT] { served.program.send(signal) }
        // The others are let go first.
        #expect(try other.lastReplies() == [])
        served.program.send(SIGTERM)
        let end = try served.program.end()
        #expect(ContinuousClock.now - start < Self.patience)
        #expect(end.status == 0)
        #expect(end.complaints == "")
        #expect(!folder.exists("s"))
    }

    @Test("Nor does a trial of rules that would take far longer")
    func endsBesideBacktest() throws {
        let served = try folder.serve()
        let (peer, other) = (try served.connect(), try served.connect())
        let body = String(repeating: "a", count: 9900)
        for number in 0..<100 {
            try peer.send(ProgramFolder.submission(body, id: number))
        }
        for _ in 0..<100 { #expect(try peer.reply()["error"] == .null) }
        // Each matches at every byte.
        let rules = (0..<200).map { number -> JSONValue in
            [
                "name": .string("n\(number)"), "when": ["pattern": .string("[a-y]|\(number)z")],
                "then": "hold",
            ]
        }
        let params: JSONValue = ["rules": ["version": 1, "rules": .array(rules)]]
        try peer.send(ProgramFolder.command("rules.backtest", id: 1, params))
        // Whoever is answered now came after it.
        for _ in 0..<3 {
            try other.call("thread.configure", ["thread": "page", "title": "A page"])
        }
        let start = ContinuousClock.now
        served.program.send(SIGTERM)
        #expect(try served.program.end().status == 0)
        #expect(ContinuousClock.now - start < Self.patience)
        #expect(try folder.discrepancies() == "")
    }

    @Test("What one server stored the next one has, keys too, and clients need but connect again")
    func keepsData() throws {
        let params: JSONValue = [
            "thread": "page", "author": "ann", "body": "Hello", "ref": "r", "key": "k",
        ]
        let first = try folder.serve()
        let submitted = try first.connect().call("comment.submit", params)
        let vote: JSONValue = ["comment": "ref:r", "voter": "bob", "value": 1, "key": "v"]
        let voted = try first.connect().call("vote.cast", vote)
        try first.stop()
        let second = try folder.serve()
        let peer = try second.connect()
        #expect(try peer.call("comment.submit", params) == submitted)
        #expect(try peer.call("vote.cast", vote) == voted)
        #expect(try peer.code("vote.cast", vote.with(["value": -1])) == 409)
        let comment = try peer.call("comment.get", ["comment": "ref:r"])["comment"]
        #expect(comment["id"] == submitted["comment"]["id"])
        #expect(comment["votes"]["up"] == 1)
        try second.stop()
    }

    @Test("A database in memory is served too, and nothing is left of it")
    func servesMemory() throws {
        let served = try folder.serve("--db", ":memory:")
        let (peer, other) = (try served.connect(), try served.connect())
        try peer.call("comment.submit", ["thread": "page", "author": "ann", "body": "Hello"])
        #expect(try other.call("thread.get", ["thread": "page"])["count"] == 1)
        try served.stop()
        #expect(!folder.exists("comments.db"))
        #expect(!folder.exists(":memory:"))
    }
}
