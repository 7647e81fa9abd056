import Discussion
import JSONValues
import Store
import Wire

/// `person.sanction`: imposes something on a person, on a range of addresses, or on both, or lifts
/// it. The entry in the history is for good.
struct SanctionPerson: UseCase {
    private let site: String
    private let person: PersonClaim?
    private let range: AddressRange?
    /// Nil: what was imposed is lifted.
    private let kind: SanctionKind?
    private let until: Moment?
    private let reason: String
    private let moderator: PersonClaim
    /// Nil: as it was.
    private let voidsVotes: Bool?

    /// A range has at least so many bits: no slip of a finger shuts out half the net.
    private static let minBits = (v4: 8, v6: 16)

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        person = try arguments.person("person")
        range = try arguments.addressRange("range")
        kind = arguments.text("kind").flatMap { SanctionKind(name: $0) }
        until = try arguments.time("until")
        reason = try arguments.prose("reason") ?? ""
        moderator = try arguments.requiredPerson("moderator")
        voidsVotes = arguments.flag("void_votes")
        guard person != nil || range != nil else {
            throw .invalid("person", "is missing: expected a person, a range, or both")
        }
        if TextPolicy.isBlank(reason) { throw .unacceptable("reason", "must not be empty") }
        if let range, range.bits < (range.isV4 ? 96 + Self.minBits.v4 : Self.minBits.v6) {
            throw .invalid(
                "range", "must leave at least /\(Self.minBits.v4), or /\(Self.minBits.v6) of IPv6")
        }
        if kind == nil, until != nil { throw .invalid("until", "goes with a sanction") }
        if kind == .warn, person == nil { throw .invalid("kind", "warn is for a person") }
        if voidsVotes == true, person == nil || kind == nil || kind == .warn {
            throw .invalid("void_votes", "goes with a sanction of a person that is no warning")
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        if let until, until <= work.now { throw Refusal.invalid("until", "must be in the future") }
        let known = try work.store.site(named: site)
        try checkRoom(in: work, known)
        let site = try work.makeSite(named: site, at: work.now)
        let moderator = try work.store.makePerson(
            work.believed(moderator), in: site, at: work.now)
        var personID: Int64?
        if let person {
            let id = try work.store.makePerson(work.believed(person), in: site, at: work.now).id
            try impose(on: .person(id), by: moderator.id, site, in: work)
            if let voidsVotes, kind != nil, kind != .warn {
                try Sanctioning(work).void(voidsVotes, votesOf: id, in: site.id)
            }
            _ = try BallotRecount(work).step()
            personID = id
        }
        if let range, person == nil || kind != .warn {
            try impose(on: .range(range), by: moderator.id, site, in: work)
        }
        try Leftovers(work).uncoverComments()
        let subject = try personID.flatMap { try work.store.person($0) }
        try PersonEncoder(work: work, site: site).write(subject, range, to: &json)
    }

    /// Throws where a site has as many ranges as it may.
    private func checkRoom(in work: Work, _ site: Site?) throws {
        guard let range, kind != nil, let site else { return }
        let ranges = try work.store.rangeSanctions(of: site.id)
        guard ranges.count >= Store.maxRanges,
            !ranges.contains(where: { $0.target == .range(range) })
        else { return }
        throw Refusal.tooLarge(
            "a site has at most \(Store.maxRanges) ranges of addresses under sanctions",
            limit: Store.maxRanges, field: "range")
    }

    private func impose(
        on target: Sanction.Target, by moderatorID: Int64, _ site: Site, in work: Work
    ) throws {
        let sanctioning = Sanctioning(work)
        if let kind {
            try sanctioning.impose(
                Sanction(
                    siteID: site.id, target: target, kind: kind, since: work.now, until: until,
                    reason: reason, moderatorID: moderatorID))
        } else if try !sanctioning.lift(target, in: site.id) {
            return
        }
        var entry = HistoryEntry(
            siteID: site.id, at: work.now, actorID: moderatorID, action: kind?.name ?? "lift",
            commentID: nil, personID: nil)
        switch target {
        case .person(let id): entry = entry.about(id)
        case .range(let range): entry.range = range.text
        }
        entry.reason = reason
        entry.until = until
        _ = try work.store.append(entry)
        try sanctioning.record(kind?.name ?? "none", on: target, in: site.id, until: until)
    }
}

extension HistoryEntry {
    /// The same about a person.
    fileprivate func about(_ personID: Int64) -> HistoryEntry {
        HistoryEntry(
            siteID: siteID, at: at, actorID: actorID, action: action, commentID: commentID,
            personID: personID)
    }
}

extension Arguments {
    /// A range of addresses.
    func addressRange(_ name: String) throws(Refusal) -> AddressRange? {
        guard let text = try identifier(name) else { return nil }
        guard let range = AddressRange(text: text) else {
            throw .invalid(
                name, "expected an address, or a range such as 203.0.113.0/24 or 2001:db8::/48")
        }
        return range
    }
}
