import JSONValues
import Testing

@Suite("The way in over TCP")
struct SocketTokenTests {
    private let folder: ProgramFolder
    private let served: Served

    init() throws {
        folder = try ProgramFolder()
        served = try folder.serveTCP()
    }

    private static func opening(_ token: String, id: Int = 1) -> String {
        ProgramFolder.command("session.open", id: id, ["token": .string(token)])
    }

    /// What a client is told that sends this from an address of its own, to the connection's end.
    private func answers(to text: String, from address: String) throws -> [JSONValue] {
        let peer = try served.connect(from: address)
        try peer.write(text)
        return try peer.lastReplies()
    }

    @Test("A token opens, and is told its role and its sites")
    func opens() throws {
        for (token, role, sites) in [
            (Tokens.site, "site", ["default"]), (Tokens.moderator, "moderator", ["default"]),
            (Tokens.reader, "reader", ["default"]),
            (Tokens.other, "moderator", ["second", "third"]),
        ] {
            let peer = try served.connect(from: "127.0.0.1")
            let opened = try peer.call("session.open", ["token": .string(token)])
            #expect(opened["role"].text == role)
            #expect(opened["sites"].array?.compactMap(\.text) == sites)
        }
        let local = try served.connect().call("session.open", ["token": "whatever"])
        #expect(local["role"] == "local")
    }

    @Test(
        "Whatever else comes first is answered by one 401, and the connection is closed",
        arguments: [
            (ProgramFolder.submission("Hello", id: 7), 7),
            (opening("wrong", id: 8), 8), (opening("", id: 9), 9),
            (opening("Site-token"), 1), ("[\(opening(Tokens.site))]", nil),
            ("{\"id\":3,\"method\":\"session.open\"}", 3),
            ("{\"id\":4,\"method\":\"session.open\",\"params\":{\"token\":7}}", 4),
            ("GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n", nil),
            ("POST /rpc HTTP/1.1\r\n\r\n" + opening(Tokens.site), nil),
            ("no JSON", nil), (ProgramFolder.command("rpc.discover", id: 5), 5),
            (String(repeating: "x", count: 1_100_000), nil),
        ] as [(String, Int?)])
    func refuses(text: String, id: Int?) throws {
        let more = "\n" + Self.opening(Tokens.site) + "\n" + ProgramFolder.submission("Hello")
        let replies = try answers(to: text + more + "\n", from: "127.0.0.1")
        #expect(replies.count == 1)
        let error = replies.first?["error"] ?? .null
        #expect(error["code"] == 401)
        #expect(error["data"]["kind"] == "unauthenticated")
        #expect(replies.first?.object?["id"] == id.map { .integer($0) } ?? .null)
        #expect(try served.connect().call("server.status")["counts"]["comments"] == 0)
    }

    @Test("A client that says nothing and ends is answered nothing")
    func letsGo() throws {
        let peer = try served.connect(from: "127.0.0.1")
        try peer.write("\n \r\n")
        peer.finishSending()
        #expect(try peer.lastReplies() == [])
    }

    /// Clients that show a wrong token from one address: each waits longer than the one before,
    /// the last for 10 s, which no test has the time for.
    private func fail(from address: String) throws -> [SocketPeer] {
        let peers = try (0..<8).map { _ in try served.connect(from: address) }
        for peer in peers { try peer.send(Self.opening("wrong")) }
        // A client that came in later has an answer: so the failures are counted.
        try served.connect().call("server.status")
        return peers
    }

    @Test("A refused client waits for its answer, and holds up nobody who came after it")
    func slowsDown() throws {
        let failed = try fail(from: "127.0.0.1")
        let right = try served.connect(token: Tokens.site)
        try right.call("thread.get", ["thread": "page"])
        #expect(!failed[7].isReadable, "it was answered before one that came later")
        for peer in failed.prefix(2) {
            #expect(try peer.lastReplies().first?["error"]["code"] == 401)
        }
        #expect(!failed[7].isReadable)
    }

    @Test("Each failure of an address waits longer than the one before, and no other address does")
    func slowsDownMore() throws {
        let failed = try fail(from: "127.0.0.1")
        let stranger = try served.connect(from: "127.0.0.2")
        try stranger.send(Self.opening("wrong"))
        #expect(try stranger.lastReplies().count == 1)
        #expect(try failed[1].lastReplies().count == 1)
        #expect(failed[0].isReadable)
        #expect(!failed[7].isReadable, "the eighth failure waits no longer than a first")
    }

    @Test("A token that is shown makes up for failures before it")
    func forgives() throws {
        let failed = try fail(from: "127.0.0.1")
        _ = try served.connect(token: Tokens.reader)
        let late = try served.connect(from: "127.0.0.1")
        try late.send(Self.opening("wrong"))
        #expect(try late.lastReplies().count == 1)
        #expect(!failed[7].isReadable, "what was forgiven counts still")
    }

    @Test("Strangers never take the places that the site's own backend needs")
    func leavesRoom() throws {
        let first = try served.connect()
        try first.call("server.status")
        var known: [SocketPeer] = []
        for _ in 0..<47 { known.append(try served.connect(token: Tokens.reader)) }
        let stranger = try served.connect(from: "127.0.0.1")
        #expect(try stranger.lastReplies().first?["error"]["code"] == 503)
        for _ in 48..<64 {
            known.append(try served.connect())
            try known.last?.call("server.status")
        }
        for peer in known { #expect(try peer.code("thread.get", ["thread": "page"]) == nil) }
    }

    @Test("Strangers who say nothing keep nobody out: the first of them make room")
    func makesRoom() throws {
        let first = try served.connect()
        var strangers: [SocketPeer] = []
        for _ in 0..<60 {
            strangers.append(try served.connect(from: "127.0.0.1"))
            // Whoever is answered comes after all of them.
            try first.call("server.status")
        }
        let known = try served.connect(token: Tokens.reader)
        try known.call("thread.get", ["thread": "page"])
        #expect(try strangers[0].lastReplies() == [])
        // Those who have shown a token stay.
        for _ in 0..<60 { strangers.append(try served.connect(from: "127.0.0.1")) }
        try known.call("thread.get", ["thread": "page"])
    }

    @Test("A refused client that goes is forgotten, and a server that stops waits for none")
    func stops() throws {
        for _ in 0..<3 { _ = try fail(from: "127.0.0.1") }
        let waiting = try fail(from: "127.0.0.1")
        try served.connect(token: Tokens.site).call("thread.get", ["thread": "page"])
        try served.stop()
        #expect(try waiting[7].lastReplies().count <= 1)
    }
}
