import Configuration
import JSONValues
import Testing

@Suite("Comments that flags hide by themselves")
struct HidingTests {
    private let page: TestPage
    private let id: String

    init() throws {
        page = try TestPage()
        id = try page.say("Hello", by: "ann")
    }

    private static let three: [JSONValue] = ["bob", "cat", "dan"]

    /// Gives persons a record: so many flags that moderators agreed with, or dismissed.
    private func train(_ names: [String], _ action: String, times: Int) throws {
        for index in 0..<times {
            let other = try page.say("Training \(index)", by: "eve")
            for name in names { try page.flag(other, by: .string(name), reason: "other") }
            try page.decide(action, other)
        }
    }

    private func weight(of reporter: JSONValue) throws -> Double? {
        let other = try page.say("To be weighed", by: "eve")
        try page.flag(other, by: reporter)
        let items = try page.queue()["items"].array ?? []
        return items.first { $0["comment"]["id"].text == other }?["flags"][0]["weight"].double
    }

    @Test("Two flags hide nothing, the third takes the comment away until someone has looked")
    func hides() throws {
        for reporter in Self.three.dropLast() { try page.flag(id, by: reporter) }
        #expect(try page.comment(id)["status"] == "approved")
        #expect(try page.flag(id, by: "dan", reason: "abuse") == 3)
        try page.server.refusal(
            of: "comment.get", ["comment": .string(id)], code: 404)
        #expect(try page.bodies() == [])
        #expect(try page.thread()["count"] == 0)
        #expect(try page.thread()["pending"] == 1)
        let item = try page.queue()["items"][0]
        #expect(try page.queue()["total"] == 1)
        #expect(item["state"] == "pending")
        #expect(item["comment"]["revision"] == 2)
    }

    @Test("Why it was hidden stays in the history and with the comment, whatever comes later")
    func explains() throws {
        for reporter in Self.three { try page.flag(id, by: reporter, reason: "abuse") }
        let text = "flaggers: 3, at least 3; weight: 3, at least 3; abuse 3 (3)"
        let entry = try page.history(["comment": .string(id)])[0]
        #expect(entry["actor"] == "rules")
        #expect(entry["action"] == "hold")
        #expect(entry["from"] == "approved")
        #expect(entry["to"] == "pending")
        #expect(entry["reason"].text == text)
        let reason = try page.queue()["items"][0]["reasons"][0]
        #expect(reason == ["rule": "flags", "action": "hold", "detail": .string(text)])
        try page.decide("approve", id)
        #expect(try page.history(["comment": .string(id)])[1] == entry)
        try page.flag(id, by: "fay")
        #expect(try page.queue()["items"][0]["reasons"][0] == reason)
    }

    @Test("The queue tells how far a comment's flags are from hiding it")
    func tellsHowFar() throws {
        try page.flag(id, by: "bob")
        try page.flag(id, by: "cat", reason: "other")
        #expect(
            try page.queue()["items"][0]["flagging"] == [
                "flaggers": 2, "min_flaggers": 3, "weight": 2, "hide_weight": 3, "repeated": 0,
            ])
        try page.decide("dismiss_flags", id)
        try page.flag(id, by: "bob")
        try page.flag(id, by: "dan")
        #expect(
            try page.queue()["items"][0]["flagging"] == [
                "flaggers": 1, "min_flaggers": 3, "weight": 1, "hide_weight": 3, "repeated": 1,
            ])
        #expect(
            try page.queue()["items"][0]["flags"] == [
                ["reason": "spam", "count": 2, "weight": 1.667]
            ])
    }

    @Test("No record makes one flag decisive, nor two")
    func capsWeight() throws {
        try train(["bob", "cat"], "reject", times: 30)
        #expect(try weight(of: "bob") == 1.5)
        try page.flag(id, by: "bob")
        try page.flag(id, by: "cat")
        let item = try page.queue()["items"].array?.first { $0["comment"]["id"].text == id }
        #expect(item?["flagging"]["weight"] == 3)
        #expect(try page.comment(id)["status"] == "approved")
        try page.flag(id, by: "dan")
        #expect(try page.moderated(id)["status"] == "pending")
    }

    @Test("Those whose flags are dismissed need more others")
    func weighsLess() throws {
        try train(["bob", "cat", "dan"], "dismiss_flags", times: 2)
        #expect(try weight(of: "bob") == 0.5)
        for reporter in Self.three { try page.flag(id, by: reporter) }
        #expect(try page.comment(id)["status"] == "approved")
        try page.flag(id, by: "fay")
        #expect(try page.comment(id)["status"] == "approved")
        try page.flag(id, by: "gil")
        #expect(try page.moderated(id)["status"] == "pending")
    }

    @Test("The same readers do not hide what was approved; new ones can")
    func needsNewEvidence() throws {
        for reporter in Self.three { try page.flag(id, by: reporter) }
        try page.decide("approve", id)
        #expect(try page.queue()["total"] == 0)
        for round in 0..<3 {
            for reporter in Self.three + ["fay", "gil"] { try page.flag(id, by: reporter) }
            #expect(try page.comment(id)["status"] == "approved")
            // Two of them are new to it, once.
            #expect(try page.queue()["total"].integer == (round == 0 ? 1 : 0))
            try page.decide("dismiss_flags", id)
        }
        for reporter in ["x", "y", "z"] as [JSONValue] { try page.flag(id, by: reporter) }
        #expect(try page.moderated(id)["status"] == "pending")
    }

    @Test(
        "A decision settles the record of who flagged, and undoing it takes that back",
        arguments: [
            ("approve", 0.667), ("dismiss_flags", 0.667), ("reject", 1.333), ("spam", 1.333),
            ("delete", 1.333),
        ])
    func settlesRecords(action: String, expected: Double) throws {
        try page.flag(id, by: "bob")
        try page.decide(action, id)
        #expect(try weight(of: "bob") == expected)
        try page.decide("undo", id)
        #expect(try weight(of: "bob") == 1)
        #expect(try page.flag(id, by: "cat") == 2)
    }

    @Test("A dismissal stays in the record, though the comment is flagged anew")
    func keepsDismissals() throws {
        for _ in 0..<2 {
            try page.flag(id, by: "bob")
            try page.decide("dismiss_flags", id)
        }
        #expect(try weight(of: "bob") == 0.5)
        try page.flag(id, by: "bob")
        try page.decide("undo", id)
        #expect(try page.flag(id, by: "bob") == 1)
        #expect(try weight(of: "bob") == 0.667)
    }

    @Test("Authors who delete their own comment make nobody's record")
    func ignoresOwnDeletions() throws {
        try page.flag(id, by: "bob")
        try page.server.call("comment.delete", ["comment": .string(id), "by": "ann"])
        #expect(try weight(of: "bob") == 1)
    }

    @Test("Undoing a decision that left the status alone does not bring back what flags hid")
    func staysHidden() throws {
        try page.decide("feature", id)
        for reporter in Self.three { try page.flag(id, by: reporter) }
        let undone = try page.decide("undo", id)[0]
        #expect(undone["status"] == "pending")
        #expect(try page.moderated(id)["featured"] == false)
        #expect(try page.queue()["items"][0]["state"] == "pending")
        try page.decide("approve", id)
        try page.decide("undo", id)
        #expect(try page.moderated(id)["status"] == "pending")
        #expect(try page.queue()["items"][0]["flags"][0]["count"] == 3)
    }

    @Test("It keeps the turn that its first flag gave it")
    func keepsTurn() throws {
        try page.flag(id, by: "bob")
        page.server.clock.advance(seconds: 100)
        try page.flag(id, by: "cat")
        try page.flag(id, by: "dan")
        #expect(try page.queue()["items"][0]["waiting_s"] == 100)
    }

    @Test("The thresholds are the configuration's, and the server tells them")
    func configures() throws {
        var settings = Settings()
        settings.flags.minFlaggers = 2
        settings.flags.hideWeight = 1.9
        settings.flags.maxWeight = 0.95
        let page = try TestPage(settings: settings)
        #expect(
            try page.server.call("server.status")["flags"] == [
                "min_flaggers": 2, "hide_weight": 1.9, "max_weight": 0.95,
            ])
        let id = try page.say("Hello", by: "ann")
        try page.flag(id, by: "bob")
        #expect(try page.queue()["items"][0]["flags"][0]["weight"] == 0.95)
        try page.flag(id, by: "cat")
        #expect(try page.moderated(id)["status"] == "pending")
        #expect(
            try page.queue()["items"][0]["reasons"][0]["detail"]
                == "flaggers: 2, at least 2; weight: 1.9, at least 1.9; spam 2 (1.9)")
    }

    @Test("What flags hid is no submission in the report, but held by rules that day")
    func reports() throws {
        for reporter in Self.three { try page.flag(id, by: reporter) }
        let day = try page.server.call("moderation.report")["flow"][0]
        #expect(day["submitted"] == 1)
        #expect(day["by_rules"]["approved"] == 1)
        #expect(day["by_rules"]["pending"] == 1)
    }
}
