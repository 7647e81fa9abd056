import Discussion
import JSONValues

/// A compiled `rules.json`: pure judgement of texts, from any number of threads at once.
package final class RuleSet: Sendable {
    /// The document's number, 1 to 1,000,000,000; 0 for the empty set.
    package let version: Int
    /// The array of rules as it was given.
    package let rules: JSONValue

    /// What is to be looked up before these rules can judge a text.
    package let needs: FactNeeds

    let compiled: [Rule]
    private let words: WordMatcher
    private let patterns: PatternMatcher
    /// Whether any rule asks a classifier.
    package let usesClassifiers: Bool

    /// No rules, version 0: everything is as the mode of the page says.
    package static let empty = RuleSet()

    /// No rules, version 0.
    package init() {
        version = 0
        rules = .array([])
        needs = FactNeeds()
        compiled = []
        words = WordMatcher()
        patterns = PatternMatcher()
        usesClassifiers = false
    }

    private init(
        version: Int, rules: JSONValue, _ compiled: [Rule], _ words: WordMatcher,
        _ patterns: PatternMatcher
    ) {
        self.version = version
        self.rules = rules
        needs = FactNeeds(of: compiled)
        self.compiled = compiled
        self.words = words
        self.patterns = patterns
        usesClassifiers = compiled.contains { rule in
            rule.conditions.contains { if case .classifier = $0 { true } else { false } }
        }
    }

    /// Compiles a whole document, `{version: 1, rules: […]}`.
    ///
    /// `lists` are the files of words by the names that the rules use (`words/en.txt`). Throws all
    /// problems at once.
    package static func compile(
        _ source: JSONValue, lists: [String: [UInt8]]
    ) throws(RuleProblems) -> RuleSet {
        var forms = CompiledForms()
        return try compile(source, lists: lists, forms: &forms)
    }

    /// Compiles a document as the other `compile` does, but takes from `forms` what was compiled
    /// before, and puts what it compiles into them.
    package static func compile(
        _ source: JSONValue, lists: [String: [UInt8]], forms: inout CompiledForms
    ) throws(RuleProblems) -> RuleSet {
        var reader = RuleReader(lists: lists, forms: forms)
        let (version, rules) = reader.document(source)
        forms = reader.forms
        guard reader.problems.isEmpty else { throw RuleProblems(problems: reader.problems) }
        return RuleSet(
            version: version, rules: source.object?["rules"] ?? .array([]), rules,
            try words(of: reader, &forms), try patterns(of: reader, &forms))
    }

    private static func words(
        of reader: RuleReader, _ forms: inout CompiledForms
    ) throws(RuleProblems) -> WordMatcher {
        do {
            return try WordMatcher(lists: reader.words, &forms)
        } catch {
            throw RuleProblems(problems: [RuleProblem(path: "rules", problem: error.problem)])
        }
    }

    private static func patterns(
        of reader: RuleReader, _ forms: inout CompiledForms
    ) throws(RuleProblems) -> PatternMatcher {
        do {
            return try PatternMatcher(reader.patterns, &forms)
        } catch {
            throw RuleProblems(
                problems: error.problems.map { index, problem in
                    RuleProblem(path: reader.patternPaths[index], problem: problem)
                })
        }
    }

    /// What is wrong with a document; empty where it compiles.
    package static func problems(
        of source: JSONValue, lists: [String: [UInt8]]
    ) -> [RuleProblem] {
        do {
            _ = try compile(source, lists: lists)
            return []
        } catch { return error.problems }
    }

    /// What the conditions of these rules find in a body: all that can be said of it before
    /// anything is known beside it.
    package func evidence(of body: String, by use: ClassifierUse? = nil) -> Evidence {
        compiled.isEmpty
            ? Evidence() : Evidence(body, words, patterns, needs, usesClassifiers ? use : nil)
    }

    /// What the rules make of a body, given what is known beside it.
    package func judge(
        _ body: String, _ facts: Facts, by use: ClassifierUse? = nil
    ) -> Verdict {
        judge(evidence(of: body, by: use), facts)
    }

    /// What the rules make of a body, given what they found in it and what is known beside it.
    package func judge(_ evidence: Evidence, _ facts: Facts) -> Verdict {
        var decision = Deciding()
        var reasons: [Reason] = []
        for rule in compiled where evidence.opens(rule.gate) {
            guard let finding = rule.finding(evidence, facts) else { continue }
            reasons.append(rule.reason(finding))
            decision.take(rule, finding.places)
        }
        return Verdict(
            status: decision.status(facts.mode), isFlagged: decision.isFlagged, rules: version,
            reasons: reasons, masks: Places.union(decision.masks))
    }
}

extension Rule {
    /// What all conditions found together; nil where one of them does not hold.
    fileprivate func finding(_ evidence: Evidence, _ facts: Facts) -> Finding? {
        var findings: [Finding] = []
        for index in conditions.indices {
            guard let finding = conditions[index].finding(evidence, facts) else { return nil }
            findings.append(finding)
        }
        let all = findings
        return Finding(
            detail: all.map { $0.detail() }.joined(separator: "; "),
            places: Places.union(all.flatMap(\.places)), score: all.compactMap(\.score).max())
    }

    fileprivate func reason(_ finding: Finding) -> Reason {
        Reason(
            rule: name, action: action, detail: finding.detail(), span: finding.places.first,
            count: max(1, finding.places.count), score: finding.score, isDryRun: isDryRun)
    }
}
