import Discussion
import SQLite

/// What of a comment a vote depends on, and what it changes, without the text.
package struct VoteTarget: Sendable {
    package let authorID: Int64
    package var tally: Tally
}

extension Store {
    /// The comment that a vote is cast on.
    package func voteTarget(
        _ id: CommentID, in site: Site
    ) throws(SQLiteError) -> VoteTarget? {
        try db.first(
            """
            SELECT tallies.thread_id, tallies.parent_id, comment_id, tallies.status, is_pinned, up,
              down, descendants, replies, listed, children, is_ranked, author_id
            FROM comments JOIN tallies ON tallies.thread_id = comments.thread_id
              AND tallies.parent_id = coalesce(comments.parent_id, 0) AND comment_id = comments.id
            WHERE comments.id = ?1 AND site_id = ?2
            """, [.integer(id.rawValue), .integer(site.id)]
        ) { VoteTarget(authorID: $0.int64(12), tally: readTally($0)) }
    }

    /// The vote that stands in the ledger, 0 where it was withdrawn; nil where none was ever cast.
    package func vote(
        on id: CommentID, by voterID: Int64
    ) throws(SQLiteError) -> Int? {
        try db.first(
            "SELECT value FROM votes WHERE comment_id = ?1 AND voter_id = ?2",
            [.integer(id.rawValue), .integer(voterID)]
        ) { $0.int(0) }
    }

    /// Sets the one vote of a voter on a comment, and gives the one that stood before; nil where
    /// none was ever cast. Withdrawing what was never cast writes nothing.
    package func saveVote(
        _ value: Int, on id: CommentID, by voterID: Int64, at moment: Moment
    ) throws(SQLiteError) -> Int? {
        let values: [Value] = [
            .integer(id.rawValue), .integer(voterID), .integer(value),
            .integer(moment.milliseconds),
        ]
        if value != 0 {
            // Most votes are the first: then nothing has to be looked up.
            let before = changeCount
            try db.run(
                """
                INSERT INTO votes (comment_id, voter_id, value, cast_at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT DO NOTHING
                """, values)
            if changeCount > before { return nil }
        }
        let old = try vote(on: id, by: voterID)
        if let old, old != value {
            try db.run(
                """
                UPDATE votes SET value = ?3, cast_at = ?4 WHERE comment_id = ?1 AND voter_id = ?2
                """, values)
        }
        return old
    }
}
