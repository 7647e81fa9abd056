import Discussion
import Imports
import JSONValues
import Store

/// A comment from elsewhere, on its way to the database.
struct NewComment {
    let site: Site
    let threadID: Int64
    let personID: Int64
    var status: Status
    let body: String
    let createdAt: Moment
    /// The one it shall have if that is free; nil: any of its millisecond.
    var id: CommentID?
    var parentID: CommentID?
    var ref: String?
    var revision = 1
    var marks: Marks = []
    var roles: Roles = []
    var isGuest = false
    var rules = 0
    var editedAt: Moment?
    var fingerprint: [UInt8]?
    var ip: String?
    var userAgent: String?
    var anchor: String?
    var masked: String?
}

/// Writes what an import brings, through what commands write through, with the same totals.
/// `settle` comes before each commit.
final class ImportWriter {
    let work: Work
    var store: Store { work.store }
    private let standing: BulkStanding
    private var places: [CommentID: Place] = [:]
    private var importVoters: [Int64: ImportVoters] = [:]
    var counts = ImportCounts()

    /// Where a comment stands.
    struct Place {
        let siteID: Int64
        let threadID: Int64
        let depth: Int
    }

    /// So many places are remembered; past it all are forgotten.
    private static let maxPlaces = 65_536

    init(_ work: Work) {
        self.work = work
        standing = BulkStanding(work)
    }

    /// Has all totals be what they should be.
    func settle() throws { try standing.settle() }

    /// The thread of that name; whether it is new.
    func thread(
        _ name: String, in site: Site, at moment: Moment
    ) throws -> (thread: Thread, isNew: Bool) {
        if let known = try store.thread(named: name, in: site) { return (known, false) }
        let made = try store.makeThread(named: name, in: site, at: moment)
        counts.add("threads")
        return (made, true)
    }

    /// The person that a claim names. Of one who is known nothing is changed: what was said of them
    /// elsewhere is older.
    func person(_ claim: PersonClaim, in site: Site, at moment: Moment) throws -> Person {
        if let known = try store.person(named: claim.name, in: site) { return known }
        counts.add("persons")
        return try store.makePerson(claim, in: site, at: moment)
    }

    func place(of id: CommentID) throws -> Place? {
        if let known = places[id] { return known }
        guard let found = try store.place(of: id) else { return nil }
        let place = Place(siteID: found.siteID, threadID: found.threadID, depth: found.depth)
        keep(place, of: id)
        return place
    }

    private func keep(_ place: Place, of id: CommentID) {
        if places.count >= Self.maxPlaces { places.removeAll(keepingCapacity: true) }
        places[id] = place
    }

    /// Writes a comment. What it replies to must be of the same thread: else it is made a root, and
    /// counted. Nil where its millisecond is full.
    func add(_ new: NewComment) throws -> Comment? {
        guard let thread = try store.thread(new.threadID) else {
            throw Refusal(.internalFault, "a comment without a thread")
        }
        var (parentID, depth) = (new.parentID, 0)
        if let above = try parentID.flatMap(place), above.threadID == new.threadID {
            depth = above.depth + 1
        } else if parentID != nil {
            counts.repair("replies to what is not there, made roots")
            parentID = nil
        }
        guard let id = try freeID(new) else {
            counts.skip("too many in one millisecond")
            return nil
        }
        let comment = Self.comment(new, id, parentID, depth)
        var subject = Subject(
            comment: comment,
            tally: Tally(
                id: id, threadID: thread.id, parentID: parentID, status: new.status,
                isPinned: comment.marks.contains(.pinned)),
            thread: thread)
        try store.insert(comment, shown: ShownText(of: comment))
        try standing.add(&subject)
        keep(Place(siteID: new.site.id, threadID: new.threadID, depth: depth), of: id)
        store.count(in: new.site.id, comments: 1)
        store.record(
            Event(
                subject, type: "comment.submitted", at: new.createdAt,
                data: Self.eventData(of: comment)))
        counts.add("comments")
        return comment
    }

    private func freeID(_ new: NewComment) throws -> CommentID? {
        if let id = new.id, try store.isFree(id) { return id }
        return try store.nextCommentID(at: new.createdAt)
    }

    private static func comment(
        _ new: NewComment, _ id: CommentID, _ parentID: CommentID?, _ depth: Int
    ) -> Comment {
        var comment = Comment(
            id: id, siteID: new.site.id, threadID: new.threadID, parentID: parentID, depth: depth,
            authorID: new.personID, status: new.status, body: new.body)
        comment.revision = new.revision
        // What a moderator pins is a root, and in the shadow is only what waits.
        comment.marks = parentID == nil ? new.marks : new.marks.subtracting(.pinned)
        comment.roles = new.roles
        comment.isGuest = new.isGuest
        comment.rules = new.rules
        comment.editedAt = new.editedAt
        comment.ref = new.ref
        comment.fingerprint = new.ref == nil ? nil : new.fingerprint
        comment.ip = new.ip
        comment.userAgent = new.userAgent
        comment.anchor = new.anchor
        comment.masked = new.masked
        return comment
    }

    private static func eventData(of comment: Comment) -> [UInt8] {
        var data = JSONWriter(capacity: 64)
        let isShadowed = comment.marks.contains(.shadowed)
        data.object { data in
            data.member("status", comment.status.name)
            if isShadowed { data.member("shadowed", true) }
        }
        return data.bytes
    }

    /// The history's entry of a comment's making, for one that brings none.
    func enterMaking(of comment: Comment) throws {
        var entry = HistoryEntry(
            siteID: comment.siteID, at: comment.id.createdAt, actorID: nil, action: "import",
            commentID: comment.id, personID: comment.authorID)
        entry.toStatus = comment.status
        entry.rules = comment.rules
        _ = try store.append(entry)
    }

    /// Casts a vote that nobody has taken back since; false where there is one already, or where it
    /// would be the author's own.
    func vote(
        _ value: Int, on id: CommentID, by voter: Person, at moment: Moment
    ) throws -> Bool {
        guard var target = try store.head(of: id), target.authorID != voter.id,
            try store.vote(on: id, by: voter.id) == nil
        else { return false }
        let isCounted = !voter.restraints.contains(.voided)
        try store.saveBallot(value, isCounted: isCounted, on: id, by: voter.id, at: moment)
        store.count(in: target.siteID, ballots: 1)
        counts.add("votes")
        let counting = isCounted ? value : 0
        guard counting != 0 else { return true }
        let reach = target.tally.reach
        target.tally.up += counting > 0 ? 1 : 0
        target.tally.down += counting < 0 ? 1 : 0
        store.saveVotes(of: target.tally)
        try store.countGround(
            of: voter.id, on: target.tally, in: target.siteID, from: 0, to: counting)
        try Queue(work).expose(target.tally, from: reach)
        work.recordVotes(of: target.tally, in: target.siteID)
        return true
    }
}

/// Which numbered voters cast the next votes of a site that are known by their number alone.
private struct ImportVoters {
    /// The number before the first of them.
    var base: Int
    /// How many comments they have voted on.
    var comments = 0
    /// The most votes that one of those got.
    var most = 0
}

extension ImportWriter {
    /// What the names of numbered voters begin with.
    private static let voters = "import:"

    /// Casts votes of which only the numbers are known, by numbered voters. None of them votes on
    /// so many comments that common ground would hear them.
    func vote(up: Int, down: Int, on id: CommentID, in site: Site, at moment: Moment) throws {
        guard up + down > 0 else { return }
        var voters = try importVoters[site.id] ?? ImportVoters(base: firstVoter(in: site))
        if voters.comments >= max(1, work.settings.ranking.minVotesPerVoter - 1) {
            voters = ImportVoters(base: voters.base + voters.most)
        }
        for number in 0..<(up + down) {
            let claim = PersonClaim(name: "\(Self.voters)\(voters.base + number + 1)")
            let voter = try store.makePerson(claim, in: site, at: moment)
            _ = try vote(number < up ? 1 : -1, on: id, by: voter, at: moment)
        }
        voters.comments += 1
        voters.most = max(voters.most, up + down)
        importVoters[site.id] = voters
    }

    private func firstVoter(in site: Site) throws -> Int {
        try store.personCount(from: Self.voters, to: "import;", in: site)
    }
}
