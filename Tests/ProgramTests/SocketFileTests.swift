import Glibc
import JSONValues
import Testing

@Suite("A socket in the file system, and who may serve there")
struct SocketFileTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    @Test("A socket is its owner's alone, unless another mode is asked for")
    func hasMode() throws {
        let closed = try folder.serve()
        #expect(try folder.mode("s") == 0o600)
        try closed.stop()
        let open = try folder.serve("--socket-mode", "660")
        #expect(try folder.mode("s") == 0o660)
        try open.stop()
    }

    @Test("The database keeps its own mode, whatever the socket's is")
    func keepsDatabaseClosed() throws {
        let served = try folder.serve("--socket-mode=666")
        try served.connect().call("comment.submit", ["thread": "p", "author": "a", "body": "b"])
        #expect(try folder.mode("comments.db") == 0o600)
    }

    @Test("A group is given to the socket by its name; one that is not there is wrong usage")
    func hasGroup() throws {
        let name = try #require(getgrgid(getgid()).map { String(cString: $0.pointee.gr_name) })
        try folder.serve("--socket-group", name, "--socket-mode", "660").stop()
        let end = try folder.run("serve", "--socket", "s", "--socket-group", "no such group")
        #expect(end.status == 2)
        #expect(end.complaints.contains("no such group"))
    }

    @Test(
        "What cannot be a place to serve at is refused before anything is made",
        arguments: [
            (["serve"], 2), (["serve", "--socket", "s", "--socket-mode", "999"], 2),
            (["serve", "--socket", "s", "--config", "tokens", "--listen", "nowhere"], 1),
            (["serve", "--socket", "s", "--config", "tokens", "--listen", "127.0.0.1:70000"], 1),
            (["serve", "--socket", "s", "--listen", "127.0.0.1:0"], 2),
            (["serve", "--socket", "missing/s"], 1),
            (["serve", "--socket", String(repeating: "long", count: 40)], 1),
        ])
    func refusesPlaces(arguments: [String], status: Int) throws {
        try folder.write("tokens/commentd.json", Tokens.configuration)
        let end = try folder.run(arguments)
        #expect(Int(end.status) == status)
        #expect(end.output == "")
        #expect(!end.complaints.isEmpty)
        #expect(!folder.exists("s"))
    }

    @Test("The socket file of a server that was killed is replaced")
    func replacesStale() throws {
        let first = try folder.serve()
        try first.connect().call("comment.submit", ["thread": "p", "author": "a", "body": "b"])
        try first.kill()
        #expect(folder.exists("s"))
        let second = try folder.serve()
        #expect(try second.connect().call("thread.get", ["thread": "p"])["count"] == 1)
        try second.stop()
        #expect(!folder.exists("s"))
    }

    @Test("A socket that another server answers at is refused, and left to it")
    func refusesLive() throws {
        let first = try folder.serve()
        let end = try folder.run("serve", "--socket", "s", "--db", "other.db")
        #expect(end.status == 1)
        #expect(end.complaints.contains("s: "))
        #expect(try first.connect().call("thread.get", ["thread": "p"])["count"] == 0)
        #expect(folder.exists("s"))
        try first.stop()
    }

    @Test("A file that is no socket is refused, and left as it was")
    func refusesFiles() throws {
        try folder.write("s", "Something dear.")
        try folder.write("folder/file", "x")
        for name in ["s", "folder"] {
            let end = try folder.run("serve", "--socket", name)
            #expect(end.status == 1)
            #expect(end.complaints.contains("\(name): "))
        }
        #expect(try folder.text("s") == "Something dear.")
        #expect(folder.exists("folder/file"))
    }

    @Test("A link to a socket is no socket either")
    func refusesLinks() throws {
        let first = try folder.serve(socket: "real")
        try folder.link("s", to: "real")
        let end = try folder.run("serve", "--socket", "s", "--db", "other.db")
        #expect(end.status == 1)
        #expect(try first.connect().call("thread.get", ["thread": "p"])["count"] == 0)
    }

    @Test("A second server on the same database is refused, and told who is there")
    func refusesSecondServer() throws {
        let first = try folder.serve()
        for arguments in [["serve", "--socket", "t"], ["serve", "--socket", "s"], []] {
            let end = try folder.run(arguments)
            #expect(end.status == 1)
            #expect(end.complaints.contains("\(first.program.pid)"))
            #expect(end.complaints.contains("comments.db"))
        }
        #expect(!folder.exists("t"))
        #expect(try first.connect().call("thread.get", ["thread": "p"])["count"] == 0)
        try first.stop()
    }

    @Test("Two servers serve two databases side by side")
    func servesApart() throws {
        let first = try folder.serve()
        let second = try folder.serve("--db", "other.db", socket: "t")
        try first.connect().call("comment.submit", ["thread": "p", "author": "a", "body": "b"])
        #expect(try second.connect().call("thread.get", ["thread": "p"])["count"] == 0)
        try first.stop()
        try second.stop()
    }

    @Test("A port that is taken is refused, and no socket file is left")
    func refusesTakenPort() throws {
        let first = try folder.serveTCP()
        let port = try #require(first.port).number
        let end = try folder.run(
            "serve", "--socket", "t", "--db", "other.db", "--config", "tokens", "--listen",
            "127.0.0.1:\(port)")
        #expect(end.status == 1)
        #expect(end.complaints.contains("\(port)"))
        #expect(!folder.exists("t"))
        try first.stop()
    }
}
