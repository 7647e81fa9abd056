import Discussion

/// What a rule may know beside the text. All counts are of what was before this comment.
package struct Facts: Sendable, Equatable {
    package var roles: Roles
    /// The author's id is a device, not an account.
    package var isGuest: Bool
    /// The author's comments that were approved.
    package var approved: Int
    /// The author's comments that were rejected or were spam.
    package var rejected: Int
    /// Seconds since the author was first seen.
    package var authorAgeSeconds: Int
    package var isReply: Bool
    /// The comment speaks of a passage of the page.
    package var hasAnchor: Bool
    /// Visible comments on the page.
    package var threadComments: Int
    /// Seconds since the page was first commented on.
    package var threadAgeSeconds: Int
    package var mode: ModerationMode
    /// How far the author's record speaks for them; nil where no rule asks, or nobody knows.
    package var trust: Trust?
    /// Whether the counts and ages are known; where they are not, no condition on them holds.
    package var hasCounts = true
    /// What classifiers said of a text that is explained: they may say something else now.
    package var chances: [Chance] = []
    /// How many comments the author wrote lately, for each window that the rules need.
    package var rates: [Rate] = []
    /// How like earlier comments this one is, for each scope that the rules need.
    package var copies: [NearestCopy] = []

    /// A newcomer's first comment on a new page, unless told otherwise.
    package init(
        roles: Roles = [], isGuest: Bool = false, approved: Int = 0, rejected: Int = 0,
        authorAgeSeconds: Int = 0, isReply: Bool = false, hasAnchor: Bool = false,
        threadComments: Int = 0, threadAgeSeconds: Int = 0, mode: ModerationMode = .post
    ) {
        self.roles = roles
        self.isGuest = isGuest
        self.approved = approved
        self.rejected = rejected
        self.authorAgeSeconds = authorAgeSeconds
        self.isReply = isReply
        self.hasAnchor = hasAnchor
        self.threadComments = threadComments
        self.threadAgeSeconds = threadAgeSeconds
        self.mode = mode
    }

    /// The author's comments of the last so many seconds; nil where nobody counted.
    func count(perSeconds: Int) -> Int? { rates.first { $0.perSeconds == perSeconds }?.count }

    /// How like the nearest earlier comment is; nil where nobody looked.
    func similarity(in scope: RepeatScope) -> Double? {
        copies.first { $0.scope == scope }?.similarity
    }

    /// What the classifier of a trait said; nil where there was none.
    func chance(of trait: Trait) -> Chance? { chances.first { $0.trait == trait } }

    /// The share of rejected comments among the decided ones, 0 where none were.
    var rejectedRatio: Double {
        let decided = approved + rejected
        return decided > 0 ? Double(rejected) / Double(decided) : 0
    }
}
