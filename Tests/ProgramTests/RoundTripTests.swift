import JSONValues
import Testing

@Suite("Everything out, and in again")
struct RoundTripTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    private static let rules = """
        {version: 1, rules: [
          {name: 'held', when: {words: ['waiting']}, then: 'hold'},
          {name: 'masked', when: {words: ['darn']}, then: 'mask'}]}
        """

    /// A site in which everything has happened that leaves rows behind.
    private func makeSite() throws {
        try folder.write("conf/rules.json", Self.rules)
        let end = try folder.run(
            ["--config", "conf"], input: (Self.day + Self.evening).map { $0 + "\n" }.joined())
        #expect(end.status == 0)
        #expect(!end.output.contains("\"error\""), "\(end.output)")
    }

    /// Comments, edits, votes and flags.
    private static let day: [String] = {
        let ann =
            #"""
            {"id":"ann","name":"Ann","email":"ann@example.org","url":"https://ann.example",\#
            "ip":"203.0.113.7","user_agent":"B/1","roles":["author"]}
            """#
        return [
            #"{"id":1,"method":"site.configure","params":{"default_sort":"newest"}}"#,
            #"""
            {"id":2,"method":"comment.submit","params":{"thread":"/a","ref":"one",\#
            "author":\#(ann),"body":"First, darn it","notify":"replies"}}
            """#,
            #"""
            {"id":3,"method":"comment.submit","params":{"thread":"/a","ref":"two",\#
            "parent":"ref:one","author":"ben","body":"I am waiting"}}
            """#,
            #"""
            {"id":4,"method":"comment.submit","params":{"thread":"/a","ref":"three",\#
            "parent":"ref:one","author":"cleo","body":"협상은 5년",\#
            "anchor":{"exact":"five years","start":6}}}
            """#,
            #"""
            {"id":5,"method":"comment.edit","params":{"comment":"ref:three","by":"cleo",\#
            "body":"협상은 6년"}}
            """#,
            #"""
            {"id":6,"method":"vote.cast","params":{"comment":"ref:one","voter":"ben",\#
            "value":1}}
            """#,
            #"""
            {"id":7,"method":"vote.cast","params":{"comment":"ref:one","voter":"dan",\#
            "value":-1}}
            """#,
            #"""
            {"id":8,"method":"vote.cast","params":{"comment":"ref:three","voter":"eve",\#
            "value":1}}
            """#,
            #"""
            {"id":9,"method":"flag.raise","params":{"comment":"ref:three","reporter":"dan",\#
            "reason":"abuse","detail":"Look"}}
            """#,
            #"""
            {"id":10,"method":"flag.raise","params":{"comment":"ref:one","reporter":"eve",\#
            "reason":"spam"}}
            """#,
        ]
    }()

    /// Decisions, sanctions, settings and an erasure.
    private static let evening: [String] = [
        #"""
        {"id":11,"method":"moderation.decide","params":{"comments":["ref:one"],\#
        "action":"approve","moderator":"mod"}}
        """#,
        #"""
        {"id":12,"method":"moderation.decide","params":{"comments":["ref:one"],\#
        "action":"pin","moderator":"mod"}}
        """#,
        #"""
        {"id":13,"method":"moderation.decide","params":{"comments":["ref:three"],\#
        "action":"reject","moderator":"rules","reason":"No"}}
        """#,
        #"""
        {"id":14,"method":"moderation.decide","params":{"comments":["ref:three"],\#
        "action":"undo","moderator":"mod"}}
        """#,
        #"""
        {"id":15,"method":"person.sanction","params":{"person":"zed","kind":"shadow",\#
        "reason":"R","moderator":"mod"}}
        """#,
        #"""
        {"id":16,"method":"comment.submit","params":{"thread":"/b","author":"zed",\#
        "body":"Unseen"}}
        """#,
        #"""
        {"id":17,"method":"person.sanction","params":{"person":"dan","kind":"ban",\#
        "reason":"R","moderator":"mod","void_votes":true}}
        """#,
        #"""
        {"id":18,"method":"thread.configure","params":{"thread":"/b",\#
        "title":"B \"quoted\"","closed":true}}
        """#,
        #"""
        {"id":19,"method":"comment.submit","params":{"site":"other","thread":"/a",\#
        "author":"gone","body":"Soon away"}}
        """#,
        #"""
        {"id":20,"method":"person.erase","params":{"site":"other","person":"gone",\#
        "moderator":"mod"}}
        """#,
        #"""
        {"id":21,"method":"comment.submit","params":{"thread":"/a","ref":"four",\#
        "author":"ben","body":"Four"}}
        """#,
        #"{"id":22,"method":"comment.delete","params":{"comment":"ref:four","by":"ben"}}"#,
        #"""
        {"id":23,"method":"moderation.decide","params":{"comments":["ref:three"],\#
        "action":"dismiss_flags","moderator":"mod"}}
        """#,
    ]

    private func export(_ database: String) throws -> String {
        let end = try folder.run("export", "--db", database)
        #expect(end.status == 0, "\(end.complaints)")
        return end.output
    }

    @Test("The export of what an export was read into is the same, byte for byte")
    func same() throws {
        try makeSite()
        let first = try export("comments.db")
        try folder.write("all.ndjson", first)
        let end = try folder.run("import", "--from", "ndjson", "all.ndjson", "--db", "copy.db")
        #expect(end.status == 0, "\(end.complaints)")
        let second = try export("copy.db")
        let (left, right) = (first.split(separator: "\n"), second.split(separator: "\n"))
        #expect(left.count == right.count)
        for (one, other) in zip(left, right) where one != other {
            Issue.record("\(one)\n\(other)")
        }
        #expect(first == second)
        let check = try folder.run("check", "--db", "copy.db")
        #expect(check.status == 0, "\(check.output)")
        let types = try left.map { try JSONValue(parsing: String($0))["type"].text }
        for type in [
            "site", "rule_set", "thread", "person", "sanction", "comment", "revision", "decision",
            "flag", "vote", "case", "subscription",
        ] { #expect(types.contains(type), "\(type)") }
    }

    @Test("A second import of the same changes nothing")
    func twice() throws {
        try makeSite()
        let all = try export("comments.db")
        for _ in 0..<2 {
            let end = try folder.run(
                ["import", "--from", "ndjson", "-", "--db", "copy.db"], input: all)
            #expect(end.status == 0, "\(end.complaints)")
        }
        #expect(try export("copy.db") == all)
        let again = try folder.run(["import", "--from", "ndjson", "-"], input: all)
        #expect(again.status == 0, "\(again.complaints)")
        #expect(try export("comments.db") == all)
        #expect(try folder.run("check").status == 0)
    }

    @Test("What is wrong is told by file and line, and nothing is written")
    func refused() throws {
        try makeSite()
        var lines = try export("comments.db").split(separator: "\n").map(String.init)
        lines[3] = #"{"type":"thread","thread":5}"#
        try folder.write("bad.ndjson", lines.joined(separator: "\n"))
        let end = try folder.run("import", "--from", "ndjson", "bad.ndjson", "--db", "copy.db")
        #expect(end.status == 1)
        #expect(end.complaints.contains("bad.ndjson:4: thread: expected a string"))
        #expect(!folder.exists("copy.db"))
    }

    @Test("Lines that somebody wrote by hand need no more than what they say")
    func byHand() throws {
        let lines = """
            {"type":"comment","thread":"/x","ref":"r1","author":{"id":"a"},"body":"One",\
            "created_at":"2020-01-01T00:00:00Z"}
            {"type":"comment","thread":"/x","ref":"r2","parent_id":"ref:r1","author":{"id":"b"},\
            "body":"Two","created_at":"2020-01-01T00:00:01Z","status":"pending"}
            {"type":"comment","thread":"/x","ref":"r3","parent_id":"ref:nowhere",\
            "author":{"id":"c"},"body":"Three\\u0007","created_at":"2019-01-01T00:00:01Z"}
            {"type":"vote","comment_id":"ref:r1","voter":"v","value":1,"at":"2020-01-02T00:00:00Z"}
            """
        let end = try folder.run(["import", "--from", "ndjson", "-"], input: lines)
        #expect(end.status == 0, "\(end.complaints)")
        #expect(end.output.contains("made roots"))
        let page = try folder.run("page", "/x", "--sort", "oldest")
        #expect(page.output.contains("2 comments"))
        #expect(page.output.contains("+1 −0  a"))
        #expect(page.output.contains("Three"))
        #expect(try folder.run("check").output.contains("equals its recount"))
        #expect(try folder.run("call", "moderation.queue").output.contains("\"Two\""))
        let all = try export("comments.db")
        let copied = try folder.run(
            ["import", "--from", "ndjson", "-", "--db", "c.db"], input: all)
        #expect(copied.status == 0, "\(copied.complaints)")
        #expect(try export("c.db") == all)
    }

    @Test("Replies older than what they reply to come behind it, and any depth is kept")
    func deep() throws {
        var lines: [String] = []
        for number in 0..<5000 {
            let parent = number == 0 ? "" : #""parent_id":"ref:d\#(number - 1)","#
            let at = "2020-01-01T00:\(10 + number % 50):00Z"
            lines.append(
                #"""
                {"type":"comment","thread":"/deep",\#
                "ref":"d\#(number)",\#(parent)"author":{"id":"a"},"body":"b",\#
                "created_at":"\#(at)"}
                """#
            )
        }
        let end = try folder.run(
            ["import", "--from", "ndjson", "-"], input: lines.joined(separator: "\n"))
        #expect(end.status == 0, "\(end.complaints)")
        #expect(try folder.run("check").output.contains("equals its recount"))
        let all = try export("comments.db")
        let copied = try folder.run(
            ["import", "--from", "ndjson", "-", "--db", "c.db"], input: all)
        #expect(copied.status == 0, "\(copied.complaints)")
        #expect(!copied.output.contains("made roots"))
        #expect(try export("c.db") == all)
    }

    @Test("A database that a server has is not touched, and its process is named")
    func locked() throws {
        try folder.run(input: ProgramFolder.submission("Hello") + "\n")
        let server = try folder.start()
        server.write(ProgramFolder.count() + "\n")
        _ = try server.line()
        for command in [["export"], ["import", "--from", "ndjson", "/dev/null"]] {
            let end = try folder.run(command)
            #expect(end.status == 1)
            #expect(
                end.complaints.contains("in use by process \(server.pid)")
                    || end.complaints.contains("is no file"))
        }
        #expect(try server.end().status == 0)
    }
}
