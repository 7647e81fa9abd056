import JSONValues
import Testing

@Suite("Searching through the program")
struct SearchProgramTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    private static func search(_ query: String, id: Int) -> String {
        #"{"id":\#(id),"method":"comment.search","params":{"query":"\#(query)"}}"#
    }

    @Test("A pipe finds what it has just written, in any language")
    func pipe() throws {
        let replies = try folder.replies(
            to: [
                ProgramFolder.submission("새정부가 왔다", id: 1),
                ProgramFolder.submission("東京都のバス", id: 2),
                ProgramFolder.submission("The Old Bridge", id: 3), Self.search("정부", id: 4),
                Self.search("京都", id: 5), Self.search("bridge", id: 6),
            ])
        #expect(replies.count == 6)
        for (index, reply) in replies.dropFirst(3).enumerated() {
            #expect(reply["result"]["comments"].array?.count == 1)
            let id = replies[index]["result"]["comment"]["id"]
            #expect(reply["result"]["comments"][0]["id"] == id)
        }
    }

    @Test("A server's index follows by itself, and each search sees what came before it")
    func follows() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        for number in 0..<20 {
            try peer.send(ProgramFolder.submission("word\(number) 국민\(number)", id: 1))
            try peer.send(Self.search("word\(number)", id: 2))
            try peer.send(Self.search("국민", id: 3))
            _ = try peer.reply()
            #expect(try peer.reply()["result"]["comments"].array?.count == 1)
            #expect(try peer.reply()["result"]["comments"].array?.count == number + 1)
        }
        var status = try peer.call("server.status")
        while status["queues"]["unindexed"].integer ?? 1 > 0 {
            status = try peer.call("server.status")
        }
        #expect(
            try peer.call("comment.search", ["query": "word7"])["comments"].array?.count == 1)
        try peer.send(
            "[\(ProgramFolder.submission("in a batch", id: 1)),\(Self.search("batch", id: 2))]")
        #expect(try peer.reply()[1]["result"]["comments"].array?.count == 1)
        let check = try folder.run("check")
        #expect(check.status == 0, "\(check.output)")
        let locked = try folder.run("check", "--rebuild-search")
        #expect(locked.status == 1)
        #expect(locked.complaints.contains("process"))
        let called = try folder.run("call", "comment.search", "query=word7")
        #expect(called.output.contains("word7"))
    }

    @Test("A damaged index is made anew when the program starts, or when it is told to")
    func damaged() throws {
        _ = try folder.replies(to: [ProgramFolder.submission("alpha beta", id: 1)])
        try folder.write("comments.db.search", String(repeating: "no index ", count: 1000))
        #expect(try folder.run("check").status == 1)
        let replies = try folder.replies(to: [Self.search("beta", id: 1)])
        #expect(replies[0]["result"]["comments"].array?.count == 1)
        #expect(try folder.run("check").status == 0)
        try folder.write("comments.db.search", String(repeating: "no index ", count: 1000))
        let check = try folder.run("check", "--rebuild-search")
        #expect(check.status == 0, "\(check.output) \(check.complaints)")
        #expect(try folder.mode("comments.db.search") == 0o600)
        #expect(try folder.run("check").status == 0)
    }

    @Test("Without an index comments are gone through one by one")
    func without() throws {
        try folder.write("config/commentd.json", "{ search: { index: false } }")
        let replies = try folder.replies(
            to: [ProgramFolder.submission("alpha beta", id: 1), Self.search("beta", id: 2)],
            "--config", "config")
        #expect(replies[1]["result"]["comments"].array?.count == 1)
        #expect(!folder.exists("comments.db.search"))
    }

    @Test("An index that is no longer to be kept goes, with all that it holds")
    func discarded() throws {
        _ = try folder.replies(to: [ProgramFolder.submission("alpha beta", id: 1)])
        #expect(folder.exists("comments.db.search"))
        try folder.write("config/commentd.json", "{ search: { index: false } }")
        _ = try folder.replies(to: [Self.search("beta", id: 1)], "--config", "config")
        #expect(!folder.exists("comments.db.search"))
        try folder.write("comments.db.search", "somebody's notes")
        let started = try folder.run("--config", "config", input: Self.search("beta", id: 1))
        #expect(started.status == 0)
    }

    @Test("What is erased by hand is gone from the index when the call ends")
    func erasedByHand() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        try peer.send(ProgramFolder.submission("alpha quokka", id: 1, author: "eve"))
        try peer.send(ProgramFolder.submission("beta", id: 2))
        _ = (try peer.reply(), try peer.reply())
        while try peer.call("server.status")["queues"]["unindexed"].integer ?? 1 > 0 {}
        try served.stop()
        func index() throws -> String {
            String(decoding: try folder.bytes("comments.db.search"), as: UTF8.self)
        }
        #expect(try index().contains("quokka"))
        let call = try folder.run(
            "call", "person.erase", "person=eve", "moderator=mod", "bodies:=true")
        #expect(call.status == 0, "\(call.complaints)")
        #expect(try index().contains("beta"))
        #expect(try !index().contains("quokka"))
        #expect(try folder.run("check").status == 0)
    }
}
