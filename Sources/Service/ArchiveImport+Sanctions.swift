import Discussion
import Imports
import Store

extension ArchiveImport {
    /// Imposes what a line says. A person or a range that is under a sanction here stays under that
    /// one; warnings are added, and so is what keeps comments of persons who were erased in the
    /// shadow.
    func take(_ given: ArchiveSanction) throws {
        let site = try site(given.site)
        let moderatorID = try personID(given.moderator, in: site, at: given.since)
        let target = try target(of: given, in: site)
        let standing = try store.standing(like: given, on: target, in: site)
        if let same = given.known(in: standing, target, by: moderatorID, &repeats) {
            if same.kind == .shadow, given.kind == .shadow { shadowing[given.number] = same.id }
            return writer.counts.skip(ImportCounts.known)
        }
        // Of those who were erased each is somebody else: what one is under is not another's.
        let own =
            try target ?? .person(store.makeErasedPerson(in: site, at: given.since))
        let sanction = given.sanction(on: own, by: moderatorID, in: site)
        let id = try store.insert(sanction)
        if given.kind == .shadow { shadowing[given.number] = id }
        writer.counts.add("sanctions")
        guard given.kind != .warn, case .person(let personID) = own,
            var restrained = try store.person(personID)
        else { return }
        restrained.restraints.insert(.sanctioned)
        if given.voidsVotes { restrained.restraints.insert(.voided) }
        try store.saveRestraints(restrained, in: site.id)
    }

    /// Nil: somebody who was erased.
    private func target(
        of given: ArchiveSanction, in site: Site
    ) throws -> Sanction.Target? {
        if let range = given.range { return .range(range) }
        guard let person = given.person, person.erased == 0 else { return nil }
        return .person(try personID(person, in: site, at: given.since))
    }
}

extension Store {
    /// So many sanctions of one person are compared with those that an export brings.
    private static let maxCompared = 1000

    /// What a target is under, oldest first: of those who were erased what has held since then.
    func standing(
        like given: ArchiveSanction, on target: Sanction.Target?, in site: Site
    ) throws -> [Sanction] {
        switch target {
        case nil: try erasedSanctions(since: given.since, in: site)
        case .person(let id): try sanctions(of: id, limit: Self.maxCompared).reversed()
        case .range: try rangeSanctions(of: site.id).filter { $0.target == target }
        }
    }
}

extension ArchiveSanction {
    func sanction(
        on target: Sanction.Target, by moderatorID: Int64, in site: Site
    ) -> Sanction {
        Sanction(
            siteID: site.id, target: target, kind: kind, since: since, until: until,
            reason: reason, moderatorID: moderatorID)
    }

    /// The one of those standing that a line is of, or in the way of which it is.
    func known(
        in standing: [Sanction], _ target: Sanction.Target?, by moderatorID: Int64,
        _ repeats: inout ArchiveRepeats
    ) -> Sanction? {
        if target != nil, kind != .warn { return standing.first { $0.kind != .warn } }
        let alike = standing.filter {
            $0.kind == kind && $0.since == since && $0.until == until
                && $0.reason.hasSameBytes(as: reason) && $0.moderatorID == moderatorID
        }
        let number = repeats.next(of: self, target, by: moderatorID)
        return number <= alike.count ? alike[number - 1] : nil
    }
}

/// Counts lines that say the same, of which a file and a database may hold several: things that
/// were done in one millisecond. Such lines stand together.
struct ArchiveRepeats {
    private var moment: Moment?
    private var entries: [HistoryEntry: Int] = [:]
    private var sanctions: [Sanction: Int] = [:]

    private mutating func go(to moment: Moment) {
        guard moment != self.moment else { return }
        self.moment = moment
        entries.removeAll(keepingCapacity: true)
        sanctions.removeAll(keepingCapacity: true)
    }

    /// Which one of those that say the same an entry is: 1 the first.
    mutating func next(of entry: HistoryEntry) -> Int {
        go(to: entry.at)
        entries[entry, default: 0] += 1
        return entries[entry] ?? 1
    }

    /// The same of a sanction.
    mutating func next(
        of given: ArchiveSanction, _ target: Sanction.Target?, by moderatorID: Int64
    ) -> Int {
        go(to: given.since)
        // Of nobody that there is: all who were erased are alike.
        let sanction = Sanction(
            siteID: 0, target: target ?? .person(0), kind: given.kind, since: given.since,
            until: given.until, reason: given.site + " " + given.reason, moderatorID: moderatorID)
        sanctions[sanction, default: 0] += 1
        return sanctions[sanction] ?? 1
    }
}

extension ArchiveDecision {
    /// The entry of the history that a line is, but for what it takes back.
    func entry(
        in site: Site, on commentID: CommentID?, actorID: Int64?, personID: Int64?
    ) -> HistoryEntry {
        var entry = HistoryEntry(
            siteID: site.id, at: at, actorID: actorID, action: action, commentID: commentID,
            personID: personID)
        (entry.fromStatus, entry.toStatus) = (from, to)
        (entry.fromMarks, entry.toMarks) = (fromMarks, toMarks)
        (entry.reason, entry.rules) = (reason, rules)
        entry.waitedMilliseconds = waitedMilliseconds
        (entry.until, entry.range) = (until, range)
        return entry
    }
}
