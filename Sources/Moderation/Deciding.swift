import Discussion

/// How the hits of the rules, one after the other, become a status.
///
/// The strictest action so far stands (reject, spam, hold, flag, approve); a mask changes the text
/// alone and adds to any of them. A final hit ends the deciding, and a dry run never takes part.
struct Deciding {
    private var strictest: RuleAction?
    private var isApproved = false
    private var isOver = false
    /// What is to be masked, as the rules found it.
    private(set) var masks: [Range<Int>] = []

    /// Takes the next rule's hit, whose condition holds at these places of the body.
    mutating func take(_ rule: Rule, _ places: [Range<Int>]) {
        guard !rule.isDryRun, !isOver else { return }
        isOver = rule.isFinal
        switch rule.action {
        case .mask: masks += places
        case .approve:
            isApproved = true
            strictest = strictest ?? .approve
        case .flag, .hold, .spam, .reject:
            if rule.action.strictness > strictest?.strictness ?? -1 { strictest = rule.action }
        }
    }

    /// Where no rule decided, the mode does: a flag alone publishes nothing that waits for a
    /// person.
    func status(_ mode: ModerationMode) -> Status {
        switch strictest {
        case .reject: .rejected
        case .spam: .spam
        case .hold: .pending
        case .approve, .flag, .mask, nil: mode == .post || isApproved ? .approved : .pending
        }
    }

    var isFlagged: Bool { strictest == .flag }
}

extension RuleAction {
    /// The place in the order of section "Rules": higher is stricter.
    var strictness: Int {
        switch self {
        case .mask: -1
        case .approve: 0
        case .flag: 1
        case .hold: 2
        case .spam: 3
        case .reject: 4
        }
    }
}
