import Discussion
import SQLite

/// A comment that waits in the moderation queue.
package struct QueueCase: Sendable, Equatable {
    package let commentID: CommentID
    package let siteID: Int64
    package let state: CaseState
    package let since: Moment
    /// The negated order key of its priority: smaller is more urgent, at any time.
    package let urgency: Double

    package init(
        commentID: CommentID, siteID: Int64, state: CaseState, since: Moment, urgency: Double
    ) {
        self.commentID = commentID
        self.siteID = siteID
        self.state = state
        self.since = since
        self.urgency = urgency
    }
}

extension Store {
    package func queueCase(of id: CommentID) throws(SQLiteError) -> QueueCase? {
        try db.first(
            "SELECT comment_id, site_id, state, since, urgency FROM cases WHERE comment_id = ?1",
            [.integer(id.rawValue)], readCase)
    }

    /// Puts a comment into the queue, or changes how it stands there.
    package func saveCase(_ new: QueueCase) throws(SQLiteError) {
        try removeCase(of: new.commentID)
        try db.run(
            """
            INSERT INTO cases (comment_id, site_id, state, since, urgency)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """,
            [
                .integer(new.commentID.rawValue), .integer(new.siteID),
                .integer(new.state.rawValue), .integer(new.since.milliseconds), .real(new.urgency),
            ])
        try countQueued(new, by: 1)
    }

    /// Takes a comment out of the queue.
    package func removeCase(of id: CommentID) throws(SQLiteError) {
        guard let old = try queueCase(of: id) else { return }
        try db.run("DELETE FROM cases WHERE comment_id = ?1", [.integer(id.rawValue)])
        try countQueued(old, by: -1)
    }

    private func countQueued(_ item: QueueCase, by step: Int) throws(SQLiteError) {
        try db.run(
            """
            UPDATE sites SET queued_pending = queued_pending + ?2,
              queued_flagged = queued_flagged + ?3
            WHERE id = ?1
            """,
            [
                .integer(item.siteID), .integer(item.state == .pending ? step : 0),
                .integer(item.state == .flagged ? step : 0),
            ])
    }

    /// The next cases of one state, most urgent first, past a case's urgency and id.
    package func casesByUrgency(
        of siteID: Int64, state: CaseState, after: (urgency: Double, id: Int64)?, limit: Int
    ) throws(SQLiteError) -> [QueueCase] {
        try db.all(
            """
            SELECT comment_id, site_id, state, since, urgency FROM cases
            WHERE site_id = ?1 AND state = ?2 AND (urgency, comment_id) > (?3, ?4)
            ORDER BY urgency, comment_id LIMIT ?5
            """,
            [
                .integer(siteID), .integer(state.rawValue), .real(after?.urgency ?? -.infinity),
                .integer(after?.id ?? 0), .integer(limit),
            ], readCase)
    }

    /// The next cases of one state by when they came, past a case's time and id.
    package func casesByAge(
        of siteID: Int64, state: CaseState, oldestFirst: Bool, after: (since: Int64, id: Int64)?,
        limit: Int
    ) throws(SQLiteError) -> [QueueCase] {
        let start = after ?? (oldestFirst ? (-1, 0) : (.max, .max))
        let values: [Value] = [
            .integer(siteID), .integer(state.rawValue), .integer(start.since), .integer(start.id),
            .integer(limit),
        ]
        if oldestFirst {
            return try db.all(
                """
                SELECT comment_id, site_id, state, since, urgency FROM cases
                WHERE site_id = ?1 AND state = ?2 AND (since, comment_id) > (?3, ?4)
                ORDER BY since, comment_id LIMIT ?5
                """, values, readCase)
        }
        return try db.all(
            """
            SELECT comment_id, site_id, state, since, urgency FROM cases
            WHERE site_id = ?1 AND state = ?2 AND (since, comment_id) < (?3, ?4)
            ORDER BY since DESC, comment_id DESC LIMIT ?5
            """, values, readCase)
    }
}

private func readCase(_ row: borrowing Row) -> QueueCase {
    QueueCase(
        commentID: CommentID(rawValue: row.int64(0)), siteID: row.int64(1),
        state: CaseState(rawValue: row.int(2)) ?? .pending,
        since: Moment(milliseconds: row.int64(3)), urgency: row.double(4))
}
