import Glibc
import JSONValues
import Testing

@Suite("A disk that is full, or takes no writes")
struct FaultSpaceTests {
    private let folder: ProgramFolder
    private let page: FaultPage

    init() throws {
        folder = try ProgramFolder()
        page = try FaultPage(in: folder)
    }

    private static func submission(_ number: Int) -> JSONValue {
        [
            "thread": "page", "author": "ann", "body": .string("number \(number)"),
            "key": .string("key \(number)"),
        ]
    }

    /// Writes until nothing more goes into what the log has laid out ahead of itself.
    private func fill(_ peer: SocketPeer) throws {
        for number in 0..<1000 {
            let commands: [(String, JSONValue)] = [
                (
                    "comment.submit",
                    ["thread": "filler", "author": "ann", "body": .string("filling \(number)")]
                ),
                (
                    "vote.cast",
                    ["comment": "ref:first", "voter": .string("v\(number)"), "value": 1]
                ),
                ("thread.configure", ["thread": "page", "title": .string("\(number)")]),
            ]
            if try commands.allSatisfy({ try peer.code($0.0, $0.1) == 503 }) { return }
        }
        Issue.record("a full disk is never full")
    }

    /// Holds a server to refusing writes and answering reads, whoever asks.
    private func expectReadOnly(_ peers: [SocketPeer], stored: Int, next: Int) throws {
        for peer in peers {
            for (method, params) in [
                ("comment.submit", Self.submission(next)),
                ("vote.cast", ["comment": "ref:first", "voter": "bob", "value": 1]),
                ("thread.configure", ["thread": "page", "closed": true]),
            ] as [(String, JSONValue)] {
                let error = try peer.ask(method, params)["error"]
                #expect(error["code"] == 503, "\(method)")
                #expect(error["data"]["kind"] == "read_only")
            }
            #expect(
                try peer.call("thread.get", ["thread": "page"])["count"].integer == stored)
            let found = try peer.call("comment.search", ["query": "number"])["comments"]
            #expect(found.array?.count == stored)
            #expect(try peer.call("server.status")["pid"] != .null)
        }
    }

    @Test("Writes are refused and reads go on until there is room again, without a restart")
    func fullDisk() throws {
        let served = try folder.serve(under: page)
        let peers = [try served.connect(), try served.connect()]
        let first = Self.submission(0).with(["ref": "first"])
        let acknowledged = try peers[0].call("comment.submit", first)
        for round in 1...3 {
            page[.isFull] = 1
            try fill(peers[0])
            try expectReadOnly(peers, stored: round, next: round)
            page[.isFull] = 0
            // The key of what was refused is not used up.
            try peers[1].call("comment.submit", Self.submission(round))
            #expect(try peers[0].call("comment.submit", first) == acknowledged)
        }
        served.program.send(SIGTERM)
        let end = try served.program.end()
        #expect(end.status == 0)
        #expect(end.complaints.contains("SQLite error 13"))
        #expect(end.complaints.contains(#""method":"comment.submit""#))
        #expect(try folder.discrepancies() == "")
        #expect(try folder.replies(to: [ProgramFolder.count()])[0]["result"]["count"] == 4)
    }

    @Test("A disk that fails every write is no other: nothing is acknowledged, reads go on")
    func failingWrites() throws {
        let served = try folder.serve(under: page)
        let peer = try served.connect()
        try peer.call("comment.submit", Self.submission(0).with(["ref": "first"]))
        page.arm(.io, at: 1, of: .write, lasts: true)
        try expectReadOnly([peer], stored: 1, next: 1)
        page.reset()
        try peer.call("comment.submit", Self.submission(1))
        served.program.send(SIGTERM)
        #expect(try served.program.end().status == 0)
        #expect(try folder.discrepancies() == "")
    }

    @Test("A database file that takes no writes does not let the log grow past its bound")
    func boundedLog() throws {
        let served = try folder.serve(under: page)
        let peer = try served.connect()
        page.arm(.io, at: 1, of: .write, on: .database, lasts: true)
        let body = String(repeating: "word ", count: 1900)
        var stored = 0
        var refused = 0
        while refused < 3, stored < 9000 {
            let lines = (0..<100).map { number in
                ProgramFolder.command(
                    "comment.submit", id: number,
                    ["thread": "page", "author": "ann", "body": .string("\(stored) \(body)")])
                    + "\n"
            }
            try peer.write(lines.joined())
            for _ in 0..<100 {
                let reply = try peer.reply()
                stored += reply["error"] == .null ? 1 : 0
                refused += reply["error"]["data"]["kind"] == "read_only" ? 1 : 0
            }
        }
        #expect(refused >= 3)
        var facts = stat()
        #expect(stat(folder.database + "-wal", &facts) == 0)
        #expect(facts.st_size > 40 << 20)
        #expect(facts.st_size < 64 << 20)
        page.reset()
        #expect(try peer.call("thread.get", ["thread": "page"])["count"].integer == stored)
        try peer.call("comment.submit", Self.submission(0))
        served.program.send(SIGTERM)
        #expect(try served.program.end().status == 0)
        #expect(try folder.discrepancies() == "")
    }

    @Test("A start that finds no room for the log's index says so, and the next one finds all")
    func startWithoutRoom() throws {
        #expect(try folder.replies(to: [ProgramFolder.submission("number 0")]).count == 1)
        page[.isFull] = 1
        let program = try folder.start(under: page)
        program.write(ProgramFolder.submission("number 1") + "\n")
        let end = try program.end()
        #expect(end.status == 1)
        #expect(end.output == "")
        #expect(end.complaints.contains("comments.db"))
        #expect(try folder.replies(to: [ProgramFolder.count()])[0]["result"]["count"] == 1)
    }

    @Test("What cannot be written beside the database does not keep it from being served")
    func besides() throws {
        let rule = #"{ name: "numbers", when: { pattern: "\\d{9}" }, then: "spam" }"#
        try folder.write("some/rules.json", "{ version: 1, rules: [\(rule)] }")
        _ = try folder.run("--config", "some")
        for name in ["rules", "lock"] { try folder.remove("comments.db.\(name)") }
        page.arm(.noSpace, at: 1, of: .write, on: [.other, .search], lasts: true)
        let program = try folder.start(["--config", "some"], under: page)
        program.write(
            ProgramFolder.submission("number 0") + "\n"
                + ProgramFolder.command("comment.search", id: 2, ["query": "number"]) + "\n")
        #expect(try program.reply()["result"]["comment"]["status"] == "approved")
        #expect(try program.reply()["result"]["comments"].array?.count == 1)
        #expect(page[.hits] > 0)
        #expect(!folder.exists("comments.db.rules"))
        page.reset()
        program.write(ProgramFolder.submission("number 1", id: 3) + "\n")
        #expect(try program.reply()["result"]["comment"]["status"] == "approved")
        let isFollowed = try eventually {
            program.write(ProgramFolder.command("server.status", id: 4) + "\n")
            return try program.reply()["result"]["queues"]["unindexed"] == 0
        }
        #expect(isFollowed)
        #expect(try program.end().status == 0)
        #expect(try folder.run().status == 0)
        #expect(try folder.discrepancies() == "")
    }
}
