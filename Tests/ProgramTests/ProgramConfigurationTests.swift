import JSONValues
import Testing

@Suite("The program's configuration")
struct ProgramConfigurationTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    @Test("Settings, rules and word lists of the directory hold, comments in them and all")
    func loads() throws {
        try folder.write(
            "conf/commentd.json", "// Limits\n{ limits: { max_body_bytes: 20, }, /* more */ }")
        try folder.write(
            "conf/rules.json",
            "{version: 3, rules: [{name: 'list', when: {words: 'words/bad.txt'}, then: 'hold'}]}")
        try folder.write("conf/words/bad.txt", "waiting\n")
        let replies = try folder.replies(
            to: [
                ProgramFolder.submission("I am waiting"),
                ProgramFolder.submission("Far too long for this limit"),
            ], "--config", "conf")
        #expect(replies[0]["result"]["comment"]["status"] == "pending")
        #expect(replies[0]["result"]["decision"]["rules"] == 3)
        #expect(replies[1]["error"]["data"]["limit"] == 20)
        let rules = try folder.run("call", "rules.get", "--config=conf")
        #expect(try JSONValue(parsing: rules.output)["version"] == 3)
    }

    @Test("A directory without files has default limits and no rules")
    func loadsEmpty() throws {
        let replies = try folder.replies(
            to: [ProgramFolder.submission("Hello"), ProgramFolder.command("server.status")],
            "--config", "empty")
        #expect(
            replies[0]["result"]["decision"] == ["status": "approved", "rules": 0, "reasons": []])
        #expect(replies[1]["result"]["limits"]["max_body_bytes"] == 10_000)
    }

    @Test("Without a directory the built-in rules hold")
    func hasBuiltIn() throws {
        let end = try Spawned(["call", "rules.get"], in: folder.path).end()
        #expect(end.status == 0)
        let result = try JSONValue(parsing: end.output)
        #expect(result["version"].integer ?? 0 > 0)
        #expect(result["rules"].array?.isEmpty == false)
    }

    @Test("With room for one command in flight, all are answered in order")
    func boundsFlight() throws {
        try folder.write(
            "conf/commentd.json",
            "{limits: {max_in_flight_commands: 1, max_in_flight_bytes: 65536}}")
        let commands = (1...60).map { index in
            index % 2 == 0
                ? ProgramFolder.command("rpc.discover", id: index)
                : ProgramFolder.submission("Number \(index)", id: index)
        }
        let replies = try folder.replies(to: commands, "--config", "conf")
        #expect(replies.map { $0["id"] } == (1...60).map { .integer($0) })
    }

    private static let wrong: [(file: String, text: String, place: String, problem: String)] = [
        (
            "commentd.json", "{limits: {max_dept: 3}}", "limits.max_dept",
            "did you mean max_depth?"
        ),
        ("commentd.json", "{limits: {max_depth: 'x'}}", "limits.max_depth", "expected an integer"),
        ("commentd.json", "{limits: {max_depth: -1}}", "limits.max_depth", "0 to 1000"),
        ("commentd.json", "{votes: {guests: 1}}", "votes.guests", "expected true or false"),
        ("commentd.json", "{limit: {}}", "limit", "did you mean limits?"),
        ("commentd.json", "{limits: ", "commentd.json", ""),
        (
            "rules.json", "{version: 1, rules: [{name: 'a', when: {wrods: ['x']}, then: 'hold'}]}",
            "rules[0].when.wrods", "did you mean words?"
        ),
        (
            "rules.json", "{version: 1, rules: [{name: 'a', when: {length: {min: 1}}}]}",
            "rules[0].then", "expected one of"
        ),
        (
            "rules.json",
            "{version: 1, rules: [{name: 'a', when: {words: 'no.txt'}, then: 'hold'}]}",
            "rules[0].when.words", ""
        ),
        ("rules.json", "{rules: []}", "version", "expected an integer"),
    ]

    @Test(
        "A wrong member exits 2 and names the file, the place and what was expected",
        arguments: wrong)
    func refuses(file: String, text: String, place: String, problem: String) throws {
        try folder.write("conf/\(file)", text)
        for arguments in [["--config", "conf"], ["call", "rules.get", "--config", "conf"]] {
            let end = try folder.run(arguments)
            #expect(end.status == 2)
            #expect(end.output == "")
            #expect(end.complaints.contains("conf/\(file)"))
            #expect(end.complaints.contains(place))
            #expect(problem.isEmpty || end.complaints.contains(problem))
        }
        #expect(!folder.exists("comments.db"))
    }

    @Test("A directory that is not there exits 2 and is named")
    func refusesMissing() throws {
        let end = try folder.run("--config", "nowhere")
        #expect(end.status == 2)
        #expect(end.complaints.contains("nowhere"))
        #expect(!folder.exists("comments.db"))
    }
}

@Suite("Compiled rules beside the database")
struct FormsFileTests {
    private let folder: ProgramFolder

    init() throws {
        folder = try ProgramFolder()
        try folder.write(
            "conf/rules.json",
            "{version: 3, rules: [{name: 'word', when: {words: ['waiting']}, then: 'hold'}]}")
    }

    private func status() throws -> JSONValue {
        try folder.replies(to: [ProgramFolder.submission("I am waiting")], "--config", "conf")[0][
            "result"]["comment"]["status"]
    }

    @Test("They are written at the first start, for the owner alone, and not again without need")
    func written() throws {
        #expect(try status() == "pending")
        #expect(try folder.mode("comments.db.rules") & 0o777 == 0o600)
        let first = try folder.bytes("comments.db.rules")
        #expect(try status() == "pending")
        #expect(try folder.bytes("comments.db.rules") == first)
    }

    @Test("Other rules take their place, and what is damaged is as good as none")
    func replaced() throws {
        _ = try status()
        try folder.write("comments.db.rules", "commentd compiled rules 1\nnonsense")
        #expect(try status() == "pending")
        try folder.write(
            "conf/rules.json",
            "{version: 4, rules: [{name: 'word', when: {words: ['other']}, then: 'hold'}]}")
        #expect(try status() == "approved")
    }

    @Test("A single command writes none")
    func single() throws {
        _ = try folder.run("call", "rules.get", "--config=conf")
        #expect(!folder.exists("comments.db.rules"))
    }
}
