import Discussion
import SQLite

/// Votes that are voided, or brought back. The ledger lies by comment, so that votes on one page
/// touch few of its pages; a voter's ballots are found by looking through it, a part at a time, for
/// all voters at once whose ballots are being recounted.
extension Store {
    /// A vote as the ledger has it.
    package struct Ballot: Sendable {
        package let voterID: Int64
        package let commentID: CommentID
        package let value: Int
        package let isCounted: Bool
        package let castAt: Moment
    }

    /// A part of the ledger: the ballots on comments past `start`, up to and with `end`.
    package struct LedgerPart: Sendable {
        fileprivate let start: Int64
        /// The last comment; `Int64.max` in the last part.
        package let end: Int64
        /// Whether it is one comment with more ballots than a part should have.
        fileprivate let isOneComment: Bool
    }

    /// Where voters stand of whom nothing is left to be looked for.
    private static let end = Int64.max

    /// Begins to recount a voter's ballots, or begins anew.
    package func startRecount(of voterID: Int64) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO recounts (voter_id, comment_id) VALUES (?1, 0)
            ON CONFLICT (voter_id) DO UPDATE SET comment_id = 0
            """, [.integer(voterID)])
        leftover = .some
    }

    /// The part to be looked through next, of about so many ballots; nil where no voter's are
    /// being recounted.
    package func nextLedgerPart(ballots limit: Int) throws(SQLiteError) -> LedgerPart? {
        let reached = try db.first("SELECT min(comment_id) FROM recounts") { $0.optionalInt64(0) }
        guard let start = reached ?? nil else { return nil }
        return try ledgerPart(after: start, ballots: limit)
    }

    /// The part of about so many ballots that is past a comment; the last one ends nowhere.
    package func ledgerPart(
        after start: Int64, ballots limit: Int
    ) throws(SQLiteError) -> LedgerPart {
        let next = try db.first(
            """
            SELECT min(comment_id), (SELECT comment_id FROM votes WHERE comment_id > ?1
              ORDER BY comment_id, voter_id LIMIT 1 OFFSET ?2)
            FROM votes WHERE comment_id > ?1
            """, [.integer(start), .integer(limit)]
        ) { ($0.optionalInt64(0), $0.optionalInt64(1)) }
        guard let next, let first = next.0, let last = next.1 else {
            return LedgerPart(start: start, end: Self.end, isOneComment: false)
        }
        return first == last
            ? LedgerPart(start: start, end: first, isOneComment: true)
            : LedgerPart(start: start, end: last - 1, isOneComment: false)
    }

    /// One voter's ballots in a part, in the order of the comments, up to `limit`.
    package func ballots(
        of voterID: Int64, in part: LedgerPart, limit: Int
    ) throws(SQLiteError) -> [Ballot] {
        if part.isOneComment {
            return try db.all(
                """
                SELECT voter_id, comment_id, value, is_counted, cast_at FROM votes
                WHERE comment_id = ?1 AND voter_id = ?2 LIMIT ?3
                """, [.integer(part.end), .integer(voterID), .integer(limit)], readBallot)
        }
        return try db.all(
            """
            SELECT voter_id, comment_id, value, is_counted, cast_at FROM votes
            WHERE comment_id > ?1 AND comment_id <= ?2 AND voter_id = ?3
            ORDER BY comment_id LIMIT ?4
            """,
            [.integer(part.start), .integer(part.end), .integer(voterID), .integer(limit)],
            readBallot)
    }

    /// The ballots in a part that are still to be recounted, up to `limit`.
    package func ballotsToRecount(
        in part: LedgerPart, limit: Int
    ) throws(SQLiteError) -> [Ballot] {
        if part.isOneComment {
            return try db.all(
                """
                SELECT votes.voter_id, votes.comment_id, value, is_counted, cast_at
                FROM recounts CROSS JOIN votes
                  ON votes.comment_id = ?1 AND votes.voter_id = recounts.voter_id
                WHERE recounts.comment_id < ?1 ORDER BY recounts.voter_id LIMIT ?2
                """, [.integer(part.end), .integer(limit)], readBallot)
        }
        return try db.all(
            """
            SELECT votes.voter_id, votes.comment_id, value, is_counted, cast_at
            FROM votes CROSS JOIN recounts ON recounts.voter_id = votes.voter_id
            WHERE votes.comment_id > ?1 AND votes.comment_id <= ?2
              AND recounts.comment_id < votes.comment_id
            ORDER BY votes.comment_id, votes.voter_id LIMIT ?3
            """, [.integer(part.start), .integer(part.end), .integer(limit)], readBallot)
    }

    /// Sets whether a ballot counts.
    package func setCounted(_ isCounted: Bool, of ballot: Ballot) throws(SQLiteError) {
        try db.run(
            "UPDATE votes SET is_counted = ?3 WHERE comment_id = ?1 AND voter_id = ?2",
            [
                .integer(ballot.commentID.rawValue), .integer(ballot.voterID), .bool(isCounted),
            ])
    }

    /// That a part's ballots are recounted.
    package func passRecounts(_ part: LedgerPart) throws(SQLiteError) {
        try advanceRecounts(to: part.end)
    }

    /// That these ballots of a part are recounted, the first of it.
    package func passRecounts(_ ballots: [Ballot]) throws(SQLiteError) {
        guard let last = ballots.last?.commentID else { return }
        try advanceRecounts(to: last.rawValue - 1)
        for ballot in ballots where ballot.commentID == last {
            try db.run(
                "UPDATE recounts SET comment_id = ?2 WHERE voter_id = ?1",
                [.integer(ballot.voterID), .integer(last.rawValue)])
        }
    }

    private func advanceRecounts(to commentID: Int64) throws(SQLiteError) {
        try db.run(
            "UPDATE recounts SET comment_id = ?1 WHERE comment_id < ?1", [.integer(commentID)])
    }

    /// Up to `limit` voters all of whose ballots are recounted: they are done.
    package func takeRecounted(
        limit: Int
    ) throws(SQLiteError) -> [(voterID: Int64, siteID: Int64)] {
        let voters = try db.all(
            """
            SELECT voter_id, site_id FROM recounts CROSS JOIN persons ON persons.id = voter_id
            WHERE comment_id = ?1 ORDER BY voter_id LIMIT ?2
            """, [.integer(Self.end), .integer(limit)]
        ) { (voterID: $0.int64(0), siteID: $0.int64(1)) }
        for voter in voters {
            try db.run("DELETE FROM recounts WHERE voter_id = ?1", [.integer(voter.voterID)])
        }
        return voters
    }

    /// How many ballots, anyone's, are still to be looked through for a voter, up to `limit`.
    package func ballotsLeft(of voterID: Int64, limit: Int) throws(SQLiteError) -> Int {
        try db.first(
            """
            SELECT count(*) FROM (SELECT 1 FROM votes
              WHERE comment_id > (SELECT comment_id FROM recounts WHERE voter_id = ?1) LIMIT ?2)
            """, [.integer(voterID), .integer(limit)]
        ) { $0.int(0) } ?? 0
    }
}

func readBallot(_ row: borrowing Row) -> Store.Ballot {
    Store.Ballot(
        voterID: row.int64(0), commentID: CommentID(rawValue: row.int64(1)), value: row.int(2),
        isCounted: row.bool(3), castAt: Moment(milliseconds: row.int64(4)))
}
