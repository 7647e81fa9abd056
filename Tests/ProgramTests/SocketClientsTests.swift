import JSONValues
import Testing

@Suite("Many clients, and none to the harm of another")
struct SocketClientsTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    @Test("A line that is too long is answered once, with the limit, and the connection lives on")
    func refusesLongLines() throws {
        try folder.write("limits/commentd.json", "{limits: {max_line_bytes: 2000}}")
        let served = try folder.serve("--config", "limits")
        let (peer, other) = (try served.connect(), try served.connect())
        try peer.send(ProgramFolder.submission("One", id: 1))
        let part = String(repeating: "x", count: 100_000)
        for _ in 0..<40 {
            try peer.write(part)
            try other.call("thread.get", ["thread": "page"])
        }
        #expect(try peer.reply()["id"] == 1)
        #expect(!peer.isReadable)
        try peer.send("")
        try peer.send(ProgramFolder.count(id: 2))
        let refusal = try peer.reply()
        #expect(refusal.object?["id"] == .null)
        #expect(refusal["error"]["code"] == 413)
        #expect(refusal["error"]["data"]["limit"] == 2000)
        let reply = try peer.reply()
        #expect(reply["id"] == 2)
        #expect(reply["result"]["count"] == 1)
    }

    @Test("A client that goes in the middle of a line leaves nothing, and harms nobody")
    func survivesHalfLines() throws {
        let served = try folder.serve()
        let other = try served.connect()
        for _ in 0..<20 {
            let peer = try served.connect()
            let line = ProgramFolder.submission("Half a line")
            try peer.write(String(line.prefix(line.count / 2)))
            #expect(try other.call("thread.get", ["thread": "page"])["count"] == 0)
        }
        try other.call("comment.submit", ["thread": "page", "author": "ann", "body": "Whole"])
        #expect(try other.call("thread.get", ["thread": "page"])["count"] == 1)
        try served.stop()
    }

    @Test("Of a client that goes without reading all stays that was answered, and no gap")
    func keepsWhatWasAccepted() throws {
        let served = try folder.serve()
        let other = try served.connect()
        for round in 0..<10 {
            let thread: JSONValue = ["thread": .string("page \(round)")]
            let answered = try speakAndLeave(
                try served.connect(), on: thread, readingTo: round * 20)
            var bodies: [String?] = []
            // The last of what was accepted may still be carried out.
            let isSettled = try eventually {
                let before = bodies.count
                bodies =
                    try other.call(
                        "comment.list", thread.with(["sort": "oldest", "limit": 1000, "depth": 0])
                    )["comments"].array?.map { $0["body"].text } ?? []
                return bodies.count >= answered && bodies.count == before
            }
            #expect(isSettled)
            #expect(bodies == (1...200).prefix(bodies.count).map { "Number \($0)" })
        }
        try served.stop()
        #expect(try folder.discrepancies() == "")
    }

    /// Sends 200 comments, reads some of the replies and goes; how many were read.
    private func speakAndLeave(
        _ peer: SocketPeer, on thread: JSONValue, readingTo last: Int
    ) throws -> Int {
        let lines = (1...200).map { number in
            let params = thread.with(["author": "ann", "body": .string("Number \(number)")])
            return ProgramFolder.command("comment.submit", id: number, params) + "\n"
        }
        try peer.write(lines.joined())
        var answered = 0
        while answered < last { answered = try peer.reply()["id"].integer ?? 0 }
        return answered
    }

    @Test("A client that does not read is slowed down, others are served, and it loses nothing")
    func slowsDown() throws {
        try folder.write(
            "limits/commentd.json",
            "{limits: {max_in_flight_commands: 64, max_in_flight_bytes: 65536}}")
        let served = try folder.serve("--config", "limits")
        let (deaf, other) = (try served.connect(), try served.connect())
        let body = String(repeating: "Some text. ", count: 100)
        try other.call(
            "comment.submit", ["thread": "page", "author": "ann", "body": .string(body)])
        let count = 6000
        let lines = (1...count).map {
            ProgramFolder.command("comment.list", id: $0, ["thread": "page"]) + "\n"
        }
        var rest = Array(lines.joined().utf8)[...]
        var turns = 0
        // The other's command waits in the same queues: once it is answered time and again while
        // nothing more is taken from the deaf one, nothing more will be.
        while turns < 20 {
            let taken = try #require(deaf.offer(rest))
            rest = rest.dropFirst(taken)
            turns = taken > 0 ? 0 : turns + 1
            #expect(try other.call("thread.get", ["thread": "page"])["count"] == 1)
        }
        #expect(!rest.isEmpty)
        #expect(!deaf.isWritable)
        var next = 1
        while next <= count {
            rest = rest.dropFirst(try #require(deaf.offer(rest)))
            let reply = try deaf.reply()
            try #require(reply["id"].integer == next)
            #expect(reply["result"]["total"] == 1)
            next += 1
        }
        try served.stop()
    }

    @Test("One connection more than there may be is told so and closed; later there is room")
    func boundsConnections() throws {
        try folder.write("limits/commentd.json", "{limits: {max_connections: 3}}")
        let served = try folder.serve("--config", "limits")
        var peers = try (0..<3).map { _ in try served.connect() }
        for peer in peers { try peer.call("thread.get", ["thread": "page"]) }
        for _ in 0..<2 {
            let refused = try served.connect()
            let replies = try refused.lastReplies()
            #expect(replies.count == 1)
            #expect(replies.first?.object?["id"] == .null)
            #expect(replies.first?["error"]["code"] == 503)
            #expect(replies.first?["error"]["data"]["kind"] == "overloaded")
        }
        let status = try peers[0].call("server.status")
        #expect(status["limits"]["max_connections"] == 3)
        #expect(status["overloaded"] == 2)
        peers.removeLast()
        let isServed = try eventually {
            let peer = try served.connect()
            _ = peer.offer(Array((ProgramFolder.count(id: 5) + "\n").utf8)[...])
            return try peer.reply()["id"] == 5
        }
        #expect(isServed)
        for peer in peers { try peer.call("thread.get", ["thread": "page"]) }
    }

    @Test("The bounds of what a connection may have under way are published")
    func publishesBounds() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        let status = try peer.call("server.status")
        for name in [
            "max_line_bytes", "max_in_flight_commands", "max_in_flight_bytes", "max_connections",
        ] {
            #expect(status["limits"][name].integer ?? 0 > 0, "\(name)")
        }
        #expect(status["queues"]["writer"].integer != nil)
        #expect(status["queues"]["readers"].integer != nil)
    }
}
