import Discussion
import Imports
import JSONValues
import Moderation
import Store
import Wire

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
        _ = try thread(next.thread, key: "", at: work.now)
        return true
    }

    /// The thread of a page. One without an address, or that the file names and does not hold, goes
    /// by its key there.
    private func thread(
        _ given: StagedThread, key: String, at moment: Moment
    ) throws -> Thread {
        if given.name == nil {
            writer.counts.repair("comments on pages without an address, called by their number")
        }
        let name = given.name ?? "\(format.rawValue):\(key)"
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
        if let known = try store.commentID(.ref(given.ref), in: site) {
            try staging.note(known, of: given.number)
            return writer.counts.skip(ImportCounts.known)
        }
        let at = moment(of: row)
        let thread = try thread(row.thread, key: given.threadKey, at: at)
        let claim = claim(of: row)
        let person = try writer.person(claim, in: site, at: at)
        var new = NewComment(
            site: site, threadID: thread.id, personID: person.id, status: given.status,
            body: given.body, createdAt: at)
        new.ref = given.ref
        new.parentID = try given.parentNumber.flatMap { try staging.commentID(of: $0) }
        (new.roles, new.isGuest) = (claim.roles, claim.isGuest)
        if given.isPinned, new.parentID == nil, try hasRoomForPin(in: thread) {
            new.marks.insert(.pinned)
        }
        (new.ip, new.userAgent) = try Retention(work).origin(of: claim, at: at)
        let judged = try moderation?.judge(&new, by: claim, person, in: thread)
        guard let comment = try writer.add(new) else { return }
        try staging.note(comment.id, of: given.number)
        try writer.enterMaking(of: comment)
        if let judged, let moderation {
            try moderation.keep(judged, of: comment)
        } else if comment.status == .pending {
            try Queue(work).put(
                work.subject(comment), as: .pending, reasons: [], since: comment.id.createdAt)
        }
        try vote(row, on: comment)
    }

    private func hasRoomForPin(in thread: Thread) throws -> Bool {
        let set = SiblingSet(threadID: thread.id, parentID: nil)
        return try store.pinned(in: set).count < SiblingSet.maxPinned
    }

    /// When it was written, or where the file does not say its page was; never later than now.
    private func moment(of row: StagedRow) -> Moment {
        guard let at = row.comment.at ?? row.thread.createdAt else {
            writer.counts.repair("comments without a time, taken for the oldest")
            return Moment(milliseconds: 1)
        }
        if row.comment.at == nil {
            writer.counts.repair("comments without a time, given their page's")
        }
        guard Moment(milliseconds: at) <= work.now else {
            writer.counts.repair("times in the future, made now")
            return work.now
        }
        return Moment(milliseconds: max(1, at))
    }

    private func claim(of row: StagedRow) -> PersonClaim {
        let id = row.person?.id
        var claim = PersonClaim(
            name: id ?? "\(format.rawValue):guest-\(row.guest.drop { $0 != ":" }.dropFirst())",
            roles: row.person?.roles ?? [], isGuest: id == nil)
        claim.displayName = row.person?.name
        (claim.email, claim.url) = (row.person?.email, row.person?.url)
        (claim.ip, claim.userAgent) = (row.comment.ip, row.comment.userAgent)
        return claim
    }

    private func vote(_ row: StagedRow, on comment: Comment) throws {
        let at = comment.id.createdAt
        let votes = row.comment.votes.flatMap { try? StrictJSON.parse(Array($0.utf8)) }
        for vote in votes?.array ?? [] {
            guard let voter = vote.array?.first?.text, let value = vote.array?.last?.integer else {
                continue
            }
            let person = try writer.person(PersonClaim(name: voter), in: site, at: at)
            _ = try writer.vote(value, on: comment.id, by: person, at: at)
        }
        try writer.vote(
            up: row.comment.up, down: row.comment.down, on: comment.id, in: site, at: at)
    }
}
