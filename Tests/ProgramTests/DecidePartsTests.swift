import Glibc
import JSONValues
import Testing

@Suite("A decision on more comments than one part of it has")
struct DecidePartsTests {
    private static let many = 200

    /// Commands that submit so many comments, each with a `ref`.
    private static func submissions(_ count: Int) -> [String] {
        (0..<count).map { number in
            ProgramFolder.command(
                "comment.submit", id: number,
                [
                    "thread": "page", "author": .string("a\(number % 7)"), "body": "text",
                    "ref": .string("r\(number)"),
                ])
        }
    }

    private static func decision(
        _ action: String, id: Int = 1, _ names: [String]? = nil, key: String? = nil
    ) -> String {
        let names = names ?? (0..<many).map { "ref:r\($0)" }
        var params: JSONValue = [
            "comments": .array(names.map { .string($0) }), "action": .string(action),
            "moderator": "mod",
        ]
        if let key { params = params.with(["key": .string(key)]) }
        return ProgramFolder.command("moderation.decide", id: id, params)
    }

    /// How many comments there are with each number of entries of an action.
    private static func entries(
        _ action: String, _ ask: (String) throws -> JSONValue
    ) throws -> [Int: Int] {
        var counts: [String: Int] = [:]
        var cursor = JSONValue.null
        repeat {
            var params: JSONValue = ["limit": 1000]
            if cursor != .null { params = params.with(["cursor": cursor]) }
            let page = try ask(ProgramFolder.command("moderation.history", id: 7, params))["result"]
            for entry in page["entries"].array ?? [] where entry["action"].text == action {
                counts[entry["comment_id"].text ?? "", default: 0] += 1
            }
            cursor = page["next"]
        } while cursor != .null
        return counts.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }

    private func server() throws -> TestServer {
        let server = try TestServer()
        for line in Self.submissions(Self.many) { _ = try server.send(line: line) }
        return server
    }

    @Test("It is answered as one, in order; what is named twice in two parts is decided once")
    func answersAsOne() throws {
        let server = try server()
        let first = try server.send(
            line: ProgramFolder.command("comment.get", ["comment": "ref:r3"]))
        let id = try #require(first["result"]["comment"]["id"].text)
        let names = (0..<150).map { "ref:r\($0)" } + [id, "ref:none", "ref:r150"]
        let results = try server.send(line: Self.decision("reject", names))["result"]["results"]
        #expect(results.array?.count == 153)
        #expect((results.array ?? []).count { $0["status"] == "rejected" } == 151)
        #expect(results[3]["id"].text == id)
        #expect(results[150]["error"]["data"]["field"] == "comments")
        #expect(results[151]["error"]["code"] == 404)
        #expect(try Self.entries("reject", server.send(line:)) == [1: 151])
    }

    @Test(
        "The same key gives the same answer; with other params nothing is done, nor after a fault")
    func keys() throws {
        let server = try server()
        let line = Self.decision("reject", key: "k")
        let reply = try server.send(line: line)
        #expect(reply["result"]["results"].array?.count == Self.many)
        #expect(try server.send(line: line) == reply)
        #expect(try Self.entries("reject", server.send(line:)) == [1: Self.many])
        // Whoever used the key for fewer, or for others.
        for names in [["ref:r1"], (0..<Self.many).reversed().map { "ref:r\($0)" }] {
            let other = try server.send(line: Self.decision("approve", names, key: "k"))
            #expect(other["error"]["code"] == 409)
        }
        let wrong = (0..<Self.many).map { $0 == 190 ? "" : "ref:r\($0)" }
        #expect(try server.send(line: Self.decision("approve", wrong))["error"]["code"] == -32602)
        #expect(try Self.entries("approve", server.send(line:)) == [1: Self.many])
    }

    @Test("What its client sends behind it comes behind it")
    func order() throws {
        let server = try server()
        let lines = [
            Self.decision("reject", id: 1), ProgramFolder.count(id: 2),
            Self.decision("approve", id: 3), ProgramFolder.count(id: 4),
        ]
        var replies = [try server.send(line: lines.joined(separator: "\n"))]
        for _ in 1..<4 { replies.append(try server.nextReply()) }
        replies += try server.send(line: "[\(lines.joined(separator: ","))]").array ?? []
        #expect(replies.map { $0["id"].integer } == [1, 2, 3, 4, 1, 2, 3, 4])
        let counts = replies.compactMap { $0["result"]["count"].integer }
        #expect(counts == [0, Self.many, 0, Self.many])
    }

    @Test("Others' commands are carried out between its parts")
    func letsOthersThrough() throws {
        let folder = try ProgramFolder()
        let served = try folder.serve()
        let (moderator, voter) = (try served.connect(), try served.connect())
        for line in Self.submissions(1000) {
            try moderator.send(line)
            _ = try moderator.reply()
        }
        try moderator.send(Self.decision("reject", (1..<1000).map { "ref:r\($0)" }))
        var count = 0
        while !moderator.isReadable {
            try voter.call(
                "vote.cast",
                ["comment": "ref:r0", "voter": .string("v\(count)"), "value": 1])
            count += 1
        }
        #expect(count >= 8)
        #expect(try moderator.reply()["result"]["results"].array?.count == 999)
        try served.stop()
        #expect(try folder.discrepancies() == "")
    }

    @Test("Where the program is killed on the way it goes on with its key where it was")
    func killed() throws {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        _ = try folder.replies(to: Self.submissions(Self.many))
        let program = try folder.start(under: page)
        program.write(ProgramFolder.count() + "\n")
        _ = try program.reply()
        page.arm(.kill, at: 3, of: .sync, on: .log)
        program.write(Self.decision("reject", key: "k") + "\n")
        #expect(try program.nextLine() == nil)
        #expect(try program.end().status == 128 + SIGKILL)
        let next = try folder.start()
        let ask = { (line: String) in
            next.write(line + "\n")
            return try next.reply()
        }
        let before = try Self.entries("reject", ask)
        let done = try #require(before[1])
        #expect(before.count == 1 && done > 0 && done < Self.many)
        let results = try ask(Self.decision("reject", key: "k"))["result"]["results"]
        #expect((results.array ?? []).count { $0["status"] == "rejected" } == Self.many)
        #expect(try Self.entries("reject", ask) == [1: Self.many])
        #expect(try next.end().status == 0)
        #expect(try folder.discrepancies() == "")
    }

    @Test("Where the disk takes no more on the way, that is told of each comment that is left")
    func fullDisk() throws {
        let folder = try ProgramFolder()
        let page = try FaultPage(in: folder)
        _ = try folder.replies(to: Self.submissions(Self.many))
        let program = try folder.start(under: page)
        let ask = { (line: String) in
            program.write(line + "\n")
            return try program.reply()
        }
        _ = try ask(ProgramFolder.count())
        page.arm(.noSpace, at: .max, of: .write, on: .log)
        _ = try ask(Self.decision("spam"))
        page.arm(.noSpace, at: page[.calls] / 2, of: .write, on: .log, lasts: true)
        let line = Self.decision("reject", key: "k")
        let results = try ask(line)["result"]["results"].array ?? []
        #expect(results.count == Self.many)
        let refused = results.drop { $0["error"] == .null }
        #expect(!refused.isEmpty && refused.count < Self.many)
        #expect(refused.allSatisfy { $0["error"]["data"]["kind"] == "read_only" })
        page.arm(.noSpace, at: 1, of: .write, on: .log, lasts: true)
        #expect(try ask(Self.decision("approve"))["error"]["data"]["kind"] == "read_only")
        page.reset()
        let again = try ask(line)["result"]["results"].array ?? []
        #expect(again.count { $0["status"] == "rejected" } == Self.many)
        #expect(try Self.entries("reject", ask) == [1: Self.many])
        #expect(try program.end().status == 0)
        #expect(try folder.discrepancies() == "")
    }
}
