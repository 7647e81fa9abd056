import JSONValues
import Store
import Testing

@Suite("Taking decisions back")
struct ModelUndoTests {
    private let server: TestServer
    private let moderator: JSONValue = "mod"

    init() throws { server = try TestServer() }

    private func submit() throws -> String {
        let result = try server.call(
            "comment.submit", ["thread": "page", "author": "ann", "body": "Hello"])
        return try #require(result["comment"]["id"].text)
    }

    @discardableResult
    private func decide(_ action: String, _ id: String) throws -> JSONValue {
        let result = try server.call(
            "moderation.decide",
            ["comments": [.string(id)], "action": .string(action), "moderator": moderator])
        return result["results"][0]
    }

    @Test("A comment that undo takes away again leaves the queue, though it was flagged since")
    func leavesTheQueue() throws {
        let id = try submit()
        for action in ["reject", "approve"] { try decide(action, id) }
        try server.call(
            "flag.raise", ["comment": .string(id), "reporter": "bob", "reason": "abuse"])
        #expect(try server.call("moderation.queue")["total"] == 1)
        #expect(try decide("undo", id)["status"] == "rejected")
        #expect(try server.call("moderation.queue")["total"] == 0)
        #expect(try server.call("server.status")["counts"]["flagged"] == 0)
        #expect(try decide("undo", id)["status"] == "approved")
        #expect(try server.call("moderation.queue")["total"] == 0)
    }

    @Test("Undo pins no root again where as many are pinned as a thread can have")
    func keepsTheLimitOfPins() throws {
        var ids: [String] = []
        for _ in 0...SiblingSet.maxPinned { ids.append(try submit()) }
        for id in ids.dropLast() { try decide("pin", id) }
        try decide("unpin", ids[0])
        let last = try #require(ids.last)
        #expect(try decide("pin", last)["error"] == .null)
        #expect(try decide("undo", ids[0])["error"]["code"] == 413)
        try decide("unpin", last)
        #expect(try decide("undo", ids[0])["error"] == .null)
        let page = try server.call("comment.list", ["thread": "page", "limit": 1])
        #expect(page["comments"][0]["id"] == .string(ids[0]))
        #expect(page["comments"][0]["pinned"] == true)
    }
}
