/// A person as a command names them: what the host says, all but the id optional.
public struct PersonClaim: Sendable, Equatable {
    /// The host's id of the person.
    public let name: String
    /// What readers see; nil leaves the name that is known, else the id stands for it.
    public var displayName: String?
    /// Shown to moderators alone, and where notices go; nil leaves the one that is known.
    public var email: String?
    /// Their own page, http or https, which readers see; nil leaves the one that is known.
    public var url: String?
    /// Where they act from, as the host gives it: sanctions of ranges go by it, and comments keep
    /// it for moderators.
    public var ip: String?
    /// What their browser calls itself; comments keep it, for moderators.
    public var userAgent: String?
    /// Of this command, not of the person's row; believed only where the site itself speaks.
    public var roles: Roles
    /// The id is a device's, not an account's.
    public var isGuest: Bool

    /// Nothing else is said of the person: what is known of them stays.
    public init(name: String, roles: Roles = [], isGuest: Bool = false) {
        self.name = name
        self.roles = roles
        self.isGuest = isGuest
    }

    /// The name that a person has from the first; nil where their id stands for it. One that turns
    /// the direction of writing does so without what turns.
    public var firstDisplayName: String? {
        if displayName != nil { return displayName }
        let shown = TextPolicy.withoutTurns(name)
        guard shown.utf8.count < name.utf8.count else { return nil }
        return TextPolicy.isBlank(shown) ? "?" : shown
    }
}

/// A person as a site knows them.
public struct Person: Sendable, Equatable {
    /// The row's number in `persons`: stable, never given again, and of one site only.
    public let id: Int64
    /// The host's id of the person; `erasedName` of one who was erased.
    public let name: String
    /// Whether nothing is known any more of who it is.
    public let isErased: Bool
    /// What readers see; nil: `name` stands for it.
    public var displayName: String?
    /// Their own page, http or https, which readers see; nil where none was given.
    public var url: String?
    /// Shown to moderators alone; new subscriptions send there. Nil where none was given.
    public var email: String?
    /// When a command first named them; where that was backdated, the time that it gave.
    public let firstSeen: Moment
    /// Approved comments.
    public var approved: Int
    /// Rejected comments and spam.
    public var rejected: Int
    /// Those of them that were spam.
    public var spam: Int
    /// Empty where no sanction and no voided vote need be looked for.
    public var restraints: Restraints

    /// What stands for the id and the name of all who were erased: one for all, so that nothing
    /// tells them apart.
    public static let erasedName = "erased"

    /// As the row has it: without a record, restraints and erasure unless those are given.
    public init(
        id: Int64, name: String, displayName: String?, url: String?, email: String?,
        firstSeen: Moment, approved: Int = 0, rejected: Int = 0, spam: Int = 0,
        restraints: Restraints = [], isErased: Bool = false
    ) {
        self.id = id
        self.name = name
        self.isErased = isErased
        self.displayName = displayName
        self.url = url
        self.email = email
        self.firstSeen = firstSeen
        self.approved = approved
        self.rejected = rejected
        self.spam = spam
        self.restraints = restraints
    }
}
