/// Why a reader flags a comment. Raw values are the wire's names.
package enum FlagReason: String, Sendable, CaseIterable {
    case spam
    case abuse
    case offTopic = "off_topic"
    case illegal
    case other
}

/// What became of a flag. Raw values are what the database holds.
package enum FlagState: Int, Sendable {
    case open = 0
    /// The comment was taken away.
    case upheld = 1
    /// The comment stays; the reporter may flag it anew.
    case dismissed = 2
}

/// Why a comment stands in the queue. Raw values are what the database holds.
package enum CaseState: Int, Sendable, CaseIterable {
    case pending = 0
    case flagged = 1

    /// The name on the wire.
    package var name: String { self == .pending ? "pending" : "flagged" }
}
