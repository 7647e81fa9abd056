import Discussion

/// What stands beside the names of some authors.
package struct Badge: Sendable, Equatable {
    /// As readers see it.
    package let name: String
    /// A role that the author had when they wrote the comment.
    package var role: Roles?
    /// Whether the author was a guest then.
    package var isGuest: Bool?
    /// How many approved comments the author has now.
    package var approved: ClosedRange<Int>?

    package init(
        name: String, role: Roles? = nil, isGuest: Bool? = nil, approved: ClosedRange<Int>? = nil
    ) {
        self.name = name
        self.role = role
        self.isGuest = isGuest
        self.approved = approved
    }

    /// Whether an author has it: all that it asks for must hold.
    fileprivate func isOf(_ roles: Roles, isGuest: Bool, approved: Int) -> Bool {
        role.map { roles.contains($0) } ?? true && self.isGuest.map { $0 == isGuest } ?? true
            && self.approved.map { $0.contains(approved) } ?? true
    }
}

/// All badges, in the order in which they are shown.
package struct Badges: Sendable, Equatable {
    package let list: [Badge]
    /// Whether nobody has one but for a role: then most authors have none.
    package let areOfRoles: Bool
    /// Numbers of approved comments at which an author's badges may become others.
    package let bounds: [Int]

    package init(_ list: [Badge]) {
        self.list = list
        areOfRoles = list.allSatisfy { $0.role != nil }
        bounds = list.compactMap(\.approved).flatMap { range in
            [range.lowerBound, range.upperBound == .max ? 0 : range.upperBound + 1]
        }.filter { $0 > 0 }
    }

    /// Where nothing else is said: one for each role, called like it.
    package static let ofRoles = Badges(
        Roles.names.map { Badge(name: $0.name, role: $0.role) })

    /// The names of those that an author has.
    package func names(of roles: Roles, isGuest: Bool, approved: Int) -> [String] {
        list.filter { $0.isOf(roles, isGuest: isGuest, approved: approved) }.map(\.name)
    }

    /// Whether an author's badges may be others after their approved comments have become more, or
    /// fewer.
    package func mayChange(from old: Int, to new: Int) -> Bool {
        bounds.contains { (old < $0) != (new < $0) }
    }
}
