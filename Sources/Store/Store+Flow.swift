import Discussion
import SQLite

/// What happened to comments on one UTC day.
package struct FlowDay: Sendable, Equatable {
    /// Days since 1970-01-01.
    package let day: Int
    package var submitted = 0
    /// What the rules made of the comments submitted that day, and what flags took away by
    /// themselves.
    package var byRules: [Status: Int] = [:]
    /// What persons decided that day.
    package var byHand: [Status: Int] = [:]
    /// Decisions of persons that leave the status as it is, or bring an earlier one back.
    package var others = 0
}

/// What a rule did.
package struct RuleRecord: Sendable, Equatable {
    package let rule: String
    package let hits: Int
    package let dryRunHits: Int
    /// Hits on comments of which a person decided otherwise.
    package let overturned: Int
}

/// What a moderator did.
package struct ModeratorRecord: Sendable, Equatable {
    package let moderator: String
    package let decisions: Int
    /// Milliseconds from the queue to the decision; nil where nothing came from the queue.
    package let median: Int64?
    /// The 95th percentile, by the nearest rank.
    package let p95: Int64?
}

extension Store {
    /// The flow of a site's comments by day, oldest first; days without any are left out, and of
    /// over 1,000 the newest are given.
    package func flow(
        of siteID: Int64, from since: Moment, to until: Moment
    ) throws(SQLiteError) -> [FlowDay] {
        let rows = try db.all(
            """
            SELECT at / 86400000 AS day, actor_id IS NULL, action, to_status, count(*),
              from_status IS NULL
            FROM history
            WHERE site_id = ?1 AND at >= ?2 AND at < ?3 AND comment_id IS NOT NULL
              AND (actor_id IS NULL OR actor_id <> person_id)
            GROUP BY day, actor_id IS NULL, action, to_status, from_status IS NULL ORDER BY day
            """, range(siteID, since, until)
        ) { row in
            (
                day: row.int(0), isByRules: row.bool(1), action: row.text(2),
                status: Status(rawValue: row.int(3)), count: row.int(4), isFirst: row.bool(5)
            )
        }
        var days: [FlowDay] = []
        for row in rows {
            if days.last?.day != row.day { days.append(FlowDay(day: row.day)) }
            let last = days.count - 1
            if row.isByRules {
                if row.isFirst { days[last].submitted += row.count }
                if let status = row.status {
                    days[last].byRules[status, default: 0] += row.count
                }
            } else if let status = row.status, Self.settling.contains(row.action) {
                days[last].byHand[status, default: 0] += row.count
            } else {
                days[last].others += row.count
            }
        }
        return Array(days.suffix(1000))
    }

    private static let settling: Set<String> = ["approve", "reject", "spam", "delete"]

    /// What each rule did to the comments made in a time, the commonest first.
    package func ruleRecords(
        of siteID: Int64, from since: Moment, to until: Moment
    ) throws(SQLiteError) -> [RuleRecord] {
        try db.all(
            """
            SELECT rule, count(*) FILTER (WHERE is_dry_run = 0) AS hits,
              count(*) FILTER (WHERE is_dry_run = 1),
              count(*) FILTER (WHERE is_dry_run = 0
                AND CASE WHEN reasons.action = 'approve' THEN status IN (2, 3)
                  WHEN reasons.action = 'mask' THEN 0 ELSE status = 0 END
                AND reasons.revision = coalesce((SELECT max(revision) FROM judgements
                  WHERE judgements.comment_id = comments.id), 1)
                AND EXISTS (SELECT 1 FROM history AS decision
                  WHERE decision.comment_id = comments.id AND decision.actor_id IS NOT NULL
                    AND decision.action IN ('approve', 'reject', 'spam')
                    AND decision.at >= coalesce(comments.edited_at, 0)
                    AND NOT EXISTS (SELECT 1 FROM history AS later
                      WHERE later.comment_id = comments.id AND later.undoes = decision.id)))
            FROM comments JOIN reasons ON reasons.comment_id = comments.id
            WHERE site_id = ?1 AND comments.id >= ?2 AND comments.id < ?3
            GROUP BY rule ORDER BY hits DESC, rule LIMIT 1000
            """,
            [
                .integer(siteID), .integer(CommentID(first: since).rawValue),
                .integer(CommentID(first: until).rawValue),
            ]
        ) { row in
            RuleRecord(
                rule: row.text(0), hits: row.int(1), dryRunHits: row.int(2),
                overturned: row.int(3))
        }
    }

    /// What each moderator did in a time, the busiest first.
    package func moderatorRecords(
        of siteID: Int64, from since: Moment, to until: Moment
    ) throws(SQLiteError) -> [ModeratorRecord] {
        try db.all(
            """
            WITH decisions AS (
              SELECT actor_id, waited_ms,
                row_number() OVER (PARTITION BY actor_id, waited_ms IS NULL
                  ORDER BY waited_ms) AS place,
                count(waited_ms) OVER (PARTITION BY actor_id) AS timed
              FROM history
              WHERE site_id = ?1 AND at >= ?2 AND at < ?3 AND comment_id IS NOT NULL
                AND actor_id IS NOT NULL AND actor_id <> person_id)
            SELECT coalesce(persons.name, 'erased'), count(*) AS decisions,
              max(waited_ms) FILTER (WHERE waited_ms IS NOT NULL AND place <= (timed + 1) / 2),
              max(waited_ms) FILTER (WHERE waited_ms IS NOT NULL
                AND place <= (timed * 95 + 99) / 100)
            FROM decisions JOIN persons ON persons.id = actor_id
            GROUP BY actor_id ORDER BY decisions DESC, actor_id LIMIT 1000
            """, range(siteID, since, until)
        ) { row in
            ModeratorRecord(
                moderator: row.text(0), decisions: row.int(1), median: row.optionalInt64(2),
                p95: row.optionalInt64(3))
        }
    }
}
