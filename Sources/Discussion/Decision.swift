/// What a moderator can decide on a comment. Raw values are the wire's names.
public enum Decision: String, Sendable, CaseIterable {
    case approve
    case reject
    case spam
    case delete
    case restore
    case feature
    case unfeature
    case pin
    case unpin
    case close
    case reopen
    case dismissFlags = "dismiss_flags"
    case undo
}

/// The parts of the moderation queue report. Raw values are the wire's names.
public enum ReportSection: String, Sendable, CaseIterable {
    case now
    case flow
    case rules
    case moderators
    case readers
    case classifiers
    case health
}
