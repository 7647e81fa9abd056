import Discussion
import SQLite

/// A thread whose comments are being moved into another.
package struct ThreadMove: Sendable, Equatable {
    package let fromID: Int64
    package let toID: Int64

    package init(fromID: Int64, toID: Int64) {
        self.fromID = fromID
        self.toID = toID
    }
}

/// What a root and all that is below it count for in their thread, beside what the tally says.
package struct SubtreeCounts: Sendable, Equatable {
    /// Of any status.
    package var comments = 0
    /// Those in the shadow not counted.
    package var pending = 0
    package var shadowed = 0
    /// Comments that a moderator closed.
    package var closed = 0
    /// When the newest visible one was made.
    package var lastCommentAt: Moment?
}

/// Pages whose address has changed.
extension Store {
    /// Gives a thread another name, and another time of its making: two threads cannot have one
    /// name.
    package func saveName(of thread: Thread) throws(SQLiteError) {
        try flushCounts()
        cache.forgetThreads()
        rewrittenThreads.insert(thread.id)
        try db.run(
            "UPDATE threads SET name = ?2, created_at = ?3 WHERE id = ?1",
            [
                .integer(thread.id), .text(thread.name), .integer(thread.createdAt.milliseconds),
            ])
    }

    /// Frees a thread's name for another one; no host's name is like this.
    package func clearName(of thread: Thread) throws(SQLiteError) {
        var nameless = thread
        nameless.name = "\u{1}\(thread.id)"
        try saveName(of: nameless)
    }

    /// Begins to move a thread's comments; what is being moved into it goes there at once.
    package func start(_ move: ThreadMove) throws(SQLiteError) {
        leftover = .some
        cache.forgetThreads()
        try db.run(
            "UPDATE moves SET to_id = ?2 WHERE to_id = ?1",
            [.integer(move.fromID), .integer(move.toID)])
        try db.run(
            "INSERT INTO moves (from_id, to_id) VALUES (?1, ?2)",
            [.integer(move.fromID), .integer(move.toID)])
    }

    /// A thread that is being moved.
    package func nextMove() throws(SQLiteError) -> ThreadMove? {
        try db.first("SELECT from_id, to_id FROM moves ORDER BY from_id LIMIT 1", [], readMove)
    }

    /// Where a thread is being moved; nil where it is not.
    package func move(of threadID: Int64) throws(SQLiteError) -> ThreadMove? {
        try db.first(
            "SELECT from_id, to_id FROM moves WHERE from_id = ?1", [.integer(threadID)], readMove)
    }

    /// A thread that is being moved and that somebody follows still.
    package func nextMoveOfFollowers() throws(SQLiteError) -> ThreadMove? {
        try db.first(
            """
            SELECT from_id, to_id FROM moves
            WHERE EXISTS (SELECT 1 FROM subscriptions WHERE thread_id = from_id) LIMIT 1
            """, [], readMove)
    }

    /// The thread that a thread's comments go to; itself where it is not being moved.
    package func destination(of threadID: Int64) throws(SQLiteError) -> Int64 {
        try move(of: threadID)?.toID ?? threadID
    }

    /// All comments are where they belong: the thread is no more, its name is free.
    package func finish(_ move: ThreadMove) throws(SQLiteError) {
        try flushCounts()
        cache.forgetThreads()
        unplaced.remove(move.fromID)
        try db.run("DELETE FROM moves WHERE from_id = ?1", [.integer(move.fromID)])
        try db.run(
            "UPDATE threads SET merged_into = ?2, placing = 2 WHERE id = ?1",
            [.integer(move.fromID), .integer(move.toID)])
    }

    /// Some of a thread's roots, the oldest.
    package func roots(of threadID: Int64, limit: Int) throws(SQLiteError) -> [Tally] {
        try flushCounts()
        return try db.all(
            """
            SELECT thread_id, parent_id, comment_id, status, is_pinned, up, down, descendants,
              replies, listed, children, is_ranked
            FROM tallies WHERE thread_id = ?1 AND parent_id = 0 ORDER BY comment_id LIMIT ?2
            """, [.integer(threadID), .integer(limit)], readTally)
    }

    /// How many visible comments stand below that root of a thread that has the most.
    package func mostBelowRoot(of threadID: Int64) throws(SQLiteError) -> Int {
        try flushCounts()
        return try db.first(
            "SELECT max(descendants) FROM tallies WHERE thread_id = ?1 AND parent_id = 0",
            [.integer(threadID)]
        ) { $0.int(0) } ?? 0
    }

    /// What a root counts for with all that is below it.
    package func counts(
        below root: CommentID, in threadID: Int64
    ) throws(SQLiteError) -> SubtreeCounts {
        try flushCounts()
        return try db.first(
            """
            WITH RECURSIVE below (id) AS (
              SELECT ?1 UNION ALL
              SELECT comment_id FROM below CROSS JOIN tallies
                ON thread_id = ?2 AND tallies.parent_id = below.id)
            SELECT count(*), count(*) FILTER (WHERE status = 1 AND marks & 8 = 0),
              count(*) FILTER (WHERE marks & 8 <> 0), count(*) FILTER (WHERE marks & 2 <> 0),
              max(comments.id) FILTER (WHERE status = 0)
            FROM below CROSS JOIN comments ON comments.id = below.id
            """, [.integer(root.rawValue), .integer(threadID)]
        ) { row in
            SubtreeCounts(
                comments: row.int(0), pending: row.int(1), shadowed: row.int(2),
                closed: row.int(3),
                lastCommentAt: row.optionalInt64(4).map { CommentID(rawValue: $0).createdAt })
        } ?? SubtreeCounts()
    }

    /// Moves a root with all that is below it into another thread; `moved` is its tally there.
    package func move(
        _ root: Tally, to moved: Tally
    ) throws(SQLiteError) {
        try flushCounts()
        let values: [Value] = [
            .integer(root.id.rawValue), .integer(root.threadID), .integer(moved.threadID),
        ]
        try setBackWalks(to: moved.threadID)
        // Who is below whom is in the tallies: they go last.
        try db.run(
            """
            WITH RECURSIVE below (id) AS (
              SELECT ?1 UNION ALL
              SELECT comment_id FROM below CROSS JOIN tallies
                ON thread_id = ?2 AND tallies.parent_id = below.id)
            UPDATE ranks SET thread_id = ?3
            WHERE edition IN (0, 1) AND thread_id = ?2 AND parent_id IN (SELECT id FROM below)
            """, values)
        try db.run(
            """
            WITH RECURSIVE below (id) AS (
              SELECT ?1 UNION ALL
              SELECT comment_id FROM below CROSS JOIN tallies
                ON thread_id = ?2 AND tallies.parent_id = below.id)
            UPDATE comments SET thread_id = ?3 WHERE id IN (SELECT id FROM below)
            """, values)
        try db.run(
            """
            WITH RECURSIVE below (id) AS (
              SELECT ?1 UNION ALL
              SELECT comment_id FROM below CROSS JOIN tallies
                ON thread_id = ?2 AND tallies.parent_id = below.id)
            UPDATE tallies SET thread_id = ?3
            WHERE thread_id = ?2 AND parent_id IN (SELECT id FROM below)
            """, values)
        try db.run(
            """
            UPDATE tallies SET thread_id = ?3, is_ranked = 0
            WHERE thread_id = ?2 AND parent_id = 0 AND comment_id = ?1
            """, values)
        if root.isRanked {
            try db.run(
                """
                DELETE FROM ranks
                WHERE edition IN (0, 1) AND thread_id = ?2 AND parent_id = 0 AND comment_id = ?1
                """, Array(values.prefix(2)))
        }
        if moved.isRanked { try startRanking(moved) }
    }

    /// A thread's roots have become few enough to be sorted in memory.
    package func stopRankingRoots(of threadID: Int64) throws(SQLiteError) {
        try flushCounts()
        try db.run(
            "DELETE FROM ranks WHERE edition IN (0, 1) AND thread_id = ?1 AND parent_id = 0",
            [.integer(threadID)])
        try db.run(
            "UPDATE tallies SET is_ranked = 0 WHERE thread_id = ?1 AND parent_id = 0",
            [.integer(threadID)])
    }

    /// Says that pages of a thread are others without an event that tells of it.
    package func rewritePages(ofThread id: Int64) { rewrittenThreads.insert(id) }
}

private func readMove(_ row: borrowing Row) -> ThreadMove {
    ThreadMove(fromID: row.int64(0), toID: row.int64(1))
}
