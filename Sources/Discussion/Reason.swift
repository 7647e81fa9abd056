/// What a rule does to a comment when it hits. Raw values are the names in `rules.json`.
package enum RuleAction: String, Sendable, CaseIterable {
    case approve
    /// Published and queued.
    case flag
    /// Published with the words masked.
    case mask
    case hold
    case spam
    case reject
}

/// One rule's hit on one text, kept with the comment for good.
package struct Reason: Sendable, Equatable {
    /// The rule's name.
    package let rule: String
    package let action: RuleAction
    /// What was found, for people.
    package let detail: String
    /// Where in the body, in code points; the first place where there are several.
    package let span: Range<Int>?
    /// How many places.
    package let count: Int
    /// A probability, where a classifier spoke.
    package let score: Double?
    /// The rule only records.
    package let isDryRun: Bool

    package init(
        rule: String, action: RuleAction, detail: String, span: Range<Int>? = nil, count: Int = 1,
        score: Double? = nil, isDryRun: Bool = false
    ) {
        self.rule = rule
        self.action = action
        self.detail = detail
        self.span = span
        self.count = count
        self.score = score
        self.isDryRun = isDryRun
    }
}
