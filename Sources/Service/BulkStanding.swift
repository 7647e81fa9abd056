import Discussion
import Store

/// Comments that an import adds, replies to and votes on, as they stand: with the same counts as
/// `Standing` gives them one by one, but each row is written once a transaction, neighbours one
/// after the other. What a comment adds to those above its parent is gathered, and carried up once
/// for all: so that a chain of replies a hundred thousand deep is not climbed for each of them.
///
/// `settle` must be called before the transaction ends, and before rows of counts are read.
final class BulkStanding {
    /// So many comments are known before all are forgotten: some thirty megabytes.
    private static let maxKnown = 131_072

    private let work: Work
    private var store: Store { work.store }
    private var heads: [Head] = []
    private var places: [CommentID: Int] = [:]
    /// Places in `heads` of those that differ from their rows.
    private var changed: [Int] = []
    /// Those to which comments below them are to be added, by their depths.
    private var climbing: [Int: [Int]] = [:]
    /// What is to be added to authors' counts.
    private var authors: [Int64: Counts] = [:]

    private struct Head {
        var known: CommentHead
        var isNew = false
        var hasCounts = false
        var hasVotes = false
        /// Visible comments that came below it and are not counted yet.
        var climb = 0

        var isChanged: Bool { isNew || hasCounts || hasVotes }
    }

    private struct Counts {
        var approved = 0
        var rejected = 0
        var spam = 0
    }

    init(_ work: Work) { self.work = work }

    /// A comment as it now stands; nil where there is none.
    func head(of id: CommentID) throws -> CommentHead? {
        try place(of: id).map { heads[$0].known }
    }

    /// Where a comment stands in `heads`, which is read where it is not known.
    private func place(of id: CommentID) throws -> Int? {
        if let known = places[id] { return known }
        return try store.head(of: id).map { add(Head(known: $0)) }
    }

    private func add(_ head: Head) -> Int {
        places[head.known.tally.id] = heads.count
        heads.append(head)
        return heads.count - 1
    }

    private func existing(_ id: CommentID) throws -> Int {
        guard let place = try place(of: id) else {
            throw Refusal(.internalFault, "a comment without a tally")
        }
        return place
    }

    private func change(_ place: Int, _ body: (inout Head) -> Void) {
        if !heads[place].isChanged { changed.append(place) }
        body(&heads[place])
    }

    /// Adds a new comment, which has no votes, to its thread. Its row must be there already.
    func add(_ subject: inout Subject) throws {
        let comment = subject.comment
        var above = try comment.parentID.map(existing)
        let siblings = above.map { heads[$0].known.tally.children } ?? subject.thread.children
        if siblings == SiblingSet.maxUnindexed {
            try startRanking(
                SiblingSet(threadID: subject.thread.id, parentID: comment.parentID))
            subject.thread = try store.thread(subject.thread.id) ?? subject.thread
            above = try comment.parentID.map(existing)
        }
        subject.tally.isRanked = siblings >= SiblingSet.maxUnindexed
        change(add(Head(known: CommentHead(of: comment, subject.tally)))) { $0.isNew = true }
        let visible = subject.tally.isVisible ? 1 : 0
        if let above {
            change(above) { head in
                head.known.tally.children += 1
                head.known.tally.replies += visible
                head.known.tally.listed += visible
                head.hasCounts = true
            }
            climb(visible, to: above)
        } else {
            subject.thread.children += 1
            subject.thread.replies += visible
            subject.thread.listed += visible
        }
        subject.thread.visible += visible
        count(&subject)
    }

    /// Has an index keep the order of siblings that have become too many to be sorted. Their rows
    /// are read for it, and are others then.
    private func startRanking(_ set: SiblingSet) throws {
        try settle()
        forget()
        try Standing(work).startRanking(set)
    }

    private func forget() {
        heads.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
    }

    private func climb(_ visible: Int, to place: Int) {
        guard visible > 0 else { return }
        if heads[place].climb == 0 {
            climbing[heads[place].known.depth, default: []].append(place)
        }
        heads[place].climb += visible
    }

    /// Adds a vote that counts to a comment's, and returns what those come to then.
    func vote(_ value: Int, on id: CommentID) throws -> Tally {
        let place = try existing(id)
        change(place) { head in
            head.known.tally.up += value > 0 ? 1 : 0
            head.known.tally.down += value < 0 ? 1 : 0
            head.hasVotes = true
        }
        return heads[place].known.tally
    }

    private func count(_ subject: inout Subject) {
        let comment = subject.comment
        let isShadowed = comment.marks.contains(.shadowed)
        if isShadowed { subject.thread.shadowed += 1 }
        if comment.status == .pending, !isShadowed { subject.thread.pending += 1 }
        if comment.marks.contains(.closed) { subject.thread.closedComments += 1 }
        let made = comment.id.createdAt
        if comment.status == .approved {
            subject.thread.lastCommentAt = max(subject.thread.lastCommentAt ?? made, made)
        }
        store.saveCounts(of: subject.thread)
        switch comment.status {
        case .approved: authors[comment.authorID, default: Counts()].approved += 1
        case .rejected: authors[comment.authorID, default: Counts()].rejected += 1
        case .spam:
            authors[comment.authorID, default: Counts()].rejected += 1
            authors[comment.authorID, default: Counts()].spam += 1
        case .pending, .deleted: break
        }
    }
}

extension BulkStanding {
    /// Carries up and writes what was gathered.
    func settle() throws {
        for (personID, counts) in authors.sorted(by: { $0.key < $1.key }) {
            try store.count(
                of: personID, approved: counts.approved, rejected: counts.rejected,
                spam: counts.spam)
        }
        authors.removeAll(keepingCapacity: true)
        var depth = climbing.keys.max() ?? -1
        while depth >= 0 {
            for place in climbing.removeValue(forKey: depth) ?? [] { try carry(from: place) }
            depth -= 1
        }
        try write()
        if heads.count > Self.maxKnown { forget() }
    }

    /// Adds what came below a comment to it, and to what its parent is to be given. A hidden one
    /// becomes a tombstone.
    private func carry(from place: Int) throws {
        let before = heads[place].known.tally
        let visible = heads[place].climb
        change(place) { head in
            head.known.tally.descendants += visible
            head.climb = 0
            head.hasCounts = true
        }
        let tally = heads[place].known.tally
        try Queue(work).expose(tally, from: before.reach)
        let isNewlyListed = !before.isListed && tally.isListed
        if let parentID = tally.parentID {
            let above = try existing(parentID)
            climb(visible, to: above)
            guard isNewlyListed else { return }
            change(above) { head in
                head.known.tally.listed += 1
                head.hasCounts = true
            }
        } else if isNewlyListed, var thread = try store.thread(tally.threadID) {
            thread.listed += 1
            store.saveCounts(of: thread)
        }
    }

    /// Writes rows in the order in which they lie.
    private func write() throws {
        let rows = changed.map { ($0, heads[$0].known.tally.rowPlace) }.sorted { $0.1 < $1.1 }
        changed.removeAll(keepingCapacity: true)
        for (place, _) in rows {
            let head = heads[place]
            if head.isNew {
                try store.insertCounted(head.known.tally)
            } else {
                if head.hasCounts { store.saveCounts(of: head.known.tally) }
                if head.hasVotes { store.saveVotes(of: head.known.tally) }
            }
            heads[place].isNew = false
            heads[place].hasCounts = false
            heads[place].hasVotes = false
        }
    }
}

extension Tally {
    /// Where its row stands among all.
    fileprivate var rowPlace: (Int64, Int64, Int64) {
        (threadID, parentID?.rawValue ?? 0, id.rawValue)
    }
}
