import Glibc
import JSONValues
import Testing

@Suite("The program on a pipe")
struct ProgramPipeTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    @Test("Commands go in and replies come out in order, and it exits 0, error replies or not")
    func answersInOrder() throws {
        let end = try folder.run(
            input: [
                ProgramFolder.submission("One", id: 1), ProgramFolder.count(id: 2), "no JSON",
                ProgramFolder.command("no.such", id: 3), ProgramFolder.submission("", id: 4),
                ProgramFolder.submission("Two", id: 5), ProgramFolder.count(id: 6), "",
            ].joined(separator: "\n"))
        #expect(end.status == 0)
        #expect(end.complaints == "")
        let replies = try end.output.split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
        #expect(replies.map { $0["id"] } == [1, 2, .null, 3, 4, 5, 6])
        #expect(replies[1]["result"]["count"] == 1)
        #expect(replies[6]["result"]["count"] == 2)
    }

    @Test("The last line may lack its end")
    func readsLastLine() throws {
        let end = try folder.run(
            input: ProgramFolder.submission("One") + "\n" + ProgramFolder.count(id: 2))
        #expect(end.status == 0)
        let lines = end.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(try JSONValue(parsing: String(lines[1]))["result"]["count"] == 1)
    }

    @Test("A line that is too long at the end of the input is answered too")
    func answersLongLastLine() throws {
        try folder.write("limits/commentd.json", "{limits: {max_line_bytes: 1024}}")
        let end = try folder.run("--config", "limits", input: String(repeating: "x", count: 3000))
        #expect(end.status == 0)
        let reply = try JSONValue(parsing: String(end.output.dropLast()))
        #expect(reply["error"]["code"] == 413)
        #expect(reply["error"]["data"]["limit"] == 1024)
    }

    @Test("Without input there is no output, and all is well")
    func takesNothing() throws {
        let end = try folder.run()
        #expect(end.status == 0)
        #expect(end.output == "")
        #expect(end.complaints == "")
    }

    @Test("A reply comes while the input is still open, as a conversation needs it")
    func converses() throws {
        let program = try folder.start()
        for index in 1...3 {
            program.write(ProgramFolder.submission("Number \(index)", id: index) + "\n")
            #expect(try program.reply()["id"] == .integer(index))
        }
        #expect(try program.end().status == 0)
    }

    @Test("What one process stored, the next one finds")
    func keepsData() throws {
        let first = try folder.replies(to: [
            ProgramFolder.submission("Hello"), ProgramFolder.count(),
        ])
        let id = try #require(first[0]["result"]["comment"]["id"].text)
        let second = try folder.replies(to: [
            ProgramFolder.count(),
            ProgramFolder.command("comment.get", ["comment": .string(id)]),
            ProgramFolder.command("server.status"),
        ])
        #expect(second[0]["result"] == first[1]["result"])
        #expect(second[1]["result"]["comment"] == first[0]["result"]["comment"])
        #expect(second[2]["result"]["counts"]["comments"] == 1)
        #expect(folder.exists("comments.db"))
    }

    @Test("A key that one process took is known to the next one")
    func keepsKeys() throws {
        func submit(_ body: JSONValue) throws -> JSONValue {
            let command = ProgramFolder.command(
                "comment.submit", ["thread": "page", "author": "ann", "body": body, "key": "k"])
            return try folder.replies(to: [command])[0]
        }
        let first = try submit("Hello")
        #expect(try submit("Hello") == first)
        #expect(try submit("Other")["error"]["code"] == 409)
        #expect(try folder.replies(to: [ProgramFolder.count()])[0]["result"]["count"] == 1)
    }

    @Test("A notification is carried out before the end")
    func carriesOutNotifications() throws {
        let silent =
            "{\"method\":\"thread.configure\",\"params\":{\"thread\":\"page\",\"title\":\"T\"}}"
        let end = try folder.run(input: silent)
        #expect(end.output == "")
        #expect(end.complaints == "")
        #expect(try folder.replies(to: [ProgramFolder.count()])[0]["result"]["title"] == "T")
    }

    @Test("On a terminal a command without an id is met with a word that no reply will come")
    func warnsOnTerminal() throws {
        let program = try Spawned(["--config", "empty"], in: folder.path, onTerminal: true)
        program.write("{\"method\":\"thread.get\",\"params\":{\"thread\":\"page\"}}\n")
        program.write(ProgramFolder.count(id: 7) + "\n")
        #expect(try program.reply()["id"] == 7)
        let end = try program.end()
        #expect(end.status == 0)
        #expect(end.complaints.contains("no reply"))
        #expect(end.complaints.split(separator: "\n").count == 1)
    }

    @Test(
        "SIGTERM ends it with 0 once what it has taken is answered", arguments: [SIGTERM, SIGINT])
    func endsInOrder(signal: Int32) throws {
        let program = try folder.start()
        let count = 24
        let lines = (1...count).map { ProgramFolder.submission("\($0)", id: $0) + "\n" }.joined()
        #expect(lines.utf8.count <= 4096, "a pipe takes it at once")
        program.write(lines)
        #expect(try program.reply()["id"] == 1)
        program.send(signal)
        for index in 2...count { #expect(try program.reply()["id"] == .integer(index)) }
        let end = try program.end(closingInput: false)
        #expect(end.status == 0)
        #expect(end.output == "")
        #expect(
            try folder.replies(to: [ProgramFolder.count()])[0]["result"]["count"]
                == .integer(count))
    }

    @Test("SIGTERM ends it while it waits for input")
    func endsIdle() throws {
        let program = try folder.start()
        program.write(ProgramFolder.count() + "\n")
        _ = try program.reply()
        program.send(SIGTERM)
        #expect(try program.end(closingInput: false).status == 0)
    }

    @Test("Where nobody reads its replies any more it ends in order, and says why")
    func survivesClosedOutput() throws {
        let program = try folder.start()
        program.closeOutput()
        let lines = (1...20).map { ProgramFolder.submission("\($0)", id: $0) + "\n" }.joined()
        program.write(lines)
        let end = try program.end()
        #expect(end.status == 1)
        #expect(end.complaints.contains("standard output"))
        let after = try folder.replies(to: [ProgramFolder.count()])
        #expect(after[0]["result"]["count"].integer ?? 0 > 0)
    }

    @Test("A database in memory is gone with its process")
    func forgets() throws {
        let replies = try folder.replies(
            to: [ProgramFolder.submission("Hello"), ProgramFolder.count()], "--db", ":memory:")
        #expect(replies[1]["result"]["count"] == 1)
        let again = try folder.replies(to: [ProgramFolder.count()], "--db", ":memory:")
        #expect(again[0]["result"]["count"] == 0)
        #expect(!folder.exists(":memory:"))
        #expect(!folder.exists("comments.db"))
    }
}
