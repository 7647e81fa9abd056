/// What became of a comment. Raw values are what the database holds.
public enum Status: Int, Sendable, CaseIterable {
    case approved = 0
    case pending = 1
    case rejected = 2
    case spam = 3
    case deleted = 4

    /// The name on the wire.
    public var name: String {
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
public enum ModerationMode: Int, Sendable, CaseIterable {
    case post = 0
    case pre = 1

    /// The name on the wire.
    public var name: String { self == .post ? "post" : "pre" }

    /// By the name on the wire; nil where it is none.
    public init?(name: String) {
        guard let mode = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = mode
    }
}

/// The roles that a site's backend may give a person in a command.
public struct Roles: OptionSet, Sendable, Hashable {
    /// As the database holds it: 1 author, 2 moderator, 4 staff, added up.
    public let rawValue: Int
    /// Of such a sum; bits that are no role are kept and mean nothing.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Who wrote the page under which the comments stand.
    public static let author = Roles(rawValue: 1)
    /// Who moderates the site: may edit and delete any comment.
    public static let moderator = Roles(rawValue: 2)
    /// Who works for the publisher: may edit and delete any comment, too.
    public static let staff = Roles(rawValue: 4)

    /// The wire's names, in the order in which badges are shown.
    public static let names: [(name: String, role: Roles)] = [
        ("author", .author), ("moderator", .moderator), ("staff", .staff),
    ]

    /// Names that are none of these are left out.
    public init(names: [String]) {
        self = []
        for (name, role) in Self.names where names.contains(name) { insert(role) }
    }

    /// A moderator or one of the staff.
    public var isOfTheHouse: Bool { !isDisjoint(with: [.moderator, .staff]) }

    /// The wire's names of those that are set, in the order of `names`.
    public var list: [String] { Self.names.filter { contains($0.role) }.map(\.name) }
}

/// What moderators have set on a comment beside its status.
public struct Marks: OptionSet, Sendable, Hashable {
    /// As the database holds it: 1 pinned, 2 closed, 4 featured, 8 shadowed, added up.
    public let rawValue: Int
    /// Of such a sum; bits that are no mark are kept and mean nothing.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// A root that stands before the others, but in `newest` and `oldest`.
    public static let pinned = Marks(rawValue: 1)
    /// It and all below it take no replies, no votes and no edits by authors.
    public static let closed = Marks(rawValue: 2)
    /// Shown to readers as singled out; it moves nothing.
    public static let featured = Marks(rawValue: 4)
    /// Its author sees it as published, others do not see it: it waits for no one.
    public static let shadowed = Marks(rawValue: 8)
}
