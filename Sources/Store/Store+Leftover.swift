import Discussion
import SQLite

/// Comments that a sanction shadowed, and what else is left to do of commands that were answered,
/// a bounded part at a time.
extension Store {
    /// What is known of work that is left, without a look at the database.
    enum Leftover {
        /// There may be some.
        case some
        /// There is none before a moment; nil: none will come by itself.
        case none(until: Moment?)
    }

    /// Whether there may be work that is left at a moment.
    package func mayHaveLeftover(at now: Moment) -> Bool {
        // Where the clock was set back, nothing holds that was known of later.
        if now < lastLook { leftover = .some }
        lastLook = now
        return switch leftover {
        case .some: true
        case .none(let end): end.map { $0 <= now } ?? false
        }
    }

    /// There is none now, and none before a moment, as far as others than sanctions go.
    package func noteNoLeftover(before moment: Moment?) throws(SQLiteError) {
        leftover = .none(until: [try nextSanctionEnd(), moment].compactMap { $0 }.min())
    }

    /// There may be some, now or later, that was not known of.
    package func noteLeftover() { leftover = .some }

    /// When there is some again, as far as is known; nil: there may be now, or none will come by
    /// itself.
    package var nextLeftover: Moment? {
        if case .none(let until) = leftover { until } else { nil }
    }

    /// How many voters' ballots are being recounted, sanctions that are over have comments left,
    /// threads are being moved, and persons are being erased or renamed.
    package func leftoverCount() throws(SQLiteError) -> Int {
        try db.first(
            """
            SELECT (SELECT count(*) FROM recounts)
              + (SELECT count(*) FROM sanctions WHERE is_over = 1)
              + (SELECT count(*) FROM moves)
              + (SELECT count(*) FROM erasures)
              + (SELECT count(*) FROM renames)
            """
        ) { $0.int(0) } ?? 0
    }

    // Comments in the shadow.

    /// Keeps because of which sanction a comment is shadowed.
    package func insertShadow(of id: CommentID, by sanctionID: Int64) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO shadows (sanction_id, comment_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING
            """,
            [.integer(sanctionID), .integer(id.rawValue)])
    }

    /// A sanction that is over and may have shadowed comments.
    package func overSanction() throws(SQLiteError) -> (id: Int64, siteID: Int64)? {
        try db.first("SELECT id, site_id FROM sanctions WHERE is_over = 1 ORDER BY id LIMIT 1") {
            ($0.int64(0), $0.int64(1))
        }
    }

    /// Takes up to `limit` comments from a sanction that is over; where those were all, the
    /// sanction itself goes.
    package func takeShadows(
        of sanctionID: Int64, limit: Int
    ) throws(SQLiteError) -> [CommentID] {
        let ids = try db.all(
            "SELECT comment_id FROM shadows WHERE sanction_id = ?1 ORDER BY comment_id LIMIT ?2",
            [.integer(sanctionID), .integer(limit)]
        ) { CommentID(rawValue: $0.int64(0)) }
        if let last = ids.last {
            try db.run(
                "DELETE FROM shadows WHERE sanction_id = ?1 AND comment_id <= ?2",
                [.integer(sanctionID), .integer(last.rawValue)])
        }
        if ids.count < limit {
            try db.run("DELETE FROM sanctions WHERE id = ?1", [.integer(sanctionID)])
        }
        return ids
    }
}
