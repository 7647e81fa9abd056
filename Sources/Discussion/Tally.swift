/// What votes and replies have made of a comment: all that its place among its siblings depends on,
/// and the counts that readers see.
package struct Tally: Sendable, Equatable {
    package let id: CommentID
    package let threadID: Int64
    /// Nil for a root.
    package let parentID: CommentID?
    package var status: Status
    package var isPinned: Bool
    package var up: Int
    package var down: Int
    /// Visible comments below it, at any depth.
    package var descendants: Int
    /// Visible direct replies.
    package var replies: Int
    /// Direct replies that stand in a public page: the visible ones and tombstones.
    package var listed: Int
    /// Direct replies of any status.
    package var children: Int
    /// Whether the siblings are so many that an index keeps their order.
    package var isRanked: Bool
    /// The lower bound of the comment's common ground, where that was asked for and its site has
    /// one; it is read apart from the counts.
    package var ground: Double?

    package init(
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
    package var isVisible: Bool { status == .approved }

    /// Whether it stands in a public page: visible, or a tombstone above visible comments.
    package var isListed: Bool { isVisible || descendants > 0 }
}
