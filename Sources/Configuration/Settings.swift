import Discussion

/// What `commentd.json` can set; every member has a default.
package struct Settings: Sendable, Equatable {
    package var limits = Limits()
    package var windows = Windows()
    package var flags = Flags()
    package var votes = Votes()
    package var privacy = Privacy()
    package var classifier = Classifier()
    package var search = Search()
    package var queueNotice = QueueNotice()
    package var tokens: [Token] = []
    package var badges = Badges.ofRoles
    package var ranking = Ranking()

    /// The defaults.
    package init() {}

    /// How large things may become.
    package struct Limits: Sendable, Equatable {
        /// Bytes of one line of the protocol, its end not counted.
        package var maxLineBytes = 1_048_576
        /// Bytes of a comment's text.
        package var maxBodyBytes = 10_000
        /// Ancestors that a comment may have: 0 allows no replies.
        package var maxDepth = 50
        /// Items that one page of a list may hold.
        package var maxList = 1_000
        /// Commands of one connection that wait for their replies.
        package var maxInFlightCommands = 1_024
        /// Bytes of commands and replies of one connection that are held in memory.
        package var maxInFlightBytes = 16_777_216
        /// Clients at once.
        package var maxConnections = 256
        /// Events of one site that are kept, about.
        package var maxEvents = 10_000_000
        /// Bytes of events of one connection that are held in memory.
        package var maxFollowerBytes = 262_144

        package init() {}
    }

    /// How long things stay possible, in seconds.
    package struct Windows: Sendable, Equatable {
        /// How long authors may edit a comment; 0: never.
        package var editSeconds = 900
        /// Whether authors may still edit a comment that was replied to.
        package var editsAfterReply = false
        /// How long authors may delete a comment.
        package var deleteSeconds = 900
        /// How long a moderator keeps a claimed comment.
        package var leaseSeconds = 300
        /// How long an idempotency key is remembered.
        package var keySeconds = 86_400
        /// How long notices are kept: told ones from when they were made, others until they are
        /// given up, and then as long again; and how long subscriptions wait to be confirmed.
        package var noticeSeconds = 2_592_000
        /// How long who follows events may take nothing while lines wait, before being cut off.
        package var followStallSeconds = 30

        package init() {}
    }

    /// When readers' flags alone take a comment away until a moderator has looked at it.
    package struct Flags: Sendable, Equatable {
        /// Distinct reporters that it takes at least.
        package var minFlaggers = 3
        /// The sum of their flags' weights that it takes, a newcomer's being 1.
        package var hideWeight = 3.0
        /// What one flag weighs at most, whatever its reporter's record.
        package var maxWeight = 1.5

        package init() {}
    }

    /// What lets a connection over TCP in.
    package struct Token: Sendable, Equatable {
        /// For people.
        package let name: String
        /// The hash of the token itself: 32 bytes.
        package let sha256: [UInt8]
        /// What a holder may do.
        package let role: Role
        package let sites: [String]

        package init(name: String, sha256: [UInt8], role: Role, sites: [String]) {
            self.name = name
            self.sha256 = sha256
            self.role = role
            self.sites = sites
        }
    }

    /// How comments are searched.
    package struct Search: Sendable, Equatable {
        /// Whether an index of words is kept beside the database; else searches go through the
        /// comments one by one.
        package var keepsIndex = true

        package init() {}
    }

    /// When classifiers speak.
    package struct Classifier: Sendable, Equatable {
        /// From what probability on spam counts where a rule says nothing.
        package var spamMin = 0.9
        /// From what probability on an offence counts where a rule says nothing.
        package var toxicMin = 0.9
        /// Decisions of each kind that a site needs before its classifier says anything.
        package var minExamples = 100

        package init() {}
    }

    /// What is kept of where people come from, and for how long.
    package struct Privacy: Sendable, Equatable {
        /// Whether a keyed hash of an address's network is kept in its place.
        package var hashesAddresses = false
        /// How long one key makes those hashes; after that it is destroyed.
        package var rotateSeconds = 86_400
        /// How long addresses, or their hashes, and user agents are kept; 0: for good.
        package var keepAddressesSeconds = 0

        package init() {}
    }

    /// Whose votes are taken, and which.
    package struct Votes: Sendable, Equatable {
        /// Whether guests may vote.
        package var takesGuests = true
        /// Whether votes against a comment are taken.
        package var takesDown = true
        /// Votes that one person may cast or change in a minute; 0: no limit.
        package var perMinute = 0
        /// Days for which a vote can be changed; 0: for good.
        package var changeDays = 0
        /// Approved comments that a person must have to vote against a comment.
        package var minApprovedToVoteDown = 0

        /// Whether a vote may be refused because of those before it.
        package var limitsChanges: Bool { perMinute > 0 || changeDays > 0 }

        package init() {}
    }
}
