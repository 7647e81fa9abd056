import JSONValues
import Testing

@Suite("The host's own names of comments")
struct RefTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    @Test("A ref used again with the same params is the same comment")
    func repeats() throws {
        let first = try page.submit("Hello", with: ["ref": "import:1"])
        #expect(first["comment"]["ref"] == "import:1")
        page.server.clock.advance(seconds: 3 * 86_400)
        #expect(try page.submit("Hello", with: ["ref": "import:1"]) == first)
        #expect(try page.thread()["count"] == 1)
        #expect(try page.server.counts()["comments"] == 1)
    }

    @Test("Used again, a ref answers with the comment as it has become")
    func answersPresentState() throws {
        let first = try page.submit("Hello", with: ["ref": "r"])
        let id = try #require(first["comment"]["id"].text)
        try page.vote(1, on: id, by: "bob")
        try page.decide("feature", id)
        let again = try page.submit("Hello", with: ["ref": "r"])["comment"]
        #expect(again["votes"]["up"] == 1)
        #expect(again["featured"] == true)
    }

    @Test(
        "A ref used again with other params is a conflict",
        arguments: [
            ["body": "Other"], ["author": "bob"], ["thread": "elsewhere"],
            ["anchor": ["exact": "x"]],
        ] as [JSONValue])
    func conflicts(change: JSONValue) throws {
        try page.say("Hello", with: ["ref": "r"])
        var params = page.submission("Hello", with: ["ref": "r"])
        for member in change.object?.members ?? [] {
            params = params.with([member.name: member.value])
        }
        let error = try page.server.refusal(
            of: "comment.submit", params, code: 409, field: "ref")
        #expect(error["data"]["kind"] == "conflict")
        #expect(try page.comment("ref:r")["body"] == "Hello")
    }

    @Test("The same ref in another site is another comment")
    func isOfItsSite() throws {
        let here = try page.say("Here", with: ["ref": "r"])
        let there = try TestPage(page.server, site: "other").say("There", with: ["ref": "r"])
        #expect(here != there)
    }

    @Test("A ref stands wherever a comment's id does")
    func standsForID() throws {
        let id = try page.say("Root", with: ["ref": "root"])
        #expect(try page.comment("ref:root")["id"] == .string(id))
        let reply = try page.submit("Reply", by: "bob", under: "ref:root")["comment"]
        #expect(reply["parent_id"] == .string(id))
        #expect(try page.vote(1, on: "ref:root", by: "bob")["up"] == 1)
        #expect(try page.flag("ref:root", by: "bob") == 1)
        #expect(try page.decide("pin", "ref:root")[0]["id"] == .string(id))
        #expect(try page.list(["parent": "ref:root"])["comments"][0]["body"] == "Reply")
        #expect(try page.history(["comment": "ref:root"]).count == 2)
        let gone = try page.server.call("comment.delete", ["comment": "ref:root", "by": "ann"])
        #expect(gone["comment"]["status"] == "deleted")
    }

    @Test("A ref that names nothing is as unknown as any other id")
    func missesUnknown() throws {
        try page.say("Hello", with: ["ref": "r"])
        for name in ["ref:other", "ref:", "r", "0000000000000", "no id at all"] {
            try page.server.refusal(of: "comment.get", ["comment": .string(name)], code: 404)
        }
    }

    @Test("A ref of a refused comment is free")
    func isFreeAfterRefusal() throws {
        try page.refusal(ofComment: " ", with: ["ref": "r"], code: 422)
        #expect(try page.submit("Hello", with: ["ref": "r"])["comment"]["ref"] == "r")
    }
}
