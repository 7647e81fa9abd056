import JSONValues
import Testing

@Suite("Submitting comments")
struct SubmitTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    @Test("A submitted comment is approved, and the answer shows it and says why")
    func submits() throws {
        let result = try page.submit("Hello", by: ["id": "ann", "name": "Ann"])
        #expect(result["comment"]["body"] == "Hello")
        #expect(result["comment"]["author"] == ["id": "ann", "name": "Ann", "badges": []])
        #expect(result["comment"]["status"] == "approved")
        #expect(result["decision"] == ["status": "approved", "rules": 0, "reasons": []])
    }

    @Test("The answer holds the comment whole, as it can be read from then on")
    func answersWhole() throws {
        let comment = try page.submit("Hello")["comment"]
        let id = try #require(comment["id"].text)
        let now = page.server.clock.now.text
        #expect(id.utf8.count == 13)
        #expect(comment["site"] == "default")
        #expect(comment["thread"] == "page")
        #expect(comment["parent_id"] == .null)
        #expect(comment["depth"] == 0)
        #expect(comment["html"] == "<p dir=\"auto\">Hello</p>")
        #expect(comment["revision"] == 1)
        #expect(comment["created_at"] == .string(now))
        #expect(comment["edited_at"] == .null)
        #expect(comment["votes"] == ["up": 0, "down": 0, "score": 0])
        #expect(comment["replies"] == 0)
        #expect(comment["descendants"] == 0)
        #expect(comment["anchor"] == .null)
        for mark in ["pinned", "closed", "featured"] { #expect(comment[mark] == false) }
        #expect(try page.comment(id) == comment)
    }

    @Test("Ids sort as the comments were made, within a millisecond too")
    func sortsIDs() throws {
        var ids: [String] = []
        for index in 0..<12 {
            if index % 4 == 0 { page.server.clock.advance(milliseconds: 1) }
            ids.append(try page.say("Number \(index)"))
        }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }

    @Test("Roles show as badges in one order, whatever order they are given in")
    func showsBadges() throws {
        let comment = try page.submit(
            "Hello", by: ["id": "ann", "roles": ["staff", "author"]])["comment"]
        #expect(comment["author"]["badges"] == ["author", "staff"])
    }

    @Test("Badges are those of the moment: a comment keeps the ones it was written with")
    func keepsBadges() throws {
        let first = try page.say("As staff", by: ["id": "ann", "roles": ["staff"]])
        let second = try page.say("As a reader", by: "ann")
        #expect(try page.comment(first)["author"]["badges"] == ["staff"])
        #expect(try page.comment(second)["author"]["badges"] == [])
    }

    @Test("A person is called by the name last given, and by the id before there was one")
    func namesPersons() throws {
        let id = try page.say("First", by: "ann")
        #expect(try page.comment(id)["author"]["name"] == "ann")
        try page.say("Second", by: ["id": "ann", "name": "Ann Lee"])
        #expect(try page.comment(id)["author"]["name"] == "Ann Lee")
        try page.say("Third", by: "ann")
        #expect(try page.comment(id)["author"]["name"] == "Ann Lee")
    }

    @Test("An anchor comes back as it was given")
    func keepsAnchors() throws {
        let anchor: JSONValue = [
            "exact": "une 文 passage", "prefix": "before ", "suffix": " after", "start": 7,
            "end": 20,
        ]
        let answer = try page.submit("About this", with: ["anchor": anchor])["comment"]
        #expect(answer["anchor"] == anchor)
        let id = try #require(answer["id"].text)
        #expect(try page.comment(id)["anchor"] == anchor)
        #expect(try page.list()["comments"][0]["anchor"] == anchor)
    }

    @Test("An anchor that ends before it starts is refused")
    func refusesBackwardAnchor() throws {
        try page.refusal(
            ofComment: "About this", with: ["anchor": ["exact": "x", "start": 9, "end": 8]],
            code: -32602, field: "anchor.end")
    }

    @Test("Addresses of mail and network, the program and guesthood show to moderators alone")
    func hidesPrivateFields() throws {
        let author: JSONValue = [
            "id": "ann", "name": "Ann", "email": "ann@example.com", "url": "https://ann.example",
            "ip": "192.0.2.7", "user_agent": "Browser/1", "guest": true,
        ]
        let open: JSONValue = [
            "id": "ann", "name": "Ann", "url": "https://ann.example", "badges": [],
        ]
        let answer = try page.submit("Hello", by: author)["comment"]
        let id = try #require(answer["id"].text)
        #expect(answer["author"] == open)
        #expect(try page.comment(id)["author"] == open)
        #expect(try page.comment(id, ["viewer": "ann"])["author"] == open)
        #expect(try page.list()["comments"][0]["author"] == open)
        let full = open.with([
            "email": "ann@example.com", "ip": "192.0.2.7", "user_agent": "Browser/1",
            "guest": true,
        ])
        #expect(try page.moderated(id)["author"] == full)
        #expect(try page.list(["view": "moderator"])["comments"][0]["author"] == full)
    }

    @Test("A person's page is an http or https address")
    func refusesOtherSchemes() throws {
        try page.refusal(
            ofComment: "Hello", by: ["id": "ann", "url": "javascript:alert(1)"], code: -32602,
            field: "author.url")
    }

    @Test("Markup in a body is shown and not obeyed; addresses become links")
    func rendersSafely() throws {
        let comment = try page.submit("<b>x</b> & \"y\"\nhttps://example.com/?a=1&b=2")["comment"]
        #expect(comment["body"] == "<b>x</b> & \"y\"\nhttps://example.com/?a=1&b=2")
        let address = "https://example.com/?a=1&amp;b=2"
        #expect(
            comment["html"].text
                == "<p dir=\"auto\">&lt;b&gt;x&lt;/b&gt; &amp; &quot;y&quot;<br>"
                + "<a href=\"\(address)\" rel=\"ugc nofollow noopener\">\(address)</a></p>")
    }

    @Test("Markdown is obeyed, but for the stars that rules have put over words")
    func rendersMarkdown() throws {
        let page = try TestPage(
            rules: """
                {"version": 1, "rules": [
                  {"name": "mask", "when": {"words": ["heck"]}, "then": "mask"}]}
                """)
        let plain = try page.submit("> a *b*\n\n- `c`")["comment"]
        #expect(
            plain["html"].text
                == "<blockquote><p dir=\"auto\">a <em>b</em></p></blockquote>"
                + "<ul><li dir=\"auto\"><code>c</code></li></ul>")
        let masked = try page.submit("*heck* _a_")["comment"]
        #expect(masked["html"] == "<p dir=\"auto\">****** <em>a</em></p>")
    }

    @Test("A name does not turn the direction of what stands behind it")
    func freesNames() throws {
        let name = "\u{202E}nnA\u{2066} é‍b\u{2069}"
        let author = try page.submit("Hello", by: ["id": "ann", "name": .string(name)])["comment"][
            "author"]
        #expect(author["name"] == "nnA é‍b")
        // Nor does an id that stands for a name.
        for (id, shown) in [("gp\u{202E}j.exe", "gpj.exe"), ("\u{2066}\u{202E}", "?")] {
            let bare = try page.submit("Hello", by: .string(id))["comment"]["author"]
            #expect(bare["id"].text == id)
            #expect(bare["name"].text == shown)
            try page.submit("Hello", by: ["id": .string(id), "name": "Ann"])
            let named = try page.submit("Hello", by: .string(id))["comment"]["author"]
            #expect(named["name"] == "Ann")
        }
        try page.refusal(
            ofComment: "Hello", by: ["id": "bob", "name": "\u{202E}"], code: 422,
            field: "author.name")
    }

    @Test("A site's pages, comments and persons are its own")
    func separatesSites() throws {
        let other = TestPage(page.server, site: "other")
        let id = try page.say("Here", by: ["id": "ann", "name": "Ann"])
        #expect(try other.thread()["count"] == 0)
        let elsewhere = try other.submit("There", by: "ann")["comment"]
        #expect(elsewhere["site"] == "other")
        #expect(elsewhere["author"]["name"] == "ann")
        #expect(try page.thread()["count"] == 1)
        try page.server.refusal(
            of: "comment.get", ["comment": .string(id), "site": "other"], code: 404)
    }

    @Test("A name of a site has letters, digits, dots, underscores and hyphens only")
    func checksSiteNames() throws {
        #expect(try TestPage(page.server, site: "a.b_c-9").submit("x")["comment"]["id"] != .null)
        for name in ["News", "a b", "ä", "a/b"] {
            try page.server.refusal(
                of: "comment.submit", page.submission("x", with: ["site": .string(name)]),
                code: -32602, field: "site")
        }
    }
}
