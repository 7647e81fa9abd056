import Discussion
import SQLite

/// What a key was used for.
package struct KeyUse: Sendable, Equatable {
    /// Of the params it came with.
    package let fingerprint: [UInt8]
    /// The result that was answered, as JSON.
    package let result: [UInt8]

    package init(fingerprint: [UInt8], result: [UInt8]) {
        self.fingerprint = fingerprint
        self.result = result
    }
}

extension Store {
    /// How a key was used within its lifetime; nil where it was not, or too long ago.
    package func keyUse(
        _ key: String, of method: String, in siteID: Int64, at now: Moment, lifetimeMs: Int64
    ) throws(SQLiteError) -> KeyUse? {
        let bucket = now.milliseconds / lifetimeMs
        return try db.first(
            """
            SELECT fingerprint, result FROM idempotency
            WHERE bucket IN (?1, ?2) AND site_id = ?3 AND method = ?4 AND key = ?5 AND used_at > ?6
            ORDER BY used_at DESC LIMIT 1
            """,
            [
                .integer(bucket), .integer(bucket - 1), .integer(siteID), .text(method), .text(key),
                .integer(now.milliseconds - lifetimeMs),
            ]
        ) { KeyUse(fingerprint: $0.blob(0), result: $0.blob(1)) }
    }

    /// Keeps the first result of a key, and lets a few go whose lifetime is over.
    package func saveKeyUse(
        _ use: KeyUse, key: String, of method: String, in siteID: Int64, at now: Moment,
        lifetimeMs: Int64
    ) throws(SQLiteError) {
        let bucket = now.milliseconds / lifetimeMs
        try db.run(
            """
            INSERT INTO idempotency (bucket, site_id, method, key, used_at, fingerprint, result)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (bucket, site_id, method, key) DO UPDATE SET used_at = excluded.used_at,
              fingerprint = excluded.fingerprint, result = excluded.result
            """,
            [
                .integer(bucket), .integer(siteID), .text(method), .text(key),
                .integer(now.milliseconds), .blob(use.fingerprint), .blob(use.result),
            ])
        try dropOldKeys(before: bucket - 1)
    }

    /// Two go for one that comes, so that the table shrinks back whatever its past. Each is named
    /// by its whole key: one statement with `IN` would look through all of an old bucket.
    private func dropOldKeys(before bucket: Int64) throws(SQLiteError) {
        let old = try db.all(
            """
            SELECT bucket, site_id, method, key FROM idempotency WHERE bucket < ?1
            ORDER BY bucket, site_id, method, key LIMIT 2
            """, [.integer(bucket)]
        ) { row -> [Value] in
            [
                .integer(row.int64(0)), .integer(row.int64(1)), .text(row.text(2)),
                .text(row.text(3)),
            ]
        }
        for key in old {
            try db.run(
                """
                DELETE FROM idempotency
                WHERE bucket = ?1 AND site_id = ?2 AND method = ?3 AND key = ?4
                """, key)
        }
    }
}
