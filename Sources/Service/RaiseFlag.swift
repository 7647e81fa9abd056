import Configuration
import Discussion
import JSONValues
import Moderation
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
        let known = try work.store.person(named: reporter.name, in: site)
        let subject = try findSeen(by: known, in: work, site)
        let id = subject.comment.id
        try work.checkNotBanned(known, claimed: reporter, in: site)
        // In the shadow nothing waits, and nobody is told.
        let isShadowed = subject.comment.marks.contains(.shadowed)
        let former = try known.flatMap { try work.store.newestFlag(on: id, by: $0.id) }
        var sums: [FlagSum] = []
        if former?.state != .open {
            let person = try work.store.makePerson(reporter, in: site, at: moment)
            let flag = NewFlag(
                reason: reason, detail: detail, raisedAt: moment,
                weight: try weight(of: person, in: work), former: former)
            try work.store.open(flag, on: id, by: person.id)
            sums = try work.store.flagSums(on: id)
            if !isShadowed { try weigh(subject, sums, in: work, at: moment) }
        } else {
            sums = try work.store.flagSums(on: id)
        }
        let open = sums.reduce(0) { $0 + $1.count }
        if former?.state != .open, !isShadowed { record(subject, open: open, in: work) }
        json.object { json in
            json.member("id", id.text)
            json.member("flags", open)
        }
    }

    /// The comment, if the reporter sees it: to its author one in the shadow is as any other.
    private func findSeen(by reporter: Person?, in work: Work, _ site: Site) throws -> Subject {
        let head = try work.head(comment, in: site, seenBy: reporter)
        let subject = try work.subject(work.find(.id(head.tally.id), in: site))
        guard head.tally.isVisible || subject.comment.marks.contains(.shadowed) else {
            throw Refusal.noSuchComment
        }
        return subject
    }

    /// By what became of the reporter's earlier flags until now; it stays with this one.
    private func weight(of reporter: Person, in work: Work) throws -> Int {
        let record = try work.store.flagRecord(of: reporter.id)
        return FlagWeight.thousandths(
            agreed: record.agreed, dismissed: record.dismissed,
            cap: work.settings.flags.maxWeightThousandths)
    }

    /// Takes the comment away where its flags are enough for that, and gives it its place in the
    /// queue.
    private func weigh(
        _ old: Subject, _ sums: [FlagSum], in work: Work, at moment: Moment
    ) throws {
        var subject = old
        let thresholds = work.settings.flags.thresholds
        if thresholds.hides(sums) {
            let id = subject.comment.id
            let explanation = thresholds.explanation(sums)
            try Standing(work).change(&subject, to: .pending)
            try work.store.append(
                Reason(rule: "flags", action: .hold, detail: explanation), on: id)
            var entry = HistoryEntry(
                siteID: subject.comment.siteID, at: moment, actorID: nil, action: "hold",
                commentID: id, personID: subject.comment.authorID)
            (entry.fromStatus, entry.toStatus) = (old.comment.status, subject.comment.status)
            entry.reason = explanation
            _ = try work.store.append(entry)
        }
        // What a moderator has decided on is no new evidence: it adds to a case, but makes none.
        let id = subject.comment.id
        let isCase = try work.store.queueCase(of: id) != nil
        guard try isCase || work.store.hasNewEvidence(on: id) else { return }
        try Queue(work).refresh(subject, flags: sums, at: moment)
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

extension Settings.Flags {
    /// In the unit of the sums.
    var thresholds: FlagThresholds {
        FlagThresholds(minFlaggers: minFlaggers, hideWeight: thousandths(hideWeight))
    }

    var maxWeightThousandths: Int { thousandths(maxWeight) }

    private func thousandths(_ value: Double) -> Int {
        Int((value * Double(FlagWeight.perOne)).rounded())
    }
}
