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
        let head = try work.head(comment, in: site) { audience.form(of: $0) != .nothing }
        guard let thread = try work.store.thread(head.tally.threadID),
            let record = try work.store.record(of: head.tally, in: thread)
        else { throw Refusal(.internalFault, "a comment without a thread or a row") }
        json.openObject()
        json.name("comment")
        json.openObject()
        try CommentEncoder(work: work, site: self.site, audience: audience)
            .writeMembers(of: record, audience.form(of: head), to: &json)
        if isModerator { try writeRevisions(of: record.comment, in: work, to: &json) }
        json.closeObject()
        json.closeObject()
    }

    /// The texts that the comment has had, the present one last.
    private func writeRevisions(
        of comment: Comment, in work: Work, to json: inout JSONWriter
    ) throws {
        let present = Revision(
            number: try work.store.textRevision(of: comment.id), body: comment.body,
            at: comment.editedAt ?? comment.id.createdAt)
        json.name("revisions")
        json.openArray()
        for text in try work.store.formerTexts(of: comment.id) + [present] {
            json.openObject()
            json.member("revision", text.number)
            json.member("body", text.body)
            json.member("at", text.at)
            json.closeObject()
        }
        json.closeArray()
    }
}
