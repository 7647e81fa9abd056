import Glibc
import JSONValues
import Testing
import Wire

@Suite("Following what happens")
struct EventFollowTests {
    private let folder: ProgramFolder
    private let served: Served

    init() throws {
        folder = try ProgramFolder()
        served = try folder.serve()
    }

    @Test("A follower hears of what comes, and by its number of what came before")
    func follows() throws {
        let writer = try served.connect()
        try writer.say("Before")
        let late = try served.connect()
        #expect(try late.call("event.follow") == ["seq": 1, "last": 1])
        let early = try served.connect()
        #expect(try early.call("event.follow", ["after": 0]) == ["seq": 0, "last": 1])
        let id = try writer.say("After")
        try writer.call("vote.cast", ["comment": .string(id), "voter": "bob", "value": 1])
        #expect(try late.events(2, after: 1) == ["comment.submitted", "votes"])
        #expect(
            try early.events(3, after: 0) == ["comment.submitted", "comment.submitted", "votes"])
    }

    @Test("Other commands go on beside it, in order, and a write's reply comes before its event")
    func interleaves() throws {
        let peer = try served.connect()
        try peer.call("event.follow")
        let lines = (1...300).map { number in
            number % 3 == 0
                ? ProgramFolder.count(id: number)
                : ProgramFolder.submission("Number \(number)", id: number)
        }
        try peer.send(lines.joined(separator: "\n"))
        var (ids, seqs): ([Int], [Int]) = ([], [])
        while ids.count < 300 || seqs.count < 200 {
            let line = try peer.reply()
            if let id = line["id"].integer {
                ids.append(id)
            } else {
                let seq = try #require(line["params"]["seq"].integer)
                seqs.append(seq)
                // The event of the nth write comes behind its reply.
                let writes = ids.count { $0 % 3 != 0 }
                #expect(seq <= writes)
            }
        }
        #expect(ids == Array(1...300))
        #expect(seqs == Array(1...200))
    }

    @Test("So does the reply to what comes behind the follow in the same breath")
    func behindTheFollow() throws {
        let peer = try served.connect()
        let follow = ProgramFolder.command("event.follow", id: 0)
        let lines = (1...600).map { ProgramFolder.submission("Number \($0)", id: $0) }
        try peer.send(([lines[0], follow] + lines.dropFirst()).joined(separator: "\n"))
        var (ids, last) = ([Int](), 1)
        while ids.count < 601 || last < 600 {
            let line = try peer.reply()
            if let id = line["id"].integer {
                ids.append(id)
            } else {
                let seq = try #require(line["params"]["seq"].integer)
                #expect(seq == last + 1)
                last = seq
                #expect(seq <= ids.count - 1)
            }
        }
        #expect(ids == [1, 0] + Array(2...600))
    }

    @Test("In a batch the lines begin behind the whole reply")
    func batch() throws {
        let peer = try served.connect()
        let commands = [
            ProgramFolder.submission("One", id: 1), ProgramFolder.command("event.follow", id: 2),
            ProgramFolder.submission("Two", id: 3), ProgramFolder.submission("Three", id: 4),
        ]
        try peer.send("[" + commands.joined(separator: ",") + "]")
        let replies = try peer.reply().array ?? []
        #expect(replies.count == 4)
        #expect(replies[1]["result"] == ["seq": 1, "last": 1])
        #expect(try peer.events(2, after: 1) == ["comment.submitted", "comment.submitted"])
    }

    @Test("Two sites on one connection: each has its own numbers, and one hears nothing else")
    func sites() throws {
        let both = try served.connect()
        try both.call("event.follow", ["site": "one"])
        try both.call("event.follow", ["site": "two"])
        let one = try served.connect()
        try one.call("event.follow", ["site": "one"])
        let writer = try served.connect()
        for (number, site) in ["one", "two", "three", "one", "two", "one"].enumerated() {
            try writer.say("Number \(number)", on: site)
        }
        var seqs: [String: [Int]] = [:]
        for _ in 0..<5 {
            let event = try both.event()
            seqs[event["site"].text ?? "", default: []].append(event["seq"].integer ?? 0)
        }
        #expect(seqs == ["one": [1, 2, 3], "two": [1, 2]])
        #expect(try one.events(3, after: 0, site: "one").count == 3)
        #expect(!one.isReadable)
    }

    @Test("Following a site again moves the place: nothing comes twice from there on")
    func again() throws {
        let writer = try served.connect()
        for number in 1...5 { try writer.say("Number \(number)") }
        let peer = try served.connect()
        try peer.call("event.follow")
        #expect(try peer.call("event.follow", ["after": 2])["seq"] == 2)
        #expect(try peer.events(3, after: 2).count == 3)
        try writer.say("One more")
        #expect(try peer.events(1, after: 5).count == 1)
        #expect(!peer.isReadable)
        let isOne = try eventually { try writer.call("server.status")["followers"]["now"] == 1 }
        #expect(isOne)
    }

    @Test("A connection follows a bounded number of sites")
    func bounded() throws {
        let peer = try served.connect()
        let most = try peer.call("server.status")["limits"]["max_follows"].integer ?? 0
        for number in 0..<most {
            try peer.call("event.follow", ["site": .string("s\(number)")])
        }
        let refused = try peer.ask("event.follow", ["site": "another"])["error"]
        #expect(refused["code"] == 413)
        #expect(refused["data"]["limit"].integer == most)
        try peer.call("event.follow", ["site": "s0"])
    }

    @Test("From any number on, across restarts and kills, no event is missing and none comes twice")
    func resumes() throws {
        var served = served
        var last = 0
        for round in 1...4 {
            let writer = try served.connect()
            let peer = try served.connect()
            #expect(try peer.call("event.follow", ["after": .integer(last)])["seq"].integer == last)
            let commands = (1...60).map { ProgramFolder.submission("\(round) \($0)", id: $0) }
            try writer.send(commands.joined(separator: "\n"))
            for _ in 0..<30 {
                last += 1
                #expect(try peer.event()["seq"].integer == last)
            }
            if round % 2 == 0 { try served.kill() } else { try served.stop() }
            // What was sent before the end is told as it was stored.
            while let line = try peer.line() {
                let told = try StrictJSON.parse(line)
                if told["method"] == "event.end" {
                    #expect(told["params"]["seq"].integer == last)
                    #expect(told["params"]["reason"] == "stopped")
                } else {
                    last += 1
                    #expect(told["params"]["seq"].integer == last)
                }
            }
            served = try folder.serve()
        }
        let peer = try served.connect()
        let end = try peer.call("event.follow", ["after": 0])["last"].integer ?? 0
        #expect(end >= last)
        #expect(try peer.events(end, after: 0).count == end)
        #expect(try folder.discrepancies() == "")
    }

    @Test("200 followers are told the same bytes")
    func crowd() throws {
        let writer = try served.connect()
        let peers = try (0..<200).map { _ in try served.connect() }
        for peer in peers { try peer.call("event.follow") }
        let id = try writer.say("Hello")
        for number in 0..<40 {
            try writer.call(
                "vote.cast",
                ["comment": .string(id), "voter": .string("v\(number)"), "value": 1])
        }
        let first = try (0..<41).map { _ in try #require(try peers[0].line()) }
        for peer in peers.dropFirst() {
            for line in first { #expect(try peer.line() == line) }
        }
        #expect(try writer.call("server.status")["followers"]["now"] == 200)
    }

    @Test("Followers who go are forgotten, on a site where nothing happens too")
    func forgets() throws {
        let watcher = try served.connect()
        for _ in 0..<5 {
            let peers = try (0..<20).map { _ in try served.connect() }
            for peer in peers { try peer.call("event.follow", ["site": "quiet"]) }
        }
        let isNone = try eventually { try watcher.call("server.status")["followers"]["now"] == 0 }
        #expect(isNone)
    }
}
