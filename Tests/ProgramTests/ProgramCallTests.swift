import JSONValues
import Testing

@Suite("One command by hand")
struct ProgramCallTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    @Test("A call takes its params as text or as JSON, and prints the result over several lines")
    func calls() throws {
        let end = try folder.run(
            "call", "comment.submit", "thread=page", "author:={\"id\":\"ann\",\"name\":\"Ann\"}",
            "body=1 + 1 = 2")
        #expect(end.status == 0)
        #expect(end.complaints == "")
        #expect(end.output.split(separator: "\n").count > 10)
        let result = try JSONValue(parsing: end.output)
        #expect(result["comment"]["body"] == "1 + 1 = 2")
        #expect(result["comment"]["author"]["name"] == "Ann")
        let list = try folder.run("call", "comment.list", "thread=page", "limit:=1")
        #expect(try JSONValue(parsing: list.output)["comments"].array?.count == 1)
    }

    @Test("Text stays text, whatever it looks like")
    func keepsText() throws {
        let end = try folder.run(
            "call", "comment.submit", "thread=1", "author=2", "body={\"a\":[1]}")
        let comment = try JSONValue(parsing: end.output)["comment"]
        #expect(comment["thread"] == "1")
        #expect(comment["author"]["id"] == "2")
        #expect(comment["body"] == "{\"a\":[1]}")
    }

    @Test("A refused command is printed as its error, and the exit status is 1")
    func showsErrors() throws {
        let end = try folder.run(
            "call", "comment.submit", "thread=page", "author=ann", "body= ")
        #expect(end.status == 1)
        let error = try JSONValue(parsing: end.output)
        #expect(error["code"] == 422)
        #expect(error["data"]["field"] == "body")
        let missing = try folder.run("call", "comment.get", "comment=0000000000000")
        #expect(missing.status == 1)
        #expect(try JSONValue(parsing: missing.output)["code"] == 404)
    }

    @Test("An unknown method or member is met with the one that was meant")
    func suggests() throws {
        let method = try folder.run("call", "comment.sumbit")
        #expect(method.status == 1)
        #expect(
            try JSONValue(parsing: method.output)["data"]["did_you_mean"] == "comment.submit")
        _ = try folder.run(input: ProgramFolder.submission("Hello"))
        let member = try folder.run("call", "thread.get", "thred=page")
        #expect(member.status == 1)
        #expect(try JSONValue(parsing: member.output)["data"]["did_you_mean"] == "thread")
    }

    @Test("A param without a value, or with JSON that is none, is wrong usage")
    func refusesParams() throws {
        for params in [["thread"], ["limit:={"], ["limit:="]] {
            let end = try folder.run(["call", "thread.get"] + params)
            #expect(end.status == 2)
            #expect(end.output == "")
            #expect(end.complaints.contains("--help"))
        }
    }

    @Test("The description of the methods needs no database")
    func discovers() throws {
        let end = try folder.run("call", "rpc.discover")
        #expect(end.status == 0)
        #expect(try JSONValue(parsing: end.output)["openrpc"].text?.hasPrefix("1.3") == true)
        #expect(!folder.exists("comments.db"))
    }

    @Test("A call can have a database in memory")
    func callsInMemory() throws {
        let end = try folder.run(
            "call", "--db", ":memory:", "comment.submit", "thread=page", "author=ann", "body=x")
        #expect(end.status == 0)
        #expect(!folder.exists("comments.db"))
    }

    @Test("Options may stand before the command and behind it, with a space or an equals sign")
    func takesOptionsAnywhere() throws {
        for arguments in [
            ["--db", "a.db", "call", "server.status"], ["call", "server.status", "--db=a.db"],
            ["call", "--db", "a.db", "server.status"],
        ] {
            _ = try folder.run("--db", "a.db")
            let end = try folder.run(arguments)
            #expect(end.status == 0)
            #expect(try JSONValue(parsing: end.output)["database"] == "a.db")
        }
    }
}
