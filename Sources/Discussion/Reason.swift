/// What a rule does to a comment when it hits. Raw values are the names in `rules.json`.
public enum RuleAction: String, Sendable, CaseIterable {
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
public struct Reason: Sendable, Equatable {
    /// The rule's name.
    public let rule: String
    /// What the rule did, or would have done where it only records.
    public let action: RuleAction
    /// What was found, for people.
    public let detail: String
    /// Where in the body, in code points; the first place where there are several.
    public let span: Range<Int>?
    /// How many places.
    public let count: Int
    /// A probability, where a classifier spoke.
    public let score: Double?
    /// The rule only records.
    public let isDryRun: Bool

    /// A hit in one place, by a rule that does more than record, unless it is given otherwise.
    public init(
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
