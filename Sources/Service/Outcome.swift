import Discussion

/// What became of a command.
package enum Outcome: Sendable {
    /// One JSON value. If the command wrote, what it wrote is durable.
    case result([UInt8])
    /// Nothing was stored.
    case refused(Refusal)
}

/// What became of commands that were to share a transaction.
enum GroupOutcome {
    /// They came to be, those that went into it.
    case durable([Outcome])
    /// The one at that place failed after it had written.
    case failed(at: Int)
    /// So many went into it, and it could not be committed.
    case notCommitted(Int)
}
