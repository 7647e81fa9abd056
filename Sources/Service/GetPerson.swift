import Discussion
import JSONValues
import Moderation
import Store
import Wire

/// `person.get`: a person's record, what it makes of them, and what is imposed on them; or what is
/// imposed on addresses.
struct GetPerson: UseCase {
    private let site: String
    private let person: String?
    private let range: AddressRange?

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        person = try arguments.person("person")?.name
        range = try arguments.addressRange("range")
        guard person != nil || range != nil else {
            throw .invalid("person", "is missing: expected a person, a range, or both")
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.store.site(named: site)
        let person = try self.person.flatMap { name in
            try site.flatMap { try work.store.person(named: name, in: $0) }
        }
        guard self.person == nil || person != nil else {
            throw Refusal(.notFound, "there is no such person")
        }
        let encoder = PersonEncoder(work: work, site: site ?? Site(id: 0, name: self.site))
        try encoder.write(person, range, to: &json)
    }
}

/// Writes persons, and ranges of addresses, as moderators see them.
struct PersonEncoder {
    /// So many warnings and sanctions of a person are shown, the newest.
    static let maxSanctions = 100
    /// Ballots that wait to be recounted are counted up to so many.
    static let maxPending = 10_000

    let work: Work
    let site: Site

    /// `range`: sanctions of ranges that it meets are written too.
    func write(_ person: Person?, _ range: AddressRange?, to json: inout JSONWriter) throws {
        var sanctions: [Sanction] = []
        if let person {
            sanctions = try work.store.sanctions(of: person.id, limit: Self.maxSanctions)
        }
        if let range {
            sanctions += try work.store.rangeSanctions(of: site.id).filter { sanction in
                if case .range(let other) = sanction.target { range.overlaps(other) } else { false }
            }
        }
        sanctions = sanctions.filter { $0.isInForce(at: work.now) }
        try json.object { json in
            if let person { try write(person, to: &json) }
            if let range { json.member("range", range.text) }
            json.name("sanctions")
            try json.array { json in
                for sanction in sanctions { try write(sanction, to: &json) }
            }
        }
    }

    private func write(_ person: Person, to json: inout JSONWriter) throws {
        let flags = try work.store.flagRecord(of: person.id)
        let trust = try work.trust(of: person)
        json.name("person")
        json.object { json in
            json.member("id", person.name)
            json.member("name", person.displayName ?? person.name)
            json.member("url", ifAny: person.url)
            json.member("email", ifAny: person.email)
        }
        json.name("standing")
        json.object { json in
            json.member("approved", person.approved)
            json.member("rejected", person.rejected - person.spam)
            json.member("spam", person.spam)
            json.member("flags_agreed", flags.agreed)
            json.member("flags_dismissed", flags.dismissed)
            json.member("trust", trust.value)
            json.member("first_seen", person.firstSeen.text)
        }
        json.name("trust")
        json.object { json in
            json.member("good", trust.good)
            json.member("bad", trust.bad)
            json.member("sanctioned", trust.isSanctioned)
        }
        let isRecounted = person.restraints.contains(.recounted)
        let pending =
            isRecounted
            ? try work.store.ballotsLeft(of: person.id, limit: Self.maxPending) : 0
        json.name("void")
        json.object { json in
            json.member("votes", person.restraints.contains(.voided))
            json.member("pending", pending)
        }
    }

    private func write(_ sanction: Sanction, to json: inout JSONWriter) throws {
        let moderator = try work.store.person(sanction.moderatorID)
        json.object { json in
            json.member("kind", sanction.kind.name)
            if case .range(let range) = sanction.target { json.member("range", range.text) }
            json.member("since", sanction.since.text)
            json.member("until", orNull: sanction.until?.text)
            json.member("reason", sanction.reason)
            json.member("moderator", orNull: moderator?.name)
        }
    }
}
