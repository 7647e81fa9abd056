/// One publisher's site: everything else belongs to one.
public struct Site: Sendable, Equatable {
    /// The row's number in `sites`; 0 stands for a site that nobody has used yet.
    public let id: Int64
    /// What commands call it: 1 to 64 of a to z, 0 to 9, dot, underscore, hyphen.
    public let name: String

    /// Names a site; no row is made or looked for.
    public init(id: Int64, name: String) {
        self.id = id
        self.name = name
    }
}

/// What holds in a site's threads that say nothing else.
public struct SiteSettings: Sendable, Equatable {
    /// All threads take no comments, no edits by authors and no votes.
    public var isClosed = false
    /// What becomes of comments that no rule decides on: published, or held for a person.
    public var moderation = ModerationMode.post
    /// Days from a thread's creation after which it is closed; 0: never.
    public var closeAfterDays = 0
    /// Seconds that must lie between two comments of one person in a thread; 0: none.
    public var slowModeSeconds = 0
    /// The order of comments where the reader asks for none.
    public var defaultSort = Sort.best
    /// Whether guests may comment; whether they may vote, the server's settings say.
    public var takesGuests = true

    /// What a new site has.
    public init() {}
}

/// What a thread's owner can set. Where a value is nil, the site's holds.
public struct ThreadSettings: Sendable, Equatable {
    /// Of the page, up to 1024 bytes of UTF-8, as notices show it; nil: none is known.
    public var title: String?
    /// Of the page, http or https; nil: none is known.
    public var url: String?
    /// By hand; the site or `closeAfterDays` may close the thread as well.
    public var isClosed = false
    /// What becomes of comments that no rule decides on; nil: as the site has it.
    public var moderation: ModerationMode?
    /// Days from the thread's creation; 0: never, nil: as the site has it.
    public var closeAfterDays: Int?
    /// Seconds between two comments of one person; 0: none, nil: as the site has it.
    public var slowModeSeconds: Int?
    /// The order of comments where the reader asks for none; nil: as the site has it.
    public var defaultSort: Sort?
    /// Whether guests may comment; nil: as the site has it.
    public var takesGuests: Bool?

    /// What a new thread has: open, and all else as the site has it.
    public init() {}
}

/// The discussion of one page.
public struct Thread: Sendable, Equatable {
    /// The row's number in `threads`: stable, also where the page's name changes.
    public let id: Int64
    /// Of the site that the page belongs to.
    public let siteID: Int64
    /// The host's own name of the page.
    public var name: String
    /// The thread's own, without the site's.
    public var settings: ThreadSettings
    /// What holds where `settings` say nothing.
    public var siteSettings = SiteSettings()
    /// When it was first commented on, followed or set up: `closeAfterDays` counts from here.
    public var createdAt: Moment
    /// When the newest visible comment was made; nil while there is none.
    public var lastCommentAt: Moment?
    /// Visible comments, replies included.
    public var visible: Int
    /// Comments that wait for a decision.
    public var pending: Int
    /// Comments that only their authors see.
    public var shadowed: Int
    /// Comments that a moderator closed: while there is none, no one need look for one.
    public var closedComments: Int
    /// Confirmed subscriptions: while there is none, no comment looks for one.
    public var followers: Int
    /// Visible roots.
    public var replies: Int
    /// Roots that stand in a public page.
    public var listed: Int
    /// Roots of any status.
    public var children: Int
    /// Its comments have gone to another thread: it has no name of its own any more.
    public var isMerged = false
    /// Its comments are being moved into another, or another's into it.
    public var isMoving = false

    /// A thread without comments that nobody has set anything of.
    public init(id: Int64, siteID: Int64, name: String, createdAt: Moment) {
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
    public var mayHaveFollowers: Bool { followers > 0 || isMoving }

    /// Whether the thread takes no comments and votes at a moment.
    public func isClosed(at now: Moment) -> Bool {
        siteSettings.isClosed || settings.isClosed || closesAt.map { now > $0 } ?? false
    }

    /// The last moment at which it takes any; nil where time alone does not close it.
    public var closesAt: Moment? {
        let days = closeAfterDays
        guard days > 0 else { return nil }
        return createdAt.adding(milliseconds: Int64(days) * 86_400_000)
    }

    /// What becomes of comments that no rule decides on: the thread's own, else the site's.
    public var moderation: ModerationMode { settings.moderation ?? siteSettings.moderation }
    /// Days from `createdAt`, the thread's own, else the site's; 0: never.
    public var closeAfterDays: Int { settings.closeAfterDays ?? siteSettings.closeAfterDays }
    /// Seconds between two comments of one person: the thread's own, else the site's; 0: none.
    public var slowModeSeconds: Int { settings.slowModeSeconds ?? siteSettings.slowModeSeconds }
    /// The order where the reader asks for none: the thread's own, else the site's.
    public var defaultSort: Sort { settings.defaultSort ?? siteSettings.defaultSort }
    /// Whether guests may comment: as the thread says, else as the site does.
    public var takesGuests: Bool { settings.takesGuests ?? siteSettings.takesGuests }
}
