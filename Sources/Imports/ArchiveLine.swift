import Discussion
import JSONValues
import Wire

/// One line of an export of this program's, as it is read back.
package enum ArchiveLine: Sendable {
    case site(ArchiveSite)
    case rules(ArchiveRules)
    case thread(ArchiveThread)
    case person(site: String, PersonClaim, firstSeen: Moment?)
    case sanction(ArchiveSanction)
    case comment(ArchiveComment)
    case revision(CommentName, number: Int, body: String, at: Moment)
    case vote(ArchiveVote)
    case decision(ArchiveDecision)
    case flag(ArchiveFlag)
    case waiting(ArchiveCase)
    case subscription(ArchiveSubscription)
    /// What an export holds and no import takes, by its type.
    case other(String)
}

/// A person as a line names them.
package struct ArchivePerson: Sendable, Equatable {
    package let name: String
    /// 0 of somebody who was not erased; else which of those who were.
    package let erased: Int

    package init(name: String, erased: Int = 0) {
        self.name = name
        self.erased = erased
    }
}

/// A site with its settings.
package struct ArchiveSite: Sendable {
    package let name: String
    package let createdAt: Moment?
    package let settings: SiteSettings
}

/// A set of rules that has judged texts.
package struct ArchiveRules: Sendable {
    package let number: Int64
    package let site: String
    package let digest: [UInt8]
    package let version: Int
    package let firstUsedAt: Moment
    package let rules: String
    package let lists: String
}

/// A page's discussion with its own settings.
package struct ArchiveThread: Sendable {
    package let site: String
    package let name: String
    package let createdAt: Moment?
    package let settings: ThreadSettings
}

/// What is imposed on a person or on a range of addresses.
package struct ArchiveSanction: Sendable {
    package let number: Int64
    package let site: String
    /// Nil: it is a range's.
    package let person: ArchivePerson?
    package let range: AddressRange?
    package let kind: SanctionKind
    package let since: Moment
    package let until: Moment?
    package let reason: String
    package let moderator: ArchivePerson
    package let voidsVotes: Bool
}

/// A comment as moderators see it, and what else its rows say.
package struct ArchiveComment: Sendable {
    package let site: String
    package let thread: String
    /// Nil: it has none yet.
    package let id: CommentID?
    package let ref: String?
    package let parent: CommentName?
    package let author: PersonClaim
    package let isAuthorErased: Bool
    package let createdAt: Moment
    package let status: Status
    package let revision: Int
    package let body: String
    package let masked: String?
    package let editedAt: Moment?
    package let marks: Marks
    package let rules: Int
    package let fingerprint: [UInt8]?
    package let anchor: String?
    package let shadowedBy: [Int64]
    package let judgements: [(revision: Int, rules: Int64, status: Status, facts: String)]
    package let reasons: [(revision: Int, reason: Reason)]
}

/// A vote, absolute.
package struct ArchiveVote: Sendable {
    package let site: String
    package let comment: CommentName
    package let voter: ArchivePerson
    package let value: Int
    package let at: Moment
    package let isCounted: Bool
}

/// An entry of the history.
package struct ArchiveDecision: Sendable {
    package let number: Int64?
    package let site: String
    package let at: Moment
    /// Nil: the rules.
    package let actor: ArchivePerson?
    package let action: String
    package let comment: CommentName?
    package let person: ArchivePerson?
    package let from: Status?
    package let to: Status?
    package let fromMarks: Marks?
    package let toMarks: Marks?
    package let reason: String?
    package let rules: Int?
    package let waitedMilliseconds: Int64?
    package let undoes: Int64?
    package let until: Moment?
    package let range: String?
}

/// A reader's flag, and what became of it.
package struct ArchiveFlag: Sendable {
    package let site: String
    package let comment: CommentName
    package let reporter: ArchivePerson
    package let reason: FlagReason
    package let detail: String?
    package let at: Moment
    package let state: FlagState
    /// In thousandths.
    package let weight: Int
    package let isRepeat: Bool
    package let settledBy: Int64?
}

/// A place in the moderation queue.
package struct ArchiveCase: Sendable {
    package let comment: CommentName
    package let site: String
    package let state: CaseState
    package let since: Moment
    package let severity: Double
    package let exposure: Double
    package let isTold: Bool
}

/// Somebody's wish to hear of comments, without its token.
package struct ArchiveSubscription: Sendable {
    package let site: String
    package let number: Int64?
    package let thread: String
    package let person: String
    package let scope: FollowScope
    package let comment: CommentName?
    package let email: String?
    package let since: Moment
    package let waitsSince: Moment?
    package let tokenDigest: [UInt8]
}
