import Discussion
import Moderation
import Store

/// Keeps the moderation queue: one case for each comment that waits for a person.
struct Queue {
    private let work: Work

    init(_ work: Work) { self.work = work }

    /// Puts a comment into the queue because of its status, its flags or its reasons; one that
    /// stands there in the same state keeps its turn. `since` is when its waiting began.
    func put(
        _ subject: Subject, as state: CaseState, reasons: [Reason], since: Moment
    ) throws {
        let id = subject.comment.id
        let flags = try work.store.flagSums(on: id)
        let standing = try work.store.queueCase(of: id)
        let start = standing?.state == state ? standing?.since ?? since : since
        try put(subject, as: state, reasons: reasons, flags, since: start, in: standing)
    }

    /// Weighs a comment's case anew after its flags have changed, and puts it into the queue where
    /// it was not there. A comment that flags have hidden goes on waiting.
    func refresh(_ subject: Subject, flags: [FlagSum], at moment: Moment) throws {
        let id = subject.comment.id
        let standing = try work.store.queueCase(of: id)
        try put(
            subject, as: subject.comment.status == .pending ? .pending : .flagged,
            reasons: try work.store.reasons(on: id), flags, since: standing?.since ?? moment,
            in: standing)
    }

    private func put(
        _ subject: Subject, as state: CaseState, reasons: [Reason], _ flags: [FlagSum],
        since: Moment, in standing: QueueCase?
    ) throws {
        let severity =
            switch state {
            case .pending: QueuePriority.severity(pending: reasons, flags: flags)
            case .flagged: QueuePriority.severity(flagged: flags, reasons: reasons)
            }
        let exposure = QueuePriority.exposure(of: subject.tally)
        let key = QueuePriority.orderKey(severity: severity, exposure: exposure, since: since)
        try work.store.saveCase(
            QueueCase(
                commentID: subject.comment.id, siteID: subject.comment.siteID, state: state,
                since: since, severity: severity, exposure: exposure, urgency: -key),
            replacing: standing)
        if work.settings.queueNotice.isOn { work.store.noteLeftover() }
    }

    /// Weighs a case anew, where there is one, once votes and replies have become, or were, about
    /// twice as many as `old`: so that votes seldom have to look for one.
    func expose(_ tally: Tally, from old: Int) throws {
        guard QueuePriority.isRefreshed(from: old, to: tally.reach),
            let standing = try work.store.queueCase(of: tally.id)
        else { return }
        var item = standing
        item.exposure = QueuePriority.exposure(of: tally)
        item.urgency = -QueuePriority.orderKey(
            severity: item.severity, exposure: item.exposure, since: item.since)
        try work.store.saveCase(item, replacing: standing)
    }

    /// Takes a comment out of the queue; how long it stood there, nil where it did not.
    func remove(_ id: CommentID, at moment: Moment) throws -> Int64? {
        guard let standing = try work.store.queueCase(of: id) else { return nil }
        try work.store.remove(standing)
        return max(0, moment.milliseconds - standing.since.milliseconds)
    }

    /// Throws where somebody else holds the lease on a comment.
    func checkLease(on id: CommentID, for name: String, in site: Site) throws {
        guard let holder = try work.store.queueCase(of: id)?.holder(at: work.now),
            try work.store.person(named: name, in: site)?.id != holder
        else { return }
        throw Refusal(.conflict, "another moderator has claimed the comment")
    }
}

extension Tally {
    /// What exposure goes by: visible replies below and votes.
    var reach: Int { descendants + up + down }
}

extension QueuePriority {
    /// How widely a comment is seen, by its tally.
    static func exposure(of tally: Tally) -> Double {
        exposure(replies: tally.descendants, votes: tally.up + tally.down)
    }
}
