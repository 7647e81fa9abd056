import Discussion
import SQLite

extension Store {
    package func tally(of comment: Comment) throws(SQLiteError) -> Tally? {
        try tally(comment.id, parent: comment.parentID, thread: comment.threadID)
    }

    package func tally(
        _ id: CommentID, parent: CommentID?, thread: Int64
    ) throws(SQLiteError) -> Tally? {
        if let known = unwritten.tally(id) { return known }
        return try db.first(
            """
            SELECT thread_id, parent_id, comment_id, status, is_pinned, up, down, descendants,
              replies, listed, children, is_ranked
            FROM tallies WHERE thread_id = ?1 AND parent_id = ?2 AND comment_id = ?3
            """, [.integer(thread), .integer(parent?.rawValue ?? 0), .integer(id.rawValue)],
            readTally)
    }

    /// The tally of a comment whose parent is not known.
    package func tally(of id: CommentID, in threadID: Int64) throws(SQLiteError) -> Tally? {
        if let known = unwritten.tally(id) { return known }
        return try db.first(
            """
            SELECT tallies.thread_id, tallies.parent_id, comment_id, tallies.status, is_pinned, up,
              down, descendants, replies, listed, children, is_ranked
            FROM comments CROSS JOIN tallies ON tallies.thread_id = ?2
              AND tallies.parent_id = coalesce(comments.parent_id, 0) AND comment_id = comments.id
            WHERE comments.id = ?1
            """, [.integer(id.rawValue), .integer(threadID)], readTally)
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

    /// Adds a new comment's row, and where its siblings are ranked its rank.
    package func insert(_ tally: Tally) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO tallies (thread_id, parent_id, comment_id, status, is_ranked)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """,
            integers: [
                tally.threadID, tally.parentID?.rawValue ?? 0, tally.id.rawValue,
                Int64(tally.status.rawValue), tally.isRanked ? 1 : 0,
            ])
        if tally.isRanked { try insertRank(of: tally, isNew: true) }
    }

    /// Keeps the votes as they now are, and the keys that depend on them, to be written with the
    /// transaction. `withDowns`: whether those against may have changed.
    package func saveVotes(of tally: Tally, withDowns: Bool = true) {
        unwritten.keep(withDowns ? [.votes, .downs] : .votes, of: tally)
        cache.comments.update(tally)
    }

    /// The same for status, pin and the counts of what is below.
    package func saveShape(of tally: Tally) {
        unwritten.keep(.shape, of: tally)
        cache.comments.update(tally)
    }

    /// The same for the counts of what is below alone.
    package func saveCounts(of tally: Tally) {
        unwritten.keep(.counts, of: tally)
        cache.comments.update(tally)
    }

    func writeVotes(of tally: Tally, withDowns: Bool) throws(SQLiteError) {
        try db.run(
            """
            UPDATE tallies SET up = ?4, down = ?5
            WHERE thread_id = ?1 AND parent_id = ?2 AND comment_id = ?3
            """,
            integers: [
                tally.threadID, tally.parentID?.rawValue ?? 0, tally.id.rawValue,
                Int64(tally.up), Int64(tally.down),
            ])
        try writeRank(ofVotes: tally, withDowns: withDowns)
    }

    func writeShape(of tally: Tally) throws(SQLiteError) {
        try db.run(
            """
            UPDATE tallies SET status = ?4, is_pinned = ?5, descendants = ?6, replies = ?7,
              listed = ?8, children = ?9
            WHERE thread_id = ?1 AND parent_id = ?2 AND comment_id = ?3
            """,
            place(of: tally) + [
                .integer(tally.status.rawValue), .bool(tally.isPinned),
                .integer(tally.descendants), .integer(tally.replies), .integer(tally.listed),
                .integer(tally.children),
            ])
        try writeRank(ofShape: tally)
    }

    /// Costs a quarter less than to write all of the shape: the index on pins stays as it is.
    func writeCounts(of tally: Tally) throws(SQLiteError) {
        try db.run(
            """
            UPDATE tallies SET descendants = ?4, replies = ?5, listed = ?6, children = ?7
            WHERE thread_id = ?1 AND parent_id = ?2 AND comment_id = ?3
            """,
            integers: [
                tally.threadID, tally.parentID?.rawValue ?? 0, tally.id.rawValue,
                Int64(tally.descendants), Int64(tally.replies), Int64(tally.listed),
                Int64(tally.children),
            ])
        try writeRank(ofShape: tally)
    }

    /// Gives a comment its first rank: from now on indexes keep its place.
    package func startRanking(_ tally: Tally) throws(SQLiteError) {
        cache.comments.forget()
        try db.run(
            """
            UPDATE tallies SET is_ranked = 1
            WHERE thread_id = ?1 AND parent_id = ?2 AND comment_id = ?3
            """, place(of: tally))
        try insertRank(of: tally)
    }

    func place(of tally: Tally) -> [Value] {
        [
            .integer(tally.threadID), .integer(tally.parentID?.rawValue ?? 0),
            .integer(tally.id.rawValue),
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
        children: row.int(10), isRanked: row.bool(11))
}
