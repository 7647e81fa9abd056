import Discussion
import Moderation
import Store

/// Has a site's rules judge a text, with all that they may know beside it.
struct Judging {
    let work: Work
    let siteName: String
    let site: Site?
    /// What came after it does not count.
    let moment: Moment

    /// What the rules make of a text, and what they knew. `own` is the comment that has another
    /// text until now: it is none of those that were before.
    func judge(
        _ evidence: Evidence, by author: PersonClaim, _ person: Person?, in thread: Thread?,
        isReply: Bool, hasAnchor: Bool, apartFrom own: Comment? = nil
    ) throws -> (verdict: Verdict, facts: Facts) {
        var facts = Facts.of(
            author, person, thread, try work.moderation(of: thread, in: site), isReply: isReply,
            hasAnchor: hasAnchor, at: moment)
        if let own { facts.leaveOut(own.status) }
        let rules = work.rules(of: siteName)
        let needs = rules.needs
        if !needs.isEmpty {
            let recent = Recent(store: work.store, needs: needs, moment: moment)
            facts.rates = try recent.rates(of: person, apartFrom: own?.id)
            if needs.needsTrust { facts.trust = try work.trust(of: person) }
            if let print = evidence.print {
                facts.copies = try recent.copies(
                    of: print, by: person, in: site, apartFrom: own?.id)
            }
        }
        let verdict = rules.judge(evidence, facts)
        facts.chances = evidence.chances
        return (verdict, facts)
    }
}

extension Facts {
    /// Takes a comment of the same author and thread out of the counts.
    fileprivate mutating func leaveOut(_ status: Status) {
        switch status {
        case .approved:
            approved -= 1
            threadComments -= 1
        case .rejected, .spam: rejected -= 1
        case .pending, .deleted: break
        }
    }
}
