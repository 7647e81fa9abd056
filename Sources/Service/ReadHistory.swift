import Configuration
import Discussion
import JSONValues
import Store
import Wire

/// `moderation.history`: what was decided, by people and by rules, newest first.
struct ReadHistory: UseCase {
    private let site: String
    private let comment: CommentName?
    private let person: String?
    private let limit: Int
    /// Where the page before ended.
    private let after: HistoryPlace?
    private let kind: UInt8

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        site = try arguments.site()
        comment = try arguments.comment("comment")
        person = try arguments.person("person")?.name
        if comment != nil, person != nil {
            throw .invalid("person", "cannot be given together with comment")
        }
        limit = try arguments.pageSize(limits)
        kind = Cursor.history + (comment != nil ? 1 : person != nil ? 2 : 0)
        after = try Cursor(arguments, kind: kind, words: 3).map {
            let words = $0.words.map { Int64(bitPattern: $0) }
            return HistoryPlace(entryAt: words[0], entryID: words[1], commentID: words[2])
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.store.site(named: site)
        var (entries, next): ([HistoryEntry], HistoryPlace?) = ([], nil)
        if let site, let scope = try scope(in: work, site) {
            (entries, next) = try work.store.history(
                of: site.id, scope: scope, after: after, limit: limit)
        } else if let comment {
            _ = try work.find(comment, in: site)
        }
        try json.object { json in
            json.name("entries")
            try json.array { json in
                for entry in entries {
                    try json.object { try work.writeMembers(of: entry, to: &$0) }
                }
            }
            json.member("next", orNull: next.map { cursor(past: $0).text })
        }
    }

    private func cursor(past place: HistoryPlace) -> Cursor {
        let words = [place.entryAt, place.entryID, place.commentID]
        return Cursor(kind: kind, words: words.map { UInt64(bitPattern: $0) })
    }

    /// Nil where the person is not known, so that nothing can be.
    private func scope(in work: Work, _ site: Site) throws -> HistoryScope? {
        if let comment { return .comment(try work.find(comment, in: site).id) }
        if let person {
            return try work.store.person(named: person, in: site).map { .person($0.id) }
        }
        return .site
    }
}

extension Work {
    /// Writes what the history says of one decision, without the object's braces.
    func writeMembers(of entry: HistoryEntry, to json: inout JSONWriter) throws {
        let actor = try entry.actorID.flatMap { try store.person($0) }
        let person = try entry.personID.flatMap { try store.person($0) }
        json.member("at", entry.at.text)
        json.member("actor", actor?.name ?? "rules")
        json.member("action", entry.action)
        json.member("comment_id", ifAny: entry.commentID?.text)
        json.member("person_id", ifAny: person?.name)
        json.member("from", ifAny: entry.fromStatus?.name)
        json.member("to", ifAny: entry.toStatus?.name)
        json.member("reason", ifAny: entry.reason)
        json.member("rules", ifAny: entry.rules)
        json.member("until", ifAny: entry.until?.text)
        json.member("range", ifAny: entry.range)
    }
}
