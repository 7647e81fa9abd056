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
        let place = place(in: record.threadName)
        try record.withRow { row in
            try writeMembers(of: row, record.tally, in: place, form, to: &json)
        }
    }

    /// Where comments of a thread stand: members that are the same for all of them.
    func place(in threadName: String) -> [UInt8] {
        var json = JSONWriter()
        json.member("site", site)
        json.member("thread", threadName)
        return json.bytes
    }

    /// Writes a comment's members as above, `place` being its thread's.
    func writeMembers(
        of row: CommentRow, _ tally: Tally, in place: [UInt8], _ form: Audience.Form,
        to json: inout JSONWriter
    ) throws {
        let isWhole = form == .whole
        json.member("id", row.id)
        if let ref = row.ref { json.member("ref", utf8: ref) }
        place.withUnsafeBufferPointer { json.members($0) }
        if let parentID = row.parentID {
            json.member("parent_id", parentID)
        } else {
            json.members("\"parent_id\":null")
        }
        json.member("depth", row.depth)
        if isWhole {
            writeText(row, to: &json)
            json.member("status", row.status.name)
        } else {
            json.members("\"author\":null,\"body\":null,\"html\":null")
            json.member("status", row.status == .deleted ? "deleted" : "hidden")
            json.member("hidden", true)
        }
        json.member("revision", row.revision)
        json.member("created_at", row.id.createdAt)
        if let editedAt = row.editedAt {
            json.member("edited_at", editedAt)
        } else {
            json.members("\"edited_at\":null")
        }
        writeCounts(tally, to: &json)
        writeMarks(row, isWhole, to: &json)
        if isWhole { try writeViewer(of: row, to: &json) }
        if let explained { writeRank(tally, explained, to: &json) }
    }

    private func writeText(_ row: CommentRow, to json: inout JSONWriter) {
        writeAuthor(row, to: &json)
        let shown = row.masked ?? row.body
        json.member("body", utf8: shown)
        json.name("html")
        json.openString()
        // Straight into the reply: the rendering of bodies is most of a page.
        SafeHTML.render(shown) { json.piece($0) }
        json.closeString()
        if audience.isModerator, row.masked != nil { json.member("original", utf8: row.body) }
    }

    private func writeAuthor(_ row: CommentRow, to json: inout JSONWriter) {
        json.name("author")
        json.openObject()
        json.member("id", utf8: row.authorName)
        json.member("name", utf8: row.displayName ?? row.authorName)
        if row.roles.isEmpty {
            json.members("\"badges\":[]")
        } else {
            json.name("badges")
            json.array { json in row.roles.list.forEach { json.string($0) } }
        }
        if let url = row.url { json.member("url", utf8: url) }
        if audience.isModerator, let fields = row.privateFields {
            if let email = fields.email { json.member("email", utf8: email) }
            if let ip = fields.ip { json.member("ip", utf8: ip) }
            if let userAgent = fields.userAgent { json.member("user_agent", utf8: userAgent) }
            json.member("guest", fields.isGuest)
        }
        json.closeObject()
    }

    private func writeCounts(_ tally: Tally, to json: inout JSONWriter) {
        json.name("votes")
        writeVotes(tally, to: &json)
        json.member("replies", tally.replies)
        json.member("descendants", tally.descendants)
    }

    private func writeMarks(_ row: CommentRow, _ isWhole: Bool, to json: inout JSONWriter) {
        if isWhole, let anchor = row.anchor {
            json.name("anchor")
            json.raw(anchor)
        } else {
            json.members("\"anchor\":null")
        }
        guard !row.marks.isEmpty else {
            return json.members("\"pinned\":false,\"closed\":false,\"featured\":false")
        }
        json.member("pinned", row.marks.contains(.pinned))
        json.member("closed", row.marks.contains(.closed))
        json.member("featured", row.marks.contains(.featured))
    }

    private func writeViewer(of row: CommentRow, to json: inout JSONWriter) throws {
        guard let viewer = audience.viewer else { return }
        let vote = try viewer.personID.flatMap { try work.store.vote(on: row.id, by: $0) }
        let flag = try viewer.personID.flatMap { try work.store.flag(on: row.id, by: $0) }
        json.name("viewer")
        json.openObject()
        json.member("vote", vote ?? 0)
        json.member("flagged", flag == .open)
        json.member("own", audience.isOwn(row.authorID))
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
            json.member("created_at", tally.id.createdAt)
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
