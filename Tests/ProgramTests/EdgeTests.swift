import JSONValues
import Testing

@Suite("Edges of submitting")
struct EdgeTests {
    @Test("A comment made then is a root like others, and can be replied to")
    func epoch() throws {
        let server = try TestServer(allowsBackdating: true)
        let root = try server.call(
            "comment.submit",
            [
                "thread": "t", "author": "a", "body": "first", "ref": "r",
                "at": "1970-01-01T00:00:00.000Z",
            ])
        try server.call(
            "comment.submit", ["thread": "t", "author": "b", "body": "x", "parent": "ref:r"])
        let list = try server.call("comment.list", ["thread": "t", "depth": 3])
        #expect(list["comments"].array?.count == 1)
        let children = list["comments"][0]["children"]
        #expect(children["comments"].array?.count == 1)
        #expect(children["comments"][0]["parent_id"] == root["comment"]["id"])
    }

    @Test("A refused comment changes nothing of what others see of its author")
    func refusedName() throws {
        let rules =
            #"{"version":1,"rules":[{"name":"w","when":{"words":["pills"]},"then":"spam"}]}"#
        let server = try TestServer(rules: rules)
        try server.call(
            "comment.submit",
            ["thread": "t", "author": ["id": "a", "name": "Alice"], "body": "hi", "ref": "r"])
        let spam = try server.call(
            "comment.submit",
            ["thread": "t", "author": ["id": "a", "name": "BUY"], "body": "pills"])
        #expect(spam["comment"]["status"] == "spam")
        let seen = try server.call("comment.get", ["comment": "ref:r"])
        #expect(seen["comment"]["author"]["name"] == "Alice")
    }
}
