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

/// A key as it is kept: of one method in one site, at a moment, for a time. Time is cut into
/// buckets of one lifetime each, so that what is over lies apart from what is not.
package struct KeyPlace: Sendable {
    /// 16 bytes that stand for the site, the method and the key.
    let digest: [UInt8]
    let usedAt: Moment
    let lifetimeMs: Int64

    package init(digest: [UInt8], usedAt: Moment, lifetimeMs: Int64) {
        self.digest = digest
        self.usedAt = usedAt
        self.lifetimeMs = lifetimeMs
    }

    var bucket: Int64 { usedAt.milliseconds / lifetimeMs }
}

extension Store {
    /// How a key was used within its lifetime; nil where it was not, or too long ago.
    package func keyUse(_ place: KeyPlace) throws(SQLiteError) -> KeyUse? {
        if let use = try keyUse(place, in: place.bucket) { return use }
        if oldestKeys == nil {
            oldestKeys =
                try db.first("SELECT min(bucket) FROM idempotency") {
                    $0.optionalInt64(0)
                } ?? nil
        }
        guard let oldestKeys, oldestKeys < place.bucket else { return nil }
        return try keyUse(place, in: place.bucket - 1)
    }

    private func keyUse(_ place: KeyPlace, in bucket: Int64) throws(SQLiteError) -> KeyUse? {
        try db.first(
            """
            SELECT fingerprint, result FROM idempotency
            WHERE bucket = ?1 AND digest = ?2 AND used_at > ?3
            """,
            [
                .integer(bucket), .blob(place.digest),
                .integer(place.usedAt.milliseconds - place.lifetimeMs),
            ]
        ) { KeyUse(fingerprint: $0.blob(0), result: $0.blob(1)) }
    }

    /// Keeps the first result of a key.
    package func saveKeyUse(_ use: KeyUse, _ place: KeyPlace) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO idempotency (bucket, digest, used_at, fingerprint, result)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (bucket, digest) DO UPDATE SET used_at = excluded.used_at,
              fingerprint = excluded.fingerprint, result = excluded.result
            """,
            [
                .integer(place.bucket), .blob(place.digest),
                .integer(place.usedAt.milliseconds), .blob(use.fingerprint), .blob(use.result),
            ])
        keysSaved += 1
        newestKeys = place.bucket
        oldestKeys = min(oldestKeys ?? place.bucket, place.bucket)
    }

    /// Lets keys go whose lifetime is over: two for each that the transaction has saved, so that
    /// the table shrinks back whatever its past, and no transaction pays for all of them. Each is
    /// named by its whole key: one statement with `IN` would look through all of an old bucket.
    func dropOldKeys() throws(SQLiteError) {
        guard keysSaved > 0, let oldest = oldestKeys, oldest < newestKeys - 1 else { return }
        let old = try db.all(
            """
            SELECT bucket, digest FROM idempotency WHERE bucket < ?1
            ORDER BY bucket, digest LIMIT ?2
            """, [.integer(newestKeys - 1), .integer(2 * keysSaved)]
        ) { row -> [Value] in [.integer(row.int64(0)), .blob(row.blob(1))] }
        for key in old {
            try db.run("DELETE FROM idempotency WHERE bucket = ?1 AND digest = ?2", key)
        }
        oldestKeys = nil
    }
}
