import Discussion
import JSONValues

@testable import Moderation

/// Short ways to write rules in a test.
enum Bench {
    /// An object with these members.
    static func object(_ members: KeyValuePairs<String, JSONValue>) -> JSONValue {
        .object(JSONObject(members.map { JSONObject.Member($0.key, $0.value) }))
    }

    /// A rule with one condition or several.
    static func rule(
        _ name: String, when: KeyValuePairs<String, JSONValue>, then action: String,
        final: Bool = false, dryRun: Bool = false
    ) -> JSONValue {
        var members = [
            JSONObject.Member("name", .string(name)), JSONObject.Member("when", object(when)),
            JSONObject.Member("then", .string(action)),
        ]
        if final { members.append(JSONObject.Member("final", .bool(true))) }
        if dryRun { members.append(JSONObject.Member("dry_run", .bool(true))) }
        return .object(JSONObject(members))
    }

    /// A document of these rules.
    static func document(_ rules: [JSONValue], version: Int = 1) -> JSONValue {
        object(["version": .integer(version), "rules": .array(rules)])
    }

    static func words(_ words: String...) -> JSONValue { .array(words.map { .string($0) }) }

    static func compile(
        _ rules: [JSONValue], lists: [String: [UInt8]] = [:]
    ) throws -> RuleSet {
        try RuleSet.compile(document(rules), lists: lists)
    }

    /// The problems of these rules.
    static func problems(
        _ rules: [JSONValue], lists: [String: [UInt8]] = [:]
    ) -> [RuleProblem] {
        RuleSet.problems(of: document(rules), lists: lists)
    }

    /// The texts of the first reason's spans, as `judge` found them; nil where nothing hit.
    static func hit(
        _ condition: (String, JSONValue), _ body: String, facts: Facts = Facts()
    ) throws -> String? {
        let rules = try compile([
            .object(
                JSONObject([
                    JSONObject.Member("name", .string("r")),
                    JSONObject.Member(
                        "when",
                        .object(JSONObject([JSONObject.Member(condition.0, condition.1)]))),
                    JSONObject.Member("then", .string("hold")),
                ]))
        ])
        guard let reason = rules.judge(body, facts).reasons.first else { return nil }
        return reason.span.map { text(of: $0, in: body) } ?? ""
    }

    /// The code points of a span.
    static func text(of span: Range<Int>, in body: String) -> String {
        let scalars = Array(body.unicodeScalars)
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[span])
        return String(text)
    }
}
