import JSONValues
import Testing

@Suite("Rules at work")
struct RulesTests {
    private static let rules = """
        {"version": 42, "rules": [
          {"name": "staff", "when": {"author": {"role": "staff"}}, "then": "approve",
           "final": true},
          {"name": "trial", "when": {"words": ["peculiar"]}, "then": "reject", "dry_run": true},
          {"name": "trusted", "when": {"words": ["password"]}, "then": "approve"},
          {"name": "mask", "when": {"words": ["blimey"]}, "then": "mask"},
          {"name": "look", "when": {"words": ["suspicious"]}, "then": "flag"},
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "spam", "when": {"words": ["lottery"]}, "then": "spam"},
          {"name": "reject", "when": {"words": ["forbidden"]}, "then": "reject"}]}
        """

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    @Test(
        "Each action gives a comment its status, and a place in the queue or none",
        arguments: [
            ("Nothing of note", "approved", 0, [String]()),
            ("The password", "approved", 0, ["trusted"]), ("Oh blimey", "approved", 0, ["mask"]),
            ("Suspicious", "approved", 1, ["look"]), ("I am waiting", "pending", 1, ["hold"]),
            ("Win the lottery", "spam", 0, ["spam"]),
            ("A forbidden word", "rejected", 0, ["reject"]),
            ("A peculiar word", "approved", 0, ["trial"]),
        ])
    func acts(body: String, status: String, queued: Int, rules: [String]) throws {
        let answer = try page.submit(body)
        #expect(answer["decision"]["status"].text == status)
        #expect(answer["decision"]["rules"] == 42)
        #expect((answer["decision"]["reasons"].array ?? []).compactMap { $0["rule"].text } == rules)
        #expect(answer["comment"]["status"].text == status)
        #expect(try page.queue()["total"].integer == queued)
        #expect(try page.bodies().count == (status == "approved" ? 1 : 0))
        let id = try #require(answer["comment"]["id"].text)
        #expect(try page.moderated(id)["status"].text == status)
    }

    @Test(
        "The strictest action stands, wherever it comes in the list, and every hit is a reason",
        arguments: [
            ("waiting for a suspicious password", "pending", ["trusted", "look", "hold"]),
            ("waiting, lottery", "spam", ["hold", "spam"]),
            ("lottery, forbidden", "rejected", ["spam", "reject"]),
            ("suspicious password", "approved", ["trusted", "look"]),
            ("peculiar and waiting", "pending", ["trial", "hold"]),
        ])
    func takesStrictest(body: String, status: String, rules: [String]) throws {
        let decision = try page.submit(body)["decision"]
        #expect(decision["status"].text == status)
        #expect((decision["reasons"].array ?? []).compactMap { $0["rule"].text } == rules)
    }

    @Test("A final hit ends the deciding, and the listing goes on")
    func endsWithFinal() throws {
        let decision = try page.submit(
            "A forbidden lottery", by: ["id": "ann", "roles": ["staff"]])["decision"]
        #expect(decision["status"] == "approved")
        #expect(
            (decision["reasons"].array ?? []).map { $0["rule"] } == ["staff", "spam", "reject"])
    }

    @Test("A dry run is a reason that says so, and nothing else")
    func recordsDryRuns() throws {
        let reason = try page.submit("A peculiar word")["decision"]["reasons"][0]
        #expect(reason["action"] == "reject")
        #expect(reason["dry_run"] == true)
        #expect(reason["span"] == [2, 10])
        #expect(try page.submit("waiting")["decision"]["reasons"][0]["dry_run"] == .null)
    }

    @Test("A reason tells where its first hit stands, in code points, and how many there are")
    func locatesHits() throws {
        let reason = try page.submit("é👍🏽 lottery, LOTTERY!")["decision"]["reasons"][0]
        #expect(reason["action"] == "spam")
        #expect(reason["span"] == [4, 11])
        #expect(reason["count"] == 2)
        #expect(reason["detail"].text?.isEmpty == false)
    }

    @Test("Words are masked whatever else is decided, and only they")
    func masks() throws {
        let answer = try page.submit("Oh blimey, waiting")
        #expect(answer["comment"]["body"] == "Oh ******, waiting")
        #expect(answer["comment"]["status"] == "pending")
        #expect(answer["comment"]["original"] == .null)
        let item = try page.queue()["items"][0]["comment"]
        #expect(item["body"] == "Oh ******, waiting")
        #expect(item["original"] == "Oh blimey, waiting")
    }

    @Test("The queue and a repeated ref show the reasons that were found at first")
    func keepsReasons() throws {
        let first = try page.submit("I am waiting", with: ["ref": "r"])
        #expect(try page.queue()["items"][0]["reasons"] == first["decision"]["reasons"])
        #expect(try page.submit("I am waiting", with: ["ref": "r"]) == first)
    }

    @Test("Where comments wait for moderation, only what a rule approves is published at once")
    func premoderates() throws {
        try page.configure(["moderation": "pre"])
        let held = try page.submit("Nothing of note")
        #expect(held["comment"]["status"] == "pending")
        #expect(held["decision"]["reasons"] == [])
        #expect(try page.submit("The password")["comment"]["status"] == "approved")
        #expect(try page.submit("Oh blimey")["comment"]["status"] == "pending")
        #expect(try page.submit("Win the lottery")["comment"]["status"] == "spam")
        #expect(try page.queue()["total"] == 2)
        #expect(try page.thread()["pending"] == 2)
    }

    @Test("Rules know how many comments of the author were approved and refused before")
    func knowsAuthors() throws {
        let page = try TestPage(
            rules: """
                {"version": 1, "rules": [
                  {"name": "new", "when": {"author": {"approved": {"max": 1}}}, "then": "hold"},
                  {"name": "bad", "when": {"author": {"rejected": {"min": 1}}}, "then": "spam"}]}
                """)
        let first = try page.say("First", by: "ann")
        let second = try page.say("Second", by: "ann")
        #expect(try page.queue()["total"] == 2)
        try page.decide("approve", first, second)
        #expect(try page.submit("Third", by: "ann")["comment"]["status"] == "approved")
        #expect(try page.submit("Fourth", by: "bob")["comment"]["status"] == "pending")
        try page.decide("reject", first)
        #expect(try page.submit("Fifth", by: "ann")["comment"]["status"] == "spam")
    }
}
