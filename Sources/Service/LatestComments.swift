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
    private let before: CommentID?

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        site = try arguments.site()
        thread = try arguments.identifier("thread")
        author = try arguments.person("author")?.name
        viewer = try arguments.person("viewer")?.name
        isModerator = arguments.text("view") == "moderator"
        limit = try arguments.pageSize(limits)
        before = try Cursor(arguments, kind: Cursor.latest, words: 1).map {
            CommentID(rawValue: Int64(bitPattern: $0.words[0]))
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        var (found, next): ([CommentID], CommentID?) = ([], nil)
        let site = try work.store.site(named: site)
        let audience = try work.audience(isModerator: isModerator, viewer: viewer, in: site)
        if let site, let scope = try scope(in: work, site) {
            (found, next) = try work.store.latest(
                in: scope, before: before, seenBy: audience.sight, limit: limit + 1)
        }
        if found.count > limit {
            found.removeLast()
            next = found.last
        }
        let encoder = CommentEncoder(work: work, site: self.site, audience: audience)
        try json.object { json in
            json.name("comments")
            try json.array { json in
                for id in found { try encoder.write(id, in: site, to: &json) }
            }
            let cursor = next.map {
                Cursor(kind: Cursor.latest, words: [UInt64(bitPattern: $0.rawValue)])
            }
            json.member("next", orNull: cursor)
        }
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
