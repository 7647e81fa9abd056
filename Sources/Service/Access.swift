import Discussion
import Wire

/// What a connection may do.
package enum Access: Sendable, Equatable {
    /// Standard input, the Unix socket: the site's own backend, which may do everything.
    case local
    /// A token's role, on the sites that it is for.
    case token(Role, sites: [String])

    /// The role's name on the wire.
    package var roleName: String {
        switch self {
        case .local: "local"
        case .token(let role, _): role.rawValue
        }
    }

    package var sites: [String] {
        switch self {
        case .local: []
        case .token(_, let sites): sites
        }
    }

    /// Whether the caller speaks for the site, so that a person's roles are believed.
    var isBelieved: Bool {
        switch self {
        case .local, .token(.site, _): true
        case .token: false
        }
    }

    /// Whether the caller sees no more than everyone.
    var isReader: Bool {
        if case .token(.reader, _) = self { true } else { false }
    }

    /// Throws where a command is not for this connection. What is not allowed is forbidden.
    func check(_ method: Method, _ arguments: Arguments) throws(Refusal) {
        guard case .token(let role, let sites) = self else { return }
        guard method.spec.roles.contains(role) else {
            throw Refusal(.forbidden, "the role \(role.rawValue) may not do this")
        }
        if method.spec.isOfSite {
            let site = try arguments.site()
            guard sites.contains(where: { $0.utf8.elementsEqual(site.utf8) }) else {
                throw Refusal(.forbidden, "the token is not for this site")
            }
        }
        guard isReader else { return }
        for name in ["viewer", "view"] where arguments.object[name] != nil {
            if name == "view", arguments.text(name) == "public" { continue }
            var refusal = Refusal(.forbidden, "the role reader sees what everyone sees")
            refusal.field = name
            throw refusal
        }
    }
}
