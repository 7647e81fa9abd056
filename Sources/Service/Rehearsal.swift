import Discussion
import Imports
import Store

/// Counts what an import would bring, and what of it the database holds already. Writes nothing.
package final class Rehearsal {
    private static let part = 512

    /// Nil: there is no database yet.
    private let store: Store?
    private let names: NameList
    private let now: Moment
    /// What would be imported, skipped and repaired.
    package private(set) var counts = ImportCounts()
    private var group: Group?
    private var repeats = ArchiveRepeats()

    /// The comment whose lines are being read.
    private struct Group {
        let name: CommentName
        let site: String
        let isNew: Bool
        let author: ArchivePerson
    }

    /// `store`: the database as it is, opened to be read; nil where there is none.
    package init(_ store: Store?, at now: Moment) throws {
        (self.store, self.now) = (store, now)
        names = try NameList()
    }

    private func site(_ name: String) throws -> Site? { try store?.site(named: name) }

    /// Counts somebody who is seen for the first time, and whom the database does not know.
    private func person(_ name: String, in site: String) throws {
        guard try names.add("person", site, name) else { return }
        if let known = try self.site(site), try store?.person(named: name, in: known) != nil {
            return
        }
        counts.add("persons")
    }

    /// The same of a page; whether it is one.
    private func thread(_ name: String, in site: String) throws -> Bool {
        guard try names.add("thread", site, name) else { return false }
        if let known = try self.site(site), try store?.thread(named: name, in: known) != nil {
            return false
        }
        counts.add("threads")
        return true
    }
}

/// Lines of an export.
extension Rehearsal {
    /// Counts the next lines.
    package func take(_ lines: ReadLines) throws {
        for line in lines.lines { try take(line.content) }
    }

    private func take(_ line: ArchiveLine) throws {
        if ArchiveImport.isBetweenComments(line) { group = nil }
        switch line {
        case .site(let given):
            let isNew = try names.add("site", "", given.name) && site(given.name) == nil
            if isNew { counts.add("sites") } else { counts.skip(ImportCounts.known) }
        case .rules: break
        case .thread(let given):
            if try !thread(given.name, in: given.site) { counts.skip(ImportCounts.known) }
        case .person(let site, let claim, _): try person(claim.name, in: site)
        case .comment(let given): try take(given)
        case .vote(let vote): try take(vote)
        case .other(let type): counts.skip(type)
        case .sanction(let given): count(line, isKnown: try isKnown(given))
        case .subscription(let given): count(line, isKnown: try isKnown(given))
        case .decision(let given) where given.comment == nil:
            count(line, isKnown: try isKnown(given))
        case .waiting where group?.isNew ?? true: break
        case .revision, .decision, .flag, .waiting:
            // Of comments that are there nothing comes.
            count(line, isKnown: !(group?.isNew ?? true))
        }
    }

    private func count(_ line: ArchiveLine, isKnown: Bool) {
        if isKnown { counts.skip(ImportCounts.known) } else { counts.add(line.kind) }
    }

    private func take(_ given: ArchiveComment) throws {
        let isNew = try isNew(given)
        group = Group(
            name: given.name, site: given.site, isNew: isNew,
            author: ArchivePerson(name: given.author.name, erased: given.isAuthorErased ? 1 : 0))
        guard isNew else { return counts.skip(ImportCounts.known) }
        counts.add("comments")
        _ = try thread(given.thread, in: given.site)
        if !given.isAuthorErased { try person(given.author.name, in: given.site) }
    }

    private func isNew(_ given: ArchiveComment) throws -> Bool {
        let name = given.ref.map { "ref:\($0)" } ?? given.id?.text ?? ""
        guard try names.add("comment", given.site, name) else { return false }
        guard let store, let site = try site(given.site) else { return true }
        if let ref = given.ref, try store.commentID(.ref(ref), in: site) != nil { return false }
        return try store.comment(like: given, in: site) == nil
    }

    /// A vote on a comment that is there may be new all the same.
    private func take(_ vote: ArchiveVote) throws {
        let group = group?.name == vote.comment ? group : nil
        if let group, group.author == vote.voter { return counts.skip(ImportCounts.ownVote) }
        // Lines behind a comment's need not say its site.
        let name = group?.site ?? vote.site
        if !(group?.isNew ?? false), let store, let site = try site(name),
            let id = try store.commentID(vote.comment, in: site),
            let voter = try known(vote.voter, in: site)
        {
            if try store.head(of: id)?.authorID == voter {
                return counts.skip(ImportCounts.ownVote)
            }
            if try store.vote(on: id, by: voter) != nil { return counts.skip(ImportCounts.known) }
        }
        counts.add("votes")
        if vote.voter.erased == 0 { try person(vote.voter.name, in: name) }
    }
}

/// Files of other systems.
extension Rehearsal {
    /// Counts what was staged of one. `minVotes`: with so many votes common ground hears a voter.
    package func take(
        _ staged: ForeignStaging, format: ImportFormat, site name: String, minVotes: Int,
        onProgress: (_ done: Int, ImportCounts) -> Bool
    ) throws -> Bool {
        counts.add(staged.troubles)
        let site = try site(name)
        var voters = NumberedVoters(
            base: try site.flatMap { try store?.numberedVoters(in: $0) } ?? 0, minVotes: minVotes)
        var done = 0
        while true {
            let rows = try staged.staging.rows(after: done, limit: Self.part)
            if rows.isEmpty { break }
            for row in rows { try take(row, format, name, site, &voters) }
            done += rows.count
            if !onProgress(done, counts) { return false }
        }
        try takeEmptyThreads(staged.staging, in: name)
        return true
    }

    private func take(
        _ row: StagedRow, _ format: ImportFormat, _ name: String, _ site: Site?,
        _ voters: inout NumberedVoters
    ) throws {
        if let site, try store?.commentID(.ref(row.comment.ref), in: site) != nil {
            return counts.skip(ImportCounts.known)
        }
        counts.add("comments")
        _ = row.moment(until: now, &counts)
        _ = try thread(row.threadName(format, &counts), in: name)
        let author = row.author(format).name
        try person(author, in: name)
        for vote in row.namedVotes {
            try person(vote.voter, in: name)
            if vote.voter.hasSameBytes(as: author) {
                counts.skip(ImportCounts.ownVote)
            } else {
                counts.add("votes")
            }
        }
        let numbered = row.comment.up + row.comment.down
        guard numbered > 0 else { return }
        counts.add("votes", numbered)
        for voter in voters.next(numbered) { try person(voter, in: name) }
    }

    private func takeEmptyThreads(_ staging: ImportStaging, in site: String) throws {
        var last: Int64 = 0
        while true {
            let threads = try staging.emptyThreads(after: last, limit: Self.part)
            guard let newest = threads.last else { return }
            for thread in threads {
                if let name = thread.thread.name { _ = try self.thread(name, in: site) }
            }
            last = newest.id
        }
    }
}

/// What is about persons.
extension Rehearsal {
    /// The number of somebody whom the database knows. Those who were erased are known by theirs.
    private func known(_ person: ArchivePerson, in site: Site) throws -> Int64? {
        if person.erased > 0 { return try store?.knownErasedPerson(person.erased, in: site) }
        return try store?.person(named: person.name, in: site)?.id
    }

    private func isKnown(_ given: ArchiveSanction) throws -> Bool {
        guard let store, let site = try site(given.site),
            let moderatorID = try known(given.moderator, in: site)
        else { return false }
        var target: Sanction.Target?
        if let range = given.range {
            target = .range(range)
        } else if let person = given.person, person.erased == 0 {
            guard let id = try known(person, in: site) else { return false }
            target = .person(id)
        }
        let standing = try store.standing(like: given, on: target, in: site)
        return given.known(in: standing, target, by: moderatorID, &repeats) != nil
    }

    private func isKnown(_ given: ArchiveDecision) throws -> Bool {
        guard let store, let site = try site(given.site) else { return false }
        let actorID = try given.actor.flatMap { try known($0, in: site) }
        let personID = try given.person.flatMap { try known($0, in: site) }
        let isNamed = (actorID == nil) == (given.actor == nil)
        guard isNamed, (personID == nil) == (given.person == nil) else { return false }
        let entry = given.entry(in: site, on: nil, actorID: actorID, personID: personID)
        return try store.entryCount(like: entry) >= repeats.next(of: entry)
    }

    private func isKnown(_ given: ArchiveSubscription) throws -> Bool {
        guard let store, let site = try site(given.site),
            let thread = try store.thread(named: given.thread, in: site),
            let person = try store.person(named: given.person, in: site)
        else { return false }
        let comment = try given.comment.flatMap { try store.commentID($0, in: site) }
        return try store.subscription(
            like: Subscription(
                siteID: site.id, personID: person.id, threadID: thread.id, scope: given.scope,
                commentID: comment, email: given.email, since: given.since,
                waitsSince: given.waitsSince)) != nil
    }
}

extension Store {
    /// The comment that one in an export is, if it was brought or made here: the one of its id, or
    /// where another had that, one of its millisecond with the same author and text.
    func comment(like given: ArchiveComment, in site: Site) throws -> CommentID? {
        guard let id = given.id, try !isFree(id) else { return nil }
        for candidate in try [id] + commentIDs(at: id.createdAt, limit: 64) {
            guard let there = try comment(candidate, in: site), there.ref == given.ref,
                candidate == id || there.body.hasSameBytes(as: given.body),
                let author = try person(there.authorID),
                author.isErased || author.name.hasSameBytes(as: given.author.name)
            else { continue }
            return candidate
        }
        return nil
    }
}
