import Discussion
import SQLite

extension Store {
    /// The vote that stands in the ledger, 0 where it was withdrawn; nil where none was ever cast.
    package func vote(
        on id: CommentID, by voterID: Int64
    ) throws(SQLiteError) -> Int? {
        try db.first(
            "SELECT value FROM votes WHERE voter_id = ?1 AND comment_id = ?2",
            [.integer(voterID), .integer(id.rawValue)]
        ) { $0.int(0) }
    }

    /// Sets the one vote of a voter on a comment, and gives the one that stood before; nil where
    /// none was ever cast. Withdrawing what was never cast writes nothing.
    package func saveVote(
        _ value: Int, on id: CommentID, by voterID: Int64, at moment: Moment
    ) throws(SQLiteError) -> Int? {
        let values = [voterID, id.rawValue, Int64(value), moment.milliseconds]
        if value != 0 {
            // Most votes are the first: then nothing has to be looked up.
            let before = changeCount
            try db.run(
                """
                INSERT INTO votes (voter_id, comment_id, value, cast_at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT DO NOTHING
                """, integers: values)
            if changeCount > before { return nil }
        }
        let old = try vote(on: id, by: voterID)
        if let old, old != value {
            try db.run(
                """
                UPDATE votes SET value = ?3, cast_at = ?4 WHERE voter_id = ?1 AND comment_id = ?2
                """, integers: values)
        }
        return old
    }

    /// A voter's ballot on a comment; nil where none was ever cast.
    package func ballot(
        on id: CommentID, by voterID: Int64
    ) throws(SQLiteError) -> Ballot? {
        try db.first(
            """
            SELECT voter_id, comment_id, value, is_counted, cast_at FROM votes
            WHERE voter_id = ?1 AND comment_id = ?2
            """, [.integer(voterID), .integer(id.rawValue)], readBallot)
    }

    /// Sets a voter's ballot, and whether it counts.
    package func saveBallot(
        _ value: Int, isCounted: Bool, on id: CommentID, by voterID: Int64, at moment: Moment
    ) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO votes (voter_id, comment_id, value, is_counted, cast_at)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (comment_id, voter_id) DO UPDATE SET value = excluded.value,
              is_counted = excluded.is_counted, cast_at = excluded.cast_at
            """,
            [
                .integer(voterID), .integer(id.rawValue), .integer(value), .bool(isCounted),
                .integer(moment.milliseconds),
            ])
    }

    /// The moments of a voter's last votes, where votes per minute are limited, oldest first.
    package func voteTimes(of voterID: Int64) throws(SQLiteError) -> [Moment] {
        try db.first("SELECT times FROM paces WHERE voter_id = ?1", [.integer(voterID)]) { row in
            row.withBytes(0) { bytes in
                stride(from: 0, to: bytes.count - 7, by: 8).map {
                    Moment(
                        milliseconds: Int64(
                            littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: Int64.self)))
                }
            }
        } ?? []
    }

    package func saveVoteTimes(_ times: [Moment], of voterID: Int64) throws(SQLiteError) {
        let bytes = times.flatMap { time in
            withUnsafeBytes(of: time.milliseconds.littleEndian) { Array($0) }
        }
        try db.run(
            """
            INSERT INTO paces (voter_id, times) VALUES (?1, ?2)
            ON CONFLICT (voter_id) DO UPDATE SET times = excluded.times
            """, [.integer(voterID), .blob(bytes)])
    }
}
