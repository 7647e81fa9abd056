import Discussion
import JSONValues
import Store

/// One person's decision on one comment: its status, marks, flags and place in the queue, and the
/// one entry of the history that all of it is kept under.
struct Ruling {
    private let work: Work
    private let subject: Subject

    init(_ work: Work, subject: Subject) {
        self.work = work
        self.subject = subject
    }

    /// What a decision changes.
    private struct Effect {
        var status: Status
        var marks: Marks
        /// What becomes of the open flags; nil: they stay as they are.
        var flags: FlagState?
        /// Whether the comment waits no more.
        var settles = false
        /// Whether the comment waits again, from this moment on.
        var waitsSince: Moment?
        /// The entry that is taken back.
        var undone: HistoryEntry?
    }

    /// Throws where the decision cannot be carried out. Nothing is written.
    func check(_ decision: Decision) throws { _ = try effect(of: decision) }

    /// Carries the decision out and returns the subject as it then is.
    @discardableResult
    func apply(_ decision: Decision, by actorID: Int64, reason: String?) throws -> Subject {
        let effect = try effect(of: decision)
        var subject = subject
        let before = (status: subject.comment.status, marks: subject.comment.marks)
        let id = subject.comment.id
        try Standing(work).change(&subject, to: effect.status)
        try Standing(work).mark(&subject, effect.marks)
        var entry = HistoryEntry(
            siteID: subject.comment.siteID, at: work.now, actorID: actorID,
            action: decision.rawValue, commentID: id, personID: subject.comment.authorID)
        (entry.fromStatus, entry.toStatus) = (before.status, effect.status)
        (entry.fromMarks, entry.toMarks) = (before.marks, effect.marks)
        entry.reason = reason
        entry.undoes = effect.undone?.id
        if effect.settles {
            entry.waitedMilliseconds = try Queue(work).remove(id, at: work.now)
        }
        let entryID = try work.store.append(entry)
        if let status = try lesson(of: decision, effect.status) {
            try work.store.saveLesson(status, of: id, in: subject.comment.siteID)
        }
        var hasChangedFlags = false
        if let state = effect.flags {
            // Authors who take their own comment away say nothing of who flagged it.
            let isOwn = decision == .delete && actorID == subject.comment.authorID
            hasChangedFlags = try work.store.settleFlags(
                on: id, as: isOwn ? .void : state, by: entryID)
        }
        if let undone = effect.undone, try work.store.reopenFlags(on: id, settledBy: undone.id) {
            hasChangedFlags = true
        }
        if let since = effect.waitsSince {
            let state: CaseState = subject.comment.status == .pending ? .pending : .flagged
            let reasons = try work.store.reasons(on: id)
            if try state == .pending || isEvidence(reasons, on: id) {
                try Queue(work).put(subject, as: state, reasons: reasons, since: since)
            }
        }
        try work.store.release(id, by: actorID)
        if before.marks != effect.marks { recordMarks(of: subject) }
        if hasChangedFlags { try recordFlags(on: subject) }
        return subject
    }

    /// Whether there is more against a published comment than flags that were decided on before.
    private func isEvidence(_ reasons: [Reason], on id: CommentID) throws -> Bool {
        try reasons.contains { $0.action == .flag }
            || work.store.hasNewEvidence(on: id)
    }

    /// The status that classifiers shall learn of the text: one that a person stands for. Nil: what
    /// was learned stays. The decision is in the history already.
    private func lesson(of decision: Decision, _ status: Status) throws -> Status? {
        switch decision {
        case .approve, .reject, .spam: return status
        case .delete, .restore: return .deleted
        case .undo:
            let earlier = try work.store.lastDecision(on: subject.comment.id)
            let judging: [Decision] = [.approve, .reject, .spam]
            let isJudged = judging.contains { $0.rawValue == earlier?.action }
            let edited = subject.comment.editedAt
            let isOfThisText = earlier.map { edited ?? $0.at <= $0.at } ?? false
            // Not what the comment is now: flags may have hidden it since.
            return isJudged && isOfThisText ? earlier?.toStatus : .deleted
        case .feature, .unfeature, .pin, .unpin, .close, .reopen, .dismissFlags: return nil
        }
    }

    private func effect(of decision: Decision) throws -> Effect {
        let comment = subject.comment
        if comment.isErased {
            throw Refusal(.conflict, "the comment's text was erased with its author")
        }
        var effect = Effect(status: comment.status, marks: comment.marks)
        switch decision {
        case .approve: try settle(&effect, as: .approved, flags: .dismissed)
        case .reject: try settle(&effect, as: .rejected, flags: .upheld)
        case .spam: try settle(&effect, as: .spam, flags: .upheld)
        case .delete: try settle(&effect, as: .deleted, flags: .upheld)
        case .restore: try restore(&effect)
        case .feature: effect.marks.insert(.featured)
        case .unfeature: effect.marks.remove(.featured)
        case .pin:
            try checkPins()
            effect.marks.insert(.pinned)
        case .unpin: effect.marks.remove(.pinned)
        case .close: effect.marks.insert(.closed)
        case .reopen: effect.marks.remove(.closed)
        case .dismissFlags:
            effect.flags = .dismissed
            effect.settles = comment.status != .pending
            // A comment that waits for another reason keeps its turn, without the flags' weight.
            effect.waitsSince = comment.status == .pending ? work.now : nil
        case .undo: try undo(&effect)
        }
        // What was decided on is out of the shadow for good; in the shadow nothing waits.
        if effect.status != .pending { effect.marks.remove(.shadowed) }
        if effect.marks.contains(.shadowed) { effect.waitsSince = nil }
        return effect
    }

    private func settle(_ effect: inout Effect, as status: Status, flags: FlagState) throws {
        if subject.comment.status == .deleted {
            throw Refusal(.conflict, "the comment is deleted: restore it first")
        }
        effect.status = status
        effect.flags = flags
        effect.settles = true
    }

    private func restore(_ effect: inout Effect) throws {
        guard subject.comment.status == .deleted,
            let status = try work.store.statusBeforeDeletion(of: subject.comment.id)
        else { throw Refusal(.conflict, "the comment is not deleted") }
        effect.status = status
        if status == .pending { effect.waitsSince = work.now }
    }

    /// Throws where the thread has no room for one more pinned root.
    private func checkPins() throws {
        guard subject.comment.parentID == nil, !subject.comment.marks.contains(.pinned) else {
            return
        }
        let set = SiblingSet(threadID: subject.thread.id, parentID: nil)
        if try work.store.pinned(in: set).count >= SiblingSet.maxPinned {
            throw Refusal.tooLarge(
                "a thread has at most \(SiblingSet.maxPinned) pinned comments",
                limit: SiblingSet.maxPinned)
        }
    }

    /// Everything as it was before the last decision that stands.
    private func undo(_ effect: inout Effect) throws {
        guard let last = try work.store.lastDecision(on: subject.comment.id),
            let former = last.fromStatus, let marks = last.fromMarks
        else { throw Refusal(.conflict, "there is no decision to undo") }
        // A decision that left the status alone leaves it alone when it is undone, too: flags may
        // have hidden the comment since.
        let status = last.toStatus == former ? subject.comment.status : former
        effect.status = status
        effect.marks = marks.subtracting(.shadowed)
        if subject.comment.marks.contains(.shadowed) { effect.marks.insert(.shadowed) }
        effect.undone = last
        if marks.contains(.pinned) { try checkPins() }
        if status != .approved, status != .pending {
            // Flags raised in between are right: the comment is taken away again.
            effect.flags = .upheld
            effect.settles = true
        } else if let waited = last.waitedMilliseconds {
            effect.waitsSince = last.at.adding(milliseconds: -waited)
        } else if status == .pending, subject.comment.status != .pending {
            // It was in the shadow, where nothing waits.
            effect.waitsSince = work.now
        } else {
            let isPending = subject.comment.status == .pending
            effect.settles = isPending && status != .pending
            effect.waitsSince = isPending && status == .pending ? work.now : nil
        }
    }

    /// How many flags are open now that some were settled, or opened again.
    private func recordFlags(on subject: Subject) throws {
        let open = try work.store.flagSums(on: subject.comment.id).reduce(0) { $0 + $1.count }
        var data = JSONWriter(capacity: 64)
        data.object { $0.member("flags", open) }
        work.store.record(Event(subject, type: "flag", at: work.now, data: data.bytes))
    }

    private func recordMarks(of subject: Subject) {
        var data = JSONWriter(capacity: 128)
        let (status, marks) = (subject.comment.status.name, subject.comment.marks)
        data.object { data in
            data.member("from", status)
            data.member("to", status)
            data.member("pinned", marks.contains(.pinned))
            data.member("closed", marks.contains(.closed))
            data.member("featured", marks.contains(.featured))
        }
        work.store.record(
            Event(subject, type: "comment.status", at: work.now, data: data.bytes))
    }
}
