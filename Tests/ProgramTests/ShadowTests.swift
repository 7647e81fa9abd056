import JSONValues
import Testing

@Suite("Comments in the shadow")
struct ShadowTests {
    private let page: TestPage

    init() throws {
        page = try TestPage()
        try page.say("Root", by: "ann")
        try page.sanction("bob", "shadow")
    }

    @Test("To its author a comment looks published, in the answer and in place")
    func looksPublished() throws {
        let answer = try page.submit("Mine", by: "bob")
        #expect(answer["comment"]["status"] == "approved")
        #expect(answer["decision"] == ["status": "approved", "rules": 0, "reasons": []])
        #expect(answer["comment"]["shadowed"] == .null)
        let id = try #require(answer["comment"]["id"].text)
        let own = try page.comment(id, ["viewer": "bob"])
        #expect(own["status"] == "approved")
        #expect(own["shadowed"] == .null)
        #expect(try page.bodies(["viewer": "bob", "sort": "oldest"]) == ["Root", "Mine"])
        #expect(try page.list(["viewer": "bob"])["comments"][1]["status"] == "approved")
        try page.server.refusal(
            of: "vote.cast", ["comment": .string(id), "voter": "bob", "value": 1], code: 403)
        try page.say("More", by: "bob", under: id)
        #expect(
            try page.list(["viewer": "bob", "sort": "newest"])["comments"][0]["children"][
                "comments"][0]["body"] == "More")
    }

    @Test("Its author's flag on it is answered as on any other, and goes nowhere")
    func takesOwnFlag() throws {
        let visible = try page.say("Seen", by: "ann")
        let id = try page.say("Mine", by: "bob")
        #expect(try page.flag(id, by: "bob") == page.flag(visible, by: "ann"))
        #expect(try page.flag(id, by: "bob") == 1)
        #expect(try page.comment(id, ["viewer": "bob"])["viewer"]["flagged"] == true)
        #expect(try page.queued() == ["Seen"])
        #expect(try page.server.counts()["flagged"] == 1)
        try page.server.refusal(
            of: "flag.raise", ["comment": .string(id), "reporter": "ann", "reason": "spam"],
            code: 404)
        try page.sanction("bob", "none")
        try page.finishLeftovers()
        let item = try page.queue()["items"].array?.first { $0["comment"]["id"].text == id }
        #expect(item?["state"] == "pending")
        #expect(item?["flags"][0]["count"] == 1)
    }

    @Test("A comment named by ref is answered alike the second time")
    func answersAgain() throws {
        let params = page.submission("Mine", by: "bob", with: ["ref": "r"])
        let first = try page.server.call("comment.submit", params)
        #expect(try page.server.call("comment.submit", params) == first)
    }

    @Test("Nobody else sees it, in no list and no count, and can do nothing with it")
    func hides() throws {
        let id = try page.say("Mine", by: "bob")
        #expect(try page.bodies() == ["Root"])
        #expect(try page.bodies(["viewer": "ann"]) == ["Root"])
        #expect(try page.thread()["count"] == 1)
        #expect(try page.thread()["pending"] == 0)
        #expect(try page.queue()["total"] == 0)
        #expect(try page.server.counts()["pending"] == 0)
        let comment = JSONValue.string(id)
        try page.server.refusal(of: "comment.get", ["comment": comment], code: 404)
        try page.server.refusal(
            of: "vote.cast", ["comment": comment, "voter": "ann", "value": 1], code: 404)
        try page.server.refusal(
            of: "flag.raise", ["comment": comment, "reporter": "ann", "reason": "spam"], code: 404)
        try page.refusal(ofComment: "Reply", by: "ann", under: id, code: 404)
    }

    @Test("Moderators see that it is shadowed")
    func showsModerators() throws {
        let id = try page.say("Mine", by: "bob")
        let seen = try page.moderated(id)
        #expect(seen["status"] == "pending")
        #expect(seen["shadowed"] == true)
        let list = try page.list(["view": "moderator", "sort": "oldest"])
        #expect(list["comments"].array?.map { $0["shadowed"] } == [.null, true])
        #expect(try page.history(["comment": .string(id)])[0]["action"] == "shadow")
    }

    @Test("Lifting it leaves them pending, in the queue, however many they are")
    func lifts() throws {
        let ids = try (0..<200).map { try page.say("Mine \($0)", by: "bob") }
        try page.decide("pin", ids[0])
        try page.decide("approve", ids[1])
        try page.decide("spam", ids[2])
        #expect(try page.comment(ids[1])["status"] == "approved")
        try page.sanction("bob", "none")
        try page.finishLeftovers()
        #expect(try page.thread()["pending"] == 198)
        #expect(try page.queue(["state": "pending"])["total"] == 198)
        let seen = try page.moderated(ids[0])
        #expect(seen["status"] == "pending")
        #expect(seen["pinned"] == true)
        #expect(seen["shadowed"] == .null)
        #expect(try page.comment(ids[199], ["viewer": "bob"])["status"] == "pending")
        #expect(try page.moderated(ids[2])["status"] == "spam")
        try page.decide("approve", ids[199])
        #expect(try page.thread()["count"] == 3)
        #expect(try page.submit("Now", by: "bob")["comment"]["status"] == "approved")
    }

    @Test("Its end by time leaves them pending too")
    func ends() throws {
        let end = page.server.clock.now.adding(milliseconds: 1000).text
        try page.sanction("bob", "shadow", with: ["until": .string(end)])
        let id = try page.say("Mine", by: "bob")
        page.server.clock.advance(seconds: 1)
        _ = try page.thread()
        try page.finishLeftovers()
        #expect(try page.moderated(id)["shadowed"] == .null)
        #expect(try page.queue()["total"] == 1)
    }

    @Test("Another sanction in its place leaves them pending")
    func isReplaced() throws {
        try page.say("Mine", by: "bob")
        try page.sanction("bob", "shadow", with: ["reason": "Still"])
        #expect(try page.queue()["total"] == 0)
        try page.sanction("bob", "mute")
        #expect(try page.queue()["total"] == 1)
    }

    @Test("What is undone, or restored, waits: it does not go back into the shadow")
    func undoes() throws {
        let id = try page.say("Mine", by: "bob")
        for (action, back) in [("approve", "undo"), ("delete", "restore")] {
            try page.decide(action, id)
            try page.decide(back, id)
            let seen = try page.moderated(id)
            #expect(seen["status"] == "pending")
            #expect(seen["shadowed"] == .null)
            #expect(try page.queue()["total"] == 1)
        }
        let other = try page.say("Other", by: "bob")
        try page.decide("pin", other)
        try page.decide("undo", other)
        try page.decide("dismiss_flags", other)
        #expect(try page.moderated(other)["shadowed"] == true)
        #expect(try page.queue()["total"] == 1)
    }

    @Test("Addresses can be shadowed")
    func shadowsRanges() throws {
        try page.sanction(nil, "shadow", with: ["range": "203.0.113.0/24"])
        let cat: JSONValue = ["id": "cat", "ip": "203.0.113.7"]
        #expect(try page.submit("Mine", by: cat)["comment"]["status"] == "approved")
        #expect(try page.bodies() == ["Root"])
        #expect(try page.bodies(["viewer": "cat", "sort": "oldest"]) == ["Root", "Mine"])
        try page.sanction(nil, "none", with: ["range": "203.0.113.0/24"])
        #expect(try page.queued() == ["Mine"])
    }
}
