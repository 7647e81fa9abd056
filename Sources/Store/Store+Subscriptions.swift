import Discussion
import SQLite

extension Store {
    /// So many subscriptions one person may have.
    package static let maxSubscriptions = 1000

    package func subscription(_ id: Int64) throws(SQLiteError) -> Subscription? {
        try db.first(
            """
            SELECT id, site_id, person_id, thread_id, scope, comment_id, email, since, waits_since,
              token_digest
            FROM subscriptions WHERE id = ?1
            """, [.integer(id)], readSubscription)
    }

    /// The subscription that a new one would be the same as.
    package func subscription(like new: Subscription) throws(SQLiteError) -> Subscription? {
        try db.first(
            """
            SELECT id, site_id, person_id, thread_id, scope, comment_id, email, since, waits_since,
              token_digest
            FROM subscriptions
            WHERE person_id = ?1 AND thread_id = ?2 AND scope = ?3 AND comment_id = ?4
            """,
            [
                .integer(new.personID), .integer(new.threadID), .integer(new.scope.rawValue),
                .integer(new.commentID?.rawValue ?? 0),
            ], readSubscription)
    }

    /// A person's subscriptions, oldest first.
    package func subscriptions(of personID: Int64) throws(SQLiteError) -> [Subscription] {
        try db.all(
            """
            SELECT id, site_id, person_id, thread_id, scope, comment_id, email, since, waits_since,
              token_digest
            FROM subscriptions WHERE person_id = ?1 ORDER BY id LIMIT ?2
            """, [.integer(personID), .integer(Self.maxSubscriptions)], readSubscription)
    }

    package func subscriptionCount(of personID: Int64) throws(SQLiteError) -> Int {
        try db.first(
            "SELECT count(*) FROM subscriptions WHERE person_id = ?1", [.integer(personID)]
        ) { $0.int(0) } ?? 0
    }

    /// Adds a subscription, and gives its number.
    package func insert(_ new: Subscription) throws(SQLiteError) -> Int64 {
        try db.run(
            """
            INSERT INTO subscriptions (site_id, person_id, thread_id, scope, comment_id, email,
              since, waits_since, token_digest)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """,
            [
                .integer(new.siteID), .integer(new.personID), .integer(new.threadID),
                .integer(new.scope.rawValue), .integer(new.commentID?.rawValue ?? 0),
                .text(orNull: new.email), .integer(new.since.milliseconds),
                .integer(orNull: new.waitsSince?.milliseconds), .blob(new.tokenDigest),
            ])
        leftover = .some
        return db.lastInsertedID
    }

    /// Writes a subscription's address, age, digest and confirmation as they now are.
    package func save(_ subscription: Subscription) throws(SQLiteError) {
        try db.run(
            """
            UPDATE subscriptions SET email = ?2, waits_since = ?3, token_digest = ?4, since = ?5
            WHERE id = ?1
            """,
            [
                .integer(subscription.id), .text(orNull: subscription.email),
                .integer(orNull: subscription.waitsSince?.milliseconds),
                .blob(subscription.tokenDigest), .integer(subscription.since.milliseconds),
            ])
        leftover = .some
    }

    /// Some of the subscriptions to a thread and to what is in it, confirmed or not.
    package func subscriptions(
        to threadID: Int64, limit: Int
    ) throws(SQLiteError) -> [Subscription] {
        try db.all(
            """
            SELECT id, site_id, person_id, thread_id, scope, comment_id, email, since, waits_since,
              token_digest
            FROM subscriptions INDEXED BY subscriptions_by_place WHERE thread_id = ?1 LIMIT ?2
            """, [.integer(threadID), .integer(limit)], readSubscription)
    }

    /// A person's subscriptions to a thread and to what is in it, confirmed or not.
    package func subscriptions(
        of personID: Int64, to threadID: Int64
    ) throws(SQLiteError) -> [Subscription] {
        try db.all(
            """
            SELECT id, site_id, person_id, thread_id, scope, comment_id, email, since, waits_since,
              token_digest
            FROM subscriptions WHERE person_id = ?1 AND thread_id = ?2 ORDER BY scope LIMIT ?3
            """, [.integer(personID), .integer(threadID), .integer(Self.maxSubscriptions)],
            readSubscription)
    }

    /// Has a subscription be to another thread.
    package func move(
        _ subscription: Subscription, to threadID: Int64
    ) throws(SQLiteError) {
        try db.run(
            "UPDATE subscriptions SET thread_id = ?2 WHERE id = ?1",
            [.integer(subscription.id), .integer(threadID)])
    }

    package func delete(_ subscription: Subscription) throws(SQLiteError) {
        try db.run("DELETE FROM subscriptions WHERE id = ?1", [.integer(subscription.id)])
    }

    /// Subscriptions that have waited for their confirmation since before a moment, up to `limit`.
    package func unconfirmedSubscriptions(
        before moment: Moment, limit: Int
    ) throws(SQLiteError) -> [Subscription] {
        try db.all(
            """
            SELECT id, site_id, person_id, thread_id, scope, comment_id, email, since, waits_since,
              token_digest
            FROM subscriptions WHERE waits_since <= ?1 ORDER BY waits_since LIMIT ?2
            """, [.integer(moment.milliseconds), .integer(limit)], readSubscription)
    }

    /// Counts that somebody has shown a token.
    package func countTokenUse() throws(SQLiteError) {
        try db.run("UPDATE token_uses SET uses = uses + 1 WHERE id = 1")
    }
}

func readSubscription(_ row: borrowing Row) -> Subscription {
    let commentID = row.int64(5)
    var subscription = Subscription(
        siteID: row.int64(1), personID: row.int64(2), threadID: row.int64(3),
        scope: FollowScope(rawValue: row.int(4)) ?? .thread,
        commentID: commentID == 0 ? nil : CommentID(rawValue: commentID),
        email: row.optionalText(6), since: Moment(milliseconds: row.int64(7)),
        waitsSince: row.optionalInt64(8).map { Moment(milliseconds: $0) })
    subscription.id = row.int64(0)
    subscription.tokenDigest = row.optionalBlob(9) ?? []
    return subscription
}
