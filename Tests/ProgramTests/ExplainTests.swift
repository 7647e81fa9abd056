import JSONValues
import Testing

@Suite("Explaining what rules did")
struct ExplainTests {
    private static let rules = """
        {"version": 42, "rules": [
          {"name": "word", "when": {"words": ["forbidden"]}, "then": "reject"},
          {"name": "newcomer", "when": {"author": {"approved": {"max": 1}},
            "length": {"min": 3}}, "then": "hold"},
          {"name": "shouting", "when": {"caps": {"min_ratio": 0.8}}, "then": "flag"},
          {"name": "copy", "when": {"repeat": {"within_s": 60}}, "then": "spam"},
          {"name": "fast", "when": {"rate": {"count": 2, "per_s": 60}}, "then": "mask",
            "dry_run": true}]}
        """

    private func explain(_ page: TestPage, _ id: String) throws -> JSONValue {
        try page.server.call("moderation.explain", ["comment": .string(id)])
    }

    @Test("Every rule tells what it saw, hit or not, with version, place, score and threshold")
    func tellsAll() throws {
        let page = try TestPage(rules: Self.rules)
        let answer = try page.submit("A forbidden SHOUT!")
        let id = try #require(answer["comment"]["id"].text)
        let told = try explain(page, id)
        #expect(told["decision"] == answer["decision"])
        #expect(told["status"] == "rejected")
        #expect(told["decided_by"] == "rules")
        let rules = try #require(told["rules"].array)
        #expect(rules.map { $0["rule"] } == ["word", "newcomer", "shouting", "copy", "fast"])
        #expect(rules.map { $0["hit"] } == [true, true, false, false, false])
        #expect(rules.allSatisfy { $0["version"] == 42 })
        #expect(
            rules[0] == [
                "rule": "word", "version": 42, "hit": true, "action": "reject",
                "saw": "matches a listed word", "span": [2, 11],
            ])
        #expect(
            rules[1]["saw"]
                == "author's approved comments: 0, at most 1; 18 characters, at least 3")
        #expect(rules[2]["saw"] == "6 of 15 letters are capitals, not 80 %")
        #expect(rules[2]["score"].double == 0.4)
        #expect(rules[2]["threshold"].double == 0.8)
        #expect(
            rules[3]["saw"] == "no comment of the author's in the last 60 s that equals it")
        #expect(rules[3]["threshold"].double == 1)
        #expect(
            rules[4]["saw"] == "author's comments in the last 60 s: 0, not at least 2")
        #expect(rules[4]["dry_run"] == true)
    }

    @Test("What is told is what was so then, whatever came after")
    func remembers() throws {
        let page = try TestPage(
            rules: Self.rules)
        let first = try page.say("Hello there")
        let before = try explain(page, first)
        try page.decide("approve", first)
        for index in 1...3 { try page.decide("approve", page.say("Hello number \(index)")) }
        let after = try explain(page, first)
        #expect(after["rules"] == before["rules"])
        #expect(after["decision"] == before["decision"])
        #expect(after["decision"]["status"] == "pending")
        #expect(after["status"] == "approved")
        #expect(after["decided_by"] == "mod")
        let copy = try explain(page, page.say("Hello number 3"))
        #expect(copy["rules"][3]["hit"] == true)
        #expect(copy["rules"][3]["score"].double == 1)
        #expect(copy["rules"][4]["hit"] == true)
        #expect(
            copy["rules"][1]["saw"]
                == "author's approved comments: 4, not at most 1; 14 characters, at least 3")
    }

    @Test("Rules that hold no longer explain what they decided")
    func keepsRules() throws {
        let other = """
            {"version": 43, "rules": [
              {"name": "else", "when": {"words": ["hello"]}, "then": "spam"}]}
            """
        let page = TestPage(try TestServer(rules: Self.rules, reloaded: other))
        let id = try page.say("A forbidden word")
        let before = try explain(page, id)
        try page.server.call("rules.reload")
        let later = try page.say("Hello")
        #expect(try explain(page, id) == before)
        #expect(try explain(page, later)["rules"].array?.map { $0["version"] } == [43])
    }

    @Test("Where flags hid it, that and their sums are told until somebody decides")
    func tellsOfFlags() throws {
        let page = try TestPage(rules: Self.rules)
        let id = try page.say("Hello there")
        try page.decide("approve", id)
        for reporter in ["bob", "cat", "dan"] { try page.flag(id, by: .string(reporter)) }
        let told = try explain(page, id)
        #expect(told["decided_by"] == "flags")
        #expect(
            told["hidden_by_flags"]["detail"]
                == "flaggers: 3, at least 3; weight: 3, at least 3; spam 3 (3)")
        #expect(told["decision"]["status"] == "pending")
        try page.decide("approve", id)
        #expect(try explain(page, id)["decided_by"] == "mod")
        #expect(try explain(page, id)["hidden_by_flags"] == .null)
        try page.decide("undo", id)
        #expect(try explain(page, id)["decided_by"] == "flags")
    }

    @Test("What is done beside the status is no decision on it")
    func passesOverMarks() throws {
        let page = try TestPage(rules: Self.rules)
        let id = try page.say("Hello there")
        try page.decide("approve", id, by: "mo")
        try page.decide("pin", id, by: "max")
        #expect(try explain(page, id)["decided_by"] == "mo")
    }

    @Test("A comment without rules has none to tell of, and one that is not there is 404")
    func explainsNothing() throws {
        let page = try TestPage()
        let told = try explain(page, page.say("Hello"))
        #expect(told["rules"] == [])
        #expect(told["decision"] == ["status": "approved", "rules": 0, "reasons": []])
        try page.server.refusal(
            of: "moderation.explain", ["comment": "ref:none"], code: 404)
    }
}
