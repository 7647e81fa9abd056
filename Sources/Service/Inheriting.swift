import Discussion
import Store

/// Has what is due because of a subscription that has ended be due because of another of the same
/// person, where that is to the same comment as well.
struct Inheriting {
    /// So many notices of a subscription are passed on, those of the newest comments first; past
    /// so many a part ends, of however many subscriptions they were.
    static let notices = 1000

    private let work: Work
    private var store: Store { work.store }

    init(_ work: Work) { self.work = work }

    /// Passes on the notices of a subscription to others in a thread; how many were looked at.
    func pass(from ended: Subscription, to threadID: Int64) throws -> Int {
        let others = try store.subscriptions(of: ended.personID, to: threadID)
            .filter(\.isConfirmed)
        guard !others.isEmpty else { return 0 }
        let notices = try store.dueNotices(because: ended, limit: Self.notices)
        for notice in notices {
            if let other = try others.first(where: { try isTo(notice, $0) }) {
                try store.pass(notice.id, to: other)
            }
        }
        return notices.count
    }

    /// Has the notices of a subscription stand among those with an address or those without, as it
    /// has one now.
    func readdress(_ subscription: Subscription) throws {
        for notice in try store.dueNotices(because: subscription, limit: Self.notices) {
            try store.pass(notice.id, to: subscription)
        }
    }

    /// Whether a subscription was there for the comment of a notice too.
    private func isTo(_ notice: DueComment, _ other: Subscription) throws -> Bool {
        guard other.since <= notice.madeAt else { return false }
        switch other.scope {
        case .thread: return true
        case .replies: return other.commentID == notice.parentID
        case .ownReplies:
            guard let parentID = notice.parentID else { return false }
            return try store.hasWritten(other.personID, from: parentID)
        }
    }
}
