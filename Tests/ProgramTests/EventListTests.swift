import JSONValues
import Testing

@Suite("The log of events")
struct EventListTests {
    private let page: TestPage

    init() throws {
        page = try TestPage(
            rules: """
                {"version": 5, "rules": [
                  {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"}]}
                """)
    }

    /// All events of a site past a number, but for when they were.
    private func events(after: Int = 0, site: String = "default") throws -> [JSONValue] {
        let list = try page.server.call(
            "event.list", ["after": .integer(after), "site": .string(site), "limit": 1000])
        #expect(list["next"] == .null)
        return (list["events"].array ?? []).map { event in
            #expect(event["at"].text?.count == 24)
            return .object(JSONObject((event.object?.members ?? []).filter { $0.name != "at" }))
        }
    }

    private func event(
        _ seq: Int, _ type: String, _ id: String?, _ more: KeyValuePairs<String, JSONValue> = [:],
        thread: JSONValue = "page"
    ) -> JSONValue {
        let head: JSONValue = [
            "seq": .integer(seq), "type": .string(type), "site": "default", "thread": thread,
            "comment_id": id.map { .string($0) } ?? .null,
        ]
        return head.with(more)
    }

    @Test("Each event has the members of its type")
    func types() throws {
        let open = try page.say("Hello", by: "ann")
        let held = try page.say("I am waiting", by: "ben")
        try page.edit(open, "Hello again", by: "ann")
        try page.vote(1, on: open, by: "cat")
        try page.flag(open, by: "cat", reason: "abuse")
        try page.decide("approve", held)
        try page.decide("pin", open)
        try page.decide("delete", open)
        try page.configure(["closed": true])
        try page.sanction("ben", "mute")
        let list = try events()
        #expect(
            list == [
                event(1, "comment.submitted", open, ["status": "approved"]),
                event(2, "comment.submitted", held, ["status": "pending"]),
                event(3, "comment.edited", open, ["revision": 2]),
                event(4, "votes", open, ["votes": ["up": 1, "down": 0, "score": 1]]),
                event(5, "flag", open, ["flags": 1, "reason": "abuse"]),
                event(6, "comment.status", held, ["from": "pending", "to": "approved"]),
                event(
                    7, "comment.status", open,
                    [
                        "from": "approved", "to": "approved", "pinned": true, "closed": false,
                        "featured": false,
                    ]),
                event(8, "comment.deleted", open, ["from": "approved", "to": "deleted"]),
                event(9, "flag", open, ["flags": 0]),
                event(10, "thread", nil, ["closed": true]),
                event(
                    11, "person", nil, ["person": "ben", "kind": "mute", "until": nil],
                    thread: nil),
            ], "\(list)")
    }

    @Test("A decision is an event about flags only where some were settled, or opened again")
    func flags() throws {
        let flagged = try page.say("Hello", by: "ann")
        let unflagged = try page.say("I am waiting", by: "ben")
        try page.flag(flagged, by: "cat", reason: "abuse")
        for action in ["reject", "undo"] {
            try page.decide(action, flagged)
            try page.decide(action, unflagged)
        }
        let list = try events().filter { $0["type"] == "flag" }
        #expect(
            list == [
                event(3, "flag", flagged, ["flags": 1, "reason": "abuse"]),
                event(5, "flag", flagged, ["flags": 0]),
                event(8, "flag", flagged, ["flags": 1]),
            ], "\(list)")
    }

    @Test("Nobody's vote can be told from it: a tally, once a commit and comment")
    func tallies() throws {
        let id = try page.say("Hello", by: "ann")
        let votes = (0..<50).map { number in
            ProgramFolder.command(
                "vote.cast", id: number + 1,
                ["comment": .string(id), "voter": .string("voter-\(number)"), "value": 1])
        }
        _ = try page.server.send(line: "[" + votes.joined(separator: ",") + "]")
        let list = try events(after: 1)
        #expect(list.allSatisfy { $0["type"] == "votes" })
        #expect(list.last?["votes"] == ["up": 50, "down": 0, "score": 50])
        #expect(list.count < 50)
        #expect(!"\(list)".contains("voter-"))
    }

    @Test("It is read in pages, from any number, without a gap")
    func pages() throws {
        for number in 1...23 { try page.say("Comment \(number)", by: "ann") }
        var seqs: [Int] = []
        var after: JSONValue = 0
        while after != .null {
            let list = try page.server.call("event.list", ["after": after, "limit": 5])
            seqs += (list["events"].array ?? []).compactMap { $0["seq"].integer }
            after = list["next"]
        }
        #expect(seqs == Array(1...23))
        #expect(try page.server.call("event.list")["events"].array?.count == 20)
        #expect(try page.server.call("event.list", ["after": 23])["events"] == [])
    }

    @Test("A number past the end is refused, by follow and list", arguments: ["follow", "list"])
    func pastTheEnd(verb: String) throws {
        try page.say("Hello", by: "ann")
        let error = try page.server.error("event.\(verb)", ["after": 2])
        #expect(error["code"] == -32602)
        #expect(error["data"]["field"] == "after")
        #expect(error["data"]["problem"].text?.contains("newest event, 1") == true)
        #expect(try page.server.error("event.\(verb)", ["after": -1])["code"] == -32602)
        #expect(try page.server.error("event.\(verb)", ["afer": 1])["code"] == -32602)
    }

    @Test("A site that nobody has used has no events")
    func unused() throws {
        #expect(try page.server.call("event.list", ["site": "new"]) == ["events": [], "next": nil])
        #expect(try page.server.call("event.follow", ["site": "new"]) == ["seq": 0, "last": 0])
    }

    @Test("A read of it sees the events of all earlier commands of its line")
    func seesEarlier() throws {
        let commands = [
            ProgramFolder.submission("One", id: 1),
            ProgramFolder.command("event.list", id: 2),
            ProgramFolder.submission("Two", id: 3),
            ProgramFolder.command("event.list", id: 4, ["after": 1]),
        ]
        let replies = try page.server.send(line: "[" + commands.joined(separator: ",") + "]")
        let lists = (replies.array ?? []).compactMap { $0["result"]["events"].array }
        #expect(lists.map { $0.compactMap { $0["seq"].integer } } == [[1], [2]])
    }

    @Test("Names that need an escape come as they are, and a moved page's by the new one")
    func names() throws {
        let odd = "/q?a=\"1\"&b={[\\]}"
        try page.server.call(
            "comment.submit", ["thread": .string(odd), "author": "a\"}", "body": "Hello"])
        try page.server.call(
            "person.sanction",
            ["person": "a\"}", "kind": "mute", "reason": "Rude", "moderator": "mod"])
        try page.server.call("thread.move", ["thread": .string(odd), "to": "/plain"])
        let list = try events()
        #expect(list.count == 3)
        #expect(list[0]["thread"] == "/plain")
        #expect(list[1]["person"] == "a\"}")
        #expect(list[2]["moved_from"].text == odd)
        #expect(list[2]["moved_to"] == "/plain")
    }
}
