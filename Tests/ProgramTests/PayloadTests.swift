import JSONValues
import Testing

@testable import commentd_bench

@Suite("Texts that break programs, through every way in and out")
struct PayloadTests {
    private static let payloads =
        HostileLines.texts.filter { !$0.contains("\u{1}") } + [
            "<svg/onload=alert(1)>", "</p><script>x</script>", "[a](data:text/html,x)",
            "<a href=\"javascript:x\">a</a>", "https://a.example/\"onmouseover=\"x",
            "&lt;script&gt;",
            "![i](https://a.example/i.png)", "[a](https://a.example/'onclick='x)", "<!--", "]]>",
            "Subject: x\nBcc: y@example.org", "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd",
        ]

    /// What is wrong with HTML that a page shows as it is; nil where nothing is.
    private static func problem(of html: String) -> String? {
        let tags = html.matches(of: /<\/?([^ >]*)([^>]*)>/)
        let known = [
            "p", "br", "a", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li",
        ]
        if html.count(where: { $0 == "<" }) != tags.count { return "an open tag" }
        for tag in tags {
            guard known.contains(String(tag.1)) else { return "the element \(tag.1)" }
            let attributes = String(tag.2)
            let isKnown =
                attributes.isEmpty || attributes == " dir=\"auto\""
                || attributes.wholeMatch(
                    of: /\ href="(https?:|mailto:)[^"<>' ]*" rel="ugc nofollow noopener"/
                        .ignoresCase()) != nil
            if !isKnown { return "the attributes \(attributes)" }
        }
        return nil
    }

    /// The comments of a result, wherever they stand in it.
    private static func comments(in value: JSONValue) -> [JSONValue] {
        switch value {
        case .array(let elements): elements.flatMap(comments)
        case .object(let object):
            (object["html"] != nil ? [value] : [])
                + object.members.flatMap { comments(in: $0.value) }
        default: []
        }
    }

    private static let page: JSONValue = "https://page.example/"

    /// The commands that a text can come in by, about a comment that is there.
    private static func ways(_ text: JSONValue, into comment: JSONValue) -> [(String, JSONValue)] {
        let moderator: JSONValue = ["id": "mod", "roles": ["moderator"]]
        let named: JSONValue = ["id": "ann", "name": text]
        return [
            ("comment.submit", ["thread": page, "author": named, "body": text]),
            ("comment.edit", ["comment": comment, "by": "ann", "body": text]),
            ("comment.edit", ["comment": comment, "by": moderator, "body": text]),
            (
                "flag.raise",
                ["comment": comment, "reporter": "bob", "reason": "other", "detail": text]
            ),
            (
                "moderation.decide",
                ["comments": [comment], "action": "approve", "moderator": "mod", "reason": text]
            ),
            ("thread.configure", ["thread": page, "title": text]),
            ("comment.search", ["query": text]), ("rules.test", ["body": text]),
        ]
    }

    @Test("Every text that is taken comes out as it was, and its HTML holds nothing of its own")
    func everyWay() throws {
        let server = try TestServer()
        for (index, payload) in Self.payloads.enumerated() {
            try server.call(
                "comment.submit",
                [
                    "thread": Self.page, "author": "ann", "body": "First words",
                    "ref": .string("r\(index)"),
                ])
            let ways = Self.ways(.string(payload), into: .string("ref:r\(index)"))
            for (method, params) in ways { try take(payload, method, params, server) }
        }
        for (method, params): (String, JSONValue) in [
            ("comment.list", ["thread": Self.page, "limit": 1000]),
            ("comment.latest", ["limit": 1000, "view": "moderator"]),
            ("moderation.queue", ["limit": 1000]), ("person.export", ["person": "ann"]),
        ] {
            for comment in Self.comments(in: try server.call(method, params)) {
                #expect(Self.problem(of: comment["html"].text ?? "") == nil, "\(method)")
            }
        }
    }

    /// Sends a text, which is taken as it is or refused for what it is.
    private func take(
        _ payload: String, _ method: String, _ params: JSONValue, _ server: TestServer
    ) throws {
        do {
            let result = try server.call(method, params)
            let isOwn = method == "comment.submit" || method == "comment.edit"
            for comment in Self.comments(in: result) {
                let html = comment["html"].text ?? ""
                #expect(Self.problem(of: html) == nil, "\(method) \(payload): \(html)")
                if isOwn { #expect(comment["body"].text == payload) }
            }
        } catch let failure as CallFailure {
            let kinds: [JSONValue] = ["invalid_params", "unacceptable", "too_large"]
            #expect(kinds.contains(failure.error["data"]["kind"]), "\(method) \(payload)")
        }
    }

    @Test("A page and a report on a terminal hold no signs that steer it")
    func terminal() throws {
        let folder = try ProgramFolder()
        let lines = Self.payloads.enumerated().map { index, payload in
            ProgramFolder.command(
                "comment.submit", id: index,
                [
                    "thread": "page", "body": .string(payload),
                    "author": ["id": .string("p\(index)"), "name": .string(payload)],
                ])
        }
        _ = try folder.run([], input: lines.map { $0 + "\n" }.joined())
        for arguments in [["page", "page"], ["report"]] {
            let end = try folder.run(arguments)
            #expect(end.status == 0)
            let signs = end.output.unicodeScalars.filter {
                $0.value < 0x20 && $0 != "\n" && $0 != "\t" || (0x7F...0x9F).contains($0.value)
            }
            #expect(signs.isEmpty)
        }
    }
}
