import Discussion
import JSONValues
import Testing

@testable import Wire

@Suite("Params are read")
struct ArgumentsTests {
    private func arguments(_ params: String, of method: Method) throws -> Arguments {
        try Arguments(#require(Bench.parse(params).object), of: method)
    }

    private func submit(_ author: String) throws -> Arguments {
        try arguments("{\"thread\":\"a\",\"body\":\"b\",\"author\":\(author)}", of: .commentSubmit)
    }

    @Test("A person is an id alone or an object with more")
    func person() throws {
        #expect(try submit("\"u1\"").person("author") == PersonClaim(name: "u1"))
        #expect(try submit("{\"id\":\"u1\"}").person("author") == PersonClaim(name: "u1"))
        var claim = PersonClaim(name: "u1", roles: [.author, .staff], isGuest: true)
        claim.displayName = "Ann"
        claim.email = "a@b.example"
        claim.url = "HTTPS://ann.example/"
        claim.ip = "::1"
        claim.userAgent = "x"
        let given = """
            {"id":"u1","name":"Ann","email":"a@b.example","url":"HTTPS://ann.example/","ip":"::1",
            "user_agent":"x","roles":["staff","author"],"guest":true}
            """
        #expect(try submit(given).person("author") == claim)
        #expect(try submit("\"u1\"").person("viewer") == nil)
    }

    @Test(
        "What is wrong inside a person is named by its path",
        arguments: [
            ("\"u\\n\"", "author"), ("{\"id\":\"u\\u007f\"}", "author.id"),
            ("{\"id\":\"u\",\"email\":\"a@\\tb\"}", "author.email"),
            ("{\"id\":\"u\",\"ip\":\"1\\u0085\"}", "author.ip"),
            ("{\"id\":\"u\",\"user_agent\":\"\\u001b[0m\"}", "author.user_agent"),
            ("{\"id\":\"u\",\"url\":\"javascript:alert(1)\"}", "author.url"),
            ("{\"id\":\"u\",\"url\":\"ftp://a.example\"}", "author.url"),
            ("{\"id\":\"u\",\"url\":\"http://a b.example\"}", "author.url"),
            ("{\"id\":\"u\",\"url\":\" http://a.example\"}", "author.url"),
            ("{\"id\":\"u\",\"url\":\"http://a.example\\\"\"}", "author.url"),
            ("{\"id\":\"u\",\"roles\":[\"admin\"]}", "author.roles[0]"),
            ("{\"name\":\"Ann\"}", "author.id"), ("{}", "author.id"),
            ("{\"id\":\"u\",\"nmae\":\"Ann\"}", "author.nmae"),
        ])
    func wrongPerson(_ author: String, _ field: String) throws {
        let refusal = try #require(throws: Refusal.self) {
            _ = try submit(author).person("author")
        }
        #expect(refusal.kind == .invalidParams)
        #expect(refusal.field == field)
    }

    @Test("A person's name is text that people read, held to the text policy")
    func personName() throws {
        let marks = String(repeating: "\u{301}", count: 31)
        for name in ["a\\u0007", "a\(marks)", " ", "\\u200b"] {
            let refusal = try #require(throws: Refusal.self) {
                _ = try submit("{\"id\":\"u\",\"name\":\"\(name)\"}").person("author")
            }
            #expect(refusal.kind == .unacceptable)
            #expect(refusal.field == "author.name")
        }
    }

    @Test("A site is \"default\" unless given, and of few letters")
    func site() throws {
        func site(_ name: String) throws -> String {
            try arguments("{\"thread\":\"a\",\"site\":\"\(name)\"}", of: .threadGet).site()
        }
        #expect(try arguments("{\"thread\":\"a\"}", of: .threadGet).site() == "default")
        #expect(try site("a-z_0.9") == "a-z_0.9")
        #expect(try site(Samples.text(64)) == Samples.text(64))
        for name in ["A", "a b", "a/b", "é", "a\\n", Samples.text(65), ""] {
            let refusal = try #require(throws: Refusal.self) { _ = try site(name) }
            #expect(refusal.kind == .invalidParams)
            #expect(refusal.field == "site")
        }
    }

    @Test("A time is read in any offset; one that the calendar has not is refused")
    func time() throws {
        func time(_ text: String) throws -> Moment? {
            try arguments(
                "{\"comment\":\"ref:a\",\"voter\":\"u\",\"value\":1,\"at\":\"\(text)\"}",
                of: .voteCast
            ).time("at")
        }
        #expect(try time("1970-01-01T09:00:01+09:00") == Moment(milliseconds: 1000))
        for text in [
            "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "1969-12-31T23:59:59Z",
            "2249-01-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00.Z",
        ] {
            let refusal = try #require(throws: Refusal.self) { _ = try time(text) }
            #expect(refusal.kind == .invalidParams)
            #expect(refusal.field == "at")
            #expect(refusal.problem == Schema.time.expectation)
        }
    }

    @Test("A comment is named by its id or by the host's name, whole")
    func comment() throws {
        func name(_ text: String) throws -> CommentName? {
            try arguments("{\"comment\":\"\(text)\"}", of: .commentGet).comment("comment")
        }
        let id = CommentID(rawValue: 1 << 40)
        #expect(try name(id.text) == .id(id))
        #expect(try name("ref:post 7") == .ref("post 7"))
        #expect(try name("ref:\u{301}x") == .ref("\u{301}x"))
        #expect(try name("ref:ref:a") == .ref("ref:a"))
        #expect(try name("ref:" + Samples.text(128)) == .ref(Samples.text(128)))
        #expect(try name("0") == CommentName.none)
        #expect(throws: Refusal.self) { try name("ref:a\\n") }
        #expect(throws: Refusal.self) { try name("ref:" + Samples.text(129)) }
    }

    @Test("Prose is held to the text policy, names of machines to having no controls")
    func texts() throws {
        let given = try arguments(
            "{\"thread\":\"a\\n\",\"author\":\"u\",\"body\":\"a\\nb\\tc\"}", of: .commentSubmit)
        #expect(try given.prose("body") == "a\nb\tc")
        let refusal = try #require(throws: Refusal.self) { try given.identifier("thread") }
        #expect(refusal.kind == .invalidParams)
        #expect(refusal.field == "thread")
        let bell = try arguments(
            "{\"thread\":\"a\",\"author\":\"u\",\"body\":\"\\u0007\"}", of: .commentSubmit)
        #expect(try #require(throws: Refusal.self) { try bell.prose("body") }.kind == .unacceptable)
        #expect(try bell.identifier("ref") == nil)
    }
}
