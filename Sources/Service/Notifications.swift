import Configuration
import Discussion
import JSONValues
import Store
import Wire

/// `notification.list`: the notices that are due, or those that were given up.
struct ListNotifications: UseCase {
    private let site: String
    private let limit: Int
    private let state: NoticeState
    /// Nil: those with an address and those without.
    private let hasEmail: Bool?
    private let kind: UInt8
    private let start: NoticePlace?

    /// So many rows are looked at for one page, whatever is left out of them.
    static let maxRows = 4096
    /// So many are read at once.
    private static let batch = 256
    /// Past so many bytes a page ends.
    private static let maxBytes = 4 << 20

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        site = try arguments.site()
        limit = try arguments.pageSize(limits)
        state = arguments.text("state") == "failed" ? .failed : .due
        hasEmail = arguments.flag("email")
        kind = Cursor.notices + (state == .failed ? 1 : 0)
        let cursor = try Cursor(arguments, kind: kind, words: 3)
        start = cursor.map {
            NoticePlace(
                hasEmail: $0.words[0] != 0, time: Int64(bitPattern: $0.words[1]),
                id: Int64(bitPattern: $0.words[2]))
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.store.site(named: site)
        var next: NoticePlace?
        try json.object { json in
            json.name("notifications")
            try json.array { json in
                guard let site else { return }
                next = try write(in: work, site, to: &json)
            }
            let cursor = next.map {
                Cursor(
                    kind: kind,
                    words: [
                        $0.hasEmail ? 1 : 0, UInt64(bitPattern: $0.time),
                        UInt64(bitPattern: $0.id),
                    ])
            }
            json.member("next", orNull: cursor)
        }
    }

    /// Writes a page, and gives where the next one begins; nil: nowhere.
    private func write(
        in work: Work, _ site: Site, to json: inout JSONWriter
    ) throws -> NoticePlace? {
        var writer = NoticeWriter(work: work, site: site)
        let begin = json.length
        var (looked, written) = (0, 0)
        var last: NoticePlace?
        for hasEmail in [false, true] where self.hasEmail ?? hasEmail == hasEmail {
            var place = start
            if let start, start.hasEmail != hasEmail {
                // Those without an address come first.
                if start.hasEmail { continue }
                place = nil
            }
            while true {
                let rows = try work.store.notices(
                    of: site.id, state: state, hasEmail: hasEmail, after: place,
                    dueBy: work.now, limit: Self.batch)
                for row in rows {
                    let isSpent = looked >= Self.maxRows || json.length - begin > Self.maxBytes
                    let isDue = try state == .failed || writer.isDue(row)
                    if isSpent || isDue && written == limit { return last ?? start }
                    if isDue {
                        try writer.write(row, to: &json)
                        written += 1
                    }
                    looked += 1
                    let time = state == .due ? row.dueAt : row.createdAt
                    place = NoticePlace(
                        hasEmail: hasEmail, time: time.milliseconds, id: row.id)
                    last = place
                }
                if rows.count < Self.batch { break }
            }
        }
        return nil
    }
}

/// Decides which notices are told, and writes them. What one page repeats is made once.
struct NoticeWriter {
    private let work: Work
    private let site: Site
    private var comments: [CommentID: (comment: [UInt8], page: [UInt8])] = [:]
    private var banned: [Int64: Bool] = [:]

    init(work: Work, site: Site) {
        self.work = work
        self.site = site
    }

    /// Whether a notice is to be told now.
    mutating func isDue(_ row: NoticeRow) throws -> Bool {
        // It may be told later, when the address is confirmed anew.
        if row.kind == .comment, row.subscription?.isConfirmed == false { return false }
        return try !isVoid(row)
    }

    /// Whether there is nothing to be told any more, as things are now.
    mutating func isVoid(_ row: NoticeRow) throws -> Bool {
        switch row.kind {
        case .comment:
            guard row.status == .approved, row.subscription != nil, let authorID = row.authorID
            else { return true }
            return try isBanned(row.personID) || isBanned(authorID)
        case .confirm:
            return try row.subscription?.isConfirmed != false || isBanned(row.personID)
        case .moderation: return try !row.isQueued || follower(row.personID) == nil
        }
    }

    private mutating func isBanned(_ id: Int64) throws -> Bool {
        if let known = banned[id] { return known }
        var isBanned = false
        if try work.store.person(id)?.restraints.contains(.sanctioned) == true,
            let sanction = try work.store.restraint(of: id)
        {
            isBanned = sanction.kind == .ban && sanction.restrains(at: work.now)
        }
        banned[id] = isBanned
        return isBanned
    }

    /// Who follows the queue, as the configuration has them now.
    private func follower(_ personID: Int64) throws -> Settings.QueueNotice.Follower? {
        guard let name = try work.store.person(personID)?.name else { return nil }
        return work.settings.queueNotice.persons.first {
            $0.name.hasSameBytes(as: name) && $0.isOf(site.name)
        }
    }

    mutating func write(_ row: NoticeRow, to json: inout JSONWriter) throws {
        guard let person = try work.store.person(row.personID) else { return }
        let thread = try row.subscription.flatMap { try work.store.thread($0.threadID) }
        let email =
            try row.kind == .moderation
            ? follower(row.personID)?.email : row.subscription?.email
        let about = try row.commentID.flatMap {
            try texts(of: $0, forModerators: row.kind == .moderation)
        }
        json.object { json in
            json.member("id", WireNumber.notice(row.id))
            json.member("kind", row.kind.name)
            json.name("person")
            json.object { json in
                json.member("id", person.name)
                json.member("name", person.displayName ?? person.name)
                json.member("email", ifAny: email)
            }
            if let about {
                json.name("comment")
                json.raw(about.comment)
                json.name("page")
                json.raw(about.page)
            } else if let thread {
                json.name("page")
                json.raw(page(thread))
            }
            if let subscription = row.subscription {
                json.name("subscription")
                json.object { json in
                    work.writeMembers(of: subscription, threadName: thread?.name ?? "", to: &json)
                }
                json.member(
                    "token",
                    work.options.tokens.token(of: subscription.id, since: subscription.since))
            }
            json.member("created_at", row.createdAt)
            json.member("tries", row.tries)
            json.member("detail", ifAny: row.detail)
        }
    }

    /// A comment and its page as the wire shows them.
    private mutating func texts(
        of id: CommentID, forModerators: Bool
    ) throws -> (comment: [UInt8], page: [UInt8])? {
        if !forModerators, let known = comments[id] { return known }
        guard let comment = try work.store.comment(id, in: site) else { return nil }
        let subject = try work.subject(comment)
        guard let record = try work.store.record(of: subject.tally, in: subject.thread) else {
            return nil
        }
        let audience = forModerators ? Audience.moderators : .everyone
        var json = JSONWriter()
        let form = audience.form(of: comment, subject.tally)
        if form == .nothing { return nil }
        try json.object { json in
            try CommentEncoder(work: work, site: site.name, audience: audience)
                .writeMembers(of: record, form, to: &json)
        }
        let texts = (comment: json.bytes, page: page(subject.thread))
        if !forModerators { comments[id] = texts }
        return texts
    }

    private func page(_ thread: Thread) -> [UInt8] {
        var json = JSONWriter(capacity: 128)
        json.object { json in
            json.member("thread", thread.name)
            json.member("title", orNull: thread.settings.title)
            json.member("url", orNull: thread.settings.url)
        }
        return json.bytes
    }
}

/// `notification.ack`: what became of notices.
struct AcknowledgeNotices: UseCase {
    private let site: String
    private let numbers: [Int64]
    private let outcome: String
    private let afterSeconds: Int
    private let detail: String?

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        numbers = (arguments.texts("ids") ?? []).map { WireNumber.number("N", in: $0) }
        outcome = arguments.text("outcome") ?? "sent"
        detail = try arguments.prose("detail")
        if arguments.integer("after_s") != nil, outcome != "later" {
            throw .invalid("after_s", "goes with outcome later")
        }
        afterSeconds = arguments.integer("after_s") ?? 60
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        var acknowledged = 0
        var dead: Set<DeadAddress> = []
        if let site = try work.store.site(named: site) {
            for number in numbers {
                guard let notice = try work.store.dueNotice(number, in: site.id) else { continue }
                acknowledged += 1
                try settle(notice, &dead, in: work)
            }
        }
        json.object { $0.member("acknowledged", acknowledged) }
    }

    /// A person's address that takes no mail.
    private struct DeadAddress: Hashable {
        let personID: Int64
        let bytes: [UInt8]
    }

    private func settle(
        _ notice: NoticeRow, _ dead: inout Set<DeadAddress>, in work: Work
    ) throws {
        switch outcome {
        case "later":
            let again = work.now.adding(milliseconds: Int64(afterSeconds) * 1000)
            try work.store.putOff(notice, until: again, detail: detail)
        case "failed", "bounced":
            try work.store.close(notice, as: .failed, detail: detail, at: work.now)
            if outcome == "bounced" { try suspend(notice, &dead, in: work) }
        default: try work.store.close(notice, as: .told, detail: detail, at: work.now)
        }
    }

    /// The address is dead: whatever the person follows by it waits for a new confirmation.
    private func suspend(
        _ notice: NoticeRow, _ dead: inout Set<DeadAddress>, in work: Work
    ) throws {
        guard let email = notice.subscription?.email else { return }
        // Many notices may have gone to one address.
        let address = DeadAddress(personID: notice.personID, bytes: Array(email.utf8))
        guard dead.insert(address).inserted else { return }
        for subscription in try work.store.subscriptions(of: notice.personID) {
            guard let own = subscription.email, own.hasSameBytes(as: email) else { continue }
            try Following(work).suspend(subscription)
        }
    }
}
