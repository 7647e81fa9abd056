import Discussion
import JSONValues
import Moderation
import Ranking
import Store
import Wire

/// `moderation.explain`: what every rule saw of a comment when it was judged.
///
/// The rules of that time are kept with their word lists, and with each comment what they knew
/// beside its text; so they look at it again, and see what they saw.
struct ExplainComment: UseCase {
    private let site: String
    private let comment: CommentName

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        comment = try arguments.commentName("comment")
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let known = try compiledRules(in: work)
        let site = try work.store.site(named: site)
        let comment = try work.find(comment, in: site)
        let judgement = try work.store.judgement(on: comment.id)
        var reasons = try work.store.reasons(on: comment.id)
        let rules = try judgement.flatMap { try self.rules($0.ruleSetID, known, in: work) }
        let facts = judgement.flatMap { Facts(of: comment, stored: $0.facts) }
        let ruling = try work.store.lastRuling(on: comment.id)
        let order = try work.order(by: .commonGround, in: site)
        let sums = try order.fit.flatMap {
            try work.store.grounds(of: [comment.id], in: $0)[comment.id]
        }
        let decider = try ruling?.actorID.flatMap { try work.store.person($0) }
        var looks: [RuleLook] = []
        if let rules, let facts {
            looks = rules.looks(rules.evidence(of: comment.body), facts)
            // What flags added later is no part of what the rules decided then.
            let hits = Set(looks.filter(\.isHit).map(\.rule))
            reasons.removeAll { !hits.contains($0.rule) }
        }
        json.object { json in
            json.name("rules")
            json.array { json in
                for look in looks { write(look, comment.rules, to: &json) }
            }
            json.name("decision")
            writeDecision(
                status: judgement?.status ?? comment.status, rules: comment.rules,
                reasons: reasons, to: &json)
            json.member("status", comment.status.name)
            let isByFlags = ruling?.isByFlags ?? false
            json.member("decided_by", decider?.name ?? (isByFlags ? "flags" : "rules"))
            json.name("common_ground")
            json.object { json in
                if let fit = order.fit {
                    json.writeGround(sums ?? GroundSums(), in: fit)
                } else {
                    json.member("fallback", order.decider.name)
                }
            }
            guard let ruling, isByFlags else { return }
            json.name("hidden_by_flags")
            json.object { json in
                json.member("at", ruling.at.text)
                json.member("detail", ruling.reason ?? "")
            }
        }
    }

    /// A set of rules by its id, as it was kept.
    private typealias Known = (id: Int64, kept: KeptRules)

    /// The rules that judged, compiled before all else is read: that may take seconds, for which no
    /// snapshot is to keep the log from starting anew.
    private func compiledRules(in work: Work) throws -> Known? {
        let comment = try work.find(comment, in: work.store.site(named: site))
        guard let id = try work.store.judgement(on: comment.id)?.ruleSetID,
            let kept = try work.store.keptRules(id)
        else { return nil }
        try work.store.renewSnapshot()
        if work.inForce.kept(of: site).digest != kept.digest {
            _ = work.options.rules.past(kept)
        }
        return (id, kept)
    }

    /// The set that judged: the one in force where it is the same, else as it was kept.
    private func rules(_ id: Int64, _ known: Known?, in work: Work) throws -> RuleSet? {
        let kept = try known?.id == id ? known?.kept : work.store.keptRules(id)
        guard let kept else { return nil }
        if work.inForce.kept(of: site).digest == kept.digest { return work.rules(of: site) }
        return work.options.rules.past(kept)
    }

    private func write(_ look: RuleLook, _ version: Int, to json: inout JSONWriter) {
        json.object { json in
            json.member("rule", look.rule)
            json.member("version", version)
            json.member("hit", look.isHit)
            json.member("action", look.action.rawValue)
            json.member("saw", look.saw)
            if let span = look.span {
                json.name("span")
                json.array { json in
                    json.integer(span.lowerBound)
                    json.integer(span.upperBound)
                }
            }
            if let score = look.score { json.member("score", score) }
            if let threshold = look.threshold { json.member("threshold", threshold) }
            if look.isDryRun { json.member("dry_run", true) }
        }
    }
}

extension HistoryEntry {
    /// Neither a person did it nor a version of the rules.
    fileprivate var isByFlags: Bool { actorID == nil && rules == nil && fromStatus != nil }
}

extension Facts {
    /// What was known of a comment when it was judged; nil where that was not kept.
    init?(of comment: Comment, stored: [UInt8]) {
        self.init(
            roles: comment.roles, isGuest: comment.isGuest, isReply: comment.parentID != nil,
            hasAnchor: comment.anchor != nil)
        guard restore(stored) else { return nil }
    }
}
