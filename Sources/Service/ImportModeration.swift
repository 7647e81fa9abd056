import Discussion
import Imports
import Moderation
import Store

/// Has the rules in force judge what an import brings, as if it were submitted when it was written.
/// What was not published elsewhere is not published by them.
struct ImportModeration {
    let writer: ImportWriter
    let siteName: String
    let site: Site

    init(_ writer: ImportWriter, siteName: String, site: Site) {
        (self.writer, self.siteName, self.site) = (writer, siteName, site)
    }

    private var work: Work { writer.work }

    /// What the rules made of a comment, and what they knew.
    struct Judged {
        let verdict: Verdict
        let facts: Facts
    }

    /// Gives a comment the status that the rules say; nil where it was not published anyway.
    func judge(
        _ new: inout NewComment, by claim: PersonClaim, _ thread: Thread
    ) throws -> Judged? {
        guard new.status == .approved else { return nil }
        // Rules ask for counts.
        try writer.settle()
        let evidence = work.rules(of: siteName)
            .evidence(of: new.body, by: work.options.classifiers.use(in: siteName))
        let (verdict, facts) = try Judging(
            work: work, siteName: siteName, site: site, moment: new.createdAt
        ).judge(
            evidence, by: claim, work.store.person(new.personID),
            in: work.store.thread(thread.id), isReply: new.parentID != nil,
            hasAnchor: new.anchor != nil)
        new.status = verdict.status
        new.rules = verdict.rules
        new.masked = verdict.masks.isEmpty ? nil : verdict.masked(new.body)
        new.html = nil
        return Judged(verdict: verdict, facts: facts)
    }

    /// Keeps why.
    func keep(_ judged: Judged, of comment: Comment) throws {
        let store = work.store
        try store.insert(judged.verdict.reasons, on: comment.id, revision: comment.revision)
        let rules = try store.ruleSetID(
            of: work.inForce.kept(of: siteName), in: site.id, at: work.now)
        try store.insert(
            Judgement(
                ruleSetID: rules, status: judged.verdict.status, facts: judged.facts.stored),
            on: comment.id, revision: comment.revision)
        guard comment.status == .pending || judged.verdict.isFlagged else { return }
        try Queue(work).put(
            writer.subject(comment), as: comment.status == .pending ? .pending : .flagged,
            reasons: judged.verdict.reasons, since: comment.id.createdAt)
    }
}
