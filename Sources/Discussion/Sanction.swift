/// What moderators can impose on a person or on a range of addresses.
package enum SanctionKind: Int, Sendable, CaseIterable, Comparable {
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
    package var name: String {
        switch self {
        case .warn: "warn"
        case .premoderate: "premoderate"
        case .shadow: "shadow"
        case .mute: "mute"
        case .ban: "ban"
        }
    }

    package init?(name: String) {
        guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = kind
    }

    package static func < (left: SanctionKind, right: SanctionKind) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A sanction that was imposed and not lifted.
package struct Sanction: Sendable, Hashable {
    /// Whom it is imposed on.
    package enum Target: Sendable, Hashable {
        /// A person of the site.
        case person(Int64)
        /// Whoever comes from one of these addresses.
        case range(AddressRange)
    }

    /// 0 before it is stored.
    package var id: Int64 = 0
    package let siteID: Int64
    package let target: Target
    package let kind: SanctionKind
    package var since: Moment
    /// Nil: until it is lifted.
    package var until: Moment?
    package var reason: String
    package var moderatorID: Int64

    package init(
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
    package func isInForce(at moment: Moment) -> Bool { until.map { moment < $0 } ?? true }

    /// Whether it restrains at a moment: a warning does not.
    package func restrains(at moment: Moment) -> Bool { kind != .warn && isInForce(at: moment) }
}

/// What stands in a person's row, so that those without any cost no further look.
package struct Restraints: OptionSet, Sendable, Hashable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// There is a sanction that may be in force.
    package static let sanctioned = Restraints(rawValue: 1)
    /// Their votes do not count.
    package static let voided = Restraints(rawValue: 2)
    /// Their votes are being taken out of the totals, or put back: each ballot says for itself
    /// whether it counts.
    package static let recounted = Restraints(rawValue: 4)

    /// Whether each of their ballots says for itself whether it counts.
    package var divideBallots: Bool { rawValue & (2 | 4) != 0 }
}
