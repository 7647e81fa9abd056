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
        try db.forEach(
            """
            SELECT thread_id, parent_id, comment_id, status, is_pinned, up, down, descendants,
              replies, listed, children, is_ranked
            FROM tallies WHERE thread_id = ?1 AND parent_id = ?2 ORDER BY comment_id LIMIT ?3
            """,
            integers: [
                set.threadID, set.parentID?.rawValue ?? 0, Int64(SiblingSet.maxUnindexed + 1),
            ]
        ) { siblings.append(readTally($0)) }
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
            try db.forEach(
                """
                SELECT tallies.parent_id, comment_id, status, is_pinned, up, down, descendants,
                  replies, listed, children
                FROM (
                  VALUES (?2), (?3), (?4), (?5), (?6), (?7), (?8), (?9), (?10), (?11), (?12), (?13),
                    (?14), (?15), (?16), (?17), (?18), (?19), (?20), (?21), (?22), (?23),
                    (?24), (?25), (?26), (?27), (?28), (?29), (?30), (?31), (?32), (?33)
                ) AS parents
                CROSS JOIN tallies ON thread_id = ?1 AND tallies.parent_id = parents.column1
                """, integers: [threadID] + batch.map(\.rawValue)
            ) { row in
                read(
                    Tally(
                        id: CommentID(rawValue: row.int64(1)), threadID: threadID,
                        parentID: CommentID(rawValue: row.int64(0)),
                        status: Status(rawValue: row.int(2)) ?? .pending, isPinned: row.bool(3),
                        up: row.int(4), down: row.int(5), descendants: row.int(6),
                        replies: row.int(7), listed: row.int(8), children: row.int(9)))
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

    /// The next `limit` siblings of an indexed set in the order of `sort`, pinned or not, past
    /// `place`; either those that stand in public pages or the others.
    package func siblings(
        in set: SiblingSet, listed: Bool, by sort: Sort, after place: Place?, limit: Int
    ) throws(SQLiteError) -> [Tally] {
        let range: [Value] = [
            .integer(set.threadID), .integer(set.parentID?.rawValue ?? 0), .bool(listed),
        ]
        try flushCounts()
        switch sort {
        case .newest:
            let before = place.map { -$0.id } ?? .max
            return try newest(range + [.integer(before), .integer(limit)])
        case .oldest:
            return try oldest(range + [.integer(place?.id ?? -1), .integer(limit)])
        default:
            let start = place ?? Place(pin: 0, key: -.infinity, down: 0, id: 0)
            return try ranked(
                sort,
                range + [
                    .real(start.key), .integer(start.down), .integer(start.id), .integer(limit),
                ])
        }
    }

    private func newest(_ values: [Value]) throws(SQLiteError) -> [Tally] {
        try db.all(
            """
            SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
              tallies.down, descendants, replies, listed, children, is_ranked
            FROM ranks INDEXED BY ranks_by_age
              CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
            WHERE thread_id = ?1 AND parent_id = ?2 AND is_listed = ?3 AND ranks.comment_id < ?4
            ORDER BY ranks.comment_id DESC LIMIT ?5
            """, values, readTally)
    }

    private func oldest(_ values: [Value]) throws(SQLiteError) -> [Tally] {
        try db.all(
            """
            SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
              tallies.down, descendants, replies, listed, children, is_ranked
            FROM ranks INDEXED BY ranks_by_age
              CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
            WHERE thread_id = ?1 AND parent_id = ?2 AND is_listed = ?3 AND ranks.comment_id > ?4
            ORDER BY ranks.comment_id LIMIT ?5
            """, values, readTally)
    }

    // One literal a sort: SQL is never put together.
    private func ranked(_ sort: Sort, _ values: [Value]) throws(SQLiteError) -> [Tally] {
        let sql: StaticString
        switch sort {
        case .top:
            sql = """
                SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
                  tallies.down, descendants, replies, listed, children, is_ranked
                FROM ranks INDEXED BY ranks_by_top
                  CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
                WHERE thread_id = ?1 AND parent_id = ?2 AND is_listed = ?3
                  AND (ranks.top, ranks.down, ranks.comment_id) > (?4, ?5, ?6)
                ORDER BY ranks.top, ranks.down, ranks.comment_id LIMIT ?7
                """
        case .hot:
            sql = """
                SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
                  tallies.down, descendants, replies, listed, children, is_ranked
                FROM ranks INDEXED BY ranks_by_hot
                  CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
                WHERE thread_id = ?1 AND parent_id = ?2 AND is_listed = ?3
                  AND (ranks.hot, ranks.down, ranks.comment_id) > (?4, ?5, ?6)
                ORDER BY ranks.hot, ranks.down, ranks.comment_id LIMIT ?7
                """
        case .controversial:
            sql = """
                SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
                  tallies.down, descendants, replies, listed, children, is_ranked
                FROM ranks INDEXED BY ranks_by_controversial
                  CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
                WHERE thread_id = ?1 AND parent_id = ?2 AND is_listed = ?3
                  AND (ranks.controversial, ranks.down, ranks.comment_id) > (?4, ?5, ?6)
                ORDER BY ranks.controversial, ranks.down, ranks.comment_id LIMIT ?7
                """
        case .discussed:
            sql = """
                SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
                  tallies.down, descendants, replies, listed, children, is_ranked
                FROM ranks INDEXED BY ranks_by_discussed
                  CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
                WHERE thread_id = ?1 AND parent_id = ?2 AND is_listed = ?3
                  AND (ranks.discussed, ranks.down, ranks.comment_id) > (?4, ?5, ?6)
                ORDER BY ranks.discussed, ranks.down, ranks.comment_id LIMIT ?7
                """
        case .best, .newest, .oldest:
            sql = """
                SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
                  tallies.down, descendants, replies, listed, children, is_ranked
                FROM ranks INDEXED BY ranks_by_best
                  CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
                WHERE thread_id = ?1 AND parent_id = ?2 AND is_listed = ?3
                  AND (ranks.best, ranks.down, ranks.comment_id) > (?4, ?5, ?6)
                ORDER BY ranks.best, ranks.down, ranks.comment_id LIMIT ?7
                """
        }
        return try db.all(sql, values, readTally)
    }
}
