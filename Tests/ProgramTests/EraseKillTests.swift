import JSONValues
import Testing

@Suite("A server that is killed while it erases somebody")
struct EraseKillTests {
    private static let traces = ["u-annabel", "Annabel Nym", "203.0.113.77", "by-annabel"]

    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    /// Comments by one who will be erased, between others'.
    private func fill(_ peer: SocketPeer) throws {
        for index in 0..<400 {
            let author: JSONValue =
                index % 2 == 0
                ? ["id": "u-annabel", "name": "Annabel Nym", "ip": "203.0.113.77"] : "bob"
            try peer.call(
                "comment.submit",
                [
                    "thread": .string("page \(index % 7)"), "author": author,
                    "body": .string("\(index), by-\(index % 2 == 0 ? "annabel" : "bob")"),
                    "key": .string("k\(index)"),
                ])
        }
    }

    private func found() throws -> [String] {
        let wal = folder.exists("comments.db-wal") ? try folder.bytes("comments.db-wal") : []
        let bytes = try folder.bytes("comments.db") + wal
        return Self.traces.filter { bytes.firstRange(of: Array($0.utf8)) != nil }
    }

    @Test("It goes on where it was, and in the end nothing of them is left in the files")
    func finishes() throws {
        var served = try folder.serve()
        try fill(served.connect())
        #expect(try found() == Self.traces)
        let answer = try served.connect().call(
            "person.erase", ["person": "u-annabel", "moderator": "mod", "bodies": true])
        #expect(answer["erased"] == true)
        try served.kill()
        for looks in 0..<4 {
            served = try folder.serve()
            let peer = try served.connect()
            for _ in 0..<looks { try peer.call("server.status") }
            try served.kill()
        }
        #expect(try folder.discrepancies() == "")
        served = try folder.serve()
        let peer = try served.connect()
        let isOver = try eventually { try peer.call("server.status")["queues"]["recounts"] == 0 }
        #expect(isOver)
        #expect(try found() == [])
        #expect(try peer.call("thread.get", ["thread": "page 0"])["count"] == 29)
        try served.stop()
        #expect(try found() == [])
        #expect(try folder.discrepancies() == "")
    }
}
