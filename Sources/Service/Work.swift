import Configuration
import Discussion
import JSONValues
import Moderation
import Store
import Wire

/// What one command works with: the open transaction, and the values that make its outcome the
/// same each time it is run. One object for all that take part, rather than a copy for each.
final class Work {
    let store: Store
    let options: ServiceOptions
    /// The moment of the command. No use case asks the clock.
    let now: Moment
    let access: Access
    /// One version for the whole command, whatever is loaded meanwhile.
    let inForce: RulesInForce.Loaded
    /// What a page may be made from beside the database.
    let texts: PageTexts
    /// Whether other clients' writes wait for the thread that does it.
    let holdsUpOthers: Bool

    init(
        store: Store, options: ServiceOptions, now: Moment, access: Access,
        inForce: RulesInForce.Loaded, texts: PageTexts, holdsUpOthers: Bool
    ) {
        self.holdsUpOthers = holdsUpOthers
        self.store = store
        self.options = options
        self.now = now
        self.access = access
        self.inForce = inForce
        self.texts = texts
    }

    var settings: Settings { options.settings }

    /// The rules that hold on a site.
    func rules(of site: String) -> RuleSet { inForce.rules(of: site) }

    /// The site called `name`, made on first use.
    func makeSite(named name: String, at moment: Moment) throws -> Site {
        try store.makeSite(named: name, at: moment, rules: inForce.kept(of: name).digest)
    }

    /// The moment to record: `at` where the command gives one and replaying is allowed.
    func moment(_ at: Moment?) throws(Refusal) -> Moment {
        guard let at else { return now }
        guard options.allowsBackdating else {
            var refusal = Refusal(
                .forbidden, "at is taken only by a server started with --backdate")
            refusal.field = "at"
            throw refusal
        }
        if at > now { throw .invalid("at", "must not be in the future") }
        return at
    }

    /// What is taken from a command about a person: all from the site's own backend, from others
    /// the id alone, so that a moderator cannot rename a reader.
    func believed(_ claim: PersonClaim) -> PersonClaim {
        access.isBelieved ? claim : PersonClaim(name: claim.name)
    }

    /// The comment of that name, whatever its status.
    func find(_ name: CommentName, in site: Site?) throws -> Comment {
        guard let site, let id = try store.commentID(name, in: site),
            let comment = try store.comment(id, in: site)
        else { throw Refusal.noSuchComment }
        return comment
    }

    /// What decides on a comment of that name, if `isSeen` says that the caller sees it.
    ///
    /// A comment that the caller may not see and one that is not there are one answer, for the same
    /// work: a look at what stands under the name, and nothing more of either. So whatever `isSeen`
    /// needs is looked up before, and all that depends on the comment afterwards.
    func head(
        _ name: CommentName, in site: Site?, where isSeen: (CommentHead) -> Bool
    ) throws -> CommentHead {
        guard let site,
            let head = try store.head(of: store.commentID(name, in: site) ?? .ofNothing, in: site),
            isSeen(head)
        else { throw Refusal.noSuchComment }
        return head
    }

    /// The comment of that name if a person may act on it: one that everyone sees, or one of their
    /// own that waits.
    func head(
        _ name: CommentName, in site: Site?, seenBy person: Person?
    ) throws -> CommentHead {
        try head(name, in: site) { head in
            head.tally.isVisible
                || head.tally.status == .pending && head.authorID == person?.id
        }
    }

    /// Whether a thread is of the page of that name. As long as comments are being moved both their
    /// old and their new page's name will do, wherever each of them stands.
    func isThread(_ thread: Thread, ofPage name: String, in site: Site) throws -> Bool {
        if thread.name.hasSameBytes(as: name) { return true }
        guard thread.isMoving, let named = try store.thread(named: name, in: site) else {
            return false
        }
        return try store.destination(of: thread.id) == store.destination(of: named.id)
    }

    /// A comment with the rows that change with it.
    func subject(_ comment: Comment) throws -> Subject {
        guard let thread = try store.thread(comment.threadID),
            let tally = try store.tally(of: comment)
        else { throw Refusal(.internalFault, "a comment without a thread or a tally") }
        return Subject(comment: comment, tally: tally, thread: thread)
    }

    /// Whether a thread, which may be a new one, publishes comments before a person saw them.
    func moderation(of thread: Thread?, in site: Site?) throws -> ModerationMode {
        if let thread { return thread.moderation }
        return try settings(of: site).moderation
    }

    /// What holds in a site's new threads.
    func settings(of site: Site?) throws -> SiteSettings {
        try site.map { try store.settings(of: $0) } ?? SiteSettings()
    }

    /// Throws where a thread, a comment, or one above it is closed.
    func checkOpen(_ thread: Thread, from comment: CommentID?, at moment: Moment) throws {
        if let lock = try lock(on: thread, from: comment, at: moment) { throw lock }
    }

    /// What a closed thread, comment, or one above it refuses with; nil where all are open.
    func lock(
        on thread: Thread, from comment: CommentID?, at moment: Moment
    ) throws -> Refusal? {
        if thread.isClosed(at: moment) {
            return Refusal(
                .locked,
                thread.siteSettings.isClosed ? "the site is closed" : "the thread is closed")
        }
        guard thread.closedComments > 0 else { return nil }
        var above = comment
        while let here = above {
            guard let link = try store.link(of: here) else { return nil }
            if link.marks.contains(.closed) { return Refusal(.locked, "the comment is closed") }
            above = link.parentID
        }
        return nil
    }

    /// Throws where a comment is not at the revision that the caller has seen.
    func check(_ comment: Comment, expect revision: Int?) throws(Refusal) {
        guard let revision, revision != comment.revision else { return }
        var refusal = Refusal(.conflict, "the comment is at another revision")
        refusal.field = "expect"
        refusal.revision = comment.revision
        throw refusal
    }
}

/// A comment with the rows that change with it.
struct Subject {
    var comment: Comment
    var tally: Tally
    var thread: Thread
}
