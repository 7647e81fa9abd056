/// What a subscription is to.
public enum FollowScope: Int, Sendable, CaseIterable {
    // Raw values are what the database holds.
    /// Every comment of a thread.
    case thread = 0
    /// Replies, at any depth, below the person's own comments in a thread.
    case ownReplies = 1
    /// Replies to one comment.
    case replies = 2

    /// The name on the wire, where the last two differ by what they are given with.
    public var name: String { self == .thread ? "thread" : "replies" }

    /// The names on the wire.
    public static let names = ["thread", "replies"]
}

/// Somebody's wish to hear of comments.
public struct Subscription: Sendable, Equatable {
    /// 0 before it is stored.
    public var id: Int64 = 0
    /// Of the site that the thread belongs to.
    public let siteID: Int64
    /// Of who follows: a row's number in `persons`.
    public let personID: Int64
    /// Of the thread that is followed, or that holds the comments whose replies are.
    public let threadID: Int64
    /// Which of the thread's comments it is to.
    public let scope: FollowScope
    /// The comment whose replies it is to, for `replies`.
    public let commentID: CommentID?
    /// Where its notices go; nil: the host tells the person by itself.
    public var email: String?
    /// When it was made, or got its address.
    public var since: Moment
    /// Since when it waits for its confirmation; nil: it is confirmed.
    public var waitsSince: Moment?
    /// A digest of the token that was given out first.
    public var tokenDigest: [UInt8] = []

    /// One that is not stored yet: it has no number and no token.
    public init(
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

    /// Whether it brings notices of comments; before that, only the one that asks for it.
    public var isConfirmed: Bool { waitsSince == nil }
}

/// What a notice is about.
public enum NoticeKind: Int, Sendable, CaseIterable {
    // Raw values are what the database holds.
    /// A comment that somebody follows.
    case comment = 0
    /// A subscription that waits for its confirmation.
    case confirm = 1
    /// A comment that has waited in the queue for long.
    case moderation = 2

    /// The name on the wire.
    public var name: String {
        switch self {
        case .comment: "comment"
        case .confirm: "confirm"
        case .moderation: "moderation"
        }
    }
}

/// What became of a notice.
public enum NoticeState: Int, Sendable, CaseIterable {
    // Raw values are what the database holds.
    case due = 0
    case told = 1
    /// Given up.
    case failed = 2

    /// The name on the wire.
    public var name: String {
        switch self {
        case .due: "due"
        case .told: "told"
        case .failed: "failed"
        }
    }
}
