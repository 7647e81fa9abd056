import Discussion
import Ranking
import SQLite

/// Lists of siblings that indexes keep in order.
extension Store {
    /// The next `limit` siblings of an indexed set in an order, pinned or not, past `place`; either
    /// those that stand in public pages or the others.
    package func siblings(
        in set: SiblingSet, listed: Bool, by order: Order, after place: Place?, limit: Int
    ) throws(SQLiteError) -> [Tally] {
        try flushCounts()
        let range: [Value] = [
            .integer(try editions().number), .integer(set.threadID),
            .integer(set.parentID?.rawValue ?? 0), .bool(listed),
        ]
        switch order.decider {
        case .newest:
            let before = place.map { -$0.id } ?? .max
            return try newest(range + [.integer(before), .integer(limit)])
        case .oldest:
            return try oldest(range + [.integer(place?.id ?? -1), .integer(limit)])
        default:
            let start = place ?? Place(pin: 0, key: -.infinity, down: 0, id: 0)
            let values =
                range + [
                    .real(start.key), .integer(start.down), .integer(start.id), .integer(limit),
                ]
            if order.decider == .commonGround, let slot = order.fit?.slot {
                return try slot == 0 ? groundedFirst(values) : groundedSecond(values)
            }
            return try ranked(order.decider, values)
        }
    }

    private func newest(_ values: [Value]) throws(SQLiteError) -> [Tally] {
        try db.all(
            """
            SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
              tallies.down, descendants, replies, listed, children, is_ranked
            FROM ranks INDEXED BY ranks_by_age
              CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
            WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND is_listed = ?4
              AND ranks.comment_id < ?5
            ORDER BY ranks.comment_id DESC LIMIT ?6
            """, values, readTally)
    }

    private func oldest(_ values: [Value]) throws(SQLiteError) -> [Tally] {
        try db.all(
            """
            SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
              tallies.down, descendants, replies, listed, children, is_ranked
            FROM ranks INDEXED BY ranks_by_age
              CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
            WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND is_listed = ?4
              AND ranks.comment_id > ?5
            ORDER BY ranks.comment_id LIMIT ?6
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
                WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND is_listed = ?4
                  AND (ranks.top, ranks.down, ranks.comment_id) > (?5, ?6, ?7)
                ORDER BY ranks.top, ranks.down, ranks.comment_id LIMIT ?8
                """
        case .hot:
            sql = """
                SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
                  tallies.down, descendants, replies, listed, children, is_ranked
                FROM ranks INDEXED BY ranks_by_hot
                  CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
                WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND is_listed = ?4
                  AND (ranks.hot, ranks.down, ranks.comment_id) > (?5, ?6, ?7)
                ORDER BY ranks.hot, ranks.down, ranks.comment_id LIMIT ?8
                """
        case .controversial:
            sql = """
                SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
                  tallies.down, descendants, replies, listed, children, is_ranked
                FROM ranks INDEXED BY ranks_by_controversial
                  CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
                WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND is_listed = ?4
                  AND (ranks.controversial, ranks.down, ranks.comment_id) > (?5, ?6, ?7)
                ORDER BY ranks.controversial, ranks.down, ranks.comment_id LIMIT ?8
                """
        case .discussed:
            sql = """
                SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
                  tallies.down, descendants, replies, listed, children, is_ranked
                FROM ranks INDEXED BY ranks_by_discussed
                  CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
                WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND is_listed = ?4
                  AND (ranks.discussed, ranks.down, ranks.comment_id) > (?5, ?6, ?7)
                ORDER BY ranks.discussed, ranks.down, ranks.comment_id LIMIT ?8
                """
        case .best, .newest, .oldest, .commonGround:
            sql = """
                SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
                  tallies.down, descendants, replies, listed, children, is_ranked
                FROM ranks INDEXED BY ranks_by_best
                  CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
                WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND is_listed = ?4
                  AND (ranks.best, ranks.down, ranks.comment_id) > (?5, ?6, ?7)
                ORDER BY ranks.best, ranks.down, ranks.comment_id LIMIT ?8
                """
        }
        return try db.all(sql, values, readTally)
    }

    private func groundedFirst(_ values: [Value]) throws(SQLiteError) -> [Tally] {
        try db.all(
            """
            SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
              tallies.down, descendants, replies, listed, children, is_ranked
            FROM ranks INDEXED BY ranks_by_ground_0
              CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
            WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND is_listed = ?4
              AND ranks.ground_0 IS NOT NULL
              AND (ranks.ground_0, ranks.down, ranks.comment_id) > (?5, ?6, ?7)
            ORDER BY ranks.ground_0, ranks.down, ranks.comment_id LIMIT ?8
            """, values, readTally)
    }

    private func groundedSecond(_ values: [Value]) throws(SQLiteError) -> [Tally] {
        try db.all(
            """
            SELECT ranks.thread_id, ranks.parent_id, ranks.comment_id, status, is_pinned, up,
              tallies.down, descendants, replies, listed, children, is_ranked
            FROM ranks INDEXED BY ranks_by_ground_1
              CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
            WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND is_listed = ?4
              AND ranks.ground_1 IS NOT NULL
              AND (ranks.ground_1, ranks.down, ranks.comment_id) > (?5, ?6, ?7)
            ORDER BY ranks.ground_1, ranks.down, ranks.comment_id LIMIT ?8
            """, values, readTally)
    }
}
