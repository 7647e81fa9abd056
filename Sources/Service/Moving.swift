import Discussion
import JSONValues
import Store

/// Moves a thread's comments into another, a root with all that is below it at a time: so each
/// comment stands in one of the two at any moment, with its place and its counts.
struct Moving {
    /// Past so many comments a part ends.
    static let comments = 256
    /// So many roots are moved in a part.
    static let roots = 64

    private let work: Work
    private var store: Store { work.store }

    init(_ work: Work) { self.work = work }

    /// Moves the next part. Returns whether it was the last.
    @discardableResult
    func part(of move: ThreadMove) throws -> Bool {
        if try Following(work).follow(move) { return false }
        guard var source = try store.thread(move.fromID), var target = try store.thread(move.toID)
        else { throw Refusal(.internalFault, "a move without its threads") }
        var moved = 0
        for root in try store.roots(of: source.id, limit: Self.roots) where moved < Self.comments {
            moved += try self.move(root, from: &source, to: &target)
        }
        source.lastCommentAt = try store.newestVisible(in: source.id)
        store.saveCounts(of: source)
        store.saveCounts(of: target)
        for thread in [source, target] { store.rewritePages(ofThread: thread.id) }
        guard source.children == 0 else { return false }
        try store.finish(move)
        record(from: source, to: target, isOver: true)
        return true
    }

    /// Moves one root; how many comments that were.
    private func move(
        _ old: Tally, from source: inout Thread, to target: inout Thread
    ) throws -> Int {
        var root = old
        if root.isPinned { root.isPinned = try stayPinned(root, in: target) }
        let counts = try store.counts(below: root.id, in: source.id)
        let set = SiblingSet(threadID: target.id, parentID: nil)
        if target.children == SiblingSet.maxUnindexed { try Standing(work).startRanking(set) }
        let isRanked = target.children >= SiblingSet.maxUnindexed
        let moved = root.moved(to: target.id, isRanked: isRanked)
        try store.move(root, to: moved)
        let (visible, listed) = (root.isVisible ? 1 : 0, root.isListed ? 1 : 0)
        for (step, isTarget) in [(-1, false), (1, true)] {
            var thread = isTarget ? target : source
            thread.visible += step * (root.descendants + visible)
            thread.replies += step * visible
            thread.listed += step * listed
            thread.children += step
            thread.pending += step * counts.pending
            thread.shadowed += step * counts.shadowed
            thread.closedComments += step * counts.closed
            if isTarget { target = thread } else { source = thread }
        }
        if let last = counts.lastCommentAt {
            target.lastCommentAt = max(target.lastCommentAt ?? last, last)
        }
        if source.children == SiblingSet.maxUnindexed {
            try store.stopRankingRoots(of: source.id)
        }
        return counts.comments
    }

    /// Whether a pinned root finds room among the pinned ones; where it does not, it is unpinned.
    private func stayPinned(_ root: Tally, in target: Thread) throws -> Bool {
        let set = SiblingSet(threadID: target.id, parentID: nil)
        if try store.pinned(in: set).count < SiblingSet.maxPinned { return true }
        guard let site = try store.site(target.siteID),
            let comment = try store.comment(root.id, in: site)
        else { throw Refusal(.internalFault, "a tally without a comment") }
        var subject = try work.subject(comment)
        try Standing(work).mark(&subject, comment.marks.subtracting(.pinned))
        return false
    }

    /// Tells followers that a thread's comments go to another, or have all gone there.
    func record(from source: Thread, to target: Thread, isOver: Bool) {
        var data = JSONWriter(capacity: 96)
        data.object { data in
            data.member("moved_from", source.name)
            data.member("moved_to", target.name)
            data.member("is_over", isOver)
        }
        for thread in [source, target] {
            store.record(
                Event(
                    siteID: thread.siteID, type: "thread", at: work.now, threadID: thread.id,
                    commentID: nil, data: data.bytes))
        }
    }
}

extension Tally {
    /// The same in another thread.
    fileprivate func moved(to threadID: Int64, isRanked: Bool) -> Tally {
        Tally(
            id: id, threadID: threadID, parentID: parentID, status: status, isPinned: isPinned,
            up: up, down: down, descendants: descendants, replies: replies, listed: listed,
            children: children, isRanked: isRanked)
    }
}
