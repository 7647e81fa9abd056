import JSONValues
import Testing

@Suite("Undoing decisions")
struct UndoTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "look", "when": {"words": ["suspicious"]}, "then": "flag"}]}
        """

    enum Start: CaseIterable {
        case approved, pending, flagged, flaggedByRule, rejected, spam, deleted, marked, above
    }

    private let page: TestPage

    /// Another comment of the same author waits, so that the queue shows the author's record.
    init() throws {
        page = try TestPage(rules: Self.rules)
        try page.say("Also waiting", by: "ann")
        page.server.clock.advance(seconds: 100)
    }

    private func make(_ start: Start) throws -> String {
        let body =
            switch start {
            case .pending: "I am waiting"
            case .flaggedByRule: "Something suspicious"
            default: "Hello"
            }
        let id = try page.say(body, by: "ann")
        if start == .approved || start == .flagged { try page.vote(1, on: id, by: "bob") }
        switch start {
        case .approved, .pending, .flaggedByRule: break
        case .flagged:
            try page.flag(id, by: "bob", reason: "abuse")
            try page.flag(id, by: "cat")
        case .rejected: try page.decide("reject", id)
        case .spam: try page.decide("spam", id)
        case .deleted: try page.decide("delete", id)
        case .marked: for action in ["pin", "close", "feature"] { try page.decide(action, id) }
        case .above: try page.say("Reply", by: "bob", under: id)
        }
        page.server.clock.advance(milliseconds: 3_600_500)
        return id
    }

    /// All that a decision can change and undoing it brings back: not revisions, which only grow,
    /// and not the pace at which the queue was worked, which was what it was.
    private func state(_ id: String) throws -> [JSONValue] {
        func plain(_ value: JSONValue) -> JSONValue {
            switch value {
            case .array(let elements): .array(elements.map(plain))
            case .object(let object):
                .object(
                    JSONObject(
                        object.members.filter { !Self.passing.contains($0.name) }.map {
                            JSONObject.Member($0.name, plain($0.value))
                        }))
            default: value
            }
        }
        return try [
            page.comment(id, ["view": "moderator", "viewer": "bob"]), page.queue(),
            page.queue(["order": "oldest", "state": "flagged"]), page.thread(),
            page.list(["view": "moderator", "viewer": "cat", "depth": 2]), page.list(),
            page.server.counts().with(["persons": 0]),
            page.server.call("moderation.report", ["sections": ["now"]]),
        ].map(plain)
    }

    private static let passing = ["revision", "pace", "empty_in_s"]

    private static let actions = [
        "approve", "reject", "spam", "delete", "restore", "feature", "unfeature", "pin", "unpin",
        "close", "reopen", "dismiss_flags",
    ]

    @Test(
        "Undoing brings back status, marks, flags, queue, turn and every count",
        arguments: Start.allCases, actions)
    func undoes(start: Start, action: String) throws {
        let id = try make(start)
        let before = try state(id)
        let revision = try #require(try page.moderated(id)["revision"].integer)
        let entries = try page.history(["comment": .string(id)]).count
        let isRefused = try page.decide(action, id)[0]["error"] != .null
        let isDeleted = start == .deleted
        let settles = ["approve", "reject", "spam", "delete"].contains(action)
        #expect(isRefused == (action == "restore" ? !isDeleted : isDeleted && settles))
        if !isRefused {
            #expect(try page.history(["comment": .string(id)]).count == entries + 1)
            #expect(try page.decide("undo", id)[0]["error"] == .null)
            #expect(try page.history(["comment": .string(id)]).count == entries + 2)
            #expect(try page.moderated(id)["revision"].integer ?? 0 >= revision)
        }
        #expect(try state(id) == before)
    }

    @Test("Undoing twice undoes the decision before, and so on until there is none")
    func undoesFurther() throws {
        let id = try make(.pending)
        let start = try state(id)
        try page.decide("approve", id)
        let approved = try state(id)
        try page.decide("pin", id)
        let pinned = try state(id)
        try page.decide("reject", id)
        for expected in [pinned, approved, start] {
            #expect(try page.decide("undo", id)[0]["error"] == .null)
            #expect(try state(id) == expected)
        }
        #expect(try page.decide("undo", id)[0]["error"]["code"] == 409)
        #expect(try state(id) == start)
    }

    @Test("After an undo a new decision is the last one")
    func decidesAgain() throws {
        let id = try make(.approved)
        try page.decide("feature", id)
        try page.decide("undo", id)
        try page.decide("reject", id)
        try page.decide("undo", id)
        #expect(try page.moderated(id)["status"] == "approved")
        #expect(try page.moderated(id)["featured"] == false)
        #expect(try page.decide("undo", id)[0]["error"]["code"] == 409)
    }

    @Test("An undone rejection lets the replies below be seen under their comment again")
    func showsReplies() throws {
        let id = try make(.above)
        try page.decide("reject", id)
        #expect(try page.bodies().contains("[hidden]"))
        try page.decide("undo", id)
        let root = try page.list(["sort": "newest"])["comments"][0]
        #expect(root["body"] == "Hello")
        #expect(root["children"]["comments"][0]["body"] == "Reply")
    }

    @Test("A revision grows with every change of status, undone or not")
    func raisesRevision() throws {
        let id = try make(.approved)
        #expect(try page.decide("reject", id)[0]["revision"] == 2)
        #expect(try page.decide("undo", id)[0]["revision"] == 3)
        #expect(try page.decide("pin", id)[0]["revision"] == 3)
    }

    @Test("What readers flag after a decision stays flagged when it is undone")
    func keepsLaterFlags() throws {
        let id = try make(.flagged)
        try page.decide("dismiss_flags", id)
        try page.flag(id, by: "bob", reason: "illegal")
        try page.decide("undo", id)
        let item = try page.queue(["state": "flagged"])["items"][0]
        #expect(
            item["flags"] == [
                ["reason": "illegal", "count": 1, "weight": 0.667],
                ["reason": "spam", "count": 1, "weight": 1],
            ])
    }

    @Test("An undo is an entry of the history, from what was to what is again")
    func recordsUndo() throws {
        let id = try make(.pending)
        try page.decide("approve", id)
        try page.decide("undo", id, by: "chief", with: ["reason": "Too soon"])
        let entry = try page.history(["comment": .string(id)])[0]
        #expect(entry["actor"] == "chief")
        #expect(entry["action"] == "undo")
        #expect(entry["from"] == "approved")
        #expect(entry["to"] == "pending")
        #expect(entry["reason"] == "Too soon")
    }
}
