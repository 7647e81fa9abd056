import JSONValues
import Testing

@Suite("Turns of a socket's clients")
struct SocketTurnTests {
    private let folder: ProgramFolder

    init() throws {
        folder = try ProgramFolder()
        try folder.write(
            "config/rules.json",
            """
            {version: 1, rules: [{name: "word", when: {words: ["word"]}, then: "hold"}]}
            """)
    }

    /// A line of many texts, each of which takes rules some milliseconds to read.
    private static func longLine(_ comments: Int) -> String {
        let body = String(repeating: "ﷺ", count: 3300)
        let batch = (0..<comments).map { number in
            ProgramFolder.command(
                "comment.submit", id: number,
                ["thread": "long", "author": "ann", "body": .string("\(number) \(body)")])
        }
        return "[\(batch.joined(separator: ","))]"
    }

    /// How many votes one after the other are answered until `isOver`.
    private func votes(
        _ peer: SocketPeer, until isOver: () throws -> Bool
    ) throws -> Int {
        let first = try peer.call("comment.submit", ["thread": "t", "author": "a", "body": "Hi"])
        let id = first["comment"]["id"]
        var count = 0
        while try !isOver() {
            try peer.call("vote.cast", ["comment": id, "voter": .string("v\(count)"), "value": 1])
            count += 1
        }
        return count
    }

    @Test("A line full of long texts lets others' commands through, and is answered whole")
    func letsOthersThrough() throws {
        let served = try folder.serve("--config", "config")
        let (writer, voter) = (try served.connect(), try served.connect())
        try writer.send(Self.longLine(60))
        #expect(try votes(voter) { writer.isReadable } >= 10)
        let replies = try writer.reply().array ?? []
        #expect(replies.map { $0["id"].integer } == Array(0..<60))
        #expect(replies.allSatisfy { $0["result"]["comment"]["status"] == "approved" })
        try served.stop()
    }

    @Test("What a client sent before it went is carried out to the end, in turns as well")
    func carriesOutWhatIsLeft() throws {
        let served = try folder.serve("--config", "config")
        let voter = try served.connect()
        do {
            let writer = try served.connect()
            try writer.send(Self.longLine(60))
        }
        let count = try votes(voter) {
            try voter.call("thread.get", ["thread": "long"])["count"].integer == 60
        }
        #expect(count >= 10)
        try served.stop()
    }

    @Test("However short its turns are, a client's commands are carried out in their order")
    func keepsOrder() throws {
        let stopwatch = TestStopwatch()
        stopwatch.step = 1_000_000_000
        let server = try TestServer(stopwatch: { stopwatch.next() })
        let batch = (0..<40).map { number in
            number % 2 == 0
                ? ProgramFolder.submission("Number \(number)", id: number)
                : ProgramFolder.count(id: number)
        }
        let lines = "[\(batch.joined(separator: ","))]\n" + batch.joined(separator: "\n")
        let replies = try server.send(line: lines).array ?? []
        #expect(replies.map { $0["id"].integer } == Array(0..<40))
        let counts = replies.compactMap { $0["result"]["count"].integer }
        #expect(counts == Array(1...20))
        for number in 0..<40 {
            let reply = try server.nextReply()
            #expect(reply["id"].integer == number)
            if number % 2 == 1 { #expect(reply["result"]["count"].integer == 21 + number / 2) }
        }
    }

    @Test("No page waits for what may take seconds")
    func pagesPassErrands() throws {
        let served = try folder.serve()
        let (tester, reader) = (try served.connect(), try served.connect())
        try reader.call("comment.submit", ["thread": "page", "author": "ann", "body": "One"])
        let rules = (0..<16).map { number -> JSONValue in
            [
                "name": .string("p\(number)"), "when": ["pattern": .string("x\(number).{1,100}y")],
                "then": "flag",
            ]
        }
        // One more than there are threads for pages.
        for number in 1...3 {
            try tester.send(
                ProgramFolder.command(
                    "rules.test", id: number, ["rules": .array(rules), "body": "x"]))
        }
        #expect(try reader.call("comment.list", ["thread": "page"])["total"] == 1)
        #expect(!tester.isReadable)
        #expect(try tester.reply()["result"]["decision"]["status"] == "approved")
        try served.kill()
    }
}
