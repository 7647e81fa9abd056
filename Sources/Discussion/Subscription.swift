/// What a subscription is to.
package enum FollowScope: Int, Sendable, CaseIterable {
    // Raw values are what the database holds.
    /// Every comment of a thread.
    case thread = 0
    /// Replies, at any depth, below the person's own comments in a thread.
    case ownReplies = 1
    /// Replies to one comment.
    case replies = 2

    /// The name on the wire, where the last two differ by what they are given with.
    package var name: String { self == .thread ? "thread" : "replies" }

    /// The names on the wire.
    package static let names = ["thread", "replies"]
}

/// Somebody's wish to hear of comments.
package struct Subscription: Sendable, Equatable {
    /// 0 before it is stored.
    package var id: Int64 = 0
    package let siteID: Int64
    package let personID: Int64
    package let threadID: Int64
    package let scope: FollowScope
    /// The comment whose replies it is to, for `replies`.
    package let commentID: CommentID?
    /// Where its notices go; nil: the host tells the person by itself.
    package var email: String?
    /// When it was made, or got its address.
    package var since: Moment
    /// Since when it waits for its confirmation; nil: it is confirmed.
    package var waitsSince: Moment?
    /// A digest of the token that was given out first.
    package var tokenDigest: [UInt8] = []

    package init(
        siteID: Int64, personID: Int64, threadID: Int64, scope: FollowScope,
        commentID: CommentID?, email: String?, since: Moment, waitsSince: Moment?
    ) {
        self.siteID = siteID
        self.personID = personID
        self.threadID = threadID
        self.scope = scope
        self.commentID = commentID
        self.email = email
        self.since = since
        self.waitsSince = waitsSince
    }

    package var isConfirmed: Bool { waitsSince == nil }
}

/// What a notice is about.
package enum NoticeKind: Int, Sendable, CaseIterable {
    // Raw values are what the database holds.
    /// A comment that somebody follows.
    case comment = 0
    /// A subscription that waits for its confirmation.
    case confirm = 1
    /// A comment that has waited in the queue for long.
    case moderation = 2

    /// The name on the wire.
    package var name: String {
        switch self {
        case .comment: "comment"
        case .confirm: "confirm"
        case .moderation: "moderation"
        }
    }
}

/// What became of a notice.
package enum NoticeState: Int, Sendable, CaseIterable {
    // Raw values are what the database holds.
    case due = 0
    case told = 1
    /// Given up.
    case failed = 2

    /// The name on the wire.
    package var name: String {
        switch self {
        case .due: "due"
        case .told: "told"
        case .failed: "failed"
        }
    }
}
