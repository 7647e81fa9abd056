import Discussion
import SQLite

/// A notice with all that decides whether it is still to be told, and to whom.
package struct NoticeRow: Sendable {
    package let id: Int64
    package let kind: NoticeKind
    package let personID: Int64
    package let commentID: CommentID?
    package let hasEmail: Bool
    package let state: NoticeState
    package let createdAt: Moment
    package let dueAt: Moment
    package let tries: Int
    package let detail: String?
    /// Nil where it is cancelled, and for moderators' notices.
    package let subscription: Subscription?
    /// Nil where there is no comment.
    package let status: Status?
    package let authorID: Int64?
    /// Whether the comment waits in the queue.
    package let isQueued: Bool
}

/// Where a list of notices goes on: past a notice.
package struct NoticePlace: Sendable, Equatable {
    package let hasEmail: Bool
    /// When it is due, in milliseconds; of those that were given up when it was made.
    package let time: Int64
    package let id: Int64

    package init(hasEmail: Bool, time: Int64, id: Int64) {
        self.hasEmail = hasEmail
        self.time = time
        self.id = id
    }
}

extension Store {
    /// Adds a notice that a subscription waits for its confirmation, unless one is due already.
    package func insertConfirmation(
        of subscription: Subscription, at now: Moment
    ) throws(SQLiteError) {
        try db.run(
            """
            INSERT OR IGNORE INTO notices (site_id, kind, person_id, subscription_id, has_email,
              created_at, due_at)
            VALUES (?1, 1, ?2, ?3, ?4, ?5, ?5)
            """,
            [
                .integer(subscription.siteID), .integer(subscription.personID),
                .integer(subscription.id), .bool(subscription.email != nil),
                .integer(now.milliseconds),
            ])
        leftover = .some
    }

    /// Takes back the notice that a subscription waits for its confirmation, where it is due.
    package func removeConfirmation(of subscription: Subscription) throws(SQLiteError) {
        try db.run(
            "DELETE FROM notices WHERE subscription_id = ?1 AND kind = 1 AND state = 0",
            [.integer(subscription.id)])
    }

    /// Adds a notice that a comment has waited in the queue for long, once a person.
    package func insertQueueNotice(
        of id: CommentID, to person: Person, hasEmail: Bool, in siteID: Int64, at now: Moment
    ) throws(SQLiteError) {
        try db.run(
            """
            INSERT OR IGNORE INTO notices (site_id, kind, person_id, comment_id, has_email,
              created_at, due_at)
            VALUES (?1, 2, ?2, ?3, ?4, ?5, ?5)
            """,
            [
                .integer(siteID), .integer(person.id), .integer(id.rawValue),
                .bool(hasEmail), .integer(now.milliseconds),
            ])
        leftover = .some
    }

    /// The notices of a state past a place, up to `limit`; of due ones those that are due by now.
    package func notices(
        of siteID: Int64, state: NoticeState, hasEmail: Bool, after place: NoticePlace?,
        dueBy now: Moment, limit: Int
    ) throws(SQLiteError) -> [NoticeRow] {
        let values: [Value] = [
            .integer(siteID), .bool(hasEmail), .integer(place?.time ?? -1),
            .integer(place?.id ?? 0), .integer(limit),
        ]
        if state == .failed {
            return try db.all(
                """
                SELECT notices.id, notices.kind, notices.person_id, notices.comment_id, has_email,
                  notices.state, created_at, due_at, tries, detail, subscriptions.id,
                  subscriptions.thread_id, scope, subscriptions.comment_id, email,
                  subscriptions.since, waits_since, status, author_id, cases.comment_id IS NOT NULL
                FROM notices LEFT JOIN subscriptions ON subscriptions.id = subscription_id
                  LEFT JOIN comments ON comments.id = notices.comment_id
                  LEFT JOIN cases ON cases.comment_id = notices.comment_id
                WHERE notices.site_id = ?1 AND has_email = ?2 AND notices.state = 2
                  AND (created_at, notices.id) > (?3, ?4)
                ORDER BY created_at, notices.id LIMIT ?5
                """, values
            ) { readNotice($0, in: siteID) }
        }
        return try db.all(
            """
            SELECT notices.id, notices.kind, notices.person_id, notices.comment_id, has_email,
              notices.state, created_at, due_at, tries, detail, subscriptions.id,
              subscriptions.thread_id, scope, subscriptions.comment_id, email,
              subscriptions.since, waits_since, status,
              author_id, cases.comment_id IS NOT NULL
            FROM notices LEFT JOIN subscriptions ON subscriptions.id = subscription_id
              LEFT JOIN comments ON comments.id = notices.comment_id
              LEFT JOIN cases ON cases.comment_id = notices.comment_id
            WHERE notices.site_id = ?1 AND has_email = ?2 AND notices.state = 0
              AND (due_at, notices.id) > (?3, ?4) AND due_at <= ?6
            ORDER BY due_at, notices.id LIMIT ?5
            """, values + [.integer(now.milliseconds)]
        ) { readNotice($0, in: siteID) }
    }

    /// A notice that is still due.
    package func dueNotice(_ id: Int64, in siteID: Int64) throws(SQLiteError) -> NoticeRow? {
        try db.first(
            """
            SELECT notices.id, notices.kind, notices.person_id, notices.comment_id, has_email,
              notices.state, created_at, due_at, tries, detail, subscriptions.id,
              subscriptions.thread_id, scope, subscriptions.comment_id, email,
              subscriptions.since, waits_since, status, author_id, cases.comment_id IS NOT NULL
            FROM notices LEFT JOIN subscriptions ON subscriptions.id = subscription_id
              LEFT JOIN comments ON comments.id = notices.comment_id
              LEFT JOIN cases ON cases.comment_id = notices.comment_id
            WHERE notices.id = ?1 AND notices.site_id = ?2 AND notices.state = 0
            """, [.integer(id), .integer(siteID)]
        ) { readNotice($0, in: siteID) }
    }

    /// A notice was told, or is given up.
    package func close(
        _ notice: NoticeRow, as state: NoticeState, detail: String?, at now: Moment
    ) throws(SQLiteError) {
        try db.run(
            """
            UPDATE notices SET state = ?2, detail = coalesce(?3, detail), due_at = ?4,
              tries = tries + (?2 = 2)
            WHERE id = ?1
            """,
            [
                .integer(notice.id), .integer(state.rawValue), .text(orNull: detail),
                .integer(now.milliseconds),
            ])
    }

    /// A notice could not be told, and is due again at a moment.
    package func putOff(
        _ notice: NoticeRow, until moment: Moment, detail: String?
    ) throws(SQLiteError) {
        try db.run(
            """
            UPDATE notices SET due_at = ?2, tries = tries + 1, detail = coalesce(?3, detail)
            WHERE id = ?1
            """,
            [.integer(notice.id), .integer(moment.milliseconds), .text(orNull: detail)])
    }

    /// How many notices are in a state, up to `limit`.
    package func noticeCount(
        _ state: NoticeState, limit: Int
    ) throws(SQLiteError) -> Int {
        try db.first(
            "SELECT count(*) FROM (SELECT 1 FROM notices WHERE state = ?1 LIMIT ?2)",
            [.integer(state.rawValue), .integer(limit)]
        ) { $0.int(0) } ?? 0
    }

    // What goes after its time.

    /// When the oldest notice of a state was made.
    package func oldestNotice(_ state: NoticeState) throws(SQLiteError) -> Moment? {
        try db.first(
            "SELECT min(created_at) FROM notices WHERE state = ?1", [.integer(state.rawValue)]
        ) { $0.optionalInt64(0).map { Moment(milliseconds: $0) } } ?? nil
    }

    /// When the subscription that has waited longest for its confirmation began to.
    package func oldestUnconfirmed() throws(SQLiteError) -> Moment? {
        try db.first(
            "SELECT min(waits_since) FROM subscriptions WHERE waits_since IS NOT NULL"
        ) { $0.optionalInt64(0).map { Moment(milliseconds: $0) } } ?? nil
    }

    /// Notices of all sites that nobody has taken, made before a moment, up to `limit`.
    package func untakenNotices(
        madeBefore moment: Moment, limit: Int
    ) throws(SQLiteError) -> [(id: Int64, siteID: Int64)] {
        try db.all(
            """
            SELECT id, site_id FROM notices WHERE state = 0 AND created_at <= ?1
            ORDER BY created_at LIMIT ?2
            """, [.integer(moment.milliseconds), .integer(limit)]
        ) { ($0.int64(0), $0.int64(1)) }
    }

    /// A notice is given up because nobody has taken it.
    package func expire(_ notice: NoticeRow, at now: Moment) throws(SQLiteError) {
        try db.run(
            """
            UPDATE notices SET state = 2, detail = 'was not taken in time', due_at = ?2
            WHERE id = ?1
            """, [.integer(notice.id), .integer(now.milliseconds)])
    }

    package func remove(_ notice: NoticeRow) throws(SQLiteError) {
        try db.run("DELETE FROM notices WHERE id = ?1", [.integer(notice.id)])
    }

    /// Has due notices that were made after a moment be made now, up to `limit`; how many. How long
    /// they are put off stays.
    package func remakeNotices(
        madeAfter moment: Moment, limit: Int, at now: Moment
    ) throws(SQLiteError) -> Int {
        let before = changeCount
        try db.run(
            """
            UPDATE notices SET due_at = ?3 + due_at - created_at, created_at = ?3
            WHERE id IN (SELECT id FROM notices WHERE state = 0 AND created_at > ?1
              ORDER BY created_at LIMIT ?2)
            """,
            [.integer(moment.milliseconds), .integer(limit), .integer(now.milliseconds)])
        return Int(changeCount - before)
    }

    /// Removes notices of a state that were made before a moment, up to `limit`; how many.
    package func removeNotices(
        _ state: NoticeState, madeBefore moment: Moment, limit: Int
    ) throws(SQLiteError) -> Int {
        let before = changeCount
        try db.run(
            """
            DELETE FROM notices WHERE id IN (SELECT id FROM notices
              WHERE state = ?1 AND created_at <= ?2 ORDER BY created_at LIMIT ?3)
            """,
            [.integer(state.rawValue), .integer(moment.milliseconds), .integer(limit)])
        return Int(changeCount - before)
    }

    // What waits in the queue for long.

    /// Cases that have waited since before a moment, and of which nobody was told, up to `limit`.
    package func untoldCases(
        since moment: Moment, limit: Int
    ) throws(SQLiteError) -> [(commentID: CommentID, siteID: Int64)] {
        try db.all(
            """
            SELECT comment_id, site_id FROM cases WHERE is_told = 0 AND since <= ?1
            ORDER BY since LIMIT ?2
            """, [.integer(moment.milliseconds), .integer(limit)]
        ) { (CommentID(rawValue: $0.int64(0)), $0.int64(1)) }
    }

    /// Since when the case waits of which nobody was told longest.
    package func oldestUntoldCase() throws(SQLiteError) -> Moment? {
        try db.first("SELECT min(since) FROM cases WHERE is_told = 0") {
            $0.optionalInt64(0).map { Moment(milliseconds: $0) }
        } ?? nil
    }

    /// Those who follow the queue were told of a case.
    package func noteTold(_ id: CommentID) throws(SQLiteError) {
        try db.run(
            "UPDATE cases SET is_told = 1 WHERE comment_id = ?1", [.integer(id.rawValue)])
    }
}

private func readNotice(_ row: borrowing Row, in siteID: Int64) -> NoticeRow {
    let personID = row.int64(2)
    var subscription: Subscription?
    if let id = row.optionalInt64(10) {
        let commentID = row.int64(13)
        subscription = Subscription(
            siteID: siteID, personID: personID, threadID: row.int64(11),
            scope: FollowScope(rawValue: row.int(12)) ?? .thread,
            commentID: commentID == 0 ? nil : CommentID(rawValue: commentID),
            email: row.optionalText(14), since: Moment(milliseconds: row.int64(15)),
            waitsSince: row.optionalInt64(16).map { Moment(milliseconds: $0) })
        subscription?.id = id
    }
    return NoticeRow(
        id: row.int64(0), kind: NoticeKind(rawValue: row.int(1)) ?? .comment,
        personID: personID, commentID: row.optionalInt64(3).map { CommentID(rawValue: $0) },
        hasEmail: row.bool(4), state: NoticeState(rawValue: row.int(5)) ?? .due,
        createdAt: Moment(milliseconds: row.int64(6)),
        dueAt: Moment(milliseconds: row.int64(7)), tries: row.int(8),
        detail: row.optionalText(9), subscription: subscription,
        status: row.optionalInt64(17).flatMap { Status(rawValue: Int($0)) },
        authorID: row.optionalInt64(18), isQueued: row.bool(19))
}
