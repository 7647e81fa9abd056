import Discussion
import Store

/// For whom comments are shown.
struct Audience {
    /// Whether pending, rejected and spam comments and private fields show.
    let isModerator: Bool
    /// For whom each comment's `viewer` is added; nil where no viewer was given.
    let viewer: Viewer?

    static let everyone = Audience(isModerator: false, viewer: nil)
    static let moderators = Audience(isModerator: true, viewer: nil)

    /// A person who looks at a page.
    struct Viewer {
        /// Nil where the site has not met this person yet.
        let personID: Int64?
    }

    /// How much of a comment is seen.
    enum Form {
        case whole
        /// Its place, times and counts, because of visible comments below it.
        case tombstone
        case nothing
    }

    /// A person also sees their own comments that wait.
    func form(of status: Status, by authorID: Int64, _ tally: Tally) -> Form {
        if sees(status, by: authorID) { return .whole }
        return tally.descendants > 0 ? .tombstone : .nothing
    }

    /// Whether it sees what comments of a status say.
    func sees(_ status: Status, by authorID: Int64) -> Bool {
        isModerator || status == .approved || status == .pending && isOwn(authorID)
    }

    func form(of comment: Comment, _ tally: Tally) -> Form {
        form(of: comment.status, by: comment.authorID, tally)
    }

    /// Whether it may see comments that everyone does not.
    var seesHidden: Bool { isModerator || viewer?.personID != nil }

    /// Which comments of a list it sees.
    var sight: Sight { isModerator ? .all : .visible(andPendingOf: viewer?.personID) }

    func form(of head: CommentHead) -> Form {
        form(of: head.tally.status, by: head.authorID, head.tally)
    }

    /// Whether the viewer is the author.
    func isOwn(_ authorID: Int64) -> Bool {
        viewer?.personID.map { $0 == authorID } ?? false
    }
}

extension Work {
    /// The audience that `view` and `viewer` ask for.
    func audience(isModerator: Bool, viewer: String?, in site: Site?) throws -> Audience {
        guard let viewer else { return Audience(isModerator: isModerator, viewer: nil) }
        let person = try site.flatMap { try store.person(named: viewer, in: $0) }
        return Audience(isModerator: isModerator, viewer: Audience.Viewer(personID: person?.id))
    }
}
