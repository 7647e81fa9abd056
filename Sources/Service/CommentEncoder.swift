import Discussion
import JSONValues
import Ranking
import Store

/// Writes comments as an audience sees them.
struct CommentEncoder {
    let work: Work
    let site: String
    var audience = Audience.everyone
    /// The sort whose score is explained with each comment.
    var explained: Sort?

    /// Writes a comment's members, without the object's braces: lists add members of their own.
    func writeMembers(
        of record: CommentRecord, _ form: Audience.Form, to json: inout JSONWriter
    ) throws {
        let comment = record.comment
        let isWhole = form == .whole
        json.member("id", comment.id.text)
        if let ref = comment.ref {
            json.member("ref", ref)
        }
        json.member("site", site)
        json.member("thread", record.threadName)
        json.member("parent_id", orNull: comment.parentID?.text)
        json.member("depth", comment.depth)
        writeText(record, isWhole, to: &json)
        json.member(
            "status",
            isWhole ? comment.status.name : comment.status == .deleted ? "deleted" : "hidden")
        if !isWhole {
            json.member("hidden", true)
        }
        json.member("revision", comment.revision)
        json.member("created_at", comment.id.createdAt)
        json.member("edited_at", orNull: comment.editedAt?.text)
        writeCounts(record.tally, to: &json)
        json.name("anchor")
        if isWhole, let anchor = comment.anchor { json.raw(anchor.utf8) } else { json.null() }
        json.member("pinned", comment.marks.contains(.pinned))
        json.member("closed", comment.marks.contains(.closed))
        json.member("featured", comment.marks.contains(.featured))
        if isWhole { try writeViewer(of: comment, to: &json) }
        if let explained { writeRank(record.tally, explained, to: &json) }
    }

    private func writeText(_ record: CommentRecord, _ isWhole: Bool, to json: inout JSONWriter) {
        let comment = record.comment
        json.name("author")
        if isWhole { writeAuthor(record, to: &json) } else { json.null() }
        let shown = comment.masked ?? comment.body
        json.member("body", orNull: isWhole ? shown : nil)
        json.name("html")
        if isWhole { writeHTML(of: shown, to: &json) } else { json.null() }
        if isWhole, audience.isModerator, comment.masked != nil {
            json.member("original", comment.body)
        }
    }

    /// Straight into the reply: the rendering of bodies is most of a page.
    private func writeHTML(of body: String, to json: inout JSONWriter) {
        var body = body
        json.openString()
        body.withUTF8 { bytes in
            SafeHTML.render(bytes) { json.piece($0) }
        }
        json.closeString()
    }

    private func writeAuthor(_ record: CommentRecord, to json: inout JSONWriter) {
        let (comment, author) = (record.comment, record.author)
        json.openObject()
        json.member("id", author.name)
        json.member("name", author.displayName ?? author.name)
        json.name("badges")
        json.openArray()
        for badge in comment.roles.list { json.string(badge) }
        json.closeArray()
        json.member("url", ifAny: author.url)
        if audience.isModerator {
            json.member("email", ifAny: author.email)
            json.member("ip", ifAny: comment.ip)
            json.member("user_agent", ifAny: comment.userAgent)
            json.member("guest", comment.isGuest)
        }
        json.closeObject()
    }

    private func writeCounts(_ tally: Tally, to json: inout JSONWriter) {
        json.name("votes")
        writeVotes(tally, to: &json)
        json.member("replies", tally.replies)
        json.member("descendants", tally.descendants)
    }

    private func writeViewer(of comment: Comment, to json: inout JSONWriter) throws {
        guard let viewer = audience.viewer else { return }
        let vote = try viewer.personID.flatMap { try work.store.vote(on: comment.id, by: $0) }
        let flag = try viewer.personID.flatMap { try work.store.flag(on: comment.id, by: $0) }
        json.name("viewer")
        json.openObject()
        json.member("vote", vote ?? 0)
        json.member("flagged", flag == .open)
        json.member("own", audience.isOwn(comment))
        json.member("can_edit_until", orNull: String?.none)
        json.closeObject()
    }

    private func writeRank(_ tally: Tally, _ sort: Sort, to json: inout JSONWriter) {
        json.name("rank")
        json.openObject()
        json.member("sort", sort.name)
        json.member("score", tally.score(sort))
        switch sort {
        case .best, .top, .hot, .controversial:
            json.member("up", tally.up)
            json.member("down", tally.down)
        case .discussed:
            json.member("descendants", tally.descendants)
        case .newest, .oldest: break
        }
        if sort == .best {
            json.member("z", Scores.wilsonZ)
        }
        if sort == .hot || !sort.putsPinnedFirst {
            json.member("created_at", tally.id.createdAt.text)
        }
        if tally.place(sort).pin == 0 {
            json.member("pinned", true)
        }
        json.closeObject()
    }
}

/// A comment's votes as the wire shows them.
func writeVotes(_ tally: Tally, to json: inout JSONWriter) {
    json.openObject()
    json.member("up", tally.up)
    json.member("down", tally.down)
    json.member("score", tally.up - tally.down)
    json.closeObject()
}
