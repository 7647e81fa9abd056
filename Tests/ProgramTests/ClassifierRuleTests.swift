import Configuration
import JSONValues
import Testing

@Suite("Rules that ask what was learned")
struct ClassifierRuleTests {
    private let folder: ProgramFolder
    private let settings: Settings

    private static let rules = #"""
        {"version": 7, "rules": [
          {"name": "learned spam", "when": {"classifier": {"spam": {}}}, "then": "hold"},
          {"name": "learned offence", "when": {"classifier": {"toxic": {"min": 0.6}}},
            "then": "flag"},
          {"name": "a word", "when": {"words": ["lottery"]}, "then": "spam"}]}
        """#

    init() throws {
        folder = try ProgramFolder()
        var settings = Settings()
        settings.classifier.minExamples = 20
        settings.classifier.spamMin = 0.7
        self.settings = settings
    }

    private func page() throws -> TestPage {
        TestPage(
            try TestServer(database: folder.database, rules: Self.rules, settings: settings))
    }

    private static let spam = ["cheap watches at", "buy pills now at", "win money today at"]
    private static let talk = [
        "I read this article about", "the council said of", "we spoke about",
    ]
    private static let ends = [
        "rivers", "the harbour", "winter", "a bridge", "schools", "trains", "music", "gardens",
    ]

    private static func text(_ beginnings: [String], _ number: Int) -> String {
        "\(beginnings[number % beginnings.count]) \(ends[number % ends.count]) \(number)"
    }

    /// Comments that moderators decide: 24 as spam and 36 as fine.
    private func teach(_ page: TestPage) throws -> (spam: [String], fine: [String]) {
        let spam = try (0..<24).map { try page.say(Self.text(Self.spam, $0), by: "s") }
        let fine = try (0..<36).map { try page.say(Self.text(Self.talk, $0), by: "t") }
        try decide("spam", spam, page)
        try decide("approve", fine, page)
        return (spam, fine)
    }

    private func decide(_ action: String, _ ids: [String], _ page: TestPage) throws {
        try page.server.call(
            "moderation.decide",
            [
                "comments": .array(ids.map { .string($0) }), "action": .string(action),
                "moderator": "mod",
            ])
    }

    private func classifiers(_ page: TestPage) throws -> [JSONValue] {
        try page.server.call("server.status")["classifiers"].array ?? []
    }

    /// The spam classifier once it has learned from so many decisions for and against; commands go
    /// on meanwhile, as they would.
    private func learned(_ page: TestPage, _ positive: Int, _ negative: Int) throws -> JSONValue {
        for _ in 0..<200_000 {
            for one in try classifiers(page) where one["trait"] == "spam" {
                if one["positive"].integer == positive, one["negative"].integer == negative {
                    return one
                }
            }
        }
        throw NeverLearned()
    }

    private struct NeverLearned: Error {}

    @Test("It is silent at first, learns from people, explains itself, and lasts")
    func learns() throws {
        try learnAndUndo()
        #expect(try classifiers(page()).first { $0["trait"] == "spam" }?["positive"] == 23)
    }

    private func learnAndUndo() throws {
        let page = try page()
        #expect(try classifiers(page).isEmpty)
        let (spam, _) = try teach(page)
        let first = try learned(page, 24, 36)
        let held = try page.submit("buy cheap watches now, win pills and money today")
        #expect(held["comment"]["status"] == "pending")
        let reason = try #require(held["decision"]["reasons"].array?.first)
        #expect(reason["rule"] == "learned spam")
        #expect(try #require(reason["score"].double) >= 0.7)
        let detail = try #require(reason["detail"].text)
        #expect(detail.contains("at least 70 % (classifier \(first["version"].integer ?? 0))"))
        #expect(detail.contains("watches") || detail.contains("pills") || detail.contains("buy"))
        let disguised = try page.submit("b\u{336}uy ch3ap wаtсhеs n0w, w!n pi11s and mоnеу t0day")
        #expect(disguised["comment"]["status"] == "pending")
        #expect(
            try #require(disguised["decision"]["reasons"][0]["score"].double)
                >= (reason["score"].double ?? 1) - 0.2)
        let fine = try page.submit("we spoke about the article and the council")
        #expect(fine["comment"]["status"] == "approved")
        let told = try page.server.call(
            "moderation.explain", ["comment": held["comment"]["id"]])["rules"]
        #expect(told[0]["hit"] == true)
        #expect(told[0]["score"] == reason["score"])
        #expect(told[0]["threshold"].double == 0.7)
        #expect(told[1]["saw"] == "nothing was learned of toxic")
        // One decision less, which is as if it had never been.
        try decide("undo", [spam[0]], page)
        let second = try learned(page, 23, 36)
        #expect(try #require(second["version"].integer) > (first["version"].integer ?? 0))
    }

    @Test("What rules decided is never learned, nor what was deleted")
    func learnsFromPeopleAlone() throws {
        let page = try page()
        let (_, fine) = try teach(page)
        let before = try learned(page, 24, 36)
        for number in 0..<30 { try page.submit("lottery \(number)") }
        try decide("delete", [fine[0]], page)
        let after = try learned(page, 24, 35)
        #expect(after["version"].integer == before["version"].integer.map { $0 + 1 })
    }

    @Test("With too few decisions of a kind it says nothing")
    func waits() throws {
        let page = try page()
        let spam = try (0..<19).map { try page.say(Self.text(Self.spam, $0)) }
        let fine = try (0..<40).map { try page.say(Self.text(Self.talk, $0)) }
        try decide("spam", spam, page)
        try decide("approve", fine, page)
        let more = try page.say(Self.text(Self.spam, 19))
        try decide("spam", [more], page)
        #expect(try learned(page, 20, 40)["positive"] == 20)
    }
}
