import Discussion
import SQLite

/// A comment that waits in the moderation queue.
package struct QueueCase: Sendable, Equatable {
    package let commentID: CommentID
    package let siteID: Int64
    package var state: CaseState
    package var since: Moment
    /// As it was last weighed, as the exposure.
    package var severity: Double
    package var exposure: Double
    /// The negated order key of its priority: smaller is more urgent, at any time.
    package var urgency: Double
    package var lease: Lease?

    /// Who is at a case, and until when.
    package struct Lease: Sendable, Equatable {
        package let holderID: Int64
        package let until: Moment
    }

    package init(
        commentID: CommentID, siteID: Int64, state: CaseState, since: Moment, severity: Double,
        exposure: Double, urgency: Double
    ) {
        self.commentID = commentID
        self.siteID = siteID
        self.state = state
        self.since = since
        self.severity = severity
        self.exposure = exposure
        self.urgency = urgency
    }

    /// The person whose lease has not ended; nil where anyone may take the case.
    package func holder(at now: Moment) -> Int64? {
        lease.flatMap { $0.until > now ? $0.holderID : nil }
    }
}

extension Store {
    package func queueCase(of id: CommentID) throws(SQLiteError) -> QueueCase? {
        try db.first(
            """
            SELECT comment_id, site_id, state, since, severity, exposure, urgency, claimed_by,
              claimed_until
            FROM cases WHERE comment_id = ?1
            """, [.integer(id.rawValue)], readCase)
    }

    /// Puts a comment into the queue, or changes how it stands there; a lease on it stays.
    package func saveCase(_ new: QueueCase, replacing old: QueueCase?) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO cases (comment_id, site_id, state, since, severity, exposure, urgency)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (comment_id) DO UPDATE SET state = excluded.state, since = excluded.since,
              severity = excluded.severity, exposure = excluded.exposure,
              urgency = excluded.urgency
            """,
            [
                .integer(new.commentID.rawValue), .integer(new.siteID),
                .integer(new.state.rawValue), .integer(new.since.milliseconds),
                .real(new.severity), .real(new.exposure), .real(new.urgency),
            ])
        guard old?.state != new.state else { return }
        if let old { try countQueued(old, by: -1) }
        try countQueued(new, by: 1)
    }

    /// Takes a comment out of the queue, and the lease on it with it.
    package func remove(_ old: QueueCase) throws(SQLiteError) {
        try db.run("DELETE FROM cases WHERE comment_id = ?1", [.integer(old.commentID.rawValue)])
        try countQueued(old, by: -1)
    }

    /// Gives a person the lease on a case, whoever had it.
    package func claim(
        _ id: CommentID, for personID: Int64, until: Moment
    ) throws(SQLiteError) {
        try db.run(
            "UPDATE cases SET claimed_by = ?2, claimed_until = ?3 WHERE comment_id = ?1",
            [.integer(id.rawValue), .integer(personID), .integer(until.milliseconds)])
    }

    /// Ends the lease that a person has on a case, where there is one.
    package func release(_ id: CommentID, by personID: Int64) throws(SQLiteError) {
        try db.run(
            """
            UPDATE cases SET claimed_by = NULL, claimed_until = NULL
            WHERE comment_id = ?1 AND claimed_by = ?2
            """, [.integer(id.rawValue), .integer(personID)])
    }

    /// The cases of one state that nobody holds at `now`, most urgent first.
    package func freeCases(
        of siteID: Int64, state: CaseState, at now: Moment, limit: Int
    ) throws(SQLiteError) -> [QueueCase] {
        try db.all(
            """
            SELECT comment_id, site_id, state, since, severity, exposure, urgency, claimed_by,
              claimed_until
            FROM cases
            WHERE site_id = ?1 AND state = ?2 AND (claimed_until IS NULL OR claimed_until <= ?3)
            ORDER BY urgency, comment_id LIMIT ?4
            """,
            [
                .integer(siteID), .integer(state.rawValue), .integer(now.milliseconds),
                .integer(limit),
            ], readCase)
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
            SELECT comment_id, site_id, state, since, severity, exposure, urgency, claimed_by,
              claimed_until
            FROM cases
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
                SELECT comment_id, site_id, state, since, severity, exposure, urgency, claimed_by,
                  claimed_until
                FROM cases
                WHERE site_id = ?1 AND state = ?2 AND (since, comment_id) > (?3, ?4)
                ORDER BY since, comment_id LIMIT ?5
                """, values, readCase)
        }
        return try db.all(
            """
            SELECT comment_id, site_id, state, since, severity, exposure, urgency, claimed_by,
              claimed_until
            FROM cases
            WHERE site_id = ?1 AND state = ?2 AND (since, comment_id) < (?3, ?4)
            ORDER BY since DESC, comment_id DESC LIMIT ?5
            """, values, readCase)
    }
}

func readCase(_ row: borrowing Row) -> QueueCase {
    var item = QueueCase(
        commentID: CommentID(rawValue: row.int64(0)), siteID: row.int64(1),
        state: CaseState(rawValue: row.int(2)) ?? .pending,
        since: Moment(milliseconds: row.int64(3)), severity: row.double(4),
        exposure: row.double(5), urgency: row.double(6))
    if let holderID = row.optionalInt64(7) {
        item.lease = QueueCase.Lease(
            holderID: holderID, until: Moment(milliseconds: row.int64(8)))
    }
    return item
}
