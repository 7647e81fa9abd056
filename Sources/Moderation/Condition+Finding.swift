import Discussion

/// A share for people, cut rather than rounded: what is not all is never `100 %`.
func wholePercent(_ share: Double) -> String { "\(Int(share * 100)) %" }

extension Condition {
    /// Fewer letters than this are no shouting: `OK`, `NASA`.
    static let minShoutedLetters = 5

    /// What was found; nil where the condition does not hold.
    func finding(_ evidence: Evidence, _ facts: Facts) -> Finding? {
        switch self {
        case .words(let list, let file):
            places(
                evidence.words[list],
                file.map { "matches a word of \($0)" } ?? "matches a listed word")
        case .pattern(let index): places(evidence.patterns[index], "matches the pattern")
        case .links(let bounds, let domains): links(bounds, domains, evidence)
        case .length(let bounds):
            number(evidence.length, bounds, evidence.length == 1 ? "character" : "characters")
        case .capitals(let min): capitals(min, evidence)
        case .count(let fact, let bounds): count(fact, bounds, facts)
        case .rejectedRatio(let bounds):
            facts.hasCounts && bounds.contains(facts.rejectedRatio)
                ? Finding(detail: "author's share of rejected comments: \(bounds.text)") : nil
        case .trust(let bounds): trust(bounds, facts)
        case .role(let role):
            facts.roles.isSuperset(of: role)
                ? Finding(detail: "author's role: \(role.list.joined(separator: ", "))") : nil
        case .classifier(let trait, let min):
            evidence.classification?.finding(trait, min: min)
                ?? facts.chance(of: trait)?.finding(min: min)
        case .rate(let count, let perSeconds): rate(count, perSeconds, facts)
        case .repeats(let scope, let similarity): repeats(scope, similarity, facts)
        case .truth(let truth, let wanted): self.truth(truth, wanted, facts)
        }
    }

    private func places(
        _ found: [Range<Int>], _ detail: @autoclosure @escaping @Sendable () -> String
    ) -> Finding? {
        found.isEmpty ? nil : Finding(detail: detail(), places: found)
    }

    private func number(_ value: Int, _ bounds: Bounds<Int>, _ noun: String) -> Finding? {
        guard bounds.contains(value) else { return nil }
        return Finding(detail: "\(value) \(noun), \(bounds.text)")
    }

    private func links(
        _ bounds: Bounds<Int>, _ domains: [String], _ evidence: Evidence
    ) -> Finding? {
        let counted =
            domains.isEmpty
            ? evidence.links : evidence.links.filter { $0.link.isWithin(domains) }
        let noun = counted.count == 1 ? "link" : "links"
        var finding = number(
            counted.count, bounds, domains.isEmpty ? noun : "\(noun) to listed domains")
        finding?.places = counted.map(\.span)
        return finding
    }

    private func capitals(_ min: Double, _ evidence: Evidence) -> Finding? {
        let letters = evidence.letters
        guard letters.cased >= Self.minShoutedLetters,
            Double(letters.capitals) >= min * Double(letters.cased)
        else { return nil }
        return Finding(detail: "\(letters.capitals) of \(letters.cased) letters are capitals")
    }

    private func count(_ fact: Fact, _ bounds: Bounds<Int>, _ facts: Facts) -> Finding? {
        let value = fact.value(in: facts)
        guard facts.hasCounts, bounds.contains(value) else { return nil }
        return Finding(detail: "\(fact.name): \(value), \(bounds.text)")
    }

    private func trust(_ bounds: Bounds<Double>, _ facts: Facts) -> Finding? {
        guard let trust = facts.trust, bounds.contains(trust.value) else { return nil }
        return Finding(detail: "author's trust: \(trust.text), \(bounds.text)", score: trust.value)
    }

    private func rate(_ count: Int, _ perSeconds: Int, _ facts: Facts) -> Finding? {
        guard let written = facts.count(perSeconds: perSeconds), written >= count else {
            return nil
        }
        return Finding(
            detail: "author's comments in the last \(perSeconds) s: at least \(count) before")
    }

    private func repeats(
        _ scope: RepeatScope, _ similarity: Double, _ facts: Facts
    ) -> Finding? {
        guard let nearest = facts.similarity(in: scope), nearest >= similarity else { return nil }
        let likeness = nearest == 1 ? "equals" : "is \(wholePercent(nearest)) like"
        let whose = scope.isByAuthor ? "the author's own" : "someone's"
        return Finding(
            detail: "\(likeness) \(whose) comment in the last \(scope.withinSeconds) s",
            score: nearest)
    }

    private func truth(_ truth: Truth, _ wanted: Bool, _ facts: Facts) -> Finding? {
        let value =
            switch truth {
            case .guest: facts.isGuest
            case .reply: facts.isReply
            case .anchor: facts.hasAnchor
            }
        return value == wanted ? Finding(detail: truth.name(value)) : nil
    }
}
