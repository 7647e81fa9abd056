import Discussion
import SQLite

extension Store {
    package func tally(of comment: Comment) throws(SQLiteError) -> Tally? {
        try tally(comment.id, parent: comment.parentID, thread: comment.threadID)
    }

    package func tally(
        _ id: CommentID, parent: CommentID?, thread: Int64
    ) throws(SQLiteError) -> Tally? {
        try db.first(
            """
            SELECT thread_id, parent_id, comment_id, status, is_pinned, up, down, descendants,
              replies, listed, children, key_top IS NOT NULL
            FROM tallies WHERE thread_id = ?1 AND parent_id = ?2 AND comment_id = ?3
            """, [.integer(thread), .integer(parent?.rawValue ?? 0), .integer(id.rawValue)],
            readTally)
    }

    /// The parent's id of a comment, to climb a thread without reading wide rows' bodies.
    package func parent(of id: CommentID) throws(SQLiteError) -> CommentID? {
        try db.first("SELECT parent_id FROM comments WHERE id = ?1", [.integer(id.rawValue)]) {
            $0.optionalInt64(0).map { CommentID(rawValue: $0) }
        } ?? nil
    }

    /// A comment's marks and its parent, to climb a thread by.
    package func link(
        of id: CommentID
    ) throws(SQLiteError) -> (marks: Marks, parentID: CommentID?)? {
        try db.first(
            "SELECT marks, parent_id FROM comments WHERE id = ?1", [.integer(id.rawValue)]
        ) { row in
            (
                Marks(rawValue: row.int(0)),
                row.optionalInt64(1).map { CommentID(rawValue: $0) }
            )
        }
    }

    package func insert(_ tally: Tally, keys: RankKeys?) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO tallies (thread_id, parent_id, comment_id, status, is_listed, key_best,
              key_top, key_hot, key_controversial, key_discussed)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """,
            place(of: tally) + [.integer(tally.status.rawValue), .bool(tally.isListed)]
                + values(of: keys))
    }

    /// Writes the votes as they now are, and the keys that depend on them.
    package func saveVotes(of tally: Tally, keys: RankKeys?) throws(SQLiteError) {
        if let keys {
            try db.run(
                """
                UPDATE tallies SET up = ?4, down = ?5, key_best = ?6, key_top = ?7, key_hot = ?8,
                  key_controversial = ?9
                WHERE thread_id = ?1 AND parent_id = ?2 AND comment_id = ?3
                """,
                place(of: tally) + [.integer(tally.up), .integer(tally.down)]
                    + values(of: keys).dropLast())
        } else {
            try db.run(
                """
                UPDATE tallies SET up = ?4, down = ?5
                WHERE thread_id = ?1 AND parent_id = ?2 AND comment_id = ?3
                """, place(of: tally) + [.integer(tally.up), .integer(tally.down)])
        }
    }

    /// Writes status, pin and the counts of what is below as they now are.
    package func saveShape(of tally: Tally, keys: RankKeys?) throws(SQLiteError) {
        try db.run(
            """
            UPDATE tallies SET status = ?4, is_listed = ?5, is_pinned = ?6, descendants = ?7,
              replies = ?8, listed = ?9, children = ?10, key_discussed = ?11
            WHERE thread_id = ?1 AND parent_id = ?2 AND comment_id = ?3
            """,
            place(of: tally) + [
                .integer(tally.status.rawValue), .bool(tally.isListed), .bool(tally.isPinned),
                .integer(tally.descendants), .integer(tally.replies), .integer(tally.listed),
                .integer(tally.children), .integer(orNull: keys?.discussed),
            ])
    }

    /// Gives a comment its first keys: from now on indexes keep its place.
    package func saveKeys(of tally: Tally, keys: RankKeys) throws(SQLiteError) {
        try db.run(
            """
            UPDATE tallies SET key_best = ?4, key_top = ?5, key_hot = ?6, key_controversial = ?7,
              key_discussed = ?8
            WHERE thread_id = ?1 AND parent_id = ?2 AND comment_id = ?3
            """, place(of: tally) + values(of: keys))
    }

    private func place(of tally: Tally) -> [Value] {
        [
            .integer(tally.threadID), .integer(tally.parentID?.rawValue ?? 0),
            .integer(tally.id.rawValue),
        ]
    }

    private func values(of keys: RankKeys?) -> [Value] {
        guard let keys else { return [.null, .null, .null, .null, .null] }
        return [
            .real(keys.best), .integer(keys.top), .real(keys.hot), .real(keys.controversial),
            .integer(keys.discussed),
        ]
    }
}

func readTally(_ row: borrowing Row) -> Tally {
    let parent = row.int64(1)
    return Tally(
        id: CommentID(rawValue: row.int64(2)), threadID: row.int64(0),
        parentID: parent == 0 ? nil : CommentID(rawValue: parent),
        status: Status(rawValue: row.int(3)) ?? .pending, isPinned: row.bool(4), up: row.int(5),
        down: row.int(6), descendants: row.int(7), replies: row.int(8), listed: row.int(9),
        children: row.int(10), isIndexed: row.bool(11))
}
