import JSONValues
import Testing

@Suite("Texts that break programs, through every way in and out")
struct PayloadTests {
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
        for (index, payload) in Payloads.texts.enumerated() {
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
            for comment in Payloads.comments(in: try server.call(method, params)) {
                #expect(Payloads.problem(of: comment["html"].text ?? "") == nil, "\(method)")
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
            for comment in Payloads.comments(in: result) {
                let html = comment["html"].text ?? ""
                #expect(Payloads.problem(of: html) == nil, "\(method) \(payload): \(html)")
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
        let lines = Payloads.texts.enumerated().map { index, payload in
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
            #expect(Payloads.controls(in: end.output).isEmpty)
        }
    }
}
