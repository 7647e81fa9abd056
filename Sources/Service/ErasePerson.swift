import Discussion
import JSONValues
import Store
import Wire

/// `person.erase`: takes a person out of a site. Who they are goes at once, what of it stands in
/// other rows part by part.
struct ErasePerson: UseCase {
    private let site: String
    private let person: String
    private let moderator: PersonClaim
    private let hasBodies: Bool

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        person = try arguments.requiredPerson("person").name
        moderator = try arguments.requiredPerson("moderator")
        hasBodies = arguments.flag("bodies") ?? false
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let isErased = try erase(in: work)
        let pending = try work.store.erasureCount()
        json.object { json in
            json.member("erased", isErased)
            json.member("pending", pending)
        }
    }

    /// False where the site knows nobody by that name.
    private func erase(in work: Work) throws -> Bool {
        guard let site = try work.store.site(named: site),
            try work.store.person(named: person, in: site) != nil
        else { return false }
        // Who erases themselves has no name in the history either.
        let moderator = try work.store.makePerson(
            work.believed(moderator), in: site, at: work.now)
        guard let person = try work.store.person(named: person, in: site) else { return false }
        try work.store.erase(person, in: site.id, withBodies: hasBodies)
        _ = try work.store.append(
            HistoryEntry(
                siteID: site.id, at: work.now, actorID: moderator.id, action: "erase",
                commentID: nil, personID: person.id))
        return true
    }
}
