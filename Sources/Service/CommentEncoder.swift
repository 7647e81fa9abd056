import Discussion
import JSONValues
import Ranking
import Store

/// Writes comments as an audience sees them.
struct CommentEncoder {
    let work: Work
    let site: String
    var audience = Audience.everyone
    /// The order in which each comment's score is explained.
    var explained: Order?
    /// What fitted voters' votes on the comments come to, where that explains it.
    var grounds: [CommentID: GroundSums] = [:]
    /// Where what is known of how long the comments written stay as they are is noted.
    var constancy: Constancy?

    /// Whether comments will say something else after a while although nothing changes.
    final class Constancy {
        var isPassing = false
    }

    /// Writes a comment's members, without the object's braces: lists add members of their own.
    func writeMembers(
        of record: CommentRecord, _ form: Audience.Form, to json: inout JSONWriter
    ) throws {
        let place = place(in: record.threadName)
        _ = try record.withRow { row in
            try writeMembers(
                of: row, by: AuthorText(Author(record.author)), record.tally, in: place, form,
                to: &json)
        }
    }

    /// Writes a comment of a list that takes in all threads.
    func write(_ id: CommentID, in site: Site?, to json: inout JSONWriter) throws {
        let subject = try work.subject(work.find(.id(id), in: site))
        guard let record = try work.store.record(of: subject.tally, in: subject.thread) else {
            throw Refusal(.internalFault, "a tally without a comment")
        }
        try json.object { try writeMembers(of: record, .whole, to: &$0) }
    }

    /// Where comments of a thread stand: members that are the same for all of them.
    func place(in threadName: String) -> [UInt8] {
        var json = JSONWriter()
        json.member("site", site)
        json.member("thread", threadName)
        return json.bytes
    }

    /// Where in a reply a comment's members stand before the counts, and behind them.
    typealias Spans = (before: Range<Int>, behind: Range<Int>)

    /// Writes a comment's members as above, `place` being its thread's; its author is looked for
    /// where neither the caller nor the row knows.
    @discardableResult
    func writeMembers(
        of row: CommentRow, by author: AuthorText?, _ tally: Tally, in place: [UInt8],
        _ form: Audience.Form, to json: inout JSONWriter
    ) throws -> Spans {
        let start = json.length
        try writeBeforeCounts(row, by: author, in: place, form == .whole, to: &json)
        let before = start..<json.length
        writeCounts(tally, to: &json)
        // The comma in between is not the member's own.
        let next = json.length + 1
        writeMarks(row, form == .whole, to: &json)
        let behind = next..<json.length
        if form == .whole { try writeViewer(of: tally, by: row.authorID, to: &json) }
        if let explained { json.writeRank(of: tally, in: explained, grounds[tally.id]) }
        return (before, behind)
    }

    /// Writes the members of a comment whose text is kept: the same bytes as from its row.
    func writeMembers(
        of text: CommentText, _ tally: Tally, to json: inout JSONWriter
    ) throws {
        text.bytes.withUnsafeBufferPointer {
            json.members(UnsafeBufferPointer(rebasing: $0[..<text.split]))
        }
        writeCounts(tally, to: &json)
        text.bytes.withUnsafeBufferPointer {
            json.members(UnsafeBufferPointer(rebasing: $0[text.split...]))
        }
        try writeViewer(of: tally, by: text.authorID, to: &json)
        if let explained { json.writeRank(of: tally, in: explained, grounds[tally.id]) }
    }

    private func writeBeforeCounts(
        _ row: CommentRow, by author: AuthorText?, in place: [UInt8], _ isWhole: Bool,
        to json: inout JSONWriter
    ) throws {
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
            if let author {
                author.withView { write($0, of: row, to: &json) }
            } else if let byline = row.byline, work.options.settings.badges.areOfRoles {
                // Badges of roles do not ask how much somebody wrote.
                write(AuthorText.View(members: byline, approved: 0), of: row, to: &json)
            } else {
                try work.withAuthor(row.authorID) { write($0, of: row, to: &json) }
            }
            json.member("body", utf8: row.body)
            json.name("html")
            try json.html(row.html, of: row.body)
            if audience.isModerator, let original = row.privateFields?.original {
                json.member("original", utf8: original)
            }
            let isShadowed = row.marks.contains(.shadowed) && !audience.isModerator
            json.member("status", isShadowed ? Status.approved.name : row.status.name)
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
    }

    private func write(_ author: AuthorText.View, of row: CommentRow, to json: inout JSONWriter) {
        json.name("author")
        json.openObject()
        json.members(author.members)
        if row.roles.isEmpty, work.options.settings.badges.areOfRoles {
            json.members("\"badges\":[]")
        } else {
            let badges = work.options.settings.badges.names(
                of: row.roles, isGuest: row.isGuest, approved: author.approved)
            json.name("badges")
            json.array { json in badges.forEach { json.string($0) } }
        }
        if audience.isModerator, let fields = row.privateFields {
            if let email = fields.email { json.member("email", utf8: email) }
            if let ip = fields.ip { json.member("ip", utf8: ip) }
            if let userAgent = fields.userAgent { json.member("user_agent", utf8: userAgent) }
            json.member("guest", row.isGuest)
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
        if audience.isModerator, row.marks.contains(.shadowed) { json.member("shadowed", true) }
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
