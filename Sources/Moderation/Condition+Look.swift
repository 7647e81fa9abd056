import Discussion

/// What one rule saw of one text, whether it hit or not.
package struct RuleLook: Sendable, Equatable {
    package let rule: String
    package let action: RuleAction
    package let isDryRun: Bool
    package let isHit: Bool
    /// One sentence for people: each of the rule's conditions, what it found and what it asks.
    package let saw: String
    /// The first place, in code points of the body.
    package let span: Range<Int>?
    /// What was measured, where that is a share or a probability from 0 to 1.
    package let score: Double?
    /// From which score on the condition holds.
    package let threshold: Double?
}

extension RuleSet {
    /// What every rule sees of a text, in the rules' order.
    package func looks(_ evidence: Evidence, _ facts: Facts) -> [RuleLook] {
        compiled.map { $0.look(evidence, facts) }
    }
}

extension Rule {
    fileprivate func look(_ evidence: Evidence, _ facts: Facts) -> RuleLook {
        let findings = conditions.map { $0.finding(evidence, facts) }
        let saw = zip(conditions, findings).map { condition, finding in
            finding?.detail() ?? condition.missed(evidence, facts)
        }
        let measured = conditions.lazy.compactMap { $0.measured(evidence, facts) }.first
        let isHit = findings.allSatisfy { $0 != nil }
        let places = Places.union(findings.flatMap { $0?.places ?? [] })
        return RuleLook(
            rule: name, action: action, isDryRun: isDryRun, isHit: isHit,
            saw: saw.joined(separator: "; "), span: places.first, score: measured?.score,
            threshold: measured?.threshold)
    }
}

extension Condition {
    /// What was found instead of what the condition asks.
    fileprivate func missed(_ evidence: Evidence, _ facts: Facts) -> String {
        switch self {
        case .words(_, let file): file.map { "no word of \($0)" } ?? "no listed word"
        case .pattern: "no match of the pattern"
        case .links(let bounds, let domains): links(bounds, domains, evidence)
        case .length(let bounds): "\(evidence.length) characters, not \(bounds.text)"
        case .capitals(let min):
            "\(evidence.letters.capitals) of \(evidence.letters.cased) letters are capitals, "
                + "not \(wholePercent(min))"
        case .count(let fact, let bounds):
            "\(fact.name): \(fact.value(in: facts)), not \(bounds.text)"
        case .rejectedRatio(let bounds):
            "author's share of rejected comments: \(facts.rejectedRatio), not \(bounds.text)"
        case .trust(let bounds):
            "author's trust: \(facts.trust?.text ?? "not known"), not \(bounds.text)"
        case .role(let role): "author's role is not \(role.list.joined(separator: ", "))"
        case .rate(let count, let perSeconds):
            "author's comments in the last \(perSeconds) s: "
                + "\(facts.count(perSeconds: perSeconds).map(String.init) ?? "not counted"), "
                + "not at least \(count)"
        case .repeats(let scope, let similarity):
            "no comment of \(scope.isByAuthor ? "the author's" : "anyone's") in the last "
                + "\(scope.withinSeconds) s that "
                + (similarity == 1 ? "equals it" : "is \(wholePercent(similarity)) like it")
        case .classifier(let trait, let min):
            facts.chance(of: trait)?.text(min: min, not: true) ?? "nothing was learned of \(trait)"
        case .truth(let truth, let wanted): truth.name(!wanted)
        }
    }

    /// What was measured against what, where both are from 0 to 1.
    fileprivate func measured(
        _ evidence: Evidence, _ facts: Facts
    ) -> (score: Double, threshold: Double?)? {
        switch self {
        case .capitals(let min):
            let letters = evidence.letters
            return letters.cased > 0
                ? (Double(letters.capitals) / Double(letters.cased), min) : nil
        case .rejectedRatio(let bounds): return (facts.rejectedRatio, bounds.min ?? bounds.max)
        case .trust(let bounds): return facts.trust.map { ($0.value, bounds.min ?? bounds.max) }
        case .repeats(let scope, let similarity):
            return facts.similarity(in: scope).map { ($0, similarity) }
        case .classifier(let trait, let min):
            return facts.chance(of: trait).map { ($0.probability, min ?? $0.minimum) }
        default: return nil
        }
    }

    private func links(
        _ bounds: Bounds<Int>, _ domains: [String], _ evidence: Evidence
    ) -> String {
        let count =
            domains.isEmpty
            ? evidence.links.count : evidence.links.count { $0.link.isWithin(domains) }
        return "\(count) \(count == 1 ? "link" : "links")"
            + "\(domains.isEmpty ? "" : " to listed domains"), not \(bounds.text)"
    }
}

extension Condition.Fact {
    /// For people.
    var name: String {
        switch self {
        case .approved: "author's approved comments"
        case .rejected: "author's rejected comments"
        case .authorAge: "seconds since the author was first seen"
        case .threadComments: "comments on the page"
        case .threadAge: "age of the page in seconds"
        }
    }

    func value(in facts: Facts) -> Int {
        switch self {
        case .approved: facts.approved
        case .rejected: facts.rejected
        case .authorAge: facts.authorAgeSeconds
        case .threadComments: facts.threadComments
        case .threadAge: facts.threadAgeSeconds
        }
    }
}

extension Condition.Truth {
    /// For people, as it is or is not.
    func name(_ isTrue: Bool) -> String {
        switch self {
        case .guest: isTrue ? "author is a guest" : "author is no guest"
        case .reply: isTrue ? "is a reply" : "is no reply"
        case .anchor: isTrue ? "speaks of a passage" : "speaks of no passage"
        }
    }
}
