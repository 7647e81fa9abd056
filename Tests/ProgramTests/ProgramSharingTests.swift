import Glibc
import JSONValues
import Testing

@Suite("Several processes and one database")
struct ProgramSharingTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    /// A running program that has stored one comment.
    private func running() throws -> Spawned {
        let program = try folder.start()
        program.write(ProgramFolder.submission("Hello") + "\n")
        _ = try program.reply()
        return program
    }

    @Test("A second process that would write is refused, and told who is there")
    func refusesSecondWriter() throws {
        let first = try running()
        let submit = [
            "call", "comment.submit", "thread=page", "author=bob", "body=Hello",
        ]
        for arguments in [[], ["--db", folder.database], submit] {
            let second = try folder.run(arguments)
            #expect(second.status == 1)
            #expect(second.output == "")
            #expect(second.complaints.contains("\(first.pid)"))
            #expect(second.complaints.contains("comments.db"))
        }
        first.write(ProgramFolder.count(id: 2) + "\n")
        #expect(try first.reply()["result"]["count"] == 1)
        #expect(try first.end().status == 0)
        #expect(try folder.run().status == 0)
    }

    @Test("A process that was killed holds nobody up, and what it answered is there")
    func survivesKill() throws {
        let first = try running()
        first.send(SIGKILL)
        #expect(try first.end().status == 128 + SIGKILL)
        #expect(try folder.replies(to: [ProgramFolder.count()])[0]["result"]["count"] == 1)
    }

    @Test("Another name of the same database is the same database")
    func followsLinks() throws {
        let first = try running()
        try folder.link("link.db", to: "comments.db")
        let second = try folder.run("--db", "link.db")
        #expect(second.status == 1)
        #expect(second.complaints.contains("\(first.pid)"))
        #expect(try first.end().status == 0)
        #expect(try folder.run("--db", "link.db", input: ProgramFolder.count()).status == 0)
    }

    @Test("So it is where the database was not there yet when the first process came")
    func followsLinksToNothing() throws {
        try folder.link("link.db", to: "comments.db")
        let first = try folder.start(["--db", "link.db"])
        first.write(ProgramFolder.submission("Hello") + "\n")
        _ = try first.reply()
        #expect(folder.exists("comments.db"))
        let second = try folder.run(input: ProgramFolder.submission("Hello"))
        #expect(second.status == 1)
        #expect(second.complaints.contains("\(first.pid)"))
        #expect(try first.end().status == 0)
    }

    @Test("Reports, pages and reading calls work beside a process that writes")
    func readsBeside() throws {
        let first = try running()
        let report = try folder.run("report")
        #expect(report.status == 0)
        #expect(report.output.contains("Moderation queue report of default"))
        let page = try folder.run("page", "page")
        #expect(page.status == 0)
        #expect(page.output.contains("Hello"))
        let call = try folder.run("call", "thread.get", "thread=page")
        #expect(call.status == 0)
        #expect(try JSONValue(parsing: call.output)["count"] == 1)
        first.write(ProgramFolder.submission("Again", id: 2) + "\n")
        #expect(try first.reply()["result"] != .null)
        let again = try folder.run("call", "thread.get", "thread=page")
        #expect(try JSONValue(parsing: again.output)["count"] == 2)
        #expect(try first.end().status == 0)
    }

    @Test("They work on a database that nobody has open, and leave it as it is")
    func readsAlone() throws {
        #expect(try running().end().status == 0)
        for arguments in [["report"], ["page", "page"], ["call", "server.status"]] {
            let end = try folder.run(arguments)
            #expect(end.status == 0, "\(end.complaints)")
        }
        #expect(try folder.replies(to: [ProgramFolder.count()])[0]["result"]["count"] == 1)
    }

    @Test("They do not make a database where there is none, and name the one they miss")
    func makesNone() throws {
        for arguments in [["report"], ["page", "page"], ["call", "server.status"]] {
            let end = try folder.run(arguments)
            #expect(end.status == 1)
            #expect(end.complaints.contains("comments.db"))
            #expect(!folder.exists("comments.db"))
        }
    }

    @Test("A directory, or a file that is no database, is refused and left as it was")
    func refusesOthers() throws {
        try folder.write("text.db", String(repeating: "no database\n", count: 1000))
        try folder.write("folder/file", "x")
        for name in ["text.db", "folder", "missing/comments.db"] {
            let end = try folder.run("--db", name, input: ProgramFolder.count())
            #expect(end.status == 1)
            #expect(end.output == "")
            #expect(end.complaints.contains(name))
        }
        #expect(try folder.text("text.db").hasPrefix("no database\nno database\n"))
        #expect(folder.exists("folder/file"))
    }

    @Test("An empty file becomes a database, and only its owner may read it")
    func makesDatabase() throws {
        #expect(try folder.run(input: ProgramFolder.submission("Hello")).status == 0)
        #expect(try folder.mode("comments.db") == 0o600)
        try folder.write("empty.db", "")
        #expect(try folder.run("--db", "empty.db", input: ProgramFolder.count()).status == 0)
    }
}
