import Discussion
import Imports
import Moderation
import Store

/// Writes what was staged of another system's file: each comment behind what it replies to, known
/// by its `ref`, so that a second import changes nothing.
final class ForeignImport {
    private static let part = 512

    private let writer: ImportWriter
    private let staging: ImportStaging
    private let format: ImportFormat
    private let site: Site
    /// Judges what the other system has published; nil: nobody does.
    private let moderation: ImportModeration?
    private var rows: ArraySlice<StagedRow> = []
    /// How many comments are done.
    private(set) var done = 0
    private var lastEmpty: Int64 = 0

    private var work: Work { writer.work }
    private var store: Store { writer.store }

    init(
        _ writer: ImportWriter, _ staged: ForeignStaging, format: ImportFormat, siteName: String,
        isModerated: Bool
    ) throws {
        self.writer = writer
        staging = staged.staging
        self.format = format
        site = try writer.work.makeSite(named: siteName, at: writer.work.now)
        moderation = isModerated ? ImportModeration(writer, siteName: siteName, site: site) : nil
    }

    /// Writes the next comment; false where all are done.
    func step() throws -> Bool {
        if rows.isEmpty { rows = try staging.rows(after: done, limit: Self.part)[...] }
        guard let row = rows.popFirst() else { return try addEmptyThread() }
        done += 1
        try take(row)
        return true
    }

    /// Pages without comments are pages all the same.
    private func addEmptyThread() throws -> Bool {
        guard let next = try staging.emptyThreads(after: lastEmpty, limit: 1).first else {
            return false
        }
        lastEmpty = next.id
        if let name = next.thread.name {
            _ = try thread(named: name, next.thread, at: work.now)
        }
        return true
    }

    private func thread(
        named name: String, _ given: StagedThread, at moment: Moment
    ) throws -> Thread {
        let created = given.createdAt.map { Moment(milliseconds: $0) } ?? moment
        let (known, isNew) = try writer.thread(name, in: site, at: created)
        guard isNew, given.title != nil || given.url != nil || given.isClosed else {
            return known
        }
        var thread = known
        (thread.settings.title, thread.settings.url) = (given.title, given.url)
        thread.settings.isClosed = given.isClosed
        try store.saveSettings(of: thread)
        return thread
    }

    private func take(_ row: StagedRow) throws {
        let given = row.comment
        if let known = try writer.commentID(ref: given.ref, in: site) {
            try staging.note(known, of: given.number)
            return writer.counts.skip(ImportCounts.known)
        }
        let at = row.moment(until: work.now, &writer.counts)
        let thread = try thread(
            named: row.threadName(format, &writer.counts), row.thread, at: at)
        let claim = row.author(format)
        let person = try writer.person(claim, in: site, at: at)
        var new = NewComment(
            site: site, threadID: thread.id, personID: person.id, status: given.status,
            body: given.body, createdAt: at)
        new.ref = given.ref
        new.parentID = try given.parentNumber.flatMap { try staging.commentID(of: $0) }
        (new.roles, new.isGuest) = (claim.roles, claim.isGuest)
        if given.isPinned, new.parentID == nil { new.marks.insert(.pinned) }
        (new.ip, new.userAgent) = try Retention(work).origin(of: claim, at: at)
        let judged = try moderation?.judge(&new, by: claim, thread)
        guard let comment = try writer.add(new)?.comment else { return }
        try staging.note(comment.id, of: given.number)
        if let judged, let moderation {
            try moderation.keep(judged, of: comment)
        } else if comment.status == .pending {
            try Queue(work).put(
                writer.subject(comment), as: .pending, reasons: [], since: comment.id.createdAt)
        }
        try vote(row, on: comment)
    }

    private func vote(_ row: StagedRow, on comment: Comment) throws {
        let at = comment.id.createdAt
        for vote in row.namedVotes {
            let person = try writer.person(PersonClaim(name: vote.voter), in: site, at: at)
            try writer.vote(vote.value, on: comment.id, by: person, at: at)
        }
        try writer.vote(
            up: row.comment.up, down: row.comment.down, on: comment.id, in: site, at: at)
    }
}
