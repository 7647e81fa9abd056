import Discussion
import JSONValues

/// A command's params once the method's schema has passed them: kinds, bounds and names are right,
/// so that reading them is short.
package struct Arguments: Sendable {
    package let object: JSONObject

    /// Checks `params` against the method's own description; an error names the member.
    package init(_ params: JSONObject, of method: Method) throws(Refusal) {
        do {
            try Schema.object(method.spec.parameters).check(
                .object(params), components: Components.schemas)
        } catch {
            throw .invalid(error.path, error.problem, didYouMean: error.didYouMean)
        }
        object = params
    }

    /// A member's value, where it is given.
    package func text(_ name: String) -> String? { object[name]?.text }
    package func integer(_ name: String) -> Int? { object[name]?.integer }
    package func flag(_ name: String) -> Bool? { object[name]?.bool }
    package func texts(_ name: String) -> [String]? {
        object[name]?.array.map { $0.compactMap(\.text) }
    }

    /// A member that the schema says must be there.
    package func required(_ name: String) throws(Refusal) -> String {
        guard let value = text(name) else { throw .invalid(name, "is missing") }
        return value
    }

    /// Text that machines compare: no control characters.
    package func identifier(_ name: String) throws(Refusal) -> String? {
        guard let value = text(name) else { return nil }
        if let problem = TextPolicy.problem(ofIdentifier: value) { throw .invalid(name, problem) }
        return value
    }

    /// Text that people read, held to the text policy.
    package func prose(_ name: String) throws(Refusal) -> String? {
        guard let value = text(name) else { return nil }
        if let problem = TextPolicy.problem(of: value) { throw .unacceptable(name, problem) }
        return value
    }

    /// Tells params apart from others, whatever the order of their members and the way in which
    /// they name a person or the default site. `key` does not count, nor does where a person comes
    /// from: a command sent again may come from elsewhere, and what is kept of the params must not
    /// tell an address to whoever tries them all.
    package var fingerprint: Digest {
        var print = Fingerprint()
        for member in object.members {
            switch (member.name, member.value) {
            case ("key", _), ("site", .string("default")): continue
            case (let name, .string) where Self.persons.contains(name):
                print.add(name, .object(JSONObject([.init("id", member.value)])))
            case (let name, .object(let person)) where Self.persons.contains(name):
                let told = person.members.filter { !Self.origins.contains($0.name) }
                print.add(name, .object(JSONObject(told)))
            case (let name, let value): print.add(name, value)
            }
        }
        return print.digest
    }

    /// The members that name persons, by an id alone or an object.
    private static let persons = [
        "author", "voter", "reporter", "by", "moderator", "viewer", "person",
    ]

    /// What says where a person comes from.
    private static let origins = ["ip", "user_agent"]

    /// A moment, as RFC 3339.
    package func time(_ name: String) throws(Refusal) -> Moment? {
        guard let value = text(name) else { return nil }
        guard let moment = Moment(text: value) else {
            throw .invalid(name, Schema.time.expectation)
        }
        return moment
    }

    /// The site that a command is about.
    package func site() throws(Refusal) -> String {
        guard let name = text("site") else { return "default" }
        let isAllowed = name.utf8.allSatisfy { byte in
            switch byte {
            case 0x61...0x7A, 0x30...0x39, 0x2E, 0x5F, 0x2D: true
            default: false
            }
        }
        if !isAllowed { throw .invalid("site", "expected a to z, 0 to 9, dot, underscore, hyphen") }
        return name
    }

    /// A comment's name.
    package func comment(_ name: String) throws(Refusal) -> CommentName? {
        try identifier(name).map { CommentName(text: $0) }
    }

    /// A comment's name that the schema says must be there.
    package func commentName(_ name: String) throws(Refusal) -> CommentName {
        guard let value = try comment(name) else { throw .invalid(name, "is missing") }
        return value
    }

    /// A person that the schema says must be there.
    package func requiredPerson(_ name: String) throws(Refusal) -> PersonClaim {
        guard let value = try person(name) else { throw .invalid(name, "is missing") }
        return value
    }

    /// A person: an id alone, or an object with more.
    package func person(_ name: String) throws(Refusal) -> PersonClaim? {
        switch object[name] {
        case nil: return nil
        case .string(let id):
            if let problem = TextPolicy.problem(ofIdentifier: id) { throw .invalid(name, problem) }
            return PersonClaim(name: id)
        case .object(let members):
            let nested = Arguments(unchecked: members)
            return try nested.claim(at: name)
        default: throw .invalid(name, "expected a person")
        }
    }

    private init(unchecked object: JSONObject) { self.object = object }

    private func claim(at path: String) throws(Refusal) -> PersonClaim {
        for member in object.members {
            guard let value = member.value.text else { continue }
            if member.name == "name" {
                if let problem = TextPolicy.problem(of: value) {
                    throw .unacceptable("\(path).name", problem)
                }
                if TextPolicy.isBlank(value) {
                    throw .unacceptable("\(path).name", "must not be empty")
                }
            } else if let problem = TextPolicy.problem(ofIdentifier: value) {
                throw .invalid("\(path).\(member.name)", problem)
            }
        }
        if let url = text("url"), !isWebAddress(url) {
            throw .invalid("\(path).url", "expected an http or https address")
        }
        var claim = PersonClaim(
            name: try required("id"), roles: Roles(names: texts("roles") ?? []),
            isGuest: flag("guest") ?? false)
        claim.displayName = text("name").map(TextPolicy.withoutTurns)
        claim.email = text("email")
        claim.url = text("url")
        claim.ip = text("ip")
        claim.userAgent = text("user_agent")
        return claim
    }
}

/// Whether an address is one that a page may link to: http or https, and no white space in it.
package func isWebAddress(_ text: String) -> Bool {
    let lowered = text.prefix(8).lowercased()
    return (lowered.hasPrefix("http://") || lowered.hasPrefix("https://"))
        && !text.unicodeScalars.contains { $0.properties.isWhitespace || $0.value == 0x22 }
}
