import Discussion
import SQLite

/// A site as an export has it.
package struct ArchivedSite: Sendable {
    package let site: Site
    package let createdAt: Moment
    package let settings: SiteSettings
}

/// A set of rules that has judged texts, with its number and its site.
package struct ArchivedRules: Sendable {
    package let id: Int64
    package let siteID: Int64
    package let kept: KeptRules
    package let firstUsedAt: Moment
}

/// A vote with who cast it; a nil name: they were erased.
package struct ArchivedBallot: Sendable {
    package let ballot: Store.Ballot
    package let voter: String?
}

/// A flag with all that its row says.
package struct ArchivedFlag: Sendable {
    package let flag: RaisedFlag
    package let reporterID: Int64
    /// Nil: they were erased.
    package let reporter: String?
    /// In thousandths.
    package let weight: Int
    package let isRepeat: Bool
    /// The entry of the history that settled it.
    package let settledBy: Int64?
}

/// A judgement with the revision of the text that it is of.
package struct ArchivedJudgement: Sendable {
    package let revision: Int
    package let judgement: Judgement
}

/// A reason with the revision of the text that it is of.
package struct ArchivedReason: Sendable {
    package let revision: Int
    package let reason: Reason
}

/// All rows of a database in the order of an export, of each kind those past a place.
extension Store {
    /// Every site, oldest first.
    package func archivedSites() throws(SQLiteError) -> [ArchivedSite] {
        try db.all(
            """
            SELECT id, name, created_at, is_closed, moderation, close_after_days, slow_mode_s,
              default_sort, takes_guests
            FROM sites ORDER BY id
            """
        ) {
            ArchivedSite(
                site: Site(id: $0.int64(0), name: $0.text(1)),
                createdAt: Moment(milliseconds: $0.int64(2)),
                settings: readSiteSettings($0, from: 3))
        }
    }

    /// The sets of rules past a number, up to `limit`.
    package func archivedRules(
        after id: Int64, limit: Int
    ) throws(SQLiteError) -> [ArchivedRules] {
        try db.all(
            """
            SELECT id, site_id, digest, version, first_used_at, rules, lists FROM rule_sets
            WHERE id > ?1 ORDER BY id LIMIT ?2
            """, [.integer(id), .integer(limit)]
        ) { row in
            Digest(bytes: row.blob(2)).map {
                ArchivedRules(
                    id: row.int64(0), siteID: row.int64(1),
                    kept: KeptRules(
                        digest: $0, version: row.int(3), rules: row.text(5), lists: row.text(6)),
                    firstUsedAt: Moment(milliseconds: row.int64(4)))
            }
        }.compactMap { $0 }
    }

    /// The persons past a number, those who were erased left out, each with the site.
    package func archivedPersons(
        after id: Int64, limit: Int
    ) throws(SQLiteError) -> [(siteID: Int64, person: Person)] {
        try db.all(
            """
            SELECT site_id, id, name, display_name, url, email, first_seen, approved, rejected,
              spam, restraints
            FROM persons WHERE id > ?1 AND name IS NOT NULL ORDER BY id LIMIT ?2
            """, [.integer(id), .integer(limit)]
        ) { ($0.int64(0), readPerson($0, from: 1)) }
    }

    /// The sanctions past a number that are not over.
    package func archivedSanctions(
        after id: Int64, limit: Int
    ) throws(SQLiteError) -> [Sanction] {
        try db.all(
            """
            SELECT id, site_id, person_id, range, kind, since, until, reason, moderator_id
            FROM sanctions WHERE id > ?1 AND is_over = 0 ORDER BY id LIMIT ?2
            """, [.integer(id), .integer(limit)], readSanction
        ).compactMap { $0 }
    }

    /// The comments past one, in the order of their ids, each with the one that it replies to.
    package func archivedComments(
        after id: Int64, limit: Int
    ) throws(SQLiteError) -> [(id: CommentID, parentID: CommentID?)] {
        try db.all(
            "SELECT id, parent_id FROM comments WHERE id > ?1 ORDER BY id LIMIT ?2",
            [.integer(id), .integer(limit)]
        ) { row in
            (
                CommentID(rawValue: row.int64(0)),
                row.optionalInt64(1).map { CommentID(rawValue: $0) }
            )
        }
    }

    /// Direct replies with ids between two, neither of which is meant.
    package func replies(
        to id: CommentID, in threadID: Int64, after last: Int64, before end: CommentID, limit: Int
    ) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT comment_id FROM tallies
            WHERE thread_id = ?1 AND parent_id = ?2 AND comment_id > ?3 AND comment_id < ?5
            ORDER BY comment_id LIMIT ?4
            """,
            [
                .integer(threadID), .integer(id.rawValue), .integer(last), .integer(limit),
                .integer(end.rawValue),
            ]
        ) { CommentID(rawValue: $0.int64(0)) }
    }

    /// What rules made of a comment's texts, oldest first.
    package func archivedJudgements(
        on id: CommentID
    ) throws(SQLiteError) -> [ArchivedJudgement] {
        try db.all(
            """
            SELECT revision, rule_set_id, status, facts FROM judgements WHERE comment_id = ?1
            ORDER BY revision
            """, [.integer(id.rawValue)]
        ) { row in
            ArchivedJudgement(
                revision: row.int(0),
                judgement: Judgement(
                    ruleSetID: row.int64(1), status: Status(rawValue: row.int(2)) ?? .pending,
                    facts: row.blob(3)))
        }
    }

    /// What rules found in a comment's texts, oldest first.
    package func archivedReasons(on id: CommentID) throws(SQLiteError) -> [ArchivedReason] {
        try db.all(
            """
            SELECT rule, action, detail, span_start, span_end, places, score, is_dry_run, revision
            FROM reasons WHERE comment_id = ?1 ORDER BY revision, position
            """, [.integer(id.rawValue)]
        ) { ArchivedReason(revision: $0.int(8), reason: readReason($0)) }
    }

    /// The sanctions because of which a comment is, or was, shown to its author alone.
    package func shadows(on id: CommentID) throws(SQLiteError) -> [Int64] {
        try db.all(
            "SELECT sanction_id FROM shadows WHERE comment_id = ?1 ORDER BY sanction_id",
            [.integer(id.rawValue)]
        ) { $0.int64(0) }
    }

    /// The votes on a comment past a voter's, up to `limit`, of persons who were erased or of those
    /// who were not. Of the former those that count nowhere are left out.
    package func archivedBallots(
        on id: CommentID, ofErased isErased: Bool, after voterID: Int64, limit: Int
    ) throws(SQLiteError) -> [ArchivedBallot] {
        try db.all(
            """
            SELECT voter_id, comment_id, value, is_counted, cast_at, name
            FROM votes CROSS JOIN persons ON persons.id = voter_id
            WHERE comment_id = ?1 AND voter_id > ?2 AND (name IS NULL) = ?4
              AND (name IS NOT NULL OR is_counted = 1)
            ORDER BY voter_id LIMIT ?3
            """, [.integer(id.rawValue), .integer(voterID), .integer(limit), .bool(isErased)]
        ) { ArchivedBallot(ballot: readBallot($0), voter: $0.optionalText(5)) }
    }

    /// All entries of the history on a comment, oldest first, how it came to be among them.
    package func archivedHistory(on id: CommentID) throws(SQLiteError) -> [HistoryEntry] {
        let making = try making(of: id).map { [$0] } ?? []
        return try making
            + db.all(
                """
                SELECT id, site_id, at, actor_id, action, comment_id, person_id, from_status,
                  to_status, from_marks, to_marks, reason, rules, waited_ms, undoes, until,
                  range
                FROM history WHERE comment_id = ?1 ORDER BY id
                """, [.integer(id.rawValue)], readEntry)
    }

    /// The entries of the history that are about no comment, past a number.
    package func archivedHistory(
        after id: Int64, limit: Int
    ) throws(SQLiteError) -> [HistoryEntry] {
        try db.all(
            """
            SELECT id, site_id, at, actor_id, action, comment_id, person_id, from_status,
              to_status, from_marks, to_marks, reason, rules, waited_ms, undoes, until,
              range
            FROM history WHERE id > ?1 AND comment_id IS NULL ORDER BY id LIMIT ?2
            """, [.integer(id), .integer(limit)], readEntry)
    }

    /// All flags on a comment, by reporter and number; those of persons who were erased come last.
    package func archivedFlags(on id: CommentID) throws(SQLiteError) -> [ArchivedFlag] {
        try db.all(
            """
            SELECT comment_id, number, reason, detail, raised_at, state, reporter_id, name, weight,
              is_repeat, settled_by
            FROM flags CROSS JOIN persons ON persons.id = reporter_id
            WHERE comment_id = ?1 ORDER BY name IS NULL, reporter_id, number
            """, [.integer(id.rawValue)]
        ) { row in
            ArchivedFlag(
                flag: readRaisedFlag(row), reporterID: row.int64(6), reporter: row.optionalText(7),
                weight: row.int(8), isRepeat: row.bool(9), settledBy: row.optionalInt64(10))
        }
    }

    /// Whether moderators who follow the queue were told that a case waits for long.
    package func isTold(_ item: QueueCase) throws(SQLiteError) -> Bool {
        try db.first(
            "SELECT is_told FROM cases WHERE comment_id = ?1", [.integer(item.commentID.rawValue)]
        ) { $0.bool(0) } ?? false
    }

    /// The subscriptions past a number.
    package func archivedSubscriptions(
        after id: Int64, limit: Int
    ) throws(SQLiteError) -> [Subscription] {
        try db.all(
            """
            SELECT id, site_id, person_id, thread_id, scope, comment_id, email, since, waits_since,
              token_digest
            FROM subscriptions WHERE id > ?1 ORDER BY id LIMIT ?2
            """, [.integer(id), .integer(limit)], readSubscription)
    }
}
