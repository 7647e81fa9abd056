import Discussion
import JSONValues
import Store

/// Imposes sanctions and takes them back: their rows, what stands in the person's row, and the
/// voiding of votes that goes with them.
struct Sanctioning {
    private let work: Work
    private var store: Store { work.store }

    init(_ work: Work) { self.work = work }

    /// Puts a sanction in the place of the one that its target is under; a warning is added.
    func impose(_ new: Sanction) throws {
        guard new.kind != .warn else {
            try store.insert(new)
            return
        }
        var old = try standing(new.target, in: new.siteID)
        if let ended = old, !ended.isInForce(at: work.now) {
            // Its end has come, and with it the end of what went with it.
            try end(ended)
            old = nil
        }
        if var old, old.kind == new.kind {
            (old.since, old.until) = (new.since, new.until)
            (old.reason, old.moderatorID) = (new.reason, new.moderatorID)
            try store.renew(old)
        } else {
            if let old { try store.end(old) }
            try store.insert(new)
        }
        if case .person(let id) = new.target, var person = try store.person(id) {
            person.restraints.insert(.sanctioned)
            try store.saveRestraints(person, in: new.siteID)
        }
    }

    /// Takes back all that was imposed; false where nothing was.
    func lift(_ target: Sanction.Target, in siteID: Int64) throws -> Bool {
        var hasLifted = false
        if case .person(let id) = target { hasLifted = try store.forgetWarnings(of: id) }
        guard let old = try standing(target, in: siteID) else { return hasLifted }
        try end(old)
        return true
    }

    /// Takes one sanction back, and with it the voiding of votes.
    func end(_ sanction: Sanction) throws {
        try store.end(sanction)
        guard case .person(let id) = sanction.target, sanction.kind != .warn,
            var person = try store.person(id)
        else { return }
        person.restraints.remove(.sanctioned)
        try store.saveRestraints(person, in: sanction.siteID)
        try void(false, votesOf: id, in: sanction.siteID)
    }

    /// Decides whether a person's votes count. Their ballots follow in parts.
    func void(_ isVoided: Bool, votesOf personID: Int64, in siteID: Int64) throws {
        guard var person = try store.person(personID),
            person.restraints.contains(.voided) != isVoided
        else { return }
        person.restraints.formSymmetricDifference(.voided)
        person.restraints.insert(.recounted)
        try store.saveRestraints(person, in: siteID)
        try store.startRecount(of: personID)
    }

    /// What a target is under, warnings apart.
    private func standing(_ target: Sanction.Target, in siteID: Int64) throws -> Sanction? {
        switch target {
        case .person(let id): try store.restraint(of: id)
        case .range: try store.rangeSanctions(of: siteID).first { $0.target == target }
        }
    }

    /// Tells followers what a target is under from now on: a kind, or `none`.
    func record(
        _ kind: String, on target: Sanction.Target, in siteID: Int64, until: Moment?
    ) throws {
        var data = JSONWriter(capacity: 96)
        switch target {
        case .person(let id):
            let name = try store.person(id).flatMap { $0.isErased ? nil : $0.name }
            data.object { data in
                data.member("person", orNull: name)
                data.member("kind", kind)
                data.member("until", orNull: until?.text)
            }
        case .range(let range):
            data.object { data in
                data.member("range", range.text)
                data.member("kind", kind)
                data.member("until", orNull: until?.text)
            }
        }
        store.record(
            Event(
                siteID: siteID, type: "person", at: work.now, threadID: nil, commentID: nil,
                data: data.bytes))
    }
}
