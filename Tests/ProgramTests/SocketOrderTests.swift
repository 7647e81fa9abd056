import JSONValues
import Testing

@Suite("The order of commands on a socket")
struct SocketOrderTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    @Test(
        "Two clients at once: a read sees what its connection wrote before it and nothing later",
        arguments: [(1, 2000), (2, 60), (3, 7), (4, 2)])
    func readsOwnWrites(seed: UInt64, window: Int) throws {
        let served = try folder.serve()
        let clients = try (0..<2).map { number in
            OwnPageClient(
                OwnPage("page \(number)", seed: seed * 2 + UInt64(number)),
                peer: try served.connect(), window: window, lines: 400)
        }
        try Traffic.run(clients)
        for client in clients {
            #expect(client.isSatisfied)
            let list = client.page.list()
            let reply = try client.peer.ask(list.method, list.params)
            #expect(OwnPage.Step.seen(of: reply, to: list.method) == list.seen)
        }
        #expect(try folder.discrepancies() == "")
        try served.stop()
    }

    @Test("A read that is asked for before a vote does not see it, however long it takes")
    func readsNothingLater() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        try peer.call("comment.submit", ["thread": "page", "author": "a", "body": "1", "ref": "r"])
        for number in 2...150 {
            try peer.call(
                "comment.submit",
                ["thread": "page", "author": "a", "body": .string("\(number)")])
        }
        for round in 1...60 {
            let value = round % 2
            let list = ProgramFolder.command(
                "comment.list", ["thread": "page", "sort": "oldest", "limit": 200])
            let vote = ProgramFolder.command(
                "vote.cast", ["comment": "ref:r", "voter": "v", "value": .integer(value)])
            try peer.write(list + "\n" + list + "\n" + vote + "\n")
            let ups = try (0..<2).map { _ in
                try peer.reply()["result"]["comments"][0]["votes"]["up"].integer
            }
            #expect(ups == [1 - value, 1 - value] || round == 1 && ups == [0, 0])
            #expect(try peer.reply()["result"]["value"].integer == value)
        }
    }

    @Test("A client that ends its side is answered to the last line, which may lack its end")
    func answersHalfClosed() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        let lines = (1...300).map { ProgramFolder.submission("Number \($0)", id: $0) + "\n" }
        try peer.write(lines.joined() + ProgramFolder.count(id: 301))
        peer.finishSending()
        let replies = try peer.lastReplies()
        #expect(replies.map { $0["id"].integer } == Array(1...301))
        #expect(replies.last?["result"]["count"] == 300)
        try served.stop()
    }

    @Test("Rules that a batch tries see what was written on the lines before it")
    func triesRulesInBatches() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        let rules: JSONValue = [
            [
                "name": "r", "when": ["author": ["approved": ["min": 20]]],
                "then": "hold",
            ]
        ]
        let params: JSONValue = ["rules": rules, "body": "Next", "author": "ann"]
        let lines = (1...20).map { number in
            ProgramFolder.command(
                "comment.submit",
                ["thread": "page", "author": "ann", "body": .string("\(number)")])
        }
        let batch = [
            ProgramFolder.command("rules.test", id: 1, params),
            ProgramFolder.submission("One more", id: 2),
            ProgramFolder.command("rules.check", id: 3, ["rules": rules]),
        ]
        try peer.write(lines.joined(separator: "\n") + "\n[\(batch.joined(separator: ","))]\n")
        for _ in lines { #expect(try peer.reply()["result"]["comment"]["status"] == "approved") }
        let replies = try peer.reply().array ?? []
        #expect(replies.map { $0["id"] } == [1, 2, 3])
        #expect(replies[0]["result"]["decision"]["status"] == "pending")
        #expect(replies[2]["result"]["ok"] == true)
        try served.stop()
    }

    @Test("A batch's commands see what it wrote before them and nothing later, as lines do")
    func seesOwnBatch() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        let rules: JSONValue = [
            ["name": "r", "when": ["author": ["approved": ["min": 2, "max": 2]]], "then": "hold"]
        ]
        let test: JSONValue = ["rules": rules, "body": "Next", "author": "ann"]
        for round in 0..<20 {
            let page: JSONValue = .string("page \(round)")
            let author: JSONValue = .string("ann \(round)")
            var batch: [String] = []
            func add(_ method: String, _ params: JSONValue) {
                batch.append(ProgramFolder.command(method, id: batch.count, params))
            }
            add("comment.search", ["query": "harbour", "thread": page])
            for number in 1...4 {
                add(
                    "comment.submit",
                    ["thread": page, "author": author, "body": .string("harbour \(number)")])
                add("comment.search", ["query": "harbour", "thread": page])
                add("rules.test", test.with(["author": author]))
                add("thread.get", ["thread": page])
                add("event.list", ["after": 0, "limit": 1000])
            }
            try peer.send("[\(batch.joined(separator: ","))]")
            let replies = (try peer.reply().array ?? []).map { $0["result"] }
            #expect(replies.count == batch.count)
            #expect(replies[0]["comments"] == [])
            for number in 1...4 {
                let part = Array(replies[(number * 5 - 4)...].prefix(5))
                #expect(part[1]["comments"].array?.count == number)
                #expect(part[2]["decision"]["status"] == (number == 2 ? "pending" : "approved"))
                #expect(part[3]["count"].integer == number)
                let events = (part[4]["events"].array ?? [])
                    .filter { $0["type"] == "comment.submitted" && $0["thread"] == page }
                #expect(events.count == number)
            }
        }
        try served.stop()
    }

    @Test("A batch is answered by one line in its order; one of notifications alone by none")
    func answersBatches() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        let silent = "{\"method\":\"thread.configure\",\"params\":{\"thread\":\"page\",\"title\":"
        let batch = [
            ProgramFolder.count(id: 1), ProgramFolder.submission("One", id: 2),
            silent + "\"T\"}}", ProgramFolder.count(id: 3), "7",
            ProgramFolder.command("no.such", id: 4), ProgramFolder.count(id: 5),
        ]
        try peer.send("[\(batch.joined(separator: ","))]")
        try peer.send("[\(silent)\"U\"}},\(silent)\"V\"}}]")
        try peer.send("[]")
        try peer.send(ProgramFolder.count(id: 6))
        let replies = try peer.reply().array ?? []
        #expect(replies.map { $0["id"] } == [1, 2, 3, .null, 4, 5])
        #expect(replies.map { $0["result"]["count"].integer } == [0, nil, 1, nil, nil, 1])
        #expect(replies[2]["result"]["title"] == "T")
        #expect(try peer.reply()["error"]["code"] == -32600)
        #expect(try peer.reply()["result"]["title"] == "V")
    }

    @Test("Notifications are carried out in their turn, and nothing is said to them")
    func carriesOutNotifications() throws {
        let served = try folder.serve()
        let peer = try served.connect()
        try peer.call("comment.submit", ["thread": "page", "author": "a", "body": "1", "ref": "r"])
        for round in 0..<100 {
            let vote = ProgramFolder.command(
                "vote.cast",
                ["comment": "ref:r", "voter": .string("v\(round)"), "value": 1])
            try peer.send(vote.replacing("\"id\":1,", with: ""))
            try peer.send("{\"method\":\"no.such\"}")
            let comment = try peer.call("comment.get", ["comment": "ref:r"])["comment"]
            #expect(comment["votes"]["up"].integer == round + 1)
        }
        peer.finishSending()
        #expect(try peer.lastReplies() == [])
    }
}

/// A client of a page of its own: commands alone, in batches, and without an id.
private final class OwnPageClient: Speaker {
    private(set) var page: OwnPage
    let peer: SocketPeer
    let window: Int
    private var lines: Int
    private var dice: Dice
    private var nextID = 0
    /// What is due, line by line: each command's id and method, and what must be seen.
    private var due: [[(id: Int, step: OwnPage.Step)]] = []
    private var taken = 0
    private var wrong = 0

    init(_ page: OwnPage, peer: SocketPeer, window: Int, lines: Int) {
        self.page = page
        self.peer = peer
        self.window = window
        self.lines = lines
        dice = Dice(UInt64(lines + window))
    }

    var isSatisfied: Bool { lines == 0 && taken == due.count && wrong == 0 }

    func next() -> (text: String, isAnswered: Bool)? {
        guard lines > 0 else { return nil }
        lines -= 1
        let kind = Int.random(in: 0..<10, using: &dice)
        if kind == 0 { return (page.next(writes: true).line(id: nil), false) }
        let steps = (0..<(kind == 1 ? 4 : 1)).map { _ in
            nextID += 1
            return (id: nextID, step: page.next(writes: false))
        }
        due.append(steps)
        let texts = steps.map { $0.step.line(id: $0.id) }
        return (kind == 1 ? "[\(texts.joined(separator: ","))]" : texts[0], true)
    }

    func take(_ reply: JSONValue) throws {
        let expected = due[taken]
        taken += 1
        let replies = reply.array ?? [reply]
        try #require(replies.map { $0["id"].integer } == expected.map(\.id))
        for (reply, (_, step)) in zip(replies, expected) {
            let seen = OwnPage.Step.seen(of: reply, to: step.method)
            if seen != step.seen { wrong += 1 }
            #expect(seen == step.seen, "\(step.method) \(step.params), reply \(taken)")
        }
    }
}
