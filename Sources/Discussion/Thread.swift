/// One publisher's site: everything else belongs to one.
package struct Site: Sendable, Equatable {
    package let id: Int64
    package let name: String

    package init(id: Int64, name: String) {
        self.id = id
        self.name = name
    }
}

/// What holds in a site's threads that say nothing else.
package struct SiteSettings: Sendable, Equatable {
    /// All threads take no comments, no edits by authors and no votes.
    package var isClosed = false
    package var moderation = ModerationMode.post
    /// Days from a thread's creation after which it is closed; 0: never.
    package var closeAfterDays = 0
    /// Seconds that must lie between two comments of one person in a thread; 0: none.
    package var slowModeSeconds = 0
    package var defaultSort = Sort.best
    package var takesGuests = true

    package init() {}
}

/// What a thread's owner can set. Where a value is nil, the site's holds.
package struct ThreadSettings: Sendable, Equatable {
    package var title: String?
    package var url: String?
    package var isClosed = false
    package var moderation: ModerationMode?
    package var closeAfterDays: Int?
    package var slowModeSeconds: Int?
    package var defaultSort: Sort?
    package var takesGuests: Bool?

    package init() {}
}

/// The discussion of one page.
package struct Thread: Sendable, Equatable {
    package let id: Int64
    package let siteID: Int64
    /// The host's own name of the page.
    package var name: String
    package var settings: ThreadSettings
    /// What holds where `settings` say nothing.
    package var siteSettings = SiteSettings()
    package var createdAt: Moment
    package var lastCommentAt: Moment?
    /// Visible comments, replies included.
    package var visible: Int
    /// Comments that wait for a decision.
    package var pending: Int
    /// Comments that only their authors see.
    package var shadowed: Int
    /// Comments that a moderator closed: while there is none, no one need look for one.
    package var closedComments: Int
    /// Confirmed subscriptions: while there is none, no comment looks for one.
    package var followers: Int
    /// Visible roots.
    package var replies: Int
    /// Roots that stand in a public page.
    package var listed: Int
    /// Roots of any status.
    package var children: Int
    /// Its comments have gone to another thread: it has no name of its own any more.
    package var isMerged = false
    /// Its comments are being moved into another, or another's into it.
    package var isMoving = false

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
        followers = 0
        replies = 0
        listed = 0
        children = 0
    }

    /// Whether anyone may have to hear of a comment here. Subscriptions move before comments, and
    /// not all at once: meanwhile they stand at either thread.
    package var mayHaveFollowers: Bool { followers > 0 || isMoving }

    /// Whether the thread takes no comments and votes at a moment.
    package func isClosed(at now: Moment) -> Bool {
        siteSettings.isClosed || settings.isClosed || closesAt.map { now > $0 } ?? false
    }

    /// The last moment at which it takes any; nil where time alone does not close it.
    package var closesAt: Moment? {
        let days = closeAfterDays
        guard days > 0 else { return nil }
        return createdAt.adding(milliseconds: Int64(days) * 86_400_000)
    }

    package var moderation: ModerationMode { settings.moderation ?? siteSettings.moderation }
    package var closeAfterDays: Int { settings.closeAfterDays ?? siteSettings.closeAfterDays }
    package var slowModeSeconds: Int { settings.slowModeSeconds ?? siteSettings.slowModeSeconds }
    package var defaultSort: Sort { settings.defaultSort ?? siteSettings.defaultSort }
    package var takesGuests: Bool { settings.takesGuests ?? siteSettings.takesGuests }
}
