import JSONValues
import Testing

@Suite("Asking about rules")
struct RulesMethodsTests {
    private static let rules = """
        {"version": 42, "rules": [
          {"name": "hold", "when": {"words": ["waiting"], "reply": false}, "then": "hold"}]}
        """

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    private func test(_ params: JSONValue) throws -> JSONValue {
        try page.server.call("rules.test", params)["decision"]
    }

    @Test("The rules that hold are given as they were written")
    func getsRules() throws {
        #expect(
            try page.server.call("rules.get") == [
                "version": 42,
                "rules": [
                    [
                        "name": "hold", "when": ["words": ["waiting"], "reply": false],
                        "then": "hold",
                    ]
                ],
            ])
        #expect(try TestServer().call("rules.get") == ["version": 0, "rules": []])
    }

    @Test("Rules that can be compiled have no problems, alone or in their document")
    func checksGoodRules() throws {
        let rules: JSONValue = [["name": "a", "when": ["pattern": "x+"], "then": "spam"]]
        for document in [rules, ["rules": rules, "version": 2], []] as [JSONValue] {
            #expect(
                try page.server.call("rules.check", ["rules": document])
                    == ["ok": true, "problems": []])
        }
    }

    @Test("Everything that is wrong with rules is told at once, with its place")
    func checksBadRules() throws {
        let rules: JSONValue = [
            ["name": "a", "when": ["wrods": ["x"]], "then": "spam"],
            ["name": "b", "when": ["pattern": "("], "then": "aprove"],
            ["name": "a", "when": ["links": ["min": "two"]], "then": "hold"],
        ]
        let check = try page.server.call("rules.check", ["rules": rules])
        #expect(check["ok"] == false)
        let problems = check["problems"].array ?? []
        let paths = problems.compactMap { $0["path"].text }
        #expect(
            Set(paths) == [
                "rules[0].when.wrods", "rules[1].when.pattern", "rules[1].then", "rules[2].name",
                "rules[2].when.links.min",
            ])
        let suggestions = problems.compactMap { $0["did_you_mean"].text }
        #expect(Set(suggestions) == ["words", "approve"])
    }

    @Test("A text is tried on the rules that hold, and nothing is stored")
    func triesText() throws {
        let before = try page.server.counts()
        let held = try test(["body": "I am waiting"])
        #expect(held["status"] == "pending")
        #expect(held["rules"] == 42)
        #expect(held["reasons"][0]["rule"] == "hold")
        #expect(try test(["body": "Hello", "author": "ann", "thread": "page"])["reasons"] == [])
        #expect(try page.server.counts() == before)
        #expect(try page.history() == [])
    }

    @Test("A text is tried on other rules, which do not hold from then on")
    func triesRules() throws {
        let rules: JSONValue = [
            ["name": "staff", "when": ["author": ["role": "staff"]], "then": "approve"],
            ["name": "short", "when": ["length": ["max": 5]], "then": "spam"],
        ]
        let decision = try test(["body": "Hello", "rules": rules])
        #expect(decision["status"] == "spam")
        #expect(decision["reasons"][0]["rule"] == "short")
        let staff = try test([
            "body": "Hello!", "rules": ["version": 9, "rules": rules],
            "author": ["id": "ann", "roles": ["staff"]],
        ])
        #expect(staff["rules"] == 9)
        #expect(staff["reasons"][0]["rule"] == "staff")
        #expect(try page.submit("Hello")["comment"]["status"] == "approved")
    }

    @Test("A text is tried as that author's on that page")
    func triesFacts() throws {
        let rules: JSONValue = [
            ["name": "known", "when": ["author": ["approved": ["min": 1]]], "then": "flag"],
            ["name": "busy", "when": ["thread": ["comments": ["min": 1]]], "then": "hold"],
        ]
        try page.say("Hello", by: "ann")
        func names(_ params: JSONValue) throws -> [JSONValue] {
            let decision = try test(params.with(["body": "x", "rules": rules]))
            return (decision["reasons"].array ?? []).map { $0["rule"] }
        }
        #expect(try names(["author": "ann", "thread": "page"]) == ["known", "busy"])
        #expect(try names(["author": "bob", "thread": "page"]) == ["busy"])
        #expect(try names(["author": "ann", "thread": "other"]) == ["known"])
        #expect(try names([:]) == [])
        #expect(try names(["author": "ann", "thread": "page", "site": "other"]) == [])
        try page.configure(["moderation": "pre"])
        #expect(try test(["body": "Hello", "thread": "page"])["status"] == "pending")
    }

    @Test("Rules that are wrong are not tried: the first problem is told")
    func refusesBadRules() throws {
        let error = try page.server.refusal(
            of: "rules.test",
            ["body": "x", "rules": [["name": "a", "when": ["words": ["x"]], "then": "aprove"]]],
            code: -32602, field: "rules[0].then")
        #expect(error["data"]["did_you_mean"] == "approve")
    }

    @Test("A text that no comment may have is refused as one would be")
    func refusesBadText() throws {
        try page.server.refusal(of: "rules.test", ["body": " "], code: 422, field: "body")
        let long = String(repeating: "a", count: 10_001)
        try page.server.refusal(of: "rules.test", ["body": .string(long)], code: 413)
    }
}
