/// One publisher's site: everything else belongs to one.
package struct Site: Sendable, Equatable {
    package let id: Int64
    package let name: String

    package init(id: Int64, name: String) {
        self.id = id
        self.name = name
    }
}

/// What a thread's owner can set.
package struct ThreadSettings: Sendable, Equatable {
    package var title: String?
    package var url: String?
    package var isClosed = false
    package var moderation = ModerationMode.post
    /// Days from the thread's creation after which it takes no more comments and votes; 0: never.
    package var closeAfterDays = 0
    /// Seconds that must lie between two comments of one person; 0: none.
    package var slowModeSeconds = 0
    package var defaultSort = Sort.best
    package var takesGuests = true

    package init() {}
}

/// The discussion of one page.
package struct Thread: Sendable, Equatable {
    package let id: Int64
    package let siteID: Int64
    /// The host's own name of the page.
    package let name: String
    package var settings: ThreadSettings
    package let createdAt: Moment
    package var lastCommentAt: Moment?
    /// Visible comments, replies included.
    package var visible: Int
    /// Comments that wait for a decision.
    package var pending: Int
    /// Comments that only their authors see.
    package var shadowed: Int
    /// Comments that a moderator closed: while there is none, no one need look for one.
    package var closedComments: Int
    /// Visible roots.
    package var replies: Int
    /// Roots that stand in a public page.
    package var listed: Int
    /// Roots of any status.
    package var children: Int

    package init(id: Int64, siteID: Int64, name: String, createdAt: Moment) {
        self.id = id
        self.siteID = siteID
        self.name = name
        self.createdAt = createdAt
        settings = ThreadSettings()
        visible = 0
        pending = 0
        shadowed = 0
        closedComments = 0
        replies = 0
        listed = 0
        children = 0
    }

    /// Whether the thread takes no comments and votes at a moment.
    package func isClosed(at now: Moment) -> Bool {
        settings.isClosed || closesAt.map { now > $0 } ?? false
    }

    /// The last moment at which it takes any; nil where time alone does not close it.
    package var closesAt: Moment? {
        guard settings.closeAfterDays > 0 else { return nil }
        return createdAt.adding(milliseconds: Int64(settings.closeAfterDays) * 86_400_000)
    }
}
