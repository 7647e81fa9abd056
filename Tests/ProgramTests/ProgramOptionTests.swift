import JSONValues
import Testing

@Suite("The program's options")
struct ProgramOptionTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    @Test("--version tells the version that the server tells")
    func tellsVersion() throws {
        let end = try folder.run("--version")
        #expect(end.status == 0)
        let status = try folder.replies(to: [ProgramFolder.command("server.status")])
        let version = try #require(status[0]["result"]["version"].text)
        #expect(end.output == "commentd \(version)\n")
    }

    @Test("--help tells the commands and options, in lines of at most 100 columns")
    func helps() throws {
        let end = try folder.run("--help")
        #expect(end.status == 0)
        for word in [
            "call", "page", "report", "--db", "--config", "--durability", "--backdate",
            "--pretty", "--version", "--help", "--sort", "--site", "--since", "--until",
            "--format",
        ] { #expect(end.output.contains(word)) }
        #expect(end.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
        #expect(!folder.exists("comments.db"))
    }

    @Test(
        "Wrong usage exits 2, says what is wrong and what was meant, and does nothing",
        arguments: [
            (["reprot"], "report"), (["cal", "server.status"], "call"), (["--bd", "x"], "--db"),
            (["report", "--sites", "x"], "--site"), (["report", "--format", "txt"], "text"),
            (["--durability", "ful"], "full"), (["page", "x", "--sorts=new"], "--sort"),
        ])
    func suggests(arguments: [String], meant: String) throws {
        let end = try Spawned(arguments, in: folder.path).end()
        #expect(end.status == 2)
        #expect(end.output == "")
        #expect(end.complaints.contains("did you mean \(meant)?"))
        #expect(!folder.exists("comments.db"))
    }

    @Test(
        "Something missing or too much is wrong usage as well",
        arguments: [
            ["call"], ["page"], ["page", "a", "b"], ["report", "extra"], ["--db"], ["--db="],
            ["--pretty=yes"], ["--sort", "best"], ["call", "server.status", "--since", "x"],
            ["--nothing-like-it", "x"],
        ])
    func refuses(arguments: [String]) throws {
        let end = try Spawned(arguments, in: folder.path).end()
        #expect(end.status == 2)
        #expect(end.output == "")
        #expect(end.complaints.contains("--help"))
        #expect(!folder.exists("comments.db"))
    }

    @Test("A value that no method takes is wrong usage, too")
    func refusesValues() throws {
        _ = try folder.run(input: ProgramFolder.submission("Hello"))
        let sort = try folder.run("page", "page", "--sort", "newst")
        #expect(sort.status == 2)
        #expect(sort.output == "")
        #expect(sort.complaints.contains("did you mean newest?"))
        for option in ["--since", "--until"] {
            let time = try folder.run("report", option, "yesterday")
            #expect(time.status == 2)
            #expect(time.output == "")
        }
    }

    @Test("--backdate lets commands say when they happened")
    func backdates() throws {
        let command = ProgramFolder.command(
            "comment.submit",
            ["thread": "page", "author": "ann", "body": "x", "at": "2020-01-01T00:00:00Z"])
        #expect(try folder.replies(to: [command])[0]["error"]["code"] == 403)
        let replies = try folder.replies(to: [command], "--backdate")
        #expect(replies[0]["result"]["comment"]["created_at"] == "2020-01-01T00:00:00.000Z")
    }

    @Test("--durability chooses how hard a commit waits, which the status tells")
    func choosesDurability() throws {
        let status = ProgramFolder.command("server.status")
        let full = try folder.replies(to: [status])
        #expect(full[0]["result"]["durability"] == "full")
        let normal = try folder.replies(
            to: [ProgramFolder.submission("Hello"), status], "--durability", "normal")
        #expect(normal[1]["result"]["durability"] == "normal")
        #expect(try folder.replies(to: [ProgramFolder.count()])[0]["result"]["count"] == 1)
    }

    @Test("--pretty prints each reply over several lines, and means the same")
    func prints() throws {
        let command = ProgramFolder.submission("{\"a\": [1, 2]}")
        let plain = try folder.replies(to: [command], "--db", ":memory:")[0]
        let end = try folder.run("--pretty", "--db", ":memory:", input: command)
        #expect(end.status == 0)
        #expect(end.output.split(separator: "\n").count > 20)
        let pretty = try JSONValue(parsing: end.output)
        let (body, html) = (
            pretty["result"]["comment"]["body"], pretty["result"]["comment"]["html"]
        )
        #expect(body == plain["result"]["comment"]["body"])
        #expect(html == plain["result"]["comment"]["html"])
    }
}
