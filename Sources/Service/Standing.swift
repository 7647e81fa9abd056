import Discussion
import JSONValues
import Moderation
import Store

/// Keeps every count that depends on a comment's status equal to what a recount would give: its
/// place's, its ancestors', its thread's and its author's.
struct Standing {
    let work: Work
    private var store: Store { work.store }

    init(_ work: Work) { self.work = work }

    /// Adds a new comment to its thread. Its row must be there already. Those above it are asked
    /// for by the next replies, too, and stay known.
    func add(_ subject: inout Subject) throws {
        let parent = try subject.comment.parentID.flatMap { try store.head(of: $0) }
        let siblings = parent?.tally.children ?? subject.thread.children
        if siblings == SiblingSet.maxUnindexed {
            try startRanking(
                SiblingSet(threadID: subject.thread.id, parentID: subject.comment.parentID))
        }
        subject.tally.isRanked = siblings >= SiblingSet.maxUnindexed
        try store.insert(subject.tally)
        let isVisible = subject.tally.isVisible
        try climb(
            &subject, visible: isVisible ? 1 : 0, listed: isVisible ? 1 : 0, children: 1
        ) { try store.head(of: $0)?.tally }
        try countThread(&subject, from: nil)
        try countAuthor(of: subject.comment, from: nil)
        if isVisible, subject.thread.mayHaveFollowers {
            try Announcing(work).announceNew(subject)
        }
    }

    /// Gives a comment another status, and its revision one more.
    func change(_ subject: inout Subject, to status: Status) throws {
        let old = subject.comment.status
        guard old != status else { return }
        let wasListed = subject.tally.isListed
        let wasVisible = subject.tally.isVisible
        let wasShadowed = subject.comment.marks.contains(.shadowed)
        let threadID = subject.thread.id
        subject.comment.marks.remove(.shadowed)
        subject.comment.status = status
        subject.comment.revision += 1
        subject.tally.status = status
        try store.saveStanding(of: subject.comment)
        store.saveShape(of: subject.tally)
        try climb(
            &subject, visible: (subject.tally.isVisible ? 1 : 0) - (wasVisible ? 1 : 0),
            listed: (subject.tally.isListed ? 1 : 0) - (wasListed ? 1 : 0), children: 0
        ) { try store.tally(of: $0, in: threadID) }
        try countThread(&subject, from: old, wasShadowed: wasShadowed)
        try countAuthor(of: subject.comment, from: old)
        recordChange(of: subject, from: old)
        if subject.tally.isVisible, subject.thread.mayHaveFollowers {
            try Announcing(work).announce(subject)
        }
    }

    /// Sets a comment's marks.
    func mark(_ subject: inout Subject, _ marks: Marks) throws {
        let old = subject.comment.marks
        guard old != marks else { return }
        subject.comment.marks = marks
        subject.tally.isPinned = marks.contains(.pinned)
        try store.saveStanding(of: subject.comment)
        store.saveShape(of: subject.tally)
        let closed = (marks.contains(.closed) ? 1 : 0) - (old.contains(.closed) ? 1 : 0)
        // In the shadow nothing waits.
        let shadowed = (marks.contains(.shadowed) ? 1 : 0) - (old.contains(.shadowed) ? 1 : 0)
        if closed != 0 || shadowed != 0 {
            subject.thread.closedComments += closed
            subject.thread.shadowed += shadowed
            subject.thread.pending -= shadowed
            store.saveCounts(of: subject.thread)
        }
    }

    /// The siblings have become too many to sort in memory: from now on indexes keep their order.
    func startRanking(_ set: SiblingSet) throws {
        for var tally in try store.siblings(in: set) {
            tally.isRanked = true
            try store.startRanking(tally)
        }
    }

    /// Carries a change of what is visible and listed up to the thread. A hidden ancestor becomes a
    /// tombstone, or ceases to be one, as visible comments below it come and go.
    private func climb(
        _ subject: inout Subject, visible: Int, listed: Int, children: Int,
        _ tallyOf: (CommentID) throws -> Tally?
    ) throws {
        var listed = listed
        var isDirect = true
        var next = subject.comment.parentID
        while let id = next, visible != 0 || listed != 0 || isDirect && children != 0 {
            guard var tally = try tallyOf(id) else {
                throw Refusal(.internalFault, "a comment without a tally")
            }
            let wasListed = tally.isListed
            if isDirect {
                tally.replies += visible
                tally.children += children
            }
            tally.listed += listed
            tally.descendants += visible
            store.saveCounts(of: tally)
            try Queue(work).expose(tally, from: tally.reach - visible)
            listed = (tally.isListed ? 1 : 0) - (wasListed ? 1 : 0)
            isDirect = false
            next = tally.parentID
        }
        if isDirect {
            subject.thread.replies += visible
            subject.thread.children += children
        }
        if next == nil { subject.thread.listed += listed }
        subject.thread.visible += visible
    }

    private func countThread(
        _ subject: inout Subject, from old: Status?, wasShadowed: Bool = false
    ) throws {
        let status = subject.comment.status
        let isShadowed = subject.comment.marks.contains(.shadowed)
        subject.thread.shadowed += (isShadowed ? 1 : 0) - (wasShadowed ? 1 : 0)
        subject.thread.pending +=
            (status == .pending && !isShadowed ? 1 : 0) - (old == .pending && !wasShadowed ? 1 : 0)
        let made = subject.comment.id.createdAt
        if status == .approved {
            subject.thread.lastCommentAt = max(subject.thread.lastCommentAt ?? made, made)
        } else if old == .approved, subject.thread.lastCommentAt == made {
            subject.thread.lastCommentAt = try store.newestVisible(in: subject.thread.id)
        }
        store.saveCounts(of: subject.thread)
    }

    private func countAuthor(of comment: Comment, from old: Status?) throws {
        func isRefused(_ status: Status?) -> Bool { status == .rejected || status == .spam }
        let approved = (comment.status == .approved ? 1 : 0) - (old == .approved ? 1 : 0)
        try store.count(
            of: comment.authorID, approved: approved,
            rejected: (isRefused(comment.status) ? 1 : 0) - (isRefused(old) ? 1 : 0),
            spam: (comment.status == .spam ? 1 : 0) - (old == .spam ? 1 : 0))
        guard approved != 0, !work.options.settings.badges.bounds.isEmpty,
            let now = try store.person(comment.authorID)?.approved,
            work.options.settings.badges.mayChange(from: now - approved, to: now)
        else { return }
        try store.rewritePages(of: comment.authorID)
    }

    private func recordChange(of subject: Subject, from old: Status) {
        let status = subject.comment.status
        var data = JSONWriter(capacity: 64)
        data.object { data in
            data.member("from", old.name)
            data.member("to", status.name)
        }
        store.record(
            Event(
                subject, type: status == .deleted ? "comment.deleted" : "comment.status",
                at: work.now, data: data.bytes))
    }
}
