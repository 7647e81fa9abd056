import Discussion
import JSONValues
import Store
import Wire

/// `flag.raise`: tells the moderators of a comment, once per reporter until it is dismissed.
struct RaiseFlag: UseCase {
    private let site: String
    private let comment: CommentName
    private let reporter: PersonClaim
    private let reason: FlagReason
    private let detail: String?
    private let at: Moment?

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        comment = try arguments.commentName("comment")
        reporter = try arguments.requiredPerson("reporter")
        reason = arguments.text("reason").flatMap { FlagReason(rawValue: $0) } ?? .other
        detail = try arguments.prose("detail")
        at = try arguments.time("at")
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let moment = try work.moment(at)
        guard let site = try work.store.site(named: site) else { throw Refusal.noSuchComment }
        let subject = try work.findVisible(comment, in: site)
        let id = subject.comment.id
        let known = try work.store.person(named: reporter.name, in: site)
        try work.checkNotBanned(known, from: reporter.ip, in: site)
        let standing = try known.flatMap { try work.store.flag(on: id, by: $0.id) }
        if standing != .open {
            let person = try work.store.makePerson(reporter, in: site, at: moment)
            try work.store.openFlag(
                on: id, by: person.id, reason: reason, detail: detail, at: moment)
            try Queue(work).refresh(subject, at: moment)
        }
        let open = try work.store.openFlags(on: id).reduce(0) { $0 + $1.count }
        if standing != .open { record(subject, open: open, in: work) }
        json.object { json in
            json.member("id", id.text)
            json.member("flags", open)
        }
    }

    private func record(_ subject: Subject, open: Int, in work: Work) {
        var data = JSONWriter(capacity: 64)
        data.object { data in
            data.member("flags", open)
            data.member("reason", reason.rawValue)
        }
        work.store.record(Event(subject, type: "flag", at: work.now, data: data.bytes))
    }
}

extension Event {
    /// An event about a comment.
    init(_ subject: Subject, type: String, at moment: Moment, data: [UInt8]) {
        self.init(
            siteID: subject.comment.siteID, type: type, at: moment, threadID: subject.thread.id,
            commentID: subject.comment.id, data: data)
    }
}
