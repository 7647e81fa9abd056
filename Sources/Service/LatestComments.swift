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
    private let isModerator: Bool
    private let limit: Int
    private let before: CommentID

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        site = try arguments.site()
        thread = try arguments.identifier("thread")
        author = try arguments.person("author")?.name
        isModerator = arguments.text("view") == "moderator"
        limit = try arguments.pageSize(limits)
        let cursor = try Cursor(arguments, kind: Cursor.latest, words: 1)
        before = CommentID(rawValue: cursor.map { Int64(bitPattern: $0.words[0]) } ?? .max)
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        var ids: [CommentID] = []
        var next: CommentID?
        let site = try work.store.site(named: site)
        if let site, let scope = try scope(in: work, site) {
            (ids, next) = try work.store.latest(
                in: scope, before: before, withHidden: isModerator, limit: limit + 1)
        }
        if ids.count > limit {
            ids.removeLast()
            next = ids.last
        }
        let encoder = CommentEncoder(
            work: work, site: self.site, audience: isModerator ? .moderators : .everyone)
        try json.object { json in
            json.name("comments")
            try json.array { json in
                for id in ids { try write(id, site, with: encoder, to: &json) }
            }
            json.member("next", orNull: next.map(cursor))
        }
    }

    private func write(
        _ id: CommentID, _ site: Site?, with encoder: CommentEncoder, to json: inout JSONWriter
    ) throws {
        let subject = try encoder.work.subject(encoder.work.find(.id(id), in: site))
        guard let record = try encoder.work.store.record(of: subject.tally, in: subject.thread)
        else { throw Refusal(.internalFault, "a tally without a comment") }
        try json.object { try encoder.writeMembers(of: record, .whole, to: &$0) }
    }

    private func cursor(_ id: CommentID) -> Cursor {
        Cursor(kind: Cursor.latest, words: [UInt64(bitPattern: id.rawValue)])
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
