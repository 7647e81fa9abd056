import Discussion
import JSONValues
import Store

/// Erases persons from all that is kept beside their own row, a bounded part at a time. Where it
/// stands is in the row of the erasure, so that it goes on after a restart.
struct Erasing {
    /// So many rows that are a person's own are changed in one part.
    private static let rows = 256
    /// So many comments.
    private static let comments = 16
    /// About so many bytes of texts, at least one text.
    private static let textBytes = 1 << 20
    /// So many rows of notices are looked through in one part.
    private static let notices = 4096
    /// So much of results and events, which have up to 16 KiB each, or a few bytes.
    private static let packed = ErasurePart(rows: 2048, bytes: 512 << 10)
    /// How long after an attempt to empty the log the next one comes, in milliseconds.
    private static let pause: Int64 = 1000

    private let work: Work
    private var store: Store { work.store }

    init(_ work: Work) { self.work = work }

    /// Does the next part; false where nothing is to be done now.
    func step() throws -> Bool {
        guard var erasure = try store.nextErasure() else { return false }
        if erasure.stage == .log {
            return try store.seal(erasure, at: work.now, pause: Self.pause)
        }
        if let reached = try part(of: erasure) {
            erasure.reached = reached
        } else {
            erasure.pass()
        }
        try store.save(erasure)
        return true
    }

    /// When there will be something to do; nil: never.
    func next() throws -> Moment? {
        try store.erasureCount() > 0 ? work.now.adding(milliseconds: Self.pause) : nil
    }

    /// Up to where a stage is done now; nil: all of it is.
    private func part(of erasure: Erasure) throws -> Int64? {
        let (id, reached) = (erasure.personID, erasure.reached)
        switch erasure.stage {
        case .sanctions:
            return try store.eraseSanctions(of: id, after: reached, limit: Self.rows)
        case .subscriptions: return try cancelSubscriptions(of: erasure)
        case .comments: return try eraseComments(of: erasure)
        case .flags: return try store.eraseFlags(by: id, after: reached, limit: Self.rows)
        case .reasons: return try store.eraseReasons(about: id, after: reached, limit: Self.rows)
        case .notices:
            return try store.eraseNotices(of: id, after: reached, rows: Self.notices)
        case .keys:
            return try store.eraseKeyUses(
                naming: ["id", "person", "moderator"].map { member($0, of: erasure) },
                after: reached, part: Self.packed)
        case .events:
            return try store.eraseEvents(
                of: erasure.siteID, naming: member("person", of: erasure),
                as: Array(#""person":null"#.utf8), after: reached, part: Self.packed)
        case .log: return nil
        }
    }

    private func cancelSubscriptions(of erasure: Erasure) throws -> Int64? {
        let subscriptions = try store.subscriptions(of: erasure.personID)
            .prefix(Following.moved)
        // None of what is due passes to another of theirs: that goes too.
        for subscription in subscriptions { try Following(work).end(subscription) }
        return subscriptions.last?.id
    }

    private func eraseComments(of erasure: Erasure) throws -> Int64? {
        var reached: Int64?
        var bytes = 0
        let ids = try store.comments(
            of: erasure.personID, after: erasure.reached, limit: Self.comments)
        for id in ids where bytes < Self.textBytes {
            guard let comment = try store.comment(id) else { continue }
            try store.eraseOrigin(of: comment)
            if erasure.hasBodies {
                let former = try store.eraseFormerTexts(of: id, bytes: Self.textBytes)
                // The next part begins with the same comment.
                if !former.isAll { return reached ?? id.rawValue - 1 }
                bytes += former.bytes + comment.body.utf8.count
                try eraseText(of: comment, writtenBy: erasure.personID)
            }
            reached = id.rawValue
        }
        return reached
    }

    /// The comment goes as if its author had taken it away, and then its text.
    private func eraseText(of comment: Comment, writtenBy authorID: Int64) throws {
        guard !comment.isErased else { return }
        var subject = try work.subject(comment)
        if comment.status != .deleted {
            subject = try Ruling(work, subject: subject).apply(.delete, by: authorID, reason: nil)
        }
        try store.eraseText(of: comment)
        // For whoever has a copy of the text, to search in it or to show it to moderators.
        var data = JSONWriter(capacity: 32)
        data.object { $0.member("revision", subject.comment.revision) }
        store.record(Event(subject, type: "comment.edited", at: work.now, data: data.bytes))
    }

    /// A member of a JSON object as results and events have it, where its value is the person.
    private func member(_ name: String, of erasure: Erasure) -> [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.object { json in
            json.name(dynamic: name)
            json.string(erasure.name ?? "")
        }
        return Array(json.bytes.dropFirst().dropLast())
    }
}
