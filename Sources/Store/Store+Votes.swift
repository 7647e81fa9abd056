import Discussion
import SQLite

extension Store {
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
