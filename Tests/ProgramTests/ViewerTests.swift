import JSONValues
import Testing

@Suite("What a comment is to who looks at it, in every list")
struct ViewerTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"}]}
        """

    private let page: TestPage
    private let id: String

    init() throws {
        page = try TestPage(rules: Self.rules)
        id = try page.say("Hello", by: "ann", with: ["anchor": ["exact": "It"]])
        try page.say("I am waiting", by: "bob", under: id)
        try page.vote(-1, on: id, by: "bob")
        try page.flag(id, by: "bob")
    }

    /// The comment as each method shows it.
    private func seen(_ more: KeyValuePairs<String, JSONValue>) throws -> [JSONValue] {
        let here: JSONValue = ["thread": "page"]
        let latest = try [[:], here, ["author": "ann"]].flatMap { try self.latest(more, $0) }
        return [
            try page.comment(id, more),
            try page.list(more)["comments"][0],
            try page.server.call("anchor.list", here.with(more))["anchors"][0]["latest"][0],
            try search("hello", here.with(more))[0],
        ] + latest.filter { $0["body"] == "Hello" }
    }

    private func latest(
        _ more: KeyValuePairs<String, JSONValue>, _ scope: JSONValue = [:]
    ) throws -> [JSONValue] {
        try page.server.call("comment.latest", scope.with(more))["comments"].array ?? []
    }

    private func search(_ query: JSONValue, _ more: JSONValue) throws -> [JSONValue] {
        try page.server.call("comment.search", more.with(["query": query]))["comments"].array ?? []
    }

    @Test("Each shows the viewer's vote and flag, and whether it is their own")
    func everywhere() throws {
        let bobs = try seen(["viewer": "bob"])
        #expect(bobs.count == 7)
        for comment in bobs {
            #expect(
                comment["viewer"] == [
                    "vote": -1, "flagged": true, "own": false, "can_edit_until": nil,
                ])
        }
        for comment in try seen(["viewer": "ann"]) {
            #expect(comment["viewer"]["own"] == true)
            #expect(comment["viewer"]["can_edit_until"] != .null)
        }
        for comment in try seen([:]) { #expect(comment.object?["viewer"] == nil) }
    }

    @Test("The latest hold one's own comments that wait, and nobody else's")
    func ownPending() throws {
        for scope: JSONValue in [[:], ["thread": "page"], ["author": "bob"]] {
            let isAuthors = scope["author"] != .null
            let all = isAuthors ? ["I am waiting"] : ["I am waiting", "Hello"]
            #expect(try latest(["viewer": "bob"], scope).compactMap { $0["body"].text } == all)
            let others = isAuthors ? [] : ["Hello"]
            #expect(try latest(["viewer": "ann"], scope).compactMap { $0["body"].text } == others)
            #expect(try latest([:], scope).compactMap { $0["body"].text } == others)
            #expect(
                try latest(["view": "moderator"], scope).compactMap { $0["body"].text } == all)
        }
    }
}
