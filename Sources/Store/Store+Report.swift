import Discussion
import SQLite

/// How many comments have waited for at least `from` and less than `under` seconds.
package struct AgeBand: Sendable, Equatable {
    /// Nil: without end.
    package let under: Int?
    package let pending: Int
    package let flagged: Int
}

/// Why comments wait.
package struct WaitingReason: Sendable, Equatable {
    package enum Kind: String, Sendable {
        case rule
        case flag
        /// Every comment of the page waits.
        case none
    }
    package let kind: Kind
    /// The rule's name or the flags' reason.
    package let name: String?
    package let waiting: Int
}

/// How often something was flagged.
package struct FlaggedName: Sendable, Equatable {
    package let name: String
    package let flags: Int
    package let comments: Int
}

extension Store {
    /// The queue of a site by how long its comments have waited, at `now`.
    package func queueAges(
        of siteID: Int64, at now: Moment
    ) throws(SQLiteError) -> [AgeBand] {
        var bands: [AgeBand] = []
        var from = Int64.max
        for under in [3600, 14_400, 86_400, 259_200, nil] as [Int?] {
            let since = under.map { now.milliseconds - Int64($0) * 1000 } ?? -1
            let counts = try db.first(
                """
                SELECT count(*) FILTER (WHERE state = 0), count(*) FILTER (WHERE state = 1)
                FROM cases WHERE site_id = ?1 AND since > ?2 AND since <= ?3
                """, [.integer(siteID), .integer(since), .integer(from)]
            ) { ($0.int(0), $0.int(1)) }
            bands.append(
                AgeBand(under: under, pending: counts?.0 ?? 0, flagged: counts?.1 ?? 0))
            from = since
        }
        return bands
    }

    /// Why the comments in a site's queue wait, the commonest reason first. A comment with several
    /// reasons counts under each.
    package func waitingReasons(of siteID: Int64) throws(SQLiteError) -> [WaitingReason] {
        try db.all(
            """
            SELECT kind, name, waiting FROM (
              SELECT 'rule' AS kind, rule AS name, count(DISTINCT cases.comment_id) AS waiting
              FROM cases JOIN reasons ON reasons.comment_id = cases.comment_id
              WHERE site_id = ?1 AND is_dry_run = 0 AND reasons.revision = coalesce(
                (SELECT max(revision) FROM judgements
                  WHERE judgements.comment_id = cases.comment_id), 1)
              GROUP BY rule
              UNION ALL
              SELECT 'flag', reason, count(*)
              FROM cases JOIN flag_totals ON flag_totals.comment_id = cases.comment_id
              WHERE site_id = ?1 GROUP BY reason
              UNION ALL
              SELECT 'none', NULL, count(*) FROM cases
              WHERE site_id = ?1
                AND NOT EXISTS (SELECT 1 FROM reasons
                  WHERE reasons.comment_id = cases.comment_id AND is_dry_run = 0
                    AND reasons.revision = coalesce((SELECT max(revision) FROM judgements
                      WHERE judgements.comment_id = cases.comment_id), 1))
                AND NOT EXISTS (SELECT 1 FROM flag_totals
                  WHERE flag_totals.comment_id = cases.comment_id))
            WHERE waiting > 0 ORDER BY waiting DESC, kind, name LIMIT 1000
            """, [.integer(siteID)]
        ) { row in
            WaitingReason(
                kind: WaitingReason.Kind(rawValue: row.text(0)) ?? .none,
                name: row.optionalText(1), waiting: row.int(2))
        }
    }

    // Flags are few beside comments, so they are read first: that is what CROSS JOIN asks for.

    /// How many flags readers raised in a time.
    package func flagCount(
        of siteID: Int64, from since: Moment, to until: Moment
    ) throws(SQLiteError) -> Int {
        try db.first(
            """
            SELECT count(*) FROM flags CROSS JOIN comments
            WHERE comments.id = comment_id AND site_id = ?1 AND raised_at >= ?2 AND raised_at < ?3
            """, range(siteID, since, until)
        ) { $0.int(0) } ?? 0
    }

    /// The threads whose comments were flagged most in a time.
    package func mostFlaggedThreads(
        of siteID: Int64, from since: Moment, to until: Moment
    ) throws(SQLiteError) -> [FlaggedName] {
        try db.all(
            """
            SELECT threads.name, count(*) AS flags, count(DISTINCT comment_id)
            FROM flags CROSS JOIN comments JOIN threads ON threads.id = thread_id
            WHERE comments.id = comment_id AND comments.site_id = ?1
              AND raised_at >= ?2 AND raised_at < ?3
            GROUP BY threads.id ORDER BY flags DESC, threads.id LIMIT 10
            """, range(siteID, since, until), readFlagged)
    }

    /// The persons whose comments were flagged most in a time.
    package func mostFlaggedAuthors(
        of siteID: Int64, from since: Moment, to until: Moment
    ) throws(SQLiteError) -> [FlaggedName] {
        try db.all(
            """
            SELECT coalesce(persons.name, 'erased'), count(*) AS flags, count(DISTINCT comment_id)
            FROM flags CROSS JOIN comments JOIN persons ON persons.id = author_id
            WHERE comments.id = comment_id AND comments.site_id = ?1
              AND raised_at >= ?2 AND raised_at < ?3
            GROUP BY persons.id ORDER BY flags DESC, persons.id LIMIT 10
            """, range(siteID, since, until), readFlagged)
    }

    func range(_ siteID: Int64, _ since: Moment, _ until: Moment) -> [Value] {
        [.integer(siteID), .integer(since.milliseconds), .integer(until.milliseconds)]
    }
}

private func readFlagged(_ row: borrowing Row) -> FlaggedName {
    FlaggedName(name: row.text(0), flags: row.int(1), comments: row.int(2))
}
