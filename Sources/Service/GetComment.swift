import Discussion
import JSONValues
import Store
import Wire

/// `comment.get`: one comment, or the tombstone that stands for it.
struct GetComment: UseCase {
    private let site: String
    private let comment: CommentName
    private let viewer: String?
    private let isModerator: Bool

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        comment = try arguments.commentName("comment")
        viewer = try arguments.person("viewer")?.name
        isModerator = arguments.text("view") == "moderator"
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.store.site(named: site)
        let audience = try work.audience(isModerator: isModerator, viewer: viewer, in: site)
        let subject = try work.subject(work.find(comment, in: site))
        let form = audience.form(of: subject.comment, subject.tally)
        guard form != .nothing,
            let record = try work.store.record(of: subject.tally, in: subject.thread)
        else { throw Refusal.noSuchComment }
        json.openObject()
        json.name("comment")
        json.openObject()
        try CommentEncoder(work: work, site: self.site, audience: audience)
            .writeMembers(of: record, form, to: &json)
        if isModerator { writeRevisions(of: record.comment, to: &json) }
        json.closeObject()
        json.closeObject()
    }

    /// The texts that the comment has had: without edits, the one it was written with.
    private func writeRevisions(of comment: Comment, to json: inout JSONWriter) {
        json.name("revisions")
        json.openArray()
        json.openObject()
        json.member("revision", 1)
        json.member("body", comment.body)
        json.member("at", comment.id.createdAt.text)
        json.closeObject()
        json.closeArray()
    }
}
