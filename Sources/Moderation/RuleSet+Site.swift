import JSONValues

extension RuleSet {
    /// Compiles a site's own document, whose rules stand before those of `shared`, a document that
    /// compiles.
    ///
    /// The version is the sum of both documents' versions, so it grows when either one's does.
    /// Names must differ from those of `shared`. Paths of problems are those of the site's
    /// document; its `rules` where only both together are too much.
    package static func compile(
        site own: JSONValue, before shared: JSONValue?, lists: [String: [UInt8]],
        forms: inout CompiledForms
    ) throws(RuleProblems) -> RuleSet {
        let alone = try compile(own, lists: lists, forms: &forms)
        guard let shared, let others = shared.object?["rules"]?.array, !others.isEmpty else {
            return alone
        }
        let rules = alone.rules.array ?? []
        let taken = Set(others.compactMap { $0.object?["name"]?.text.map { Array($0.utf8) } })
        let problems = rules.enumerated().compactMap { index, rule -> RuleProblem? in
            guard let name = rule.object?["name"]?.text, taken.contains(Array(name.utf8)) else {
                return nil
            }
            return RuleProblem(
                path: "rules[\(index)].name", problem: "is the name of a rule in rules.json too")
        }
        guard problems.isEmpty else { throw RuleProblems(problems: problems) }
        let version = alone.version + (shared.object?["version"]?.integer ?? 0)
        let both = JSONValue.object(
            JSONObject([
                JSONObject.Member("version", .integer(min(version, RuleReader.maxVersion))),
                JSONObject.Member("rules", .array(rules + others)),
            ]))
        do {
            return try compile(both, lists: lists, forms: &forms)
        } catch {
            let first = error.problems.first?.problem ?? "cannot be compiled"
            throw RuleProblems(problems: [
                RuleProblem(path: "rules", problem: "together with rules.json: \(first)")
            ])
        }
    }
}
