import Glibc
import JSONValues
import Testing

@Suite("The program as a client of a server")
struct SocketRelayTests {
    private let folder: ProgramFolder
    private let served: Served

    init() throws {
        folder = try ProgramFolder()
        served = try folder.serve()
    }

    /// Runs the program as a client.
    private func run(
        _ arguments: String..., input: String = ""
    ) throws -> (status: Int32, output: String, complaints: String) {
        try folder.run(arguments + ["--connect", "s"], input: input)
    }

    @Test("A pipe is handed to the server: replies in order, exit 0, error replies or not")
    func relays() throws {
        let lines = (1...300).map { number in
            number % 3 == 0
                ? ProgramFolder.count(id: number)
                : ProgramFolder.submission(number % 3 == 1 ? "Hello" : "", id: number)
        }
        let end = try run(input: lines.joined(separator: "\n"))
        #expect(end.status == 0)
        #expect(end.complaints == "")
        let replies = try end.output.split(separator: "\n").map {
            try JSONValue(parsing: String($0))
        }
        #expect(replies.map { $0["id"].integer } == Array(1...300))
        #expect(replies[1]["error"]["code"] == 422)
        #expect(replies.last?["result"]["count"] == 100)
    }

    @Test("A reply comes while the pipe's input is still open")
    func converses() throws {
        let program = try folder.start(["--connect", "s"])
        for number in 1...3 {
            program.write(ProgramFolder.submission("Number \(number)", id: number) + "\n")
            #expect(try program.reply()["id"] == .integer(number))
        }
        #expect(try program.end().status == 0)
    }

    @Test("Where nobody listens it fails, and says where")
    func missesServer() throws {
        for arguments in [[], ["call", "server.status"], ["page", "p"], ["report"]] {
            let end = try folder.run(
                arguments + ["--connect", "nowhere"], input: ProgramFolder.count())
            #expect(end.status == 1)
            #expect(end.output == "")
            #expect(end.complaints.contains("nowhere"))
        }
    }

    @Test("Where the server goes while the pipe is open, it fails rather than to wait for input")
    func losesServer() throws {
        let program = try folder.start(["--connect", "s"])
        program.write(ProgramFolder.submission("Hello") + "\n")
        #expect(try program.reply()["id"] == 1)
        try served.stop()
        let end = try program.end(closingInput: false)
        #expect(end.status == 1)
        #expect(end.output == "")
        #expect(end.complaints.contains("server"))
    }

    @Test("Where the server is killed, or nobody reads the replies, it fails and says so")
    func losesSides() throws {
        let deaf = try folder.start(["--connect", "s"])
        deaf.closeOutput()
        // More than is taken on the way while nobody takes the replies.
        let lines = (1...20_000).map { ProgramFolder.count(id: $0) + "\n" }
        deaf.write(lines.joined())
        let unread = try deaf.end(closingInput: false)
        #expect(unread.status == 1)
        #expect(unread.complaints.contains("standard output"))
        let program = try folder.start(["--connect", "s"])
        program.write(ProgramFolder.count() + "\n")
        #expect(try program.reply()["id"] == 1)
        try served.kill()
        let end = try program.end(closingInput: false)
        #expect(end.status == 1)
        #expect(end.complaints.contains("server"))
    }

    @Test("SIGTERM ends a pipe's client with 0, once what it has handed on is answered")
    func endsInOrder() throws {
        let program = try folder.start(["--connect", "s"])
        let lines = (1...24).map { ProgramFolder.submission("\($0)", id: $0) + "\n" }.joined()
        #expect(lines.utf8.count <= 4096, "a pipe takes it at once")
        program.write(lines)
        #expect(try program.reply()["id"] == 1)
        program.send(SIGTERM)
        let end = try program.end(closingInput: false)
        #expect(end.status == 0)
        let ids = try end.output.split(separator: "\n").map {
            try JSONValue(parsing: String($0))["id"].integer
        }
        #expect(ids == Array(2...24))
        #expect(
            try served.connect().call("thread.get", ["thread": "page"])["count"] == 24)
    }

    @Test("A command by hand goes to the server, and its exit status tells how it went")
    func calls() throws {
        let submitted = try run(
            "call", "comment.submit", "thread=page", "author=ann", "body=Hello", "ref=r")
        #expect(submitted.status == 0)
        let comment = try JSONValue(parsing: submitted.output)["comment"]
        let peer = try served.connect()
        #expect(try peer.call("comment.get", ["comment": "ref:r"])["comment"] == comment)
        let refused = try run("call", "vote.cast", "comment=ref:r", "voter=ann", "value:=1")
        #expect(refused.status == 1)
        #expect(try JSONValue(parsing: refused.output)["code"] == 403)
        let status = try run("call", "server.status")
        #expect(status.status == 0)
        #expect(
            try JSONValue(parsing: status.output)["pid"].integer == Int(served.program.pid))
        #expect(try run("call", "no.such").status == 1)
        let wrong = try run("call", "thread.get", "thread")
        #expect(wrong.status == 2)
    }

    @Test("A page and a report are the server's, and the same as from the database itself")
    func shows() throws {
        let peer = try served.connect()
        for number in 1...3 {
            try peer.call(
                "comment.submit",
                ["thread": "page", "author": "ann", "body": .string("Number \(number)")])
        }
        let page = try run("page", "page", "--sort", "oldest")
        #expect(page.status == 0)
        #expect(page.output.contains("Number 3"))
        let local = try folder.run("page", "page", "--sort", "oldest")
        #expect(page.output == local.output)
        let report = try run("report", "--format", "json")
        #expect(report.status == 0)
        let flow = try JSONValue(parsing: report.output)["flow"]
        #expect(flow.array?.last?["submitted"] == 3)
        #expect(try run("report").output.contains("Moderation queue report of default"))
        #expect(try run("page", "page", "--sort", "no-such").status == 2)
    }

    @Test("A server that has no room says so, and the client fails with it")
    func meetsFullServer() throws {
        try folder.write("limits/commentd.json", "{limits: {max_connections: 1}}")
        let full = try folder.serve("--config", "limits", "--db", "other.db", socket: "t")
        let only = try full.connect()
        try only.call("thread.get", ["thread": "page"])
        let call = try folder.run("call", "server.status", "--connect", "t")
        #expect(call.status == 1)
        #expect(try JSONValue(parsing: call.output)["code"] == 503)
    }
}
