import Discussion
import SQLite

/// One entry of the history as a report counts it.
package struct ReportEntry: Sendable {
    package let id: Int64
    /// Milliseconds since 1970.
    package let at: Int64
    /// Nil where the rules decided, or flags.
    package let actorID: Int64?
    package let commentID: CommentID
    /// What a person did; empty where nobody did.
    package let action: String
    /// Whether somebody did it to their own comment.
    package let isOwn: Bool
    package let from: Status?
    package let to: Status?
    /// Milliseconds that the comment had stood in the queue.
    package let waited: Int64?
}

extension ReportEntry {
    /// Of what a comment's row says of how it came to be.
    init?(making entry: HistoryEntry) {
        guard let commentID = entry.commentID else { return nil }
        self.init(
            id: 0, at: entry.at.milliseconds, actorID: nil, commentID: commentID, action: "",
            isOwn: false, from: nil, to: entry.toStatus, waited: nil)
    }
}

/// Where a walk through rows stands: behind the row with these keys.
package struct ReportPlace: Sendable {
    var first: Int64
    var second: Int64
    var third: Int64

    package init(_ first: Int64, _ second: Int64 = .max, _ third: Int64 = .max) {
        (self.first, self.second, self.third) = (first, second, third)
    }
}

/// A rule's hit on a text of one site.
package struct RuleHit: Sendable {
    package let rule: String
    package let action: String
    package let isDryRun: Bool
    /// What people made of the text that was hit; nil where they have not decided, or the text
    /// is another now.
    package let verdict: Status?
}

/// A flag as a report counts it.
package struct ReportFlag: Sendable {
    package let commentID: Int64
    package let threadID: Int64
    package let authorID: Int64
    package let reason: String
    package let state: FlagState
}

/// The walks that a report is made of, in parts: each statement reads a bounded number of rows, and
/// says how many, so that the last part is known by having fewer than were asked for.
extension Store {
    /// The next entries about comments of a site, by time.
    package func reportEntries(
        of siteID: Int64, past place: inout ReportPlace, before until: Moment, limit: Int,
        _ take: (ReportEntry) -> Void
    ) throws(SQLiteError) -> Int {
        var count = 0
        var last = place
        try db.forEach(
            """
            SELECT at, id, actor_id, comment_id, from_status, to_status, waited_ms, person_id,
              action
            FROM history WHERE site_id = ?1 AND (at, id) > (?2, ?3) AND at < ?4
            ORDER BY at, id LIMIT ?5
            """,
            integers: [siteID, place.first, place.second, until.milliseconds, Int64(limit)]
        ) { row in
            count += 1
            (last.first, last.second) = (row.int64(0), row.int64(1))
            guard let commentID = row.optionalInt64(3) else { return }
            let actorID = row.optionalInt64(2)
            take(
                ReportEntry(
                    id: last.second, at: last.first, actorID: actorID,
                    commentID: CommentID(rawValue: commentID),
                    action: actorID == nil ? "" : row.text(8),
                    isOwn: actorID != nil && actorID == row.optionalInt64(7),
                    from: row.optionalInt(4).flatMap { Status(rawValue: $0) },
                    to: row.optionalInt(5).flatMap { Status(rawValue: $0) },
                    waited: row.optionalInt64(6)))
        }
        place = last
        return count
    }

    /// What persons did with a comment after an entry of its history, in order.
    package func laterEntries(
        on id: CommentID, after entryID: Int64
    ) throws(SQLiteError) -> [(entry: PersonsDecision, to: Status?)] {
        try db.all(
            """
            SELECT comment_id, id, actor_id, person_id, action, undoes, to_status FROM history
            WHERE comment_id = ?1 AND id > ?2 AND actor_id IS NOT NULL ORDER BY id LIMIT 100
            """, [.integer(id.rawValue), .integer(entryID)]
        ) { row in
            let entry = PersonsDecision(
                commentID: id, entryID: row.int64(1), actorID: row.int64(2),
                personID: row.optionalInt64(3), action: row.text(4), undoes: row.optionalInt64(5))
            return (entry, row.optionalInt(6).flatMap { Status(rawValue: $0) })
        }
    }

    /// The next hits on comments before `end`, of a site alone.
    package func ruleHits(
        of siteID: Int64, past place: inout ReportPlace, before end: CommentID, limit: Int,
        _ take: (RuleHit) -> Void
    ) throws(SQLiteError) -> Int {
        var count = 0
        var last = place
        try db.forEach(
            """
            SELECT part.comment_id, part.revision, part.position, site_id = ?1, rule, action,
              is_dry_run,
              CASE WHEN part.revision = coalesce((SELECT max(revision) FROM judgements
                  WHERE judgements.comment_id = part.comment_id), 1)
                THEN (SELECT status FROM lessons WHERE lessons.comment_id = part.comment_id) END
            FROM (SELECT * FROM reasons WHERE (comment_id, revision, position) > (?2, ?3, ?4)
                AND comment_id < ?5
                ORDER BY comment_id, revision, position LIMIT ?6) AS part
              CROSS JOIN comments ON comments.id = part.comment_id
            """,
            integers: [
                siteID, place.first, place.second, place.third, end.rawValue, Int64(limit),
            ]
        ) { row in
            count += 1
            (last.first, last.second, last.third) = (row.int64(0), row.int64(1), row.int64(2))
            guard row.bool(3) else { return }
            take(
                RuleHit(
                    rule: row.text(4), action: row.text(5), isDryRun: row.bool(6),
                    verdict: row.optionalInt(7).flatMap { Status(rawValue: $0) }))
        }
        place = last
        return count
    }

    /// The next flags, of those that were raised in a time on a site's comments.
    package func reportFlags(
        of siteID: Int64, past place: inout ReportPlace, from since: Moment, to until: Moment,
        limit: Int, _ take: (ReportFlag) -> Void
    ) throws(SQLiteError) -> Int {
        var count = 0
        var last = place
        try db.forEach(
            """
            SELECT part.comment_id, reporter_id, number, site_id, thread_id, author_id, reason,
              state
            FROM (SELECT * FROM flags WHERE (comment_id, reporter_id, number) > (?1, ?2, ?3)
                ORDER BY comment_id, reporter_id, number LIMIT ?6) AS part
              LEFT JOIN comments ON comments.id = part.comment_id
                AND raised_at >= ?4 AND raised_at < ?5
            """,
            integers: [
                place.first, place.second, place.third, since.milliseconds, until.milliseconds,
                Int64(limit),
            ]
        ) { row in
            count += 1
            (last.first, last.second, last.third) = (row.int64(0), row.int64(1), row.int64(2))
            guard row.optionalInt64(3) == siteID else { return }
            take(
                ReportFlag(
                    commentID: last.first, threadID: row.int64(4), authorID: row.int64(5),
                    reason: row.text(6), state: FlagState(rawValue: row.int(7)) ?? .open))
        }
        place = last
        return count
    }

    /// The next texts before `end` that people of a site decided on, each with the status that
    /// stands and what the rules knew of it.
    package func judgedTexts(
        of siteID: Int64, past place: inout ReportPlace, before end: CommentID, limit: Int,
        _ take: (Status, [UInt8]) -> Void
    ) throws(SQLiteError) -> Int {
        var count = 0
        var last = place
        try db.forEach(
            """
            SELECT part.comment_id, part.site_id, part.status, facts
            FROM (SELECT * FROM lessons WHERE comment_id > ?1 AND comment_id < ?2
                ORDER BY comment_id LIMIT ?3) AS part
              LEFT JOIN judgements ON judgements.comment_id = part.comment_id
                AND judgements.revision = (SELECT max(revision) FROM judgements AS newest
                  WHERE newest.comment_id = part.comment_id)
            """, integers: [place.first, end.rawValue, Int64(limit)]
        ) { row in
            count += 1
            last.first = row.int64(0)
            guard row.int64(1) == siteID, let status = Status(rawValue: row.int(2)) else { return }
            take(status, row.blob(3))
        }
        place = last
        return count
    }
}
