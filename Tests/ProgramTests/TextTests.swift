import Configuration
import JSONValues
import Testing

@Suite("What text is taken")
struct TextTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    @Test(
        "Text that breaks the policy is refused in a body",
        arguments: [
            "", " ", "\n\t\n", "\u{200B}\u{2060}", "a\u{1}b", "a\rb", "a\u{7F}b", "a\u{85}b",
            "e" + String(repeating: "\u{301}", count: 31),
        ])
    func refusesBodies(text: String) throws {
        let error = try page.refusal(ofComment: text, code: 422, field: "body")
        #expect(error["data"]["kind"] == "unacceptable")
        #expect(error["data"]["problem"] != .null)
    }

    @Test(
        "Text of every script is taken as it is, with line breaks, tabs and marks",
        arguments: [
            " spaces around ", "two\n\nparagraphs\tand a tab", "댓글을 남깁니다",
            "コメントを書く", "تعليق", "👩‍👩‍👧 and e\u{301}", "\u{FEFF}x",
            "e" + String(repeating: "\u{301}", count: 30),
        ])
    func takesBodies(text: String) throws {
        let body = try page.submit(text)["comment"]["body"].text
        #expect(body.map { Array($0.utf8) } == Array(text.utf8))
    }

    @Test("A name that shows nothing is no name", arguments: [" ", "\u{3000}", "\u{200B}"])
    func refusesBlankNames(name: String) throws {
        try page.refusal(
            ofComment: "Hello", by: ["id": "bob", "name": .string(name)], code: 422,
            field: "author.name")
    }

    @Test("Names, titles, details, reasons and passages are held to the same policy")
    func refusesOtherText() throws {
        let id = try page.say("Hello")
        let comment: JSONValue = .string(id)
        let bad: JSONValue = "a\u{1}b"
        let commands: [(method: String, params: JSONValue, field: String)] = [
            (
                "comment.submit", page.submission("x", by: ["id": "bob", "name": bad]),
                "author.name"
            ),
            (
                "comment.submit", page.submission("x", with: ["anchor": ["exact": bad]]),
                "anchor.exact"
            ),
            (
                "vote.cast",
                ["comment": comment, "voter": ["id": "bob", "name": bad], "value": 1],
                "voter.name"
            ),
            ("thread.configure", ["thread": "page", "title": bad], "title"),
            (
                "flag.raise",
                ["comment": comment, "reporter": "bob", "reason": "spam", "detail": bad],
                "detail"
            ),
            (
                "moderation.decide",
                ["comments": [comment], "action": "pin", "moderator": "mod", "reason": bad],
                "reason"
            ),
            ("rules.test", ["body": bad], "body"),
        ]
        for command in commands {
            try page.server.refusal(
                of: command.method, command.params, code: 422, field: command.field)
        }
    }

    @Test(
        "What machines compare has no control characters at all",
        arguments: [
            ("thread", "a\nb"), ("ref", "a\tb"), ("key", "a\u{7F}"), ("author", "a\u{9F}"),
            ("parent", "\u{1}"),
        ])
    func refusesIdentifiers(name: String, value: String) throws {
        try page.server.refusal(
            of: "comment.submit", page.submission("x").with([name: .string(value)]),
            code: -32602, field: name)
    }

    @Test("A body has a limit in bytes, which the error tells")
    func limitsBodies() throws {
        let most = String(repeating: "a", count: 10_000)
        #expect(try page.submit(most)["comment"]["body"] == .string(most))
        for body in [most + "a", String(repeating: "é", count: 5001)] {
            let error = try page.refusal(ofComment: body, code: 413, field: "body")
            #expect(error["data"]["kind"] == "too_large")
            #expect(error["data"]["limit"] == 10_000)
        }
    }

    @Test("The limit of bodies can be set")
    func setsLimit() throws {
        var settings = Settings()
        settings.limits.maxBodyBytes = 5
        let page = try TestPage(settings: settings)
        try page.say("Hello")
        let error = try page.refusal(ofComment: "Hello!", code: 413)
        #expect(error["data"]["limit"] == 5)
    }
}
