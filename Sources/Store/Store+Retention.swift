import Discussion
import SQLite

/// Where looking through the moments of voters' last votes has come to. It begins anew with the
/// process, so that no row need say it.
struct PaceSweep {
    var reached: Int64 = 0
    /// When the next one begins.
    var next = Moment(milliseconds: 0)
}

/// What is kept for a while only.
extension Store {
    /// What makes hashes of networks now, and since when.
    package func addressKey() throws(SQLiteError) -> (key: [UInt8], since: Moment)? {
        try db.first("SELECT key, since FROM address_keys WHERE id = 1") {
            ($0.blob(0), Moment(milliseconds: $0.int64(1)))
        }
    }

    /// Has another key make hashes of networks from now on.
    package func saveAddressKey(_ key: [UInt8], since now: Moment) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO address_keys (id, key, since) VALUES (1, ?1, ?2)
            ON CONFLICT (id) DO UPDATE SET key = excluded.key, since = excluded.since
            """, [.blob(key), .integer(now.milliseconds)])
    }

    /// Destroys what makes hashes of networks.
    package func removeAddressKey() throws(SQLiteError) { try db.run("DELETE FROM address_keys") }

    /// Takes away where the next comments made before a moment came from, up to `limit`; false
    /// where there are none.
    package func forgetAddresses(
        before moment: Moment, limit: Int
    ) throws(SQLiteError) -> Bool {
        let end = CommentID(first: moment).rawValue
        let start = try forgottenAddresses()
        let last =
            try db.first(
                """
                SELECT max(id) FROM (SELECT id FROM comments WHERE id > ?1 AND id < ?2
                  ORDER BY id LIMIT ?3)
                """, [.integer(start), .integer(end), .integer(limit)]
            ) { $0.optionalInt64(0) } ?? nil
        guard let last else { return false }
        let part: [Value] = [.integer(start), .integer(last)]
        let threads = try db.all(
            """
            SELECT DISTINCT thread_id FROM comments WHERE id > ?1 AND id <= ?2
              AND (ip IS NOT NULL OR user_agent IS NOT NULL)
            """, part
        ) { $0.int64(0) }
        rewrittenThreads.formUnion(threads)
        if !threads.isEmpty {
            try db.run(
                """
                UPDATE comments SET ip = NULL, user_agent = NULL WHERE id > ?1 AND id <= ?2
                  AND (ip IS NOT NULL OR user_agent IS NOT NULL)
                """, part)
        }
        try db.run("UPDATE forgotten_addresses SET comment_id = ?1", [.integer(last)])
        return true
    }

    /// When the oldest comment was made whose address may still be there.
    package func oldestAddress() throws(SQLiteError) -> Moment? {
        let id = try db.first(
            "SELECT min(id) FROM comments WHERE id > ?1", [.integer(try forgottenAddresses())]
        ) { $0.optionalInt64(0) }
        return (id ?? nil).map { CommentID(rawValue: $0).createdAt }
    }

    private func forgottenAddresses() throws(SQLiteError) -> Int64 {
        try db.first("SELECT comment_id FROM forgotten_addresses") { $0.int64(0) } ?? 0
    }

    /// When voters are looked through next for moments of votes that count no more.
    package var nextPaceSweep: Moment { paces.next }

    /// Takes away the moments of the next voters' last votes, up to `limit`, where all of them were
    /// before `moment`. Where those were all, the next time is `pause` milliseconds from `now`, and
    /// the answer is false.
    package func sweepPaces(
        before moment: Moment, limit: Int, at now: Moment, pause: Int64
    ) throws(SQLiteError) -> Bool {
        let rows = try db.all(
            """
            SELECT voter_id, substr(times, -8) FROM paces WHERE voter_id > ?1
            ORDER BY voter_id LIMIT ?2
            """, [.integer(paces.reached), .integer(limit)]
        ) { row in
            (
                voterID: row.int64(0),
                last: row.withBytes(1) {
                    $0.count == 8
                        ? Int64(littleEndian: $0.loadUnaligned(as: Int64.self)) : Int64.min
                }
            )
        }
        for row in rows where row.last < moment.milliseconds {
            try db.run("DELETE FROM paces WHERE voter_id = ?1", [.integer(row.voterID)])
        }
        paces.reached = rows.last?.voterID ?? 0
        guard rows.count < limit else { return true }
        paces = PaceSweep(reached: 0, next: now.adding(milliseconds: pause))
        return false
    }
}
