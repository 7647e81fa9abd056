/// What became of a comment. Raw values are what the database holds.
package enum Status: Int, Sendable, CaseIterable {
    case approved = 0
    case pending = 1
    case rejected = 2
    case spam = 3
    case deleted = 4

    /// The name on the wire.
    package var name: String {
        switch self {
        case .approved: "approved"
        case .pending: "pending"
        case .rejected: "rejected"
        case .spam: "spam"
        case .deleted: "deleted"
        }
    }
}

/// Whether comments are published before or after a person has seen them.
package enum ModerationMode: Int, Sendable, CaseIterable {
    case post = 0
    case pre = 1

    /// The name on the wire.
    package var name: String { self == .post ? "post" : "pre" }

    package init?(name: String) {
        guard let mode = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = mode
    }
}

/// The roles that a site's backend may give a person in a command.
package struct Roles: OptionSet, Sendable, Hashable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Who wrote the page under which the comments stand.
    package static let author = Roles(rawValue: 1)
    package static let moderator = Roles(rawValue: 2)
    package static let staff = Roles(rawValue: 4)

    /// The wire's names, in the order in which badges are shown.
    package static let names: [(name: String, role: Roles)] = [
        ("author", .author), ("moderator", .moderator), ("staff", .staff),
    ]

    /// Names that are none of these are left out.
    package init(names: [String]) {
        self = []
        for (name, role) in Self.names where names.contains(name) { insert(role) }
    }

    /// A moderator or one of the staff.
    package var isOfTheHouse: Bool { !isDisjoint(with: [.moderator, .staff]) }

    package var list: [String] { Self.names.filter { contains($0.role) }.map(\.name) }
}

/// What moderators have set on a comment beside its status.
package struct Marks: OptionSet, Sendable, Hashable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    package static let pinned = Marks(rawValue: 1)
    package static let closed = Marks(rawValue: 2)
    package static let featured = Marks(rawValue: 4)
    /// Its author sees it as published, others do not see it: it waits for no one.
    package static let shadowed = Marks(rawValue: 8)
}
