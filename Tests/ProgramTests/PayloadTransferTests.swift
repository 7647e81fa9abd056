import JSONValues
import Testing

/// The same texts by files of other systems and by mail: see `PayloadTests`.
@Suite("Texts that break programs, through files, mail and the report")
struct PayloadTransferTests {
    /// What a page shows of an address: one to go to, or none.
    private static func isSafe(address: String?) -> Bool {
        guard let address else { return true }
        return ["http://", "https://"].contains { address.lowercased().hasPrefix($0) }
            && !address.unicodeScalars.contains("\"")
    }

    @Test(
        "Whatever a file brings, its HTML holds nothing of its own",
        arguments: PayloadFiles.files.indices)
    func imports(_ index: Int) throws {
        let (format, text) = PayloadFiles.files[index]
        let folder = try ProgramFolder()
        try folder.write("in.txt", text)
        let end = try folder.run("import", "--from", format, "in.txt")
        #expect(end.status == 0, "\(format): \(end.complaints)")
        #expect(Payloads.controls(in: end.output).isEmpty)
        let latest = ProgramFolder.command(
            "comment.latest", ["limit": 1000, "view": "moderator"])
        let threads = ProgramFolder.command("thread.list", ["limit": 1000])
        let replies = try folder.replies(to: [latest, threads])
        let comments = Payloads.comments(in: replies[0]["result"])
        #expect(comments.count > Payloads.texts.count * 3 / 4)
        for comment in comments {
            let html = comment["html"].text ?? ""
            #expect(Payloads.problem(of: html) == nil, "\(format): \(html)")
            #expect(Self.isSafe(address: comment["author"]["url"].text), "\(comment["author"])")
        }
        if format == "ndjson" {
            let bodies = Set(comments.compactMap { $0["body"].text })
            #expect(bodies.isSuperset(of: Payloads.texts))
        }
        let found = replies[1]["result"]["threads"].array ?? []
        for thread in found {
            #expect(Self.isSafe(address: thread["url"].text), "\(format): \(thread)")
            #expect(Payloads.controls(in: thread["title"].text ?? "").isEmpty, "\(format)")
        }
        for thread in found.prefix(2) + found.suffix(2) {
            let page = try folder.run("page", thread["thread"].text ?? "")
            #expect(page.status == 0)
            #expect(Payloads.controls(in: page.output).isEmpty, "\(format): \(thread)")
        }
        #expect(try folder.run("check").status == 0)
        let all = try folder.run("export").output
        let copied = try folder.run(
            ["import", "--from", "ndjson", "-", "--db", "copy.db"], input: all)
        #expect(copied.status == 0, "\(format): \(copied.complaints)")
        #expect(try folder.run("export", "--db", "copy.db").output == all, "\(format)")
    }

    @Test("No cell of the report begins a formula, and its page holds no tag of theirs")
    func report() throws {
        let folder = try ProgramFolder()
        var lines: [String] = []
        for (number, text) in Payloads.texts.enumerated() {
            let name = text.replacing("\n", with: " ").replacing("\t", with: " ")
            let ref: JSONValue = .string("ref:r\(number)")
            let person: JSONValue = ["id": .string(name), "name": .string(text)]
            // What people decide on their own comments is told of nobody.
            let moderator: JSONValue = .string("\(name) m")
            lines += [
                ProgramFolder.command(
                    "comment.submit",
                    [
                        "thread": .string(name), "ref": .string("r\(number)"), "author": person,
                        "body": .string(text),
                    ]),
                ProgramFolder.command(
                    "flag.raise",
                    [
                        "comment": ref, "reporter": "zoe", "reason": "abuse",
                        "detail": .string(text),
                    ]),
                ProgramFolder.command(
                    "moderation.decide",
                    [
                        "comments": [ref], "action": "approve", "moderator": moderator,
                        "reason": .string(text),
                    ]),
                ProgramFolder.command(
                    "flag.raise", ["comment": ref, "reporter": "yan", "reason": "spam"]),
            ]
        }
        let replies = try folder.replies(to: lines)
        #expect(replies.count { $0["error"] == .null } > lines.count * 3 / 4)
        #expect(try folder.run("report", "--format", "csv", "--output", "out").status == 0)
        for section in ["now", "flow", "rules", "moderators", "readers", "health"] {
            let rows = try ReportFormatTests.parse(folder.text("out/\(section).csv"))
            for row in rows {
                #expect(row.count == rows[0].count, "\(section): \(row)")
                for cell in row
                where "=+-@\t＝＋－＠".unicodeScalars.contains(
                    cell.unicodeScalars.first ?? "a")
                {
                    #expect(Double(cell) != nil, "\(section): \(cell)")
                }
            }
        }
        let moderators = try ReportFormatTests.parse(folder.text("out/moderators.csv"))
        #expect(moderators.count > Payloads.texts.count * 3 / 4)
        let html = try folder.run("report", "--format", "html").output
        #expect(Set(Self.tags(in: html)).isSubset(of: Self.ofReport))
        #expect(Payloads.controls(in: try folder.run("report").output).isEmpty)
    }

    /// The elements of a report's page.
    private static let ofReport: Set<String> = [
        "html", "head", "meta", "style", "body", "header", "h1", "h2", "nav", "ul", "li", "a",
        "main", "section", "p", "details", "summary", "figure", "figcaption", "table", "thead",
        "tbody", "tr", "th", "td",
        "bdi", "div", "svg", "title", "desc", "rect", "path", "text", "line", "g", "circle",
        "polyline", "polygon",
    ]

    private static func tags(in html: String) -> [String] {
        html.matches(of: /<([^\/! >][^ >]*)/.matchingSemantics(.unicodeScalar))
            .map { String($0.1) }
    }

    @Test("No mail has a header, a recipient or a tag that a text has brought")
    func mails() throws {
        let mail = try MailFolder()
        var told = 0
        for (number, text) in Payloads.texts.enumerated() {
            let name = text.replacing("\n", with: " ").replacing("\t", with: " ")
            let thread: JSONValue = .string("https://page.example/\(number)\(name)")
            try mail.peer.call("thread.configure", ["thread": thread, "title": .string(text)])
            let followed = try mail.peer.ask(
                "subscription.add",
                [
                    "thread": thread, "scope": "thread", "confirmed": true,
                    "person": [
                        "id": .string("p\(number)"), "name": .string(text),
                        "email": "reader@example.org",
                    ],
                ])
            // Whose name is refused hears of nothing.
            guard followed["error"] == .null else { continue }
            let reply = try mail.peer.ask(
                "comment.submit",
                [
                    "thread": thread, "author": ["id": "ann", "name": .string(text)],
                    "body": .string(text),
                ])
            told += reply["error"] == .null ? 1 : 0
        }
        try mail.waitUntilTold()
        try mail.configure(
            script: "n=1; while [ -e mail.$n ]; do n=$((n+1)); done; cat > mail.$n")
        #expect(try mail.sendOnce().status == 0)
        #expect(told > Payloads.texts.count * 3 / 4)
        for number in 1...max(1, told) {
            try Self.hold(try mail.folder.text("mail.\(number)"))
        }
    }

    private static let headers = [
        "From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Auto-Submitted",
        "List-Unsubscribe", "List-Unsubscribe-Post", "Content-Type",
    ]

    /// Holds a mail to what a mail of ours may be.
    private static func hold(_ text: String) throws {
        let kept = MailSink.Mail(
            lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        let fields = kept.lines.prefix { !$0.isEmpty }.filter { !$0.hasPrefix(" ") }
        #expect(fields.map { String($0.prefix { $0 != ":" }) } == headers, "\(fields)")
        #expect(kept.header("To")?.hasSuffix("<reader@example.org>") ?? false)
        let plain = kept.part("text/plain").replacing("\r\n", with: "\n")
        #expect(Payloads.controls(in: text + plain).isEmpty)
        let html = kept.part("text/html")
        let own = [
            "html", "head", "meta", "title", "body", "bdi", "hr", "p", "br", "a", "em", "strong",
            "code", "pre", "blockquote", "ul", "ol", "li",
        ]
        #expect(Set(tags(in: html)).isSubset(of: Set(own)), "\(html)")
        // Each tag of a link as a browser reads it, up to the end of its address.
        let links = html.matches(
            of: /<a href="([^"]*)"([^>]*)>/.matchingSemantics(.unicodeScalar))
        #expect(links.count == tags(in: html).count { $0 == "a" })
        for link in links {
            let attributes = String(link.2)
            #expect(["", " rel=\"ugc nofollow noopener\""].contains(attributes), "\(attributes)")
            #expect(link.1.hasPrefix("http") || link.1.hasPrefix("mailto:"), "\(link.1)")
        }
    }
}
