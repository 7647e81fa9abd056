import JSONValues
import Testing

@Suite("Rules on the author's trust")
struct TrustRuleTests {
    private static let rules = """
        {"version": 1, "rules": [
          {"name": "doubtful", "when": {"author": {"trust": {"max": 0.4}}}, "then": "hold"},
          {"name": "trusted", "when": {"author": {"trust": {"min": 0.7}}}, "then": "approve"}]}
        """

    private func explain(_ page: TestPage, _ id: String) throws -> [JSONValue] {
        try page.server.call("moderation.explain", ["comment": .string(id)])["rules"].array ?? []
    }

    @Test("It is what person.get says of them before the comment, and is told as it was then")
    func followsRecord() throws {
        let page = try TestPage(rules: Self.rules)
        let first = try page.submit("One")
        #expect(first["decision"]["reasons"] == [])
        let id = try #require(first["comment"]["id"].text)
        try page.decide("reject", id)
        #expect(try page.person("ann")["standing"]["trust"].double == 1.0 / 3)
        let held = try page.submit("Two")
        #expect(held["comment"]["status"] == "pending")
        let reason = held["decision"]["reasons"][0]
        #expect(reason["detail"] == "author's trust: 0.333, at most 0.4")
        #expect(reason["score"].double == 1.0 / 3)
        let looks = try explain(page, #require(held["comment"]["id"].text))
        #expect(looks[1]["saw"] == "author's trust: 0.333, not at least 0.7")
        #expect(looks[1]["threshold"].double == 0.7)
        #expect(try explain(page, id)[0]["saw"] == "author's trust: 0.5, not at most 0.4")
    }

    @Test("Flags that moderators agreed with count, and a sanction takes all of it")
    func countsFlags() throws {
        let page = try TestPage(rules: Self.rules)
        for index in 0..<3 {
            let id = try page.say("Number", by: "eve\(index)")
            try page.flag(id, by: "bob")
            try page.decide("reject", id)
        }
        let answer = try page.submit("Hello", by: "bob")
        #expect(answer["decision"]["reasons"][0]["rule"] == "trusted")
        #expect(answer["decision"]["reasons"][0]["detail"] == "author's trust: 0.8, at least 0.7")
        try page.sanction("bob", "premoderate")
        let reasons = try page.submit("Hello", by: "bob")["decision"]["reasons"]
        #expect(reasons[0]["detail"] == "author's trust: 0.0, at most 0.4")
        let test = try page.server.call("rules.test", ["body": "Hello", "author": "bob"])
        #expect(test["decision"]["reasons"][0]["rule"] == "doubtful")
    }

    @Test("A trial on stored comments tells where trust was not kept")
    func backtests() throws {
        let page = try TestPage()
        try page.say("Nobody asked for trust then")
        let trial: JSONValue = [
            "rules": [
                [
                    "name": "doubtful", "when": ["author": ["trust": ["max": 0.4]]],
                    "then": "hold",
                ]
            ]
        ]
        let result = try page.server.call("rules.backtest", trial)
        #expect(result["unevaluated"]["doubtful"] == 1)
        let kept = try TestPage(rules: Self.rules)
        try kept.decide("reject", kept.say("One"))
        try kept.say("Two")
        let other = try kept.server.call("rules.backtest", trial)
        #expect(other["unevaluated"] == [:])
        #expect(other["hits"]["doubtful"] == 1)
    }
}
