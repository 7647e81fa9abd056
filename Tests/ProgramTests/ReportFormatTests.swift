import Foundation
import JSONValues
import Testing
import Wire

@Suite("A report in other formats")
struct ReportFormatTests {
    private let folder: ProgramFolder
    private static let formula = "=HYPERLINK(\"http://evil.example\")"
    private static let markup = "<script>alert(1)</script>&'\""

    /// What is hostile to spreadsheets and pages, in names that the report shows.
    init() throws {
        folder = try ProgramFolder()
        try folder.write(
            "conf/rules.json",
            """
            {version: 1, rules: [
              {name: '@rule, "quoted"', when: {words: ['waiting']}, then: 'hold'},
              {name: 'idle', when: {words: ['xyzzy']}, then: 'spam', dry_run: true}]}
            """)
        func submit(_ ref: String, _ author: String, _ body: String) -> String {
            ProgramFolder.command(
                "comment.submit",
                [
                    "thread": .string("-1+페이지 \(Self.markup)"), "ref": .string(ref),
                    "author": ["id": .string(author), "name": .string(author)],
                    "body": .string(body),
                ])
        }
        let replies = try folder.replies(
            to: [
                submit("a", Self.formula, "I am waiting \(Self.markup)"),
                submit("b", Self.markup, "Hello"), submit("c", "이도현", "I am waiting too"),
                ProgramFolder.command(
                    "flag.raise", ["comment": "ref:b", "reporter": "zoe", "reason": "abuse"]),
                ProgramFolder.command(
                    "moderation.decide",
                    ["comments": ["ref:b"], "action": "reject", "moderator": "+mod"]),
            ], "--config", "conf")
        #expect(replies.allSatisfy { $0["error"] == .null })
    }

    /// Reads what RFC 4180 describes.
    static func parse(_ text: String) throws -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var cell = ""
        var isQuoted = false
        var rest = Array(text.unicodeScalars)[...]
        while let letter = rest.popFirst() {
            switch letter {
            case "\"" where isQuoted && rest.first == "\"":
                cell.unicodeScalars.append(rest.removeFirst())
            case "\"": isQuoted.toggle()
            case "," where !isQuoted:
                row.append(cell)
                cell = ""
            case "\r" where !isQuoted:
                #expect(rest.popFirst() == "\n")
                rows.append(row + [cell])
                (row, cell) = ([], "")
            default: cell.unicodeScalars.append(letter)
            }
        }
        #expect(row.isEmpty && cell.isEmpty && !isQuoted)
        return rows
    }

    @Test("As CSV it is a file for each section, every row as wide as the first")
    func writesFiles() throws {
        let end = try folder.run("report", "--format", "csv", "--output", "out")
        #expect(end.status == 0)
        #expect(end.output == "")
        let sections = [
            "now", "flow", "rules", "moderators", "readers", "classifiers", "health",
        ]
        for section in sections {
            let rows = try Self.parse(folder.text("out/\(section).csv"))
            #expect(!rows.isEmpty)
            for row in rows { #expect(row.count == rows[0].count, "\(section): \(row)") }
        }
        let flow = try Self.parse(folder.text("out/flow.csv"))
        #expect(flow[0].prefix(3) == ["day", "submitted", "at_once.approved"])
        #expect(flow[0].contains("submitted_by_hour.23"))
        #expect(flow[1][1] == "3")
        let health = try Self.parse(folder.text("out/health.csv"))
        #expect(health[0] == ["group", "of", "figure", "value"])
        #expect(health.contains(["total", "", "growth", "2"]))
    }

    @Test("One section goes to standard output, and more than one needs a folder")
    func writesSection() throws {
        let end = try folder.run("report", "--format", "csv", "--section", "moderators")
        let rows = try Self.parse(end.output)
        #expect(rows[0].prefix(3) == ["moderator", "decisions", "timed"])
        #expect(rows.count == 2)
        for arguments in [[], ["--section", "now,flow"], ["--section", "nor"]] {
            #expect(try folder.run(["report", "--format", "csv"] + arguments).status == 2)
        }
        #expect(try folder.run("report", "--output", "out").status == 2)
    }

    @Test("No cell of a spreadsheet begins a formula")
    func guardsFormulas() throws {
        try folder.run("report", "--format", "csv", "--output", "out")
        for section in ["now", "rules", "moderators", "readers"] {
            for row in try Self.parse(folder.text("out/\(section).csv")) {
                for cell in row where cell.first.map("=+-@".contains) ?? false {
                    #expect(Double(cell) != nil, "\(section): \(cell)")
                }
            }
        }
        let now = try folder.text("out/now.csv")
        #expect(now.contains("'=HYPERLINK(\"\"http"))
        #expect(try folder.text("out/rules.csv").contains("\"'@rule, \"\"quoted\"\"\""))
        #expect(try folder.text("out/moderators.csv").contains("'+mod"))
    }

    @Test("A page has no script, asks for nothing, and its policy lets in its own style alone")
    func isSelfContained() throws {
        let page = try folder.run("report", "--format", "html").output
        #expect(!page.contains("<script"))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;&quot;"))
        for word in ["src=", "url(", "@import", "<link", "<img", "<iframe", "style=", " on"] {
            let inTags = page.matches(of: /<[^>]*>/).contains { $0.output.contains(word) }
            #expect(!inTags, "\(word)")
        }
        #expect(!page.contains("url(") && !page.contains("@import"))
        let style = try #require(page.firstMatch(of: /<style>(?s:(.*?))<\/style>/)).1
        let digest = Data(SHA256.digest(of: Array(style.utf8))).base64EncodedString()
        #expect(
            page.contains(
                "content=\"default-src &#39;none&#39;; style-src &#39;sha256-\(digest)&#39;;")
                || page.contains(
                    "content=\"default-src 'none'; style-src 'sha256-\(digest)';")
        )
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
    }

    @Test("A page has the sections that were asked for, each picture with its words and its table")
    func hasSections() throws {
        let page = try folder.run("report", "--format", "html").output
        let headings = page.matches(of: /<h2 id="(\w+)-title">/).map { String($0.1) }
        #expect(
            headings == [
                "now", "flow", "rules", "moderators", "readers", "classifiers", "health",
            ])
        for figure in page.matches(of: /<figure(?s:.*?)<\/figure>/) {
            #expect(figure.output.contains("<figcaption"))
            #expect(figure.output.contains("<table"))
            guard figure.output.contains("<svg") else { continue }
            #expect(figure.output.contains(/<title id="[\w-]+-t">\w/))
            #expect(figure.output.contains(/<desc id="[\w-]+-d">\w/))
        }
        let some = try folder.run("report", "--format", "html", "--section", "rules,health").output
        #expect(some.matches(of: /<h2\s/).count == 2)
    }

    @Test("Text has colours on a terminal alone, and none where the reader wants none")
    func coloursOnTerminals() throws {
        let plain = try folder.run("report").output
        #expect(!plain.contains("\u{1B}"))
        #expect(plain.contains("Never hit: idle"))
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let commentd = URL(filePath: program).deletingLastPathComponent().path + "/commentd"
        func onTerminal(_ environment: [String: String]) throws -> String {
            let shell = Process()
            shell.executableURL = URL(filePath: "/usr/bin/script")
            shell.arguments = ["-qec", "'\(commentd)' report --config empty", "/dev/null"]
            shell.currentDirectoryURL = URL(filePath: folder.path)
            shell.environment = environment
            let output = Pipe()
            shell.standardOutput = output
            shell.standardInput = FileHandle.nullDevice
            try shell.run()
            let bytes = output.fileHandleForReading.readDataToEndOfFile()
            shell.waitUntilExit()
            return String(decoding: bytes, as: UTF8.self)
        }
        #expect(try onTerminal(["TERM": "xterm"]).contains("\u{1B}[1m"))
        let without = try onTerminal(["TERM": "xterm", "NO_COLOR": "1"])
        #expect(without.contains("Moderation queue report") && !without.contains("\u{1B}"))
        #expect(try !onTerminal(["TERM": "dumb"]).contains("\u{1B}"))
    }
}
