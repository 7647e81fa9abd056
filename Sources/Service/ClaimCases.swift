import Discussion
import JSONValues
import Store
import Wire

/// `moderation.claim`: leases on waiting comments, so that two moderators do not do the same work.
struct ClaimCases: UseCase {
    private let site: String
    /// Nil: the most urgent ones.
    private let comments: [CommentName]?
    private let count: Int
    private let moderator: PersonClaim

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        var names: [CommentName] = []
        for (index, name) in (arguments.texts("comments") ?? []).enumerated() {
            if let problem = TextPolicy.problem(ofIdentifier: name) {
                throw .invalid("comments[\(index)]", problem)
            }
            names.append(CommentName(text: name))
        }
        comments = arguments.texts("comments") == nil ? nil : names
        if comments != nil, arguments.integer("n") != nil {
            throw .invalid("n", "cannot be given together with comments")
        }
        count = arguments.integer("n") ?? 1
        moderator = try arguments.requiredPerson("moderator")
    }

    /// What cannot be claimed is left out: what does not wait, and what somebody else holds.
    func apply(in work: Work, to json: inout JSONWriter) throws {
        let seconds = work.settings.windows.leaseSeconds
        let until = work.now.adding(milliseconds: Int64(seconds) * 1000)
        var claimed: [CommentID] = []
        if let site = try work.store.site(named: site) {
            claimed = try comments.map { try free($0, in: work, site) } ?? urgent(in: work, site)
            if !claimed.isEmpty {
                let holder = try work.store.makePerson(
                    work.believed(moderator), in: site, at: work.now)
                for id in claimed { try work.store.claim(id, for: holder.id, until: until) }
            }
        }
        json.object { json in
            json.name("claimed")
            json.array { json in claimed.forEach { json.string($0.text) } }
            json.member("until", until.text)
        }
    }

    /// Those of the named comments that wait and are free, or the moderator's own already.
    private func free(_ names: [CommentName], in work: Work, _ site: Site) throws -> [CommentID] {
        let own = try work.store.person(named: moderator.name, in: site)?.id
        var seen: Set<CommentID> = []
        return try names.compactMap { name in
            guard let id = try work.store.commentID(name, in: site),
                let item = try work.store.queueCase(of: id), item.siteID == site.id
            else { return nil }
            let holder = item.holder(at: work.now)
            guard holder == nil || holder == own, seen.insert(id).inserted else { return nil }
            return id
        }
    }

    private func urgent(in work: Work, _ site: Site) throws -> [CommentID] {
        let cases = try CaseState.allCases.flatMap {
            try work.store.freeCases(of: site.id, state: $0, at: work.now, limit: count)
        }
        return cases.sorted { ($0.urgency, $0.commentID) < ($1.urgency, $1.commentID) }
            .prefix(count).map(\.commentID)
    }
}
