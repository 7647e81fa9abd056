import Configuration
import Discussion
import JSONValues
import Store
import Wire

/// `comment.latest`: the newest comments of a site, of a thread or of one person.
struct LatestComments: UseCase {
    private let site: String
    private let thread: String?
    private let author: String?
    private let viewer: String?
    private let isModerator: Bool
    private let limit: Int
    private let kind: UInt8
    private let after: LatestPlace?

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        site = try arguments.site()
        thread = try arguments.identifier("thread")
        author = try arguments.person("author")?.name
        viewer = try arguments.person("viewer")?.name
        isModerator = arguments.text("view") == "moderator"
        limit = try arguments.pageSize(limits)
        // A site's list has an order of its own.
        kind = Cursor.latest + (thread == nil && author == nil ? 1 : 0)
        after = try Cursor(arguments, kind: kind, words: 2).map {
            LatestPlace(
                key: Int64(bitPattern: $0.words[0]), entryID: Int64(bitPattern: $0.words[1]))
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        var found: [(id: CommentID, place: LatestPlace)] = []
        var next: LatestPlace?
        let site = try work.store.site(named: site)
        let audience = try work.audience(isModerator: isModerator, viewer: viewer, in: site)
        if let site, let scope = try scope(in: work, site) {
            (found, next) = try work.store.latest(
                in: scope, after: after, seenBy: audience.sight, limit: limit + 1)
        }
        if found.count > limit {
            found.removeLast()
            next = found.last?.place
        }
        let encoder = CommentEncoder(work: work, site: self.site, audience: audience)
        try json.object { json in
            json.name("comments")
            try json.array { json in
                for comment in found { try encoder.write(comment.id, in: site, to: &json) }
            }
            json.member("next", orNull: next.map(cursor))
        }
    }

    private func cursor(_ place: LatestPlace) -> Cursor {
        Cursor(kind: kind, words: [place.key, place.entryID].map { UInt64(bitPattern: $0) })
    }

    /// Nil where the thread or the person is not known, so that there is nothing.
    private func scope(in work: Work, _ site: Site) throws -> LatestScope? {
        let threadID = try thread.map { try work.store.thread(named: $0, in: site)?.id }
        // Asked for, but not there.
        if case .some(nil) = threadID { return nil }
        if let author {
            return try work.store.person(named: author, in: site).map {
                .author($0.id, threadID: threadID ?? nil)
            }
        }
        return (threadID ?? nil).map { .thread($0) } ?? .site(site.id)
    }
}
