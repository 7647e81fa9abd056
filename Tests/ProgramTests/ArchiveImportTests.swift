import JSONValues
import Testing

@Suite("Lines of exports, read in")
struct ArchiveImportTests {
    private let folder: ProgramFolder

    init() throws { folder = try ProgramFolder() }

    /// A comment's line; `more` are further members.
    private static func comment(
        _ ref: String, under parent: String? = nil, by author: String = "ann",
        _ more: String = "", second: Int = 0
    ) -> String {
        let time = "2020-01-01T\(pad(second / 3600)):\(pad(second / 60 % 60)):\(pad(second % 60))Z"
        let above = parent.map { ",\"parent_id\":\"ref:\($0)\"" } ?? ""
        return #"{"type":"comment","thread":"/x","ref":"\#(ref)","author":{"id":"\#(author)"},"#
            + #""body":"Text \#(ref)","created_at":"\#(time)"\#(above)\#(more)}"#
    }

    private static func pad(_ number: Int) -> String { (number < 10 ? "0" : "") + "\(number)" }

    private func load(_ lines: [String], _ more: String...) throws -> String {
        try folder.write("in.ndjson", lines.joined(separator: "\n"))
        let end = try folder.run(["import", "--from", "ndjson", "in.ndjson"] + more)
        #expect(end.status == 0, "\(end.complaints)")
        return end.output
    }

    private func stored() throws -> [String: JSONValue] {
        let lines = try folder.run("export").output.split(separator: "\n")
            .map { try JSONValue(parsing: String($0)) }.filter { $0["type"] == "comment" }
        return Dictionary(lines.map { ($0["ref"].text ?? "", $0) }, uniquingKeysWith: { $1 })
    }

    private func expectSound() throws {
        let check = try folder.run("check")
        #expect(check.output.contains("equals its recount"), "\(check.output)")
    }

    @Test("The first wrong line of many is named, wherever it stands, and nothing is written")
    func firstWrongLine() throws {
        // Some megabytes: more than one part that is read at once.
        var lines = (0..<20_000).map { Self.comment("r\($0)", second: $0) }
        lines[4000] = "\r"
        lines[12_345] = #"{"type":"comment"}"#
        lines[17_000] = "{"
        try folder.write("in.ndjson", lines.joined(separator: "\n"))
        let end = try folder.run("import", "--from", "ndjson", "in.ndjson")
        #expect(end.status == 1)
        #expect(end.complaints.contains("in.ndjson:12346: thread: is missing"), "\(end.complaints)")
        #expect(!folder.exists("comments.db"))
    }

    @Test("Lines of any length and end are read, in their order")
    func lineEnds() throws {
        let long = String(repeating: "한", count: 300_000)
        let lines = [
            "", Self.comment("a") + "\r", "  \t", Self.comment("b", under: "a"),
            Self.comment("c", under: "b").replacing("Text c", with: long), "\r", "",
            Self.comment("d", under: "c"),
        ]
        _ = try load(lines)
        let stored = try stored()
        #expect(stored["d"]?["depth"] == 3)
        #expect(stored["c"]?["body"].text?.unicodeScalars.count == 300_000)
        try expectSound()
    }

    @Test("Many siblings, chains, votes, and what hides above what shows add up")
    func counts() throws {
        var lines: [String] = []
        let hidden = #","status":"pending""#
        for number in 0..<700 {
            // Of a root with 400 replies, of which one is hidden and has a visible one below.
            let parent = number == 0 ? nil : number <= 400 ? "r0" : "r\(number - 1)"
            lines.append(
                Self.comment(
                    "r\(number)", under: parent, by: "u\(number % 7)",
                    number == 400 ? hidden : "", second: number))
            guard number % 5 == 0 else { continue }
            for voter in 0..<(number % 4) {
                lines.append(
                    #"{"type":"vote","comment_id":"ref:r\#(number)","voter":"v\#(voter)","#
                        + #""value":\#(voter == 2 ? -1 : 1),"at":"2020-01-02T00:00:00Z"}"#)
            }
        }
        _ = try load(lines)
        try expectSound()
        let stored = try stored()
        #expect(stored["r0"]?["replies"] == 399)
        #expect(stored["r0"]?["descendants"] == 698)
        #expect(stored["r15"]?["votes"]["score"] == 1)
        #expect(stored["r699"]?["depth"] == 300)
        #expect(try load(lines).contains("imported: nothing"))
        try expectSound()
    }

    @Test("Where they are asked to, rules judge what neither rules nor a person has judged")
    func moderated() throws {
        try folder.write(
            "conf/rules.json",
            "{version: 1, rules: [{name: 'w', when: {words: ['text']}, then: 'hold'}]}")
        let judged =
            #","judgements":[{"revision":1,"rule_set":1,"status":"approved","facts":"{}"}]"#
        let rules =
            #"{"type":"rule_set","n":1,"digest":"\#(String(repeating: "0", count: 32))","#
            + #""version":1,"first_used_at":"2020-01-01T00:00:00Z","rules":"{}","lists":""}"#
        let decision =
            #"{"type":"decision","comment_id":"ref:decided","at":"2020-01-02T00:00:00Z","#
            + #""actor":"mod","action":"approve","to":"approved"}"#
        let making =
            #"{"type":"decision","comment_id":"ref:made","at":"2020-01-01T00:00:00Z","#
            + #""actor":"rules","action":"approve","to":"approved"}"#
        let lines = [
            rules, Self.comment("plain"), Self.comment("reply", under: "plain"),
            Self.comment("judged", judged), Self.comment("decided"), decision,
            Self.comment("made"), making, Self.comment("spam", #","status":"spam""#),
        ]
        _ = try load(lines, "--moderate", "--config", "conf")
        let statuses = try stored().mapValues { $0["status"].text }
        #expect(
            statuses == [
                "plain": "pending", "reply": "pending", "judged": "approved",
                "decided": "approved", "made": "pending", "spam": "spam",
            ])
        try expectSound()
        let queue = try folder.run("call", "moderation.queue")
        #expect(queue.output.contains(#""total": 3"#), "\(queue.output)")
        let history = try folder.run("call", "moderation.history", "comment=ref:made")
        #expect(history.output.contains(#""to": "pending""#), "\(history.output)")
    }

    @Test("A comment whose id another has is not brought twice")
    func takenIDs() throws {
        _ = try load([Self.comment("a", by: "ben")])
        let id = try #require(stored()["a"]?["id"].text)
        let line = Self.comment("x").replacing(#""ref":"x""#, with: #""id":"\#(id)""#)
        #expect(try load([line]).contains("comments"))
        #expect(try load([line]).contains("imported: nothing"))
        #expect(try folder.run("page", "/x").output.contains("2 comments"))
        try expectSound()
    }

    @Test("A rehearsal says what would come and what is there, and changes nothing")
    func rehearsal() throws {
        let first = [Self.comment("a"), Self.comment("b", under: "a", by: "ben")]
        let vote =
            #"{"type":"vote","comment_id":"ref:a","voter":"eve","value":1,"#
            + #""at":"2020-01-02T00:00:00Z"}"#
        let more = first + [vote, Self.comment("c", by: "cleo"), Self.comment("c", by: "cleo")]
        let planned = try load(more, "--dry-run")
        #expect(!folder.exists("comments.db"))
        #expect(try load(more) == planned.replacing("would be imported", with: "imported"))
        let again = try load(more, "--dry-run")
        #expect(again.contains("would be imported: nothing"), "\(again)")
        let grown = more + [Self.comment("d", by: "dan", second: 9)]
        let before = try folder.bytes("comments.db")
        let plannedMore = try load(grown, "--dry-run")
        #expect(try folder.bytes("comments.db") == before)
        #expect(try load(grown) == plannedMore.replacing("would be imported", with: "imported"))
    }

    @Test("What stands nowhere or nobody may do is left out and counted, and the rest comes")
    func leftOut() throws {
        let judged =
            #","judgements":[{"revision":1,"rule_set":7,"status":"approved","facts":"{}"}]"#
        func vote(_ voter: String, on ref: String) -> String {
            #"{"type":"vote","comment_id":"ref:\#(ref)","voter":"\#(voter)","value":1,"#
                + #""at":"2020-01-02T00:00:00Z"}"#
        }
        let lines = [
            Self.comment("a", judged), vote("ann", on: "a"), vote("ben", on: "a"),
            vote("ben", on: "nowhere"),
        ]
        let told = try load(lines)
        #expect(told.contains(/votes of authors on their own comments +1\n/))
        #expect(told.contains(/judgements by rules that no line before them has +1\n/))
        #expect(told.contains(/votes on no comment +1\n/))
        #expect(try stored()["a"]?["votes"]["up"] == 1)
        let again = try load(lines, "--dry-run")
        #expect(again.contains(/votes of authors on their own comments +1\n/))
        #expect(again.contains(/already there +2\n/))
        try expectSound()
    }

    @Test("A page takes as many pins as commands may set, and replies keep theirs")
    func pins() throws {
        let pinned = #","pinned":true"#
        var lines = (0..<40).map { Self.comment("r\($0)", pinned, second: $0) }
        lines.append(Self.comment("reply", under: "r0", pinned, second: 50))
        // What hides above what shows is in the page's counts before the next pin is set.
        lines.append(Self.comment("hidden", #","status":"pending""#, second: 51))
        lines.append(Self.comment("shown", under: "hidden", second: 52))
        lines.append(Self.comment("last", #","status":"rejected""# + pinned, second: 53))
        #expect(try load(lines).contains(/pins past 32 in a thread +9\n/))
        #expect(try stored().values.count { $0["pinned"] == true } == 33)
        #expect(try stored()["reply"]?["pinned"] == true)
        try expectSound()
    }

    @Test("A digest of another length is refused by its line")
    func digests() throws {
        let rules =
            #"{"type":"rule_set","n":1,"digest":"00ff","version":1,"#
            + #""first_used_at":"2020-01-01T00:00:00Z","rules":"{}","lists":""}"#
        try folder.write("in.ndjson", Self.comment("a") + "\n" + rules)
        let end = try folder.run("import", "--from", "ndjson", "in.ndjson")
        #expect(end.status == 1)
        #expect(end.complaints.contains("in.ndjson:2: digest: expected 32 digits"))
        #expect(!folder.exists("comments.db"))
    }
}
