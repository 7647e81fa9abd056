/// What votes and replies have made of a comment: all that its place among its siblings depends on,
/// and the counts that readers see.
public struct Tally: Sendable, Equatable {
    /// The comment's, which also says when it was made.
    public let id: CommentID
    /// Of the thread that the comment stands in.
    public let threadID: Int64
    /// Nil for a root.
    public let parentID: CommentID?
    /// As in the comment's own row.
    public var status: Status
    /// As the comment is marked; only a root is moved by it.
    public var isPinned: Bool
    /// Up-votes that count: those of voided voters are left out, and authors cast none.
    public var up: Int
    /// Down-votes that count, as a positive number.
    public var down: Int
    /// Visible comments below it, at any depth.
    public var descendants: Int
    /// Visible direct replies.
    public var replies: Int
    /// Direct replies that stand in a public page: the visible ones and tombstones.
    public var listed: Int
    /// Direct replies of any status.
    public var children: Int
    /// Whether the siblings are so many that an index keeps their order.
    public var isRanked: Bool
    /// The lower bound of the comment's common ground, where that was asked for and its site has
    /// one; it is read apart from the counts.
    public var ground: Double?

    /// All counts are 0 unless given: a new comment without votes and replies.
    public init(
        id: CommentID, threadID: Int64, parentID: CommentID?, status: Status,
        isPinned: Bool = false,
        up: Int = 0, down: Int = 0, descendants: Int = 0, replies: Int = 0, listed: Int = 0,
        children: Int = 0, isRanked: Bool = false
    ) {
        self.id = id
        self.threadID = threadID
        self.parentID = parentID
        self.status = status
        self.isPinned = isPinned
        self.up = up
        self.down = down
        self.descendants = descendants
        self.replies = replies
        self.listed = listed
        self.children = children
        self.isRanked = isRanked
    }

    /// Whether the public sees it.
    public var isVisible: Bool { status == .approved }

    /// Whether it stands in a public page: visible, or a tombstone above visible comments.
    public var isListed: Bool { isVisible || descendants > 0 }
}
