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
    /// How a key was used after a moment; nil where it was not. `digest` is 16 bytes that stand for
    /// the site, the method and the key.
    package func keyUse(_ digest: [UInt8], after start: Moment) throws(SQLiteError) -> KeyUse? {
        try db.first(
            "SELECT fingerprint, result FROM idempotency WHERE digest = ?1 AND used_at > ?2",
            [.blob(digest), .integer(start.milliseconds)]
        ) { KeyUse(fingerprint: $0.blob(0), result: $0.blob(1)) }
    }

    /// Keeps the first result of a key. Keys used before `start` may go.
    package func saveKeyUse(
        _ use: KeyUse, of digest: [UInt8], at now: Moment, forgetting start: Moment
    ) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO idempotency (digest, used_at, fingerprint, result) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (digest) DO UPDATE SET used_at = excluded.used_at,
              fingerprint = excluded.fingerprint, result = excluded.result
            """,
            [
                .blob(digest), .integer(now.milliseconds), .blob(use.fingerprint),
                .blob(use.result),
            ])
        keysSaved += 1
        keysEnd = start
    }

    /// Lets keys go whose lifetime is over: two for each that the transaction has saved, so that
    /// the table shrinks back whatever its past, and no transaction pays for all of them.
    func dropOldKeys() throws(SQLiteError) {
        guard keysSaved > 0 else { return }
        let old = try db.all(
            "SELECT digest FROM idempotency WHERE used_at <= ?1 ORDER BY used_at LIMIT ?2",
            [.integer(keysEnd.milliseconds), .integer(2 * keysSaved)]
        ) { $0.blob(0) }
        for digest in old {
            try db.run("DELETE FROM idempotency WHERE digest = ?1", [.blob(digest)])
        }
    }
}
