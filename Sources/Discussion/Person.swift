/// A person as a command names them: what the host says, all but the id optional.
package struct PersonClaim: Sendable, Equatable {
    /// The host's id of the person.
    package let name: String
    package var displayName: String?
    package var email: String?
    package var url: String?
    package var ip: String?
    package var userAgent: String?
    package var roles: Roles
    /// The id is a device's, not an account's.
    package var isGuest: Bool

    package init(name: String, roles: Roles = [], isGuest: Bool = false) {
        self.name = name
        self.roles = roles
        self.isGuest = isGuest
    }

    /// The name that a person has from the first; nil where their id stands for it. One that turns
    /// the direction of writing does so without what turns.
    package var firstDisplayName: String? {
        if displayName != nil { return displayName }
        let shown = TextPolicy.withoutTurns(name)
        guard shown.utf8.count < name.utf8.count else { return nil }
        return TextPolicy.isBlank(shown) ? "?" : shown
    }
}

/// A person as a site knows them.
package struct Person: Sendable, Equatable {
    package let id: Int64
    /// The host's id of the person; `erasedName` of one who was erased.
    package let name: String
    /// Whether nothing is known any more of who it is.
    package let isErased: Bool
    package var displayName: String?
    package var url: String?
    package var email: String?
    package let firstSeen: Moment
    /// Approved comments.
    package var approved: Int
    /// Rejected comments and spam.
    package var rejected: Int
    /// Those of them that were spam.
    package var spam: Int
    package var restraints: Restraints

    /// What stands for the id and the name of all who were erased: one for all, so that nothing
    /// tells them apart.
    package static let erasedName = "erased"

    package init(
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
