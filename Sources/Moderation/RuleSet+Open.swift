/// What is known beside a text that was stored long ago.
package struct Knowledge: Sendable {
    /// Whether the counts of the author and of the page are known.
    package let hasCounts: Bool
    /// Whether the author's trust is known.
    package let hasTrust: Bool
    /// How many seconds back all comments are known.
    package let seconds: Int

    package init(hasCounts: Bool, hasTrust: Bool = true, seconds: Int) {
        self.hasCounts = hasCounts
        self.hasTrust = hasTrust
        self.seconds = seconds
    }
}

extension RuleSet {
    /// The rules that would hit if a condition held that cannot be evaluated from what is known.
    package func open(
        _ evidence: Evidence, _ facts: Facts, _ knowledge: Knowledge
    ) -> [String] {
        let isAllKnown =
            knowledge.hasCounts && (knowledge.hasTrust || !needs.needsTrust)
            && knowledge.seconds >= needs.longest
        if isAllKnown { return [] }
        return compiled.filter { $0.isOpen(evidence, facts, knowledge) }.map(\.name)
    }

    /// The rules' names, in order.
    package var names: [String] { compiled.map(\.name) }
}

extension Rule {
    fileprivate func isOpen(
        _ evidence: Evidence, _ facts: Facts, _ knowledge: Knowledge
    ) -> Bool {
        var hasUnknown = false
        for condition in conditions where condition.finding(evidence, facts) == nil {
            guard condition.isUnknown(knowledge) else { return false }
            hasUnknown = true
        }
        return hasUnknown
    }
}

extension Condition {
    /// Whether that it does not hold may be for want of knowledge.
    fileprivate func isUnknown(_ knowledge: Knowledge) -> Bool {
        switch self {
        case .count, .rejectedRatio: !knowledge.hasCounts
        case .trust: !knowledge.hasTrust
        case .rate(_, let perSeconds): knowledge.seconds < perSeconds
        case .repeats(let scope, _): knowledge.seconds < scope.withinSeconds
        default: false
        }
    }
}
