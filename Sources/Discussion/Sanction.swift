/// What moderators can impose on a person or on a range of addresses.
public enum SanctionKind: Int, Sendable, CaseIterable, Comparable {
    // Raw values are what the database holds, the milder first.
    /// Recorded, and nothing more.
    case warn = 1
    /// Comments wait for a moderator.
    case premoderate = 2
    /// Comments are shown to their author alone, who is not told.
    case shadow = 3
    /// Comments are refused.
    case mute = 4
    /// Everything is refused.
    case ban = 5

    /// The name on the wire.
    public var name: String {
        switch self {
        case .warn: "warn"
        case .premoderate: "premoderate"
        case .shadow: "shadow"
        case .mute: "mute"
        case .ban: "ban"
        }
    }

    /// By the name on the wire; nil where it is none.
    public init?(name: String) {
        guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = kind
    }

    /// The milder one is the smaller.
    public static func < (left: SanctionKind, right: SanctionKind) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A sanction that was imposed and not lifted.
public struct Sanction: Sendable, Hashable {
    /// Whom it is imposed on.
    public enum Target: Sendable, Hashable {
        /// A person of the site.
        case person(Int64)
        /// Whoever comes from one of these addresses.
        case range(AddressRange)
    }

    /// 0 before it is stored.
    public var id: Int64 = 0
    /// Of the only site that it holds in.
    public let siteID: Int64
    /// Whom it holds for: one person or one range.
    public let target: Target
    /// Of those that are no warnings a target is under one at a time.
    public let kind: SanctionKind
    /// When it was imposed, or renewed by another of the same kind.
    public var since: Moment
    /// Nil: until it is lifted.
    public var until: Moment?
    /// What the moderator wrote: moderators see it, and the person's export has it. Empty where the
    /// person was erased.
    public var reason: String
    /// Of who imposed it or renewed it last: a row's number in `persons`.
    public var moderatorID: Int64

    /// One that is not stored yet: its number is 0.
    public init(
        siteID: Int64, target: Target, kind: SanctionKind, since: Moment, until: Moment?,
        reason: String, moderatorID: Int64
    ) {
        self.siteID = siteID
        self.target = target
        self.kind = kind
        self.since = since
        self.until = until
        self.reason = reason
        self.moderatorID = moderatorID
    }

    /// Whether it holds at a moment.
    public func isInForce(at moment: Moment) -> Bool { until.map { moment < $0 } ?? true }

    /// Whether it restrains at a moment: a warning does not.
    public func restrains(at moment: Moment) -> Bool { kind != .warn && isInForce(at: moment) }
}

/// What stands in a person's row, so that those without any cost no further look.
public struct Restraints: OptionSet, Sendable, Hashable {
    /// As the database holds it: 1 sanctioned, 2 voided, 4 recounted, added up.
    public let rawValue: Int
    /// Of such a sum; other bits are kept and mean nothing.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// There is a sanction that may be in force.
    public static let sanctioned = Restraints(rawValue: 1)
    /// Their votes do not count.
    public static let voided = Restraints(rawValue: 2)
    /// Their votes are being taken out of the totals, or put back: each ballot says for itself
    /// whether it counts.
    public static let recounted = Restraints(rawValue: 4)

    /// Whether each of their ballots says for itself whether it counts.
    public var divideBallots: Bool { rawValue & (2 | 4) != 0 }
}
