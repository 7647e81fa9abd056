import Discussion
import SQLite

/// Comments that a sanction shadowed, votes of persons whose votes were voided or brought back, and
/// notices: what is left to do of commands that were answered, a bounded part at a time.
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
    /// and threads are being moved.
    package func leftoverCount() throws(SQLiteError) -> Int {
        try db.first(
            """
            SELECT (SELECT count(*) FROM recounts)
              + (SELECT count(*) FROM sanctions WHERE is_over = 1)
              + (SELECT count(*) FROM moves)
            """
        ) { $0.int(0) } ?? 0
    }

    // Comments in the shadow.

    /// Keeps because of which sanction a comment is shadowed.
    package func insertShadow(of id: CommentID, by sanction: Sanction) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO shadows (sanction_id, comment_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING
            """,
            [.integer(sanction.id), .integer(id.rawValue)])
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

    // Votes that are voided, or brought back.

    /// Begins to recount a voter's ballots, or begins anew.
    package func startRecount(of voterID: Int64) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO recounts (voter_id, comment_id) VALUES (?1, 0)
            ON CONFLICT (voter_id) DO UPDATE SET comment_id = 0
            """, [.integer(voterID)])
        leftover = .some
    }

    /// A voter whose ballots are being recounted.
    package func nextRecount() throws(SQLiteError) -> (voterID: Int64, siteID: Int64)? {
        try db.first(
            """
            SELECT voter_id, site_id FROM recounts CROSS JOIN persons ON persons.id = voter_id
            ORDER BY voter_id LIMIT 1
            """
        ) { ($0.int64(0), $0.int64(1)) }
    }

    /// A vote as the ledger has it.
    package struct Ballot: Sendable {
        package let commentID: CommentID
        package let value: Int
        package let isCounted: Bool
        package let castAt: Moment
    }

    /// The next ballots to be recounted of a voter, up to `limit`.
    package func ballotsToRecount(
        of voterID: Int64, limit: Int
    ) throws(SQLiteError) -> [Ballot] {
        try db.all(
            """
            SELECT comment_id, value, is_counted, cast_at FROM votes
            WHERE voter_id = ?1
              AND comment_id > (SELECT comment_id FROM recounts WHERE voter_id = ?1)
            ORDER BY comment_id LIMIT ?2
            """, [.integer(voterID), .integer(limit)], readBallot)
    }

    /// All of a voter's ballots that are not recounted yet and stand up to `last` count from now
    /// on, or do not; nil: there are no more.
    package func finishRecount(
        of voterID: Int64, upTo last: CommentID?, counted: Bool
    ) throws(SQLiteError) {
        guard let last else {
            return try db.run(
                "DELETE FROM recounts WHERE voter_id = ?1", [.integer(voterID)])
        }
        try db.run(
            """
            UPDATE votes SET is_counted = ?3
            WHERE voter_id = ?1 AND comment_id <= ?2 AND is_counted <> ?3
              AND comment_id > (SELECT comment_id FROM recounts WHERE voter_id = ?1)
            """, [.integer(voterID), .integer(last.rawValue), .bool(counted)])
        try db.run(
            "UPDATE recounts SET comment_id = ?2 WHERE voter_id = ?1",
            [.integer(voterID), .integer(last.rawValue)])
    }

    /// How many of a voter's ballots wait to be recounted, up to `limit`.
    package func ballotsLeft(of voterID: Int64, limit: Int) throws(SQLiteError) -> Int {
        try db.first(
            """
            SELECT count(*) FROM (SELECT 1 FROM votes
              WHERE voter_id = ?1
                AND comment_id > (SELECT comment_id FROM recounts WHERE voter_id = ?1)
              LIMIT ?2)
            """, [.integer(voterID), .integer(limit)]
        ) { $0.int(0) } ?? 0
    }
}

func readBallot(_ row: borrowing Row) -> Store.Ballot {
    Store.Ballot(
        commentID: CommentID(rawValue: row.int64(0)), value: row.int(1), isCounted: row.bool(2),
        castAt: Moment(milliseconds: row.int64(3)))
}
