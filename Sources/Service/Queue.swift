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
        let flags = try openFlags(on: id)
        let severity =
            switch state {
            case .pending: QueuePriority.severity(pending: reasons, flags: flags)
            case .flagged: QueuePriority.severity(flagged: flags, reasons: reasons)
            }
        let exposure = QueuePriority.exposure(
            replies: subject.tally.descendants, votes: subject.tally.up + subject.tally.down)
        let standing = try work.store.queueCase(of: id)
        let start = standing?.state == state ? standing?.since ?? since : since
        let key = QueuePriority.orderKey(severity: severity, exposure: exposure, since: start)
        try work.store.saveCase(
            QueueCase(
                commentID: id, siteID: subject.comment.siteID, state: state, since: start,
                urgency: -key))
    }

    /// Weighs a comment's case anew after its flags have changed.
    func refresh(_ subject: Subject, at moment: Moment) throws {
        let reasons = try work.store.reasons(on: subject.comment.id)
        let state: CaseState = subject.comment.status == .pending ? .pending : .flagged
        try put(subject, as: state, reasons: reasons, since: moment)
    }

    /// Takes a comment out of the queue; how long it stood there, nil where it did not.
    func remove(_ id: CommentID, at moment: Moment) throws -> Int64? {
        guard let standing = try work.store.queueCase(of: id) else { return nil }
        try work.store.removeCase(of: id)
        return max(0, moment.milliseconds - standing.since.milliseconds)
    }

    private func openFlags(on id: CommentID) throws -> [FlagReason: Int] {
        var counts: [FlagReason: Int] = [:]
        for flag in try work.store.openFlags(on: id) { counts[flag.reason] = flag.count }
        return counts
    }
}
