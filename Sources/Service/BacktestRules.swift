import Discussion
import JSONValues
import Moderation
import Store
import Wire

/// `rules.backtest`: what rules would have done to stored comments, beside what people decided.
///
/// A walk over the comments in the order of their ids, in parts, each in a snapshot of its own, so
/// that the log does not grow behind it.
struct BacktestRules: UseCase {
    private let rules: GivenRules
    private let site: String
    private let since: Moment
    private let limit: Int

    private static let defaultLimit = 100_000
    /// Comments in a part: some milliseconds' work.
    private static let partSize = 256
    /// Comments that are counted at a time to find the first of the newest.
    private static let countedAtOnce = 8192

    init(_ arguments: Arguments) throws(Refusal) {
        rules = GivenRules(arguments.object["rules"])
        site = try arguments.site()
        since = try arguments.time("since") ?? Moment(milliseconds: 0)
        limit = arguments.integer("limit") ?? Self.defaultLimit
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let rules = try rules.compiled(lists: work.inForce.lists)
        let isFree = work.options.rules.isBacktesting.withLock { isRunning in
            defer { isRunning = true }
            return !isRunning
        }
        guard isFree else {
            var refusal = Refusal(.overloaded, "another backtest is running")
            refusal.retryAfterMs = 1000
            throw refusal
        }
        defer { work.options.rules.isBacktesting.withLock { $0 = false } }
        var backtest = Backtest(rules)
        if let site = try work.store.site(named: site) {
            try LowPriority.run { try walk(site, rules, in: work, &backtest) }
        }
        backtest.write(to: &json)
    }

    private func walk(
        _ site: Site, _ rules: RuleSet, in work: Work, _ backtest: inout Backtest
    ) throws {
        var next = try firstOfNewest(of: site, in: work)
        let classifiers = work.options.classifiers.use(in: site.name)
        var walked = WalkedComments(needs: rules.needs, start: next.createdAt)
        var last = next
        while backtest.comments < limit {
            try work.store.renewSnapshot()
            let texts = try work.store.storedTexts(
                from: next, limit: Self.partSize, of: site.id)
            guard let end = texts.last?.id else { return }
            let decided = try decisions(in: next...end, of: work.store)
            for text in texts where text.siteID == site.id && backtest.comments < limit {
                try work.options.checkGoesOn()
                let evidence = rules.evidence(of: text.body, by: classifiers)
                var facts = Facts(of: text)
                walked.pass(text, evidence.print, &facts)
                let knowledge = Knowledge(
                    hasCounts: facts.hasCounts, hasTrust: facts.trust != nil,
                    seconds: walked.knownSeconds(before: text.id))
                backtest.take(text, evidence, facts, knowledge, people: decided[text.id]?.status)
            }
            last = end
            next = CommentID(rawValue: last.rawValue + 1)
        }
    }

    private func decisions(
        in ids: ClosedRange<CommentID>, of store: Store
    ) throws -> [CommentID: PeoplesVerdict] {
        var decided: [CommentID: PeoplesVerdict] = [:]
        for entry in try store.personsDecisions(in: ids) {
            decided[entry.commentID, default: PeoplesVerdict()].take(entry)
        }
        return decided
    }

    /// The first of the site's newest comments that are to be judged.
    private func firstOfNewest(of site: Site, in work: Work) throws -> CommentID {
        let start = CommentID(first: since)
        var first = CommentID(rawValue: .max)
        var found = 0
        while found < limit {
            try work.options.checkGoesOn()
            try work.store.renewSnapshot()
            let size = min(Self.countedAtOnce, limit - found)
            guard
                let part = try work.store.part(before: first, from: start, limit: size, of: site.id)
            else { break }
            first = part.first
            found += part.ofSite
        }
        return first
    }
}

extension Facts {
    /// What was known of a stored comment when it came in.
    fileprivate init(of text: StoredText) {
        self.init(
            roles: text.roles, isGuest: text.isGuest, isReply: text.isReply,
            hasAnchor: text.hasAnchor)
        hasCounts = text.facts.map { restore($0) } ?? false
        // These are found anew: other rules asked for other ones.
        rates = []
        copies = []
        chances = []
    }
}
