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

    /// Throws the first problem, with its path as the param has it.
    func compiled(lists: [String: [UInt8]]) throws(Refusal) -> RuleSet {
        do {
            return try RuleSet.compile(document, lists: lists)
        } catch {
            guard let first = error.problems.first else { throw .invalid("rules", "is wrong") }
            // Paths are of the document; of an array they are as the param has them.
            let parts = (isArray ? [] : ["rules"]) + [first.path].filter { !$0.isEmpty }
            let path = parts.isEmpty ? "rules" : parts.joined(separator: ".")
            throw .invalid(path, first.problem, didYouMean: first.didYouMean)
        }
    }
}
