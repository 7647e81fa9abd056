import JSONValues
import Testing

@Suite("The report and the page for people")
struct ProgramReportTests {
    private let folder: ProgramFolder

    /// A site with comments in three scripts, of which some wait and some were flagged.
    init() throws {
        folder = try ProgramFolder()
        try folder.write(
            "conf/rules.json",
            """
            {version: 1, rules: [
              {name: '금지어-목록', when: {words: ['기다림', '待機']}, then: 'hold'}]}
            """)
        let bodies = [
            "기다림 우리는 긴 글을 읽습니다. ", "待機中の長い文章です。", "A long, plain remark. ",
        ]
        let name = String(repeating: "긴이름", count: 20)
        var commands: [String] = []
        for (index, body) in bodies.enumerated() {
            commands.append(
                ProgramFolder.command(
                    "comment.submit",
                    [
                        "thread": "페이지/ページ", "ref": "c\(index)",
                        "author": ["id": "작성자\(index)", "name": .string(name)],
                        "body": .string(String(repeating: body, count: 12)),
                    ]))
        }
        commands.append(
            ProgramFolder.command(
                "flag.raise", ["comment": "ref:c2", "reporter": "독자", "reason": "abuse"]))
        commands.append(
            ProgramFolder.command(
                "comment.submit",
                [
                    "thread": "페이지/ページ", "author": "답글", "parent": "ref:c2",
                    "body": "短い返信",
                ]))
        commands.append(
            ProgramFolder.command(
                "moderation.decide",
                ["comments": ["ref:c1"], "action": "approve", "moderator": "관리자"]))
        let replies = try folder.replies(to: commands, "--config", "conf")
        #expect(replies.allSatisfy { $0["error"] == .null })
    }

    /// How many columns of a terminal a line takes: letters of East Asia take two.
    private func width(_ line: Substring) -> Int {
        line.unicodeScalars.reduce(0) { sum, scalar in
            switch scalar.value {
            case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
                0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF:
                sum + 2
            default: sum + 1
            }
        }
    }

    private func expectNarrow(_ text: String) {
        for line in text.split(separator: "\n") where width(line) > 100 {
            Issue.record("\(width(line)) columns: \(line)")
        }
    }

    @Test("The report has its sections and figures in lines of at most 100 columns")
    func reports() throws {
        let end = try folder.run("report", "--config", "conf")
        #expect(end.status == 0)
        #expect(end.complaints == "")
        expectNarrow(end.output)
        for text in [
            "Moderation queue report of default", "Waiting now", "1 pending, 1 flagged",
            "Flow by day", "Rules", "금지어-목록", "Moderators", "관리자", "Readers' flags",
            "페이지/ページ", "작성자2", "기다림", "abuse",
        ] { #expect(end.output.contains(text), "\(text)") }
    }

    @Test("As JSON the report is what the method answers, on one line or over several")
    func reportsJSON() throws {
        let end = try folder.run("report", "--format", "json")
        #expect(end.status == 0)
        #expect(end.output.split(separator: "\n").count == 1)
        let report = try JSONValue(parsing: end.output)
        #expect(report["now"]["pending"] == 1)
        #expect(report["moderators"][0]["moderator"] == "관리자")
        let pretty = try folder.run("report", "--format=json", "--pretty")
        #expect(pretty.output.split(separator: "\n").count > 20)
        #expect(try JSONValue(parsing: pretty.output)["flow"] == report["flow"])
    }

    @Test("A report covers the site and the time that are asked for")
    func narrowsReports() throws {
        let other = try folder.run("report", "--site", "other")
        #expect(other.output.contains("Moderation queue report of other"))
        #expect(other.output.contains("0 pending, 0 flagged"))
        let past = try folder.run(
            "report", "--format", "json", "--since", "2020-01-01T00:00:00Z", "--until",
            "2020-02-01T00:00:00Z")
        let report = try JSONValue(parsing: past.output)
        #expect(report["since"] == "2020-01-01T00:00:00.000Z")
        #expect(report["flow"] == [])
    }

    @Test("A page shows who wrote what, with replies moved in, in at most 100 columns")
    func showsPage() throws {
        let end = try folder.run("page", "페이지/ページ", "--sort", "oldest")
        #expect(end.status == 0)
        expectNarrow(end.output)
        let lines = end.output.split(separator: "\n")
        #expect(lines.first == "페이지/ページ")
        #expect(end.output.contains("3 comments · sorted by oldest"))
        #expect(end.output.contains("A long, plain remark."))
        #expect(lines.contains { $0.hasPrefix("    ") && $0.contains("답글") })
        #expect(!end.output.contains("기다림"))
    }

    @Test("A page that nobody has commented on is empty, and of its own site")
    func showsEmptyPage() throws {
        for arguments in [["page", "unused"], ["page", "페이지/ページ", "--site=other"]] {
            let end = try folder.run(arguments)
            #expect(end.status == 0)
            #expect(end.output.contains("0 comments"))
        }
    }

    @Test("Controls that turn a terminal's line around do not reach it")
    func disarmsControls() throws {
        let body = "abc\u{202E}def\u{2066}ghi"
        _ = try folder.replies(to: [
            ProgramFolder.command(
                "comment.submit",
                [
                    "thread": "turned", "author": ["id": "x", "name": "n\u{202E}m"],
                    "body": .string(body),
                ])
        ])
        let end = try folder.run("page", "turned")
        #expect(end.output.contains("abcdefghi"))
        #expect(end.output.unicodeScalars.allSatisfy { !(0x202A...0x2069).contains($0.value) })
    }
}
