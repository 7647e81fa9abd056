import JSONValues
import Testing

@Suite("Rules on what was written before")
struct RecentRulesTests {
    private static let rate = """
        {"version": 1, "rules": [
          {"name": "fast", "when": {"rate": {"count": 3, "per_s": 60}}, "then": "hold"}]}
        """

    private static func repeats(_ members: String) -> String {
        """
        {"version": 1, "rules": [
          {"name": "copy", "when": {"repeat": {\(members)}}, "then": "spam"}]}
        """
    }

    private static let text =
        "The treaty was signed after four years of talks, and the minister said that the "
        + "islands would be no part of it."
    /// One word is another, one is added, one sign is gone.
    private static let edited =
        "The treaty was signed after five years of talks and the minister said clearly that the "
        + "islands would be no part of it."

    private func status(_ answer: JSONValue) -> String { answer["decision"]["status"].text ?? "" }

    @Test("The fourth comment within the time hits a rate of three, wherever it stands")
    func countsRate() throws {
        let page = try TestPage(rules: Self.rate)
        let other = TestPage(page.server, name: "other")
        let elsewhere = TestPage(page.server, site: "elsewhere")
        for _ in 1...2 { #expect(try status(page.submit("Hello")) == "approved") }
        #expect(try status(other.submit("Hello")) == "approved")
        #expect(try status(page.submit("Hello", by: "ben")) == "approved")
        #expect(try status(elsewhere.submit("Hello")) == "approved")
        let held = try other.submit("Hello")
        #expect(status(held) == "pending")
        #expect(held["decision"]["reasons"][0]["rule"] == "fast")
    }

    @Test("A rate's window moves on with time, and ends short of its length")
    func movesWindow() throws {
        let page = try TestPage(rules: Self.rate)
        for _ in 1...3 {
            try page.say("Hello")
            page.server.clock.advance(seconds: 10)
        }
        page.server.clock.advance(seconds: 29)
        page.server.clock.advance(milliseconds: 999)
        #expect(try status(page.submit("Hello")) == "pending")
        page.server.clock.advance(milliseconds: 1)
        // The held one counts too: three are left.
        #expect(try status(page.submit("Hello")) == "pending")
        page.server.clock.advance(seconds: 60)
        #expect(try status(page.submit("Hello")) == "approved")
    }

    @Test("A comment that replays an earlier moment does not count what came after it")
    func countsBefore() throws {
        let page = try TestPage(rules: Self.rate, allowsBackdating: true)
        for second in [10, 11, 12] {
            try page.say("Hello", with: ["at": .string("2025-06-01T00:00:\(second).000Z")])
        }
        let early = try page.submit("Hello", with: ["at": "2025-06-01T00:00:09.000Z"])
        #expect(status(early) == "approved")
        let late = try page.submit("Hello", with: ["at": "2025-06-01T00:00:12.000Z"])
        #expect(status(late) == "pending")
    }

    @Test("By default a copy is the author's own text, equal but for case and white space")
    func findsOwnCopies() throws {
        let page = try TestPage(rules: Self.repeats("\"within_s\": 60"))
        #expect(try status(page.submit("Buy  my watch")) == "approved")
        #expect(try status(page.submit("Buy my watch", by: "ben")) == "approved")
        #expect(try status(page.submit("Buy my watches")) == "approved")
        let copy = try TestPage(page.server, name: "other").submit("BUY MY WATCH")
        #expect(status(copy) == "spam")
        #expect(copy["decision"]["reasons"][0]["score"].double == 1)
        page.server.clock.advance(seconds: 60)
        #expect(try status(page.submit("Buy my watch")) == "approved")
    }

    @Test("A copy of what was refused is found too")
    func findsRefusedCopies() throws {
        let page = try TestPage(rules: Self.repeats("\"within_s\": 60"))
        let id = try page.say("Buy my watch")
        try page.decide("reject", id)
        #expect(try status(page.submit("Buy my watch")) == "spam")
        #expect(try status(page.submit("Buy my watch")) == "spam")
    }

    @Test("Anyone's text is found in spite of small edits, on the same site alone")
    func findsAnyonesCopies() throws {
        let page = try TestPage(
            rules: Self.repeats(
                "\"within_s\": 3600, \"similarity\": 0.7, \"by\": \"anyone\""))
        #expect(try status(page.submit(Self.text)) == "approved")
        #expect(try status(page.submit("The treaty was signed.", by: "ben")) == "approved")
        let elsewhere = TestPage(page.server, site: "elsewhere")
        #expect(try status(elsewhere.submit(Self.edited, by: "cleo")) == "approved")
        let copy = try page.submit(Self.edited, by: "dan")
        #expect(status(copy) == "spam")
        let score = try #require(copy["decision"]["reasons"][0]["score"].double)
        #expect(score > 0.7 && score < 1)
        page.server.clock.advance(seconds: 3600)
        #expect(try status(page.submit(Self.text, by: "dan")) == "approved")
    }

    @Test("Copies of one text by many are found among any number of them")
    func findsManyCopies() throws {
        let page = try TestPage(
            rules: Self.repeats("\"within_s\": 3600, \"similarity\": 0.8"))
        for index in 0..<40 { try page.say(Self.text, by: "p\(index)") }
        #expect(try status(page.submit(Self.text, by: "p0")) == "spam")
        #expect(try status(page.submit(Self.text, by: "q")) == "approved")
    }

    @Test("A text is tried on such rules before they hold")
    func triesRules() throws {
        let page = try TestPage()
        for _ in 1...3 { try page.say(Self.text) }
        func tried(_ when: JSONValue, by author: JSONValue) throws -> JSONValue {
            try page.server.call(
                "rules.test",
                [
                    "body": .string(Self.edited), "author": author,
                    "rules": [["name": "a", "when": when, "then": "hold"]],
                ])["decision"]["status"]
        }
        #expect(try tried(["rate": ["count": 3, "per_s": 60]], by: "ann") == "pending")
        #expect(try tried(["rate": ["count": 4, "per_s": 60]], by: "ann") == "approved")
        #expect(try tried(["rate": ["count": 3, "per_s": 60]], by: "ben") == "approved")
        let near: JSONValue = ["within_s": 60, "similarity": 0.7]
        #expect(try tried(["repeat": near], by: "ann") == "pending")
        #expect(try tried(["repeat": near], by: "ben") == "approved")
        #expect(try tried(["repeat": near.with(["by": "anyone"])], by: "ben") == "pending")
        #expect(try tried(["repeat": ["within_s": 60]], by: "ann") == "approved")
    }
}
