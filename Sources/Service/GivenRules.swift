import Discussion
import JSONValues
import Moderation

/// Rules as a command gives them: a document, or an array that stands for one of version 1.
struct GivenRules {
    let document: JSONValue
    /// Whether the rules were given without a document around them.
    private let isArray: Bool

    init(_ value: JSONValue?) {
        isArray = value?.array != nil
        document =
            isArray
            ? .object(
                JSONObject([
                    JSONObject.Member("version", .integer(1)),
                    JSONObject.Member("rules", value ?? .null),
                ])) : value ?? .null
    }

    /// Throws the first problem, with its path as the param has it. To compile them may take
    /// seconds, which are not taken from those who write and read.
    func compiled(lists: [String: [UInt8]]) throws -> RuleSet {
        var compiled = RuleSet.empty
        do {
            try LowPriority.run { compiled = try RuleSet.compile(document, lists: lists) }
            return compiled
        } catch let error as RuleProblems {
            guard let first = error.problems.first else {
                throw Refusal.invalid("rules", "is wrong")
            }
            // Paths are of the document; of an array they are as the param has them.
            let parts = (isArray ? [] : ["rules"]) + [first.path].filter { !$0.isEmpty }
            let path = parts.isEmpty ? "rules" : parts.joined(separator: ".")
            throw Refusal.invalid(path, first.problem, didYouMean: first.didYouMean)
        }
    }

    /// All that is wrong with them; empty where they compile.
    func problems(lists: [String: [UInt8]]) throws -> [RuleProblem] {
        var problems: [RuleProblem] = []
        try LowPriority.run { problems = RuleSet.problems(of: document, lists: lists) }
        return problems
    }
}
