import Configuration
import JSONValues
import Testing

@Suite("What rules and people make of an edited comment")
struct RejudgingTests {
    private static let rules = """
        {"version": 3, "rules": [
          {"name": "bad", "when": {"words": ["nasty"]}, "then": "reject"},
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "first", "when": {"words": ["newbie"], "author": {"approved": {"max": 0}}},
           "then": "hold"},
          {"name": "fast", "when": {"words": ["quick"], "rate": {"count": 1, "per_s": 60}},
           "then": "hold"},
          {"name": "copy", "when": {"repeat": {"within_s": 3600, "by": "anyone"}}, "then": "spam"},
          {"name": "look", "when": {"words": ["shout"]}, "then": "flag"}]}
        """
    private static let moderator: JSONValue = ["id": "mod", "roles": ["moderator"]]

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    @Test("A text that rules hold waits, though a person had approved the one before")
    func requeues() throws {
        let id = try page.say("Hello", by: "ann")
        try page.decide("approve", id)
        let answer = try page.edit(id, "I am waiting", by: "ann")
        #expect(answer["comment"]["status"] == "pending")
        #expect(try page.queued() == ["I am waiting"])
        #expect(try page.thread()["count"] == 0)
        #expect(try page.person("ann")["standing"]["approved"] == 0)
        try page.server.refusal(
            of: "vote.cast", ["comment": .string(id), "voter": "bob", "value": 1], code: 404)
    }

    @Test("One that rules flag is published and queued, and one they refuse is gone")
    func flagsAndRefuses() throws {
        let id = try page.say("Hello", by: "ann")
        try page.edit(id, "I shout", by: "ann")
        #expect(try page.queue()["items"][0]["state"] == "flagged")
        #expect(try page.bodies() == ["I shout"])
        try page.edit(id, "I whisper", by: "ann")
        #expect(try page.queue()["total"] == 0)
        let answer = try page.edit(id, "You are nasty", by: "ann")
        #expect(answer["decision"]["status"] == "rejected")
        #expect(answer["decision"]["reasons"][0]["rule"] == "bad")
        #expect(try page.thread()["count"] == 0)
        #expect(try page.person("ann")["standing"]["rejected"] == 1)
        #expect(try page.moderated(id)["status"] == "rejected")
    }

    @Test("After a person's refusal rules publish no text by themselves, however often it changes")
    func keepsRefused() throws {
        let id = try page.say("Hello", by: "ann")
        for action in ["reject", "spam"] {
            try page.decide(action, id)
            let answer = try page.edit(id, "Better than \(action)", by: Self.moderator)
            #expect(answer["comment"]["status"] == "pending")
            #expect(answer["decision"]["reasons"][0]["rule"] == "refused-before")
            let again = try page.edit(id, "Better still than \(action)", by: "ann")
            #expect(again["decision"]["status"] == "pending")
            #expect(try page.queued() == ["Better still than \(action)"])
            let worse = try page.edit(id, "Nasty as \(action)", by: "ann")
            #expect(worse["decision"]["status"] == "rejected")
            try page.decide("approve", id)
            #expect(
                try page.edit(id, "Fine: \(action)", by: "ann")["comment"]["status"] == "approved")
        }
    }

    @Test("A refusal that was taken back binds no more, and one by rules never did")
    func forgetsUndone() throws {
        let id = try page.say("I am waiting", by: "ann")
        try page.decide("reject", id)
        try page.decide("undo", id)
        #expect(try page.edit(id, "Fine", by: "ann")["comment"]["status"] == "approved")
        let refused = try page.say("You are nasty", by: "ann")
        let answer = try page.edit(refused, "You are nice", by: Self.moderator)
        #expect(answer["comment"]["status"] == "approved")
    }

    @Test("What readers' flags took away goes on waiting, whatever its text becomes")
    func keepsHidden() throws {
        let id = try page.say("Hello", by: "ann")
        for reader in ["r1", "r2", "r3"] { try page.flag(id, by: .string(reader)) }
        #expect(try page.moderated(id)["status"] == "pending")
        let answer = try page.edit(id, "Hi", by: "ann")
        #expect(answer["comment"]["status"] == "pending")
        #expect(answer["decision"]["reasons"][0]["rule"] == "flags")
        let item = try page.queue()["items"][0]
        #expect(item["reasons"] == answer["decision"]["reasons"])
        try page.decide("approve", id)
        #expect(try page.edit(id, "Ho", by: "ann")["comment"]["status"] == "approved")
    }

    @Test("Undo takes back a decision, not the edit behind it")
    func undoes() throws {
        let id = try page.say("I am waiting", by: "ann")
        try page.decide("approve", id)
        try page.edit(id, "Hello", by: "ann")
        try page.decide("undo", id)
        let seen = try page.moderated(id)
        #expect(seen["body"] == "Hello")
        #expect(seen["status"] == "pending")
        let entries = try page.history(["comment": .string(id)])
        #expect(
            entries.map { $0["action"].text } == ["undo", "approve", "edit", "approve", "hold"])
        #expect(entries.map { $0["actor"].text } == ["mod", "rules", "ann", "mod", "rules"])
        #expect(entries[1]["from"] == "approved")
        #expect(entries[1]["rules"] == 3)
    }

    @Test("Rules know of an edited comment what was before it: not the comment itself")
    func knowsOthers() throws {
        let id = try page.say("Hello", by: "ann")
        #expect(try page.person("ann")["standing"]["approved"] == 1)
        #expect(try page.edit(id, "A newbie", by: "ann")["comment"]["status"] == "pending")
        #expect(try page.edit(id, "A quick one", by: "ann")["comment"]["status"] == "approved")
        let second = try page.say("Another", by: "ann")
        #expect(try page.edit(second, "A quick fox", by: "ann")["comment"]["status"] == "pending")
        #expect(try page.edit(second, "A newbie", by: "ann")["comment"]["status"] == "approved")
    }

    @Test("Copies are looked for by the text that stands, and none is a copy of itself")
    func findsCopies() throws {
        let id = try page.say("Hello world", by: "ann")
        try page.edit(id, "Goodbye world", by: "ann")
        #expect(try page.edit(id, "GOODBYE world", by: "ann")["comment"]["status"] == "approved")
        #expect(try page.submit("Hello world", by: "bob")["decision"]["status"] == "approved")
        #expect(try page.submit("goodbye world", by: "cleo")["decision"]["status"] == "spam")
        #expect(try page.edit(id, "hello world", by: "ann")["decision"]["status"] == "spam")
    }

    @Test("Explained is the text that stands, by what rules knew when it was judged")
    func explains() throws {
        let id = try page.say("I am waiting", by: "ann")
        try page.edit(id, "I shout", by: "ann")
        let explained = try page.server.call("moderation.explain", ["comment": .string(id)])
        let hits = explained["rules"].array?.filter { $0["hit"] == true }
        #expect(hits?.compactMap { $0["rule"].text } == ["look"])
        #expect(explained["decision"]["status"] == "approved")
        #expect(explained["status"] == "approved")
    }

    @Test("The bans and mutes of its author refuse an edit, premoderation holds it")
    func heedsSanctions() throws {
        let id = try page.say("Hello", by: "ann")
        for kind in ["ban", "mute"] {
            try page.sanction("ann", kind)
            let error = try page.server.refusal(
                of: "comment.edit", page.editing(id, "Hi", by: "ann"), code: 403)
            #expect(error["data"]["sanction"].text == kind)
        }
        try page.edit(id, "A moderator's", by: Self.moderator)
        try page.sanction("ann", "premoderate")
        #expect(try page.edit(id, "Hi", by: "ann")["comment"]["status"] == "pending")
        #expect(try page.queue()["items"][0]["reasons"][0]["rule"] == "premoderate")
    }

    @Test("In the shadow an edit is seen by its author alone, as if it were published")
    func staysInShadow() throws {
        let id = try page.say("Hello", by: "ann")
        try page.sanction("ann", "shadow")
        let answer = try page.edit(id, "Hi", by: "ann")
        #expect(answer["comment"]["status"] == "approved")
        #expect(answer["decision"]["status"] == "approved")
        #expect(try page.thread()["count"] == 0)
        #expect(try page.thread()["pending"] == 0)
        #expect(try page.moderated(id)["shadowed"] == true)
        #expect(try page.bodies() == [])
        #expect(try page.bodies(["viewer": "ann"]) == ["Hi"])
        try page.edit(id, "Ho", by: "ann")
        try page.sanction("ann", "none")
        try page.finishLeftovers()
        #expect(try page.queued() == ["Ho"])
        #expect(try page.thread()["pending"] == 1)
        try page.sanction("ann", "shadow")
        #expect(try page.edit(id, "I am waiting", by: "ann")["comment"]["status"] == "pending")
        #expect(try page.queued() == ["I am waiting"])
    }

    @Test("What is closed refuses its author's edits, and lets moderators edit")
    func refusesClosed() throws {
        let root = try page.say("Hello", by: "ann")
        let reply = try page.say("A reply", by: "bob", under: root)
        try page.decide("close", root)
        try page.server.refusal(of: "comment.edit", page.editing(reply, "Hi", by: "bob"), code: 423)
        try page.decide("reopen", root)
        try page.configure(["closed": true])
        try page.server.refusal(of: "comment.edit", page.editing(reply, "Hi", by: "bob"), code: 423)
        try page.edit(reply, "Hi", by: Self.moderator)
    }

    @Test("An edit that brings a reply's status to change changes what is above it")
    func keepsCounts() throws {
        let root = try page.say("Hello", by: "ann")
        let reply = try page.say("A reply", by: "bob", under: root)
        try page.edit(reply, "I am waiting", by: "bob")
        #expect(try page.comment(root)["replies"] == 0)
        #expect(try page.comment(root)["descendants"] == 0)
        try page.edit(reply, "I am here", by: "bob")
        #expect(try page.comment(root)["replies"] == 1)
        #expect(try page.thread()["count"] == 2)
        #expect(try page.thread()["roots"] == 1)
    }
}
