import Discussion
import Store

/// Adds many comments to their threads with the same counts as `Standing` gives them one by one.
/// What a comment adds to those above its parent is gathered, and carried up once for all: so that
/// a chain of replies a hundred thousand deep is not climbed for each of them.
///
/// `settle` must be called before the transaction ends, and before counts are read.
final class BulkStanding {
    private let work: Work
    private var store: Store { work.store }
    /// What is to be carried up from comments to those above them, by their depths.
    private var climbs: [Int: [CommentID: Climb]] = [:]
    /// What is to be added to authors' counts.
    private var authors: [Int64: Counts] = [:]

    private struct Climb {
        let threadID: Int64
        /// Visible comments that came below.
        var visible = 0
    }

    private struct Counts {
        var approved = 0
        var rejected = 0
        var spam = 0
    }

    init(_ work: Work) { self.work = work }

    /// Adds a new comment, which has no votes, to its thread. Its row must be there already.
    func add(_ subject: inout Subject) throws {
        let comment = subject.comment
        var parent = try comment.parentID.map { try tally($0, in: subject.thread.id) }
        let siblings = parent?.children ?? subject.thread.children
        if siblings == SiblingSet.maxUnindexed {
            try Standing(work).startRanking(
                SiblingSet(threadID: subject.thread.id, parentID: comment.parentID))
            parent = try comment.parentID.map { try tally($0, in: subject.thread.id) }
        }
        subject.tally.isRanked = siblings >= SiblingSet.maxUnindexed
        try store.insert(subject.tally)
        if subject.tally.isPinned { store.saveShape(of: subject.tally) }
        let visible = subject.tally.isVisible ? 1 : 0
        if var above = parent {
            above.children += 1
            above.replies += visible
            above.listed += visible
            store.saveShape(of: above)
            if visible > 0 { climb(from: above, depth: comment.depth - 1) }
        } else {
            subject.thread.children += 1
            subject.thread.replies += visible
            subject.thread.listed += visible
        }
        subject.thread.visible += visible
        count(&subject)
    }

    private func climb(from tally: Tally, depth: Int) {
        climbs[depth, default: [:]][tally.id, default: Climb(threadID: tally.threadID)].visible += 1
    }

    private func tally(_ id: CommentID, in threadID: Int64) throws -> Tally {
        guard let head = try store.head(of: id), head.tally.threadID == threadID else {
            throw Refusal(.internalFault, "a comment without a tally")
        }
        return head.tally
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

    /// Carries up and adds what was gathered.
    func settle() throws {
        for (personID, counts) in authors.sorted(by: { $0.key < $1.key }) {
            try store.count(
                of: personID, approved: counts.approved, rejected: counts.rejected,
                spam: counts.spam)
        }
        authors.removeAll(keepingCapacity: true)
        var depth = climbs.keys.max() ?? -1
        while depth >= 0 {
            for (id, climb) in climbs.removeValue(forKey: depth) ?? [:] {
                try carry(climb, of: id, depth: depth)
            }
            depth -= 1
        }
    }

    /// Adds what came below a comment to it, and to what its parent is to be given. A hidden one
    /// becomes a tombstone.
    private func carry(_ climb: Climb, of id: CommentID, depth: Int) throws {
        var tally = try tally(id, in: climb.threadID)
        let wasListed = tally.isListed
        tally.descendants += climb.visible
        store.saveShape(of: tally)
        try Queue(work).expose(tally, from: tally.reach - climb.visible)
        if let parentID = tally.parentID {
            climbs[depth - 1, default: [:]][parentID, default: Climb(threadID: climb.threadID)]
                .visible += climb.visible
        }
        guard !wasListed, tally.isListed else { return }
        if let parentID = tally.parentID {
            var parent = try self.tally(parentID, in: climb.threadID)
            parent.listed += 1
            store.saveShape(of: parent)
        } else if var thread = try store.thread(climb.threadID) {
            thread.listed += 1
            store.saveCounts(of: thread)
        }
    }
}
