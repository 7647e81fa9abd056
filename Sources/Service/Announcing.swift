import Discussion
import Store

/// Tells those who follow of a comment that has become visible: a row in the transaction that makes
/// it so, and behind it their notices, a bounded part at a time. The rows of a part and the place
/// that it reached are one transaction: a crash between parts neither loses nor doubles any.
struct Announcing {
    /// So many subscriptions are looked at in one part.
    static let subscriptions = 128

    private let work: Work
    private var store: Store { work.store }

    init(_ work: Work) { self.work = work }

    // Both are called where the thread may have followers: looking is cheaper than asking.

    /// A new comment is visible from the first.
    func announceNew(_ subject: Subject) throws {
        try store.insertAnnouncement(of: subject.comment.id)
    }

    /// A comment has become visible: announced unless it was before.
    func announce(_ subject: Subject) throws {
        guard try !store.wasVisible(subject.comment.id) else { return }
        try store.insertAnnouncement(of: subject.comment.id)
    }

    /// Does the next part; false where nobody is to be told.
    func step() throws -> Bool {
        guard var announcement = try store.nextAnnouncement() else { return false }
        guard let comment = try store.comment(announcement.commentID) else {
            try store.delete(announcement)
            return true
        }
        let threadID = try store.destination(of: comment.threadID)
        switch announcement.stage {
        case .ancestors:
            if comment.parentID != nil {
                try store.tellAncestors(
                    of: comment, in: threadID, upTo: announcement.upTo, at: work.now)
            }
            announcement.stage = comment.parentID == nil ? .thread : .parent
            try store.save(announcement)
        case .parent, .thread:
            let last = try store.tellFollowers(
                of: comment, in: threadID, announcement, limit: Self.subscriptions, at: work.now)
            if let last {
                announcement.reached = last
                try store.save(announcement)
            } else if announcement.stage == .parent {
                (announcement.stage, announcement.reached) = (.thread, 0)
                try store.save(announcement)
            } else {
                try store.delete(announcement)
            }
        }
        return true
    }
}
