import Discussion
import JSONValues
import Moderation
import Store

/// Another text for a comment: what becomes of the comment, and all that changes with it.
///
/// Rules judge the new text as a new comment's. What people said of the comment before binds them:
/// rules alone publish nothing that a person has refused, or that flags have taken away.
struct Rejudging {
    let work: Work
    let siteName: String
    let site: Site
    /// As it is with its old text.
    let subject: Subject
    let body: String

    /// What becomes of the comment.
    struct Outcome {
        var verdict: Verdict
        let facts: Facts
        var status: Status
        /// The hits of rules, and what else decided.
        var reasons: [Reason]
        /// Whether only its author shall see it.
        var isShadowed = false
        /// The sanction that it is because of, where it was not so before.
        var shadow: Sanction?
        let print: TextPrint?
    }

    /// Judges the text. `author` is as the command named them; nil where a moderator edits, whom
    /// the author's sanctions do not bind.
    func outcome(_ evidence: Evidence, by author: PersonClaim?) throws -> Outcome {
        let comment = subject.comment
        let person = try work.store.person(comment.authorID)
        let claim = PersonClaim(
            name: person?.name ?? "", roles: comment.roles, isGuest: comment.isGuest)
        let (judged, facts) = try Judging(
            work: work, siteName: siteName, site: site, moment: work.now
        ).judge(
            evidence, by: claim, person, in: subject.thread, isReply: comment.parentID != nil,
            hasAnchor: comment.anchor != nil, apartFrom: comment)
        var outcome = Outcome(
            verdict: judged, facts: facts, status: judged.status, reasons: judged.reasons,
            print: evidence.print)
        let restraint = try author.flatMap {
            try work.restraint(of: person, claimed: $0, in: site)
        }
        if let restraint, restraint.kind == .premoderate {
            outcome.verdict = judged.held(because: restraint)
            outcome.status = outcome.verdict.status
            outcome.reasons = outcome.verdict.reasons
        }
        guard outcome.status == .approved else { return outcome }
        try bind(&outcome, restraint)
        return outcome
    }

    /// What rules would publish may have to wait all the same.
    private func bind(_ outcome: inout Outcome, _ restraint: Sanction?) throws {
        let comment = subject.comment
        if restraint?.kind == .shadow || comment.marks.contains(.shadowed) {
            outcome.verdict = outcome.verdict.shadowed
            outcome.status = .pending
            outcome.isShadowed = true
            outcome.shadow = comment.marks.contains(.shadowed) ? nil : restraint
            return
        }
        let verdict = try work.store.lastVerdict(on: comment.id)
        if verdict == .rejected || verdict == .spam {
            outcome.hold(
                because: Reason(
                    rule: "refused-before", action: .hold,
                    detail: "a moderator refused this comment with an earlier text"))
        }
        guard comment.status == .pending else { return }
        let thresholds = work.settings.flags.thresholds
        let sums = try work.store.flagSums(on: comment.id)
        if thresholds.hides(sums) {
            outcome.hold(
                because: Reason(
                    rule: "flags", action: .hold, detail: thresholds.explanation(sums)))
        }
    }

    /// Carries it out, and returns the subject as it then is.
    func write(_ outcome: Outcome, editedBy editorID: Int64) throws -> Subject {
        var subject = subject
        let old = subject.comment
        try work.store.insert(
            Revision(
                number: try work.store.textRevision(of: old.id), body: old.body,
                at: old.editedAt ?? old.id.createdAt), of: old.id)
        record(revision: old.revision + 1)
        subject.comment.body = body
        subject.comment.masked =
            outcome.verdict.masks.isEmpty ? nil : outcome.verdict.masked(body)
        subject.comment.editedAt = work.now
        subject.comment.rules = outcome.verdict.rules
        let standing = Standing(work)
        try standing.change(&subject, to: outcome.status)
        subject.comment.revision = old.revision + 1
        try work.store.saveText(of: subject.comment, html: HTMLRecipe(of: subject.comment))
        var marks = subject.comment.marks.subtracting(.shadowed)
        if outcome.isShadowed { marks.insert(.shadowed) }
        try standing.mark(&subject, marks)
        if let shadow = outcome.shadow { try work.store.insertShadow(of: old.id, by: shadow.id) }
        try keepJudgement(outcome, on: subject)
        try enterHistory(outcome, editorID, to: subject)
        try queue(subject, outcome)
        // What people decided was about another text: it teaches nothing any more.
        try work.store.saveLesson(.deleted, of: old.id, in: site.id)
        return subject
    }

    private func keepJudgement(_ outcome: Outcome, on subject: Subject) throws {
        let (id, revision) = (subject.comment.id, subject.comment.revision)
        try work.store.insert(outcome.reasons, on: id, revision: revision)
        let rules = try work.store.ruleSetID(
            of: work.inForce.kept(of: siteName), in: site.id, at: work.now)
        try work.store.insert(
            Judgement(
                ruleSetID: rules, status: outcome.verdict.status, facts: outcome.facts.stored),
            on: id, revision: revision)
        try work.store.forgetKeys(of: id, in: site.id)
        if let print = outcome.print {
            try Recent(
                store: work.store, needs: work.rules(of: siteName).needs, moment: work.now
            ).enter(subject.comment, print)
        }
    }

    /// Who edited, and what the rules made of it: two entries, so that taking back a decision never
    /// takes back an edit.
    private func enterHistory(
        _ outcome: Outcome, _ editorID: Int64, to subject: Subject
    ) throws {
        let comment = subject.comment
        _ = try work.store.append(
            HistoryEntry(
                siteID: site.id, at: work.now, actorID: editorID, action: "edit",
                commentID: comment.id, personID: comment.authorID))
        var entry = HistoryEntry(
            siteID: site.id, at: work.now, actorID: nil,
            action: outcome.isShadowed ? SanctionKind.shadow.name : outcome.actionName,
            commentID: comment.id, personID: comment.authorID)
        (entry.fromStatus, entry.toStatus) = (self.subject.comment.status, comment.status)
        entry.rules = outcome.verdict.rules
        _ = try work.store.append(entry)
    }

    private func queue(_ subject: Subject, _ outcome: Outcome) throws {
        let queue = Queue(work)
        switch subject.comment.status {
        case .pending where !outcome.isShadowed:
            try queue.put(subject, as: .pending, reasons: outcome.reasons, since: work.now)
        // As ever: what a moderator has decided on adds to a case, but makes none.
        case .approved
        where try outcome.verdict.isFlagged || work.store.hasNewEvidence(on: subject.comment.id):
            try queue.put(subject, as: .flagged, reasons: outcome.reasons, since: work.now)
        default: _ = try queue.remove(subject.comment.id, at: work.now)
        }
    }

    private func record(revision: Int) {
        var data = JSONWriter(capacity: 32)
        data.object { $0.member("revision", revision) }
        work.store.record(
            Event(subject, type: "comment.edited", at: work.now, data: data.bytes))
    }
}

extension Rejudging.Outcome {
    /// Has it wait for a moderator.
    fileprivate mutating func hold(because reason: Reason) {
        status = .pending
        reasons.append(reason)
    }

    /// The name under which the history keeps it.
    fileprivate var actionName: String {
        status == verdict.status ? verdict.actionName : "hold"
    }
}
