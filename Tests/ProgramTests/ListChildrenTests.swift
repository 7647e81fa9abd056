import JSONValues
import Testing

@Suite("Replies within a page")
struct ListChildrenTests {
    private let page: TestPage
    private let root: String

    /// A root with five replies, the first of which has four replies of its own.
    init() throws {
        page = try TestPage()
        root = try page.say("Root")
        for index in 0..<5 {
            let id = try page.say("Reply \(index)", under: root)
            guard index == 0 else { continue }
            for inner in 0..<4 { try page.say("Inner \(inner)", under: id) }
        }
    }

    private func bodies(_ comments: JSONValue) -> [String] {
        (comments.array ?? []).compactMap { $0["body"].text }
    }

    @Test("Unless asked for more, three replies of one level come with each comment")
    func hasDefaults() throws {
        let children = try page.list(["sort": "oldest"])["comments"][0]["children"]
        #expect(bodies(children["comments"]) == ["Reply 0", "Reply 1", "Reply 2"])
        #expect(children["more"] == 2)
        let inner = children["comments"][0]["children"]
        #expect(inner["comments"] == [])
        #expect(inner["more"] == 4)
        #expect(inner["next"] != .null)
    }

    @Test("With a depth of 0, or no children, none come, and all are counted as more")
    func canHaveNone() throws {
        for params in [["depth": 0], ["children": 0]] as [KeyValuePairs<String, JSONValue>] {
            let children = try page.list(params)["comments"][0]["children"]
            #expect(children["comments"] == [])
            #expect(children["more"] == 5)
            #expect(children["next"] != .null)
        }
    }

    @Test("As many levels and replies come as are asked for; the ends have nothing more")
    func goesDeep() throws {
        let children = try page.list(["sort": "oldest", "depth": 2, "children": 5])[
            "comments"][0]["children"]
        #expect(children["comments"].array?.count == 5)
        #expect(children["more"] == 0)
        #expect(children["next"] == .null)
        let inner = children["comments"][0]["children"]
        #expect(bodies(inner["comments"]) == ["Inner 0", "Inner 1", "Inner 2", "Inner 3"])
        #expect(children["comments"][1]["children"] == ["comments": [], "more": 0, "next": .null])
    }

    @Test(
        "The cursor of a comment's replies continues them, with the comment as parent",
        arguments: ["oldest", "newest", "best", "top", "hot", "controversial", "discussed"])
    func continuesReplies(sort: String) throws {
        let sort: JSONValue = .string(sort)
        let children = try page.list(["sort": sort, "children": 2])["comments"][0]["children"]
        let rest = try page.bodies([
            "sort": sort, "parent": .string(root), "cursor": children["next"],
        ])
        #expect(rest.count == 3)
        let whole = try page.bodies(["sort": sort, "parent": .string(root)])
        #expect(bodies(children["comments"]) + rest == whole)
    }

    @Test("The cursor of replies that were all left out gives them from the first on")
    func startsReplies() throws {
        let children = try page.list(["sort": "oldest", "depth": 0])["comments"][0]["children"]
        let replies = try page.bodies([
            "sort": "oldest", "parent": .string(root), "cursor": children["next"],
        ])
        #expect(replies == ["Reply 0", "Reply 1", "Reply 2", "Reply 3", "Reply 4"])
    }

    @Test("What the public does not see is not counted as more")
    func countsVisible() throws {
        let replies = try page.list(["parent": .string(root), "sort": "oldest"])["comments"]
        for index in [3, 4] {
            try page.decide("reject", try #require(replies[index]["id"].text))
        }
        let children = try page.list(["sort": "oldest"])["comments"][0]["children"]
        #expect(children["more"] == 0)
        #expect(children["next"] == .null)
        let moderated = try page.list(["sort": "oldest", "view": "moderator"])
        #expect(moderated["comments"][0]["children"]["more"] == 2)
    }

    @Test("A reply tree of 50 levels comes whole")
    func comesWhole() throws {
        let page = TestPage(page.server, name: "deep")
        var parent = try page.say("Level 0")
        for depth in 1...50 { parent = try page.say("Level \(depth)", under: parent) }
        var here = try page.list(["depth": 50])["comments"][0]
        for depth in 0..<50 {
            #expect(here["body"].text == "Level \(depth)")
            here = here["children"]["comments"][0]
        }
        #expect(here["body"] == "Level 50")
        #expect(here["children"]["more"] == 0)
    }
}
