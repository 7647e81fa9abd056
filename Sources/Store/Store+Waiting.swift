import Discussion
import SQLite

/// Why comments wait.
package struct WaitingReason: Sendable, Hashable {
    package enum Kind: String, Sendable {
        case rule
        case flag
        /// Every comment of the page waits.
        case none
    }
    package let kind: Kind
    /// The rule's name or the flags' reason.
    package let name: String?

    package init(_ kind: Kind, _ name: String?) {
        self.kind = kind
        self.name = name
    }
}

/// What a report says of one waiting comment beside its case.
package struct WaitingComment: Sendable, Equatable {
    package let thread: String
    package let author: String
    /// The author's name for people.
    package let authorName: String
}

/// What a report says of the queue as it is.
extension Store {
    /// Why a comment in the queue waits: the rules that hit its text as it is, then the reasons of
    /// its open flags; where there are neither, its page has all comments wait.
    package func waitingReasons(
        of id: CommentID
    ) throws(SQLiteError) -> [WaitingReason] {
        var reasons: [WaitingReason] = []
        try db.forEach(
            """
            SELECT DISTINCT rule FROM reasons
            WHERE comment_id = ?1 AND is_dry_run = 0 AND revision = coalesce(
              (SELECT max(revision) FROM judgements WHERE comment_id = ?1), 1)
            """, integers: [id.rawValue]
        ) { reasons.append(WaitingReason(.rule, $0.text(0))) }
        try db.forEach(
            "SELECT reason FROM flag_totals WHERE comment_id = ?1", integers: [id.rawValue]
        ) { reasons.append(WaitingReason(.flag, $0.text(0))) }
        return reasons.isEmpty ? [WaitingReason(.none, nil)] : reasons
    }

    /// The next comments that people took out of a site's queue, by when: hands over the moment and
    /// how long each had waited, in milliseconds.
    package func leavings(
        of siteID: Int64, past place: inout ReportPlace, before until: Moment, limit: Int,
        _ take: (_ at: Int64, _ waited: Int64) -> Void
    ) throws(SQLiteError) -> Int {
        var count = 0
        var last = place
        try db.forEach(
            """
            SELECT at, id, waited_ms FROM history
            WHERE site_id = ?1 AND (at, id) > (?2, ?3) AND at < ?4 AND waited_ms IS NOT NULL
            ORDER BY at, id LIMIT ?5
            """,
            integers: [siteID, place.first, place.second, until.milliseconds, Int64(limit)]
        ) { row in
            count += 1
            (last.first, last.second) = (row.int64(0), row.int64(1))
            take(last.first, row.int64(2))
        }
        place = last
        return count
    }

    /// Where a comment stands and who wrote it, by the names that people know.
    package func waitingComment(_ id: CommentID) throws(SQLiteError) -> WaitingComment? {
        try db.first(
            """
            SELECT threads.name, coalesce(persons.name, 'erased'),
              coalesce(display_name, persons.name, 'erased')
            FROM comments JOIN threads ON threads.id = thread_id
              JOIN persons ON persons.id = author_id
            WHERE comments.id = ?1
            """, [.integer(id.rawValue)]
        ) { WaitingComment(thread: $0.text(0), author: $0.text(1), authorName: $0.text(2)) }
    }

    /// The host's id of a person for a report; `erased` where they were.
    package func reportedName(ofPerson id: Int64) throws(SQLiteError) -> String {
        try db.first(
            "SELECT coalesce(name, 'erased') FROM persons WHERE id = ?1", [.integer(id)]
        ) { $0.text(0) } ?? "erased"
    }

    /// The address of a thread for a report.
    package func reportedName(ofThread id: Int64) throws(SQLiteError) -> String {
        try db.first("SELECT name FROM threads WHERE id = ?1", [.integer(id)]) { $0.text(0) } ?? ""
    }

    /// The set of rules that judged a site's newest comment before `until`, with its array of
    /// rules; nil where none did.
    package func newestRules(
        of siteID: Int64, before until: Moment
    ) throws(SQLiteError) -> KeptRules? {
        let comment = try db.first(
            """
            SELECT id FROM comments INDEXED BY comments_by_site
            WHERE site_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT 1
            """, [.integer(siteID), .integer(CommentID(first: until).rawValue)]
        ) { CommentID(rawValue: $0.int64(0)) }
        guard let comment, let judgement = try judgement(on: comment) else { return nil }
        return try keptRules(judgement.ruleSetID)
    }

    /// What was learned of one site.
    package func learnedModels(of siteID: Int64) throws(SQLiteError) -> [LearnedModel] {
        try db.all(
            """
            SELECT name, trait, lesson, learned_at, model
            FROM classifiers JOIN sites ON sites.id = site_id WHERE site_id = ?1
            """, [.integer(siteID)]
        ) { row in
            LearnedModel(
                siteName: row.text(0), trait: row.text(1), lesson: row.int64(2),
                learnedAt: Moment(milliseconds: row.int64(3)), model: row.blob(4))
        }
    }
}
