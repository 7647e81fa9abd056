import JSONValues
import Testing

@Suite("Deciding on comments")
struct DecideTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "look", "when": {"words": ["suspicious"]}, "then": "flag"}]}
        """

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    @Test(
        "A decision on a waiting comment gives it its status and takes it out of the queue",
        arguments: [
            ("approve", "approved", 1), ("reject", "rejected", 0), ("spam", "spam", 0),
            ("delete", "deleted", 0),
        ])
    func settles(action: String, status: String, count: Int) throws {
        let id = try page.say("I am waiting", by: "ann")
        let results = try page.decide(action, id)
        #expect(results == [["id": .string(id), "status": .string(status), "revision": 2]])
        let comment = try page.moderated(id)
        #expect(comment["status"].text == status)
        #expect(comment["revision"] == 2)
        #expect(try page.queue()["total"] == 0)
        #expect(try page.thread()["pending"] == 0)
        #expect(try page.thread()["count"].integer == count)
        #expect(try page.bodies().count == count)
    }

    @Test(
        "A decision that settles a flagged comment settles its flags",
        arguments: ["approve", "reject", "spam", "delete", "dismiss_flags"])
    func settlesFlags(action: String) throws {
        let id = try page.say("Hello", by: "ann")
        try page.flag(id, by: "bob")
        try page.flag(id, by: "cat", reason: "abuse")
        try page.decide(action, id)
        #expect(try page.queue()["total"] == 0)
        #expect(
            try page.comment(id, ["viewer": "bob", "view": "moderator"])["viewer"]["flagged"]
                == false)
        #expect(try page.server.counts()["flagged"] == 0)
    }

    @Test("Approving settles what a rule flagged as well")
    func settlesFlagsOfRules() throws {
        let id = try page.say("Something suspicious")
        #expect(try page.queue()["items"][0]["state"] == "flagged")
        try page.decide("approve", id)
        #expect(try page.queue()["total"] == 0)
        #expect(try page.comment(id)["status"] == "approved")
    }

    @Test("Approving what is approved already settles its flags and leaves its revision")
    func approvesAgain() throws {
        let id = try page.say("Hello")
        try page.flag(id, by: "bob")
        #expect(
            try page.decide("approve", id)
                == [["id": .string(id), "status": "approved", "revision": 1]])
        #expect(try page.queue()["total"] == 0)
    }

    @Test(
        "A mark is set and taken away, and the status stays",
        arguments: [
            ("pin", "unpin", "pinned"), ("close", "reopen", "closed"),
            ("feature", "unfeature", "featured"),
        ])
    func marks(set: String, unset: String, mark: String) throws {
        let id = try page.say("Hello")
        #expect(try page.decide(set, id)[0]["status"] == "approved")
        #expect(try page.comment(id)[mark] == true)
        #expect(try page.list()["comments"][0][mark] == true)
        try page.decide(set, id)
        #expect(try page.comment(id)[mark] == true)
        try page.decide(unset, id)
        #expect(try page.comment(id)[mark] == false)
        #expect(try page.comment(id)["status"] == "approved")
    }

    @Test("A mark on a waiting comment leaves it waiting")
    func marksPending() throws {
        let id = try page.say("I am waiting")
        try page.decide("feature", id)
        #expect(try page.queue()["items"][0]["comment"]["featured"] == true)
    }

    @Test("What was deleted is restored to what it was, and not decided on before that")
    func restores() throws {
        let plan = [("Fine", "approved"), ("I am waiting", "pending")]
        for (body, status) in plan {
            let id = try page.say(body)
            try page.decide("delete", id)
            for action in ["approve", "reject", "spam", "delete"] {
                let error = try page.decide(action, id)[0]["error"]
                #expect(error["code"] == 409)
                #expect(try page.moderated(id)["status"] == "deleted")
            }
            #expect(try page.decide("restore", id)[0]["status"].text == status)
        }
        #expect(try page.queued() == ["I am waiting"])
        #expect(try page.thread()["count"] == 1)
    }

    @Test(
        "A deletion after a rejection is restored to the rejection",
        arguments: [("reject", "rejected"), ("spam", "spam")])
    func restoresRejected(action: String, status: String) throws {
        let id = try page.say("Hello")
        try page.decide(action, id)
        try page.decide("delete", id)
        #expect(try page.decide("restore", id)[0]["status"].text == status)
    }

    @Test("What is not deleted cannot be restored, and what nobody decided cannot be undone")
    func refusesSenseless() throws {
        let id = try page.say("Hello")
        for action in ["restore", "undo"] {
            #expect(try page.decide(action, id)[0]["error"]["code"] == 409)
        }
        #expect(try page.history().count == 1)
    }

    @Test("An author's own deletion is restored by moderators too")
    func restoresOwnDeletion() throws {
        let id = try page.say("Hello", by: "ann")
        try page.server.call("comment.delete", ["comment": .string(id), "by": "ann"])
        #expect(try page.decide("restore", id)[0]["status"] == "approved")
        #expect(try page.bodies() == ["Hello"])
    }

    @Test("An author's record follows what is decided on their comments")
    func keepsAuthorsRecord() throws {
        let first = try page.say("First", by: "ann")
        try page.say("I am waiting", by: "ann")
        func record() throws -> [JSONValue] {
            let author = try page.queue()["items"][0]["author"]
            return [author["approved"], author["rejected"]]
        }
        #expect(try record() == [1, 0])
        for (action, expected) in [
            ("reject", [0, 1]), ("spam", [0, 1]), ("approve", [1, 0]), ("delete", [0, 0]),
            ("restore", [1, 0]),
        ] as [(String, [JSONValue])] {
            try page.decide(action, first)
            #expect(try record() == expected)
        }
    }
}
