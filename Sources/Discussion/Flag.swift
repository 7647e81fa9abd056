/// Why a reader flags a comment. Raw values are the wire's names.
public enum FlagReason: String, Sendable, CaseIterable {
    case spam
    case abuse
    case offTopic = "off_topic"
    case illegal
    case other
}

/// What became of a flag. Raw values are what the database holds.
public enum FlagState: Int, Sendable, CaseIterable {
    case open = 0
    /// The comment was taken away.
    case upheld = 1
    /// The comment stays; the reporter may flag it anew.
    case dismissed = 2
    /// It says nothing of its reporter: the author took the comment away, or the reporter's later
    /// flag stands in its place.
    case void = 3

    /// The name on the wire.
    public var name: String {
        switch self {
        case .open: "open"
        case .upheld: "upheld"
        case .dismissed: "dismissed"
        case .void: "void"
        }
    }

    /// Whether a moderator has decided on it.
    public var isDecided: Bool { self == .upheld || self == .dismissed }
}

/// What the open flags of a comment come to, for one reason.
public struct FlagSum: Sendable, Equatable {
    /// The reason that all of these flags give.
    public let reason: FlagReason
    /// Open flags: each of another reporter.
    public let count: Int
    /// The sum of their weights, in thousandths.
    public let weight: Int
    /// Those of reporters whose flags on this comment no one has decided on yet.
    public let newCount: Int
    /// The sum of those, in thousandths.
    public let newWeight: Int

    /// Of counts as they were read: none is checked against another.
    public init(reason: FlagReason, count: Int, weight: Int, newCount: Int, newWeight: Int) {
        self.reason = reason
        self.count = count
        self.weight = weight
        self.newCount = newCount
        self.newWeight = newWeight
    }
}

/// Why a comment stands in the queue. Raw values are what the database holds.
public enum CaseState: Int, Sendable, CaseIterable {
    case pending = 0
    case flagged = 1

    /// The name on the wire.
    public var name: String { self == .pending ? "pending" : "flagged" }
}
