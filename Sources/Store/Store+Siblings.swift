import Discussion
import SQLite

/// A list of siblings: the roots of a thread, or the replies to one comment.
package struct SiblingSet: Sendable, Hashable {
    package let threadID: Int64
    /// Nil for the roots.
    package let parentID: CommentID?

    package init(threadID: Int64, parentID: CommentID?) {
        self.threadID = threadID
        self.parentID = parentID
    }

    /// Up to so many siblings are read whole and sorted in memory; past it indexes keep the order.
    package static let maxUnindexed = 256
    /// How many roots of a thread can be pinned at a time.
    package static let maxPinned = 32
}

extension Store {
    /// All siblings of a set that is small enough to be read whole.
    package func siblings(in set: SiblingSet) throws(SQLiteError) -> [Tally] {
        try flushCounts()
        var siblings: [Tally] = []
        try db.gather(
            """
            SELECT each_row(comment_id, status, is_pinned, up, down, descendants, replies, listed,
              children, is_ranked)
            FROM tallies WHERE thread_id = ?1 AND parent_id = ?2
            """, integers: [set.threadID, set.parentID?.rawValue ?? 0],
            atMost: SiblingSet.maxUnindexed + 1
        ) { siblings.append(Tally($0, in: set, isRanked: $0.bool(9))) }
        return siblings
    }

    /// Hands on the replies to several comments, each list small enough to be read whole: all those
    /// to the first, then all those to the second. Whether an index keeps their order is not read.
    package func forEachReply(
        to parents: [CommentID], in threadID: Int64, _ read: (Tally) -> Void
    ) throws(SQLiteError) {
        try flushCounts()
        for start in stride(from: 0, to: parents.count, by: Self.batch) {
            let batch = parents[start..<min(start + Self.batch, parents.count)]
            try db.gather(
                """
                SELECT each_row(comment_id, status, is_pinned, up, down, descendants, replies,
                  listed, children, tallies.parent_id)
                FROM (
                  VALUES (?2), (?3), (?4), (?5), (?6), (?7), (?8), (?9), (?10), (?11), (?12), (?13),
                    (?14), (?15), (?16), (?17), (?18), (?19), (?20), (?21), (?22), (?23),
                    (?24), (?25), (?26), (?27), (?28), (?29), (?30), (?31), (?32), (?33)
                ) AS parents
                CROSS JOIN tallies ON thread_id = ?1 AND tallies.parent_id = parents.column1
                """, integers: [threadID] + batch.map(\.rawValue)
            ) { row in
                let parentID = CommentID(rawValue: row.int64(9))
                let set = SiblingSet(threadID: threadID, parentID: parentID)
                read(Tally(row, in: set, isRanked: false))
            }
        }
    }

    /// The pinned siblings of a set.
    package func pinned(in set: SiblingSet) throws(SQLiteError) -> [Tally] {
        try flushCounts()
        return try db.all(
            """
            SELECT thread_id, parent_id, comment_id, status, is_pinned, up, down, descendants,
              replies, listed, children, is_ranked
            FROM tallies INDEXED BY tallies_pinned
            WHERE thread_id = ?1 AND parent_id = ?2 AND is_pinned = 1
            ORDER BY comment_id LIMIT ?3
            """,
            [
                .integer(set.threadID), .integer(set.parentID?.rawValue ?? 0),
                .integer(SiblingSet.maxPinned),
            ], readTally)
    }
}

extension Tally {
    /// A row of `comment_id, status, is_pinned, up, down, descendants, replies, listed, children`.
    fileprivate init(_ row: borrowing ColumnValues, in set: SiblingSet, isRanked: Bool) {
        self.init(
            id: CommentID(rawValue: row.int64(0)), threadID: set.threadID, parentID: set.parentID,
            status: Status(rawValue: row.int(1)) ?? .pending, isPinned: row.bool(2),
            up: row.int(3), down: row.int(4), descendants: row.int(5), replies: row.int(6),
            listed: row.int(7), children: row.int(8), isRanked: isRanked)
    }
}
