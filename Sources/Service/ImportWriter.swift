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
    /// What pages show of the body, where that was made already.
    var html: HTMLRecipe?
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
    /// Comments by the names that their hosts gave them, as far as they are known.
    private var names: [Name: CommentID] = [:]
    private var numberedVoters: [Int64: NumberedVoters] = [:]
    var counts = ImportCounts()

    /// A comment's name in a site.
    private struct Name: Hashable {
        let siteID: Int64
        let ref: String

        // As bytes: `String ==` would fold what the database keeps apart.
        static func == (left: Name, right: Name) -> Bool {
            left.siteID == right.siteID && left.ref.hasSameBytes(as: right.ref)
        }

        func hash(into hasher: inout Hasher) {
            var ref = ref
            ref.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        }
    }

    /// So many names are remembered, some fifteen megabytes; past it all are forgotten.
    private static let maxNames = 131_072

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

    /// A comment as it now stands; nil where there is none.
    func head(of id: CommentID) throws -> CommentHead? { try standing.head(of: id) }

    /// A comment that is there, with the rows that change with it.
    func subject(_ comment: Comment) throws -> Subject {
        guard let thread = try store.thread(comment.threadID),
            let head = try standing.head(of: comment.id)
        else { throw Refusal(.internalFault, "a comment without a thread or a tally") }
        return Subject(comment: comment, tally: head.tally, thread: thread)
    }

    /// The comment that its site's host calls so.
    func commentID(ref: String, in site: Site) throws -> CommentID? {
        try names[Name(siteID: site.id, ref: ref)] ?? store.commentID(.ref(ref), in: site)
    }

    private func keep(_ id: CommentID, as name: Name) {
        if names.count >= Self.maxNames { names.removeAll(keepingCapacity: true) }
        names[name] = id
    }

    /// Writes a comment, and that it was imported, unless it `hasMaking`, which is to be entered in
    /// the same transaction at the place that is given. What it replies to must be of the same
    /// thread: else it is made a root, and counted. Nil where its millisecond is full.
    func add(
        _ given: NewComment, hasMaking: Bool = false
    ) throws -> (comment: Comment, making: MakingPlace)? {
        var (new, parentID, depth) = (given, given.parentID, 0)
        if let above = try parentID.flatMap(head), above.tally.threadID == new.threadID {
            depth = above.depth + 1
        } else if parentID != nil {
            counts.repair("replies to what is not there, made roots")
            parentID = nil
        }
        guard let id = try freeID(new) else {
            counts.skip("too many in one millisecond")
            return nil
        }
        if parentID == nil, new.marks.contains(.pinned), try !hasRoomForPin(in: new.threadID) {
            new.marks.remove(.pinned)
            counts.skip("pins past \(SiblingSet.maxPinned) in a thread")
        }
        // Not before: looking for room has changed its counts.
        guard let thread = try store.thread(new.threadID) else {
            throw Refusal(.internalFault, "a comment without a thread")
        }
        let comment = Self.comment(new, id, parentID, depth)
        var subject = Subject(
            comment: comment,
            tally: Tally(
                id: id, threadID: thread.id, parentID: parentID, status: new.status,
                isPinned: comment.marks.contains(.pinned)),
            thread: thread)
        let place = try store.insert(
            comment, by: try store.person(comment.authorID).flatMap(AuthorText.byline),
            hasMaking ? nil : Self.making(of: comment),
            html: new.html ?? HTMLRecipe(of: comment))
        try standing.add(&subject)
        if let ref = new.ref { keep(id, as: Name(siteID: new.site.id, ref: ref)) }
        store.count(in: new.site.id, comments: 1)
        store.record(
            Event(
                subject, type: "comment.submitted", at: new.createdAt,
                data: Self.eventData(of: comment)))
        counts.add("comments")
        return (comment, place)
    }

    private func hasRoomForPin(in threadID: Int64) throws -> Bool {
        // Those of this transaction are counted too.
        try settle()
        let set = SiblingSet(threadID: threadID, parentID: nil)
        return try store.pinned(in: set).count < SiblingSet.maxPinned
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
        comment.marks = new.marks
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

    /// That it was imported, of a comment that says nothing else of how it came to be.
    static func making(of comment: Comment) -> Making {
        Making(.imported, as: comment.status, rules: comment.rules)
    }

    /// The history's entry that rules gave a comment another status than where it comes from.
    func enter(_ action: String, of comment: Comment, from former: Status) throws {
        var entry = HistoryEntry(
            siteID: comment.siteID, at: work.now, actorID: nil, action: action,
            commentID: comment.id, personID: comment.authorID)
        (entry.fromStatus, entry.toStatus) = (former, comment.status)
        entry.rules = comment.rules
        _ = try store.append(entry)
    }

    /// Casts a vote, unless there is one already or it would be the author's own.
    func vote(
        _ value: Int, on id: CommentID, by voter: Person, at moment: Moment
    ) throws {
        guard let target = try head(of: id) else { return counts.skip(ImportCounts.voteOnNone) }
        guard target.authorID != voter.id else { return counts.skip(ImportCounts.ownVote) }
        guard try store.vote(on: id, by: voter.id) == nil else {
            return counts.skip(ImportCounts.known)
        }
        let isCounted = !voter.restraints.contains(.voided)
        try store.saveBallot(value, isCounted: isCounted, on: id, by: voter.id, at: moment)
        store.count(in: target.siteID, ballots: 1)
        counts.add("votes")
        let counting = isCounted ? value : 0
        guard counting != 0 else { return }
        let tally = try standing.vote(counting, on: id)
        try store.countGround(
            of: voter.id, on: tally, in: target.siteID, from: 0, to: counting)
        try Queue(work).expose(tally, from: target.tally.reach)
        work.recordVotes(of: tally, in: target.siteID)
    }
}

extension ImportWriter {
    /// Casts votes of which only the numbers are known, by numbered voters.
    func vote(up: Int, down: Int, on id: CommentID, in site: Site, at moment: Moment) throws {
        guard up + down > 0 else { return }
        var voters =
            try numberedVoters[site.id]
            ?? NumberedVoters(
                base: store.numberedVoters(in: site),
                minVotes: work.settings.ranking.minVotesPerVoter)
        for (number, name) in voters.next(up + down).enumerated() {
            let voter = try store.makePerson(PersonClaim(name: name), in: site, at: moment)
            try vote(number < up ? 1 : -1, on: id, by: voter, at: moment)
        }
        numberedVoters[site.id] = voters
    }
}

extension Store {
    /// How many numbered voters a site has.
    func numberedVoters(in site: Site) throws -> Int {
        try personCount(from: NumberedVoters.prefix, to: NumberedVoters.end, in: site)
    }
}
