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
              down, descendants, replies, listed, children, key_top IS NOT NULL, author_id
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

    /// Sets the one vote of a voter on a comment.
    package func saveVote(
        _ value: Int, on id: CommentID, by voterID: Int64, at moment: Moment
    ) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO votes (comment_id, voter_id, value, cast_at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (comment_id, voter_id)
            DO UPDATE SET value = excluded.value, cast_at = excluded.cast_at
            """,
            [
                .integer(id.rawValue), .integer(voterID), .integer(value),
                .integer(moment.milliseconds),
            ])
    }
}
