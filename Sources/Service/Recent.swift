import Discussion
import Moderation
import Store

/// Looks up what rules ask about an author's and a site's earlier comments.
struct Recent {
    let store: Store
    let needs: FactNeeds
    /// The comment's moment: what came after it does not count.
    let moment: Moment

    /// The most texts that are compared with a new one: a copy shares keys with far fewer.
    static let maxCompared = 16
    /// How far back a text that is only tried is compared, in comments.
    static let maxTried = 1000

    /// How much the author wrote, for each window, apart from one comment.
    func rates(of person: Person?, apartFrom own: CommentID? = nil) throws -> [Rate] {
        try needs.rates.map { need in
            guard let person else { return Rate(perSeconds: need.perSeconds, count: 0) }
            let ids = ids(ofLast: need.perSeconds)
            let isCounted = own.map { ids.contains($0) } ?? false
            let count = try store.commentCount(
                of: person.id, in: ids, atMost: need.atMost + (isCounted ? 1 : 0))
            return Rate(perSeconds: need.perSeconds, count: count - (isCounted ? 1 : 0))
        }
    }

    /// How like earlier comments a text is, for each scope, apart from one comment; found by its
    /// keys.
    func copies(
        of print: TextPrint, by person: Person?, in site: Site?, apartFrom own: CommentID? = nil
    ) throws -> [NearestCopy] {
        try needs.repeats.map { need in
            let scope = need.scope
            guard let site, let authorID = scope.isByAuthor ? person?.id : 0 else {
                return NearestCopy(scope: scope, similarity: 0)
            }
            let ids = ids(ofLast: scope.withinSeconds)
            var shared: [CommentID: Int] = [:]
            for key in needs.keys(of: print, isByAuthor: scope.isByAuthor, authorID) {
                for id in try store.copies(with: key, in: site.id, ids) where id != own {
                    shared[id, default: 0] += 1
                }
            }
            // Most keys in common first: there a copy is found at once.
            let nearest = shared.sorted { ($0.value, $0.key) > ($1.value, $1.key) }
            var copy = NearestCopy(scope: scope, similarity: 0)
            for (id, _) in nearest.prefix(Self.maxCompared) where copy.similarity < need.enough {
                guard let body = try store.body(of: id) else { continue }
                let next = needs.nearest(to: print, among: [body], need)
                if next.similarity > copy.similarity { copy = next }
            }
            return copy
        }
    }

    /// The same for a text that is only tried: compared with the newest comments themselves, since
    /// they have keys only while such a rule is in force.
    func triedCopies(
        of print: TextPrint, by person: Person?, in site: Site?
    ) throws -> [NearestCopy] {
        try needs.repeats.map { need in
            let ids = ids(ofLast: need.scope.withinSeconds)
            var texts: [EarlierText] = []
            if need.scope.isByAuthor, let person {
                texts = try store.texts(of: person.id, in: ids, limit: Self.maxTried)
            } else if !need.scope.isByAuthor, let site {
                texts = try store.texts(ofSite: site.id, in: ids, limit: Self.maxTried)
            }
            return needs.nearest(to: print, among: texts.lazy.map(\.body), need)
        }
    }

    /// Enters a comment under the keys by which its copies will be found, and forgets old ones.
    func enter(_ comment: Comment, _ print: TextPrint) throws {
        let entered = needs.keys(of: print, authorID: comment.authorID)
        try store.insert(keys: entered, of: comment.id, in: comment.siteID)
        let longest = Int64(needs.longestRepeat) * 1000
        let oldest = max(0, moment.milliseconds - longest)
        try store.forgetKeys(
            before: CommentID(first: Moment(milliseconds: oldest)), in: comment.siteID)
    }

    /// The ids of comments less than so many seconds old.
    private func ids(ofLast seconds: Int) -> ClosedRange<CommentID> {
        let start = moment.milliseconds - Int64(seconds) * 1000 + 1
        let first = CommentID(first: Moment(milliseconds: max(0, start)))
        let last = CommentID(first: moment).rawValue + CommentID.perMillisecond - 1
        return min(first, CommentID(rawValue: last))...CommentID(rawValue: last)
    }
}
