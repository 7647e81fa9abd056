import Discussion
import SQLite

/// What an import reads and writes that no command does.
extension Store {
    /// Whether no comment has an id yet.
    package func isFree(_ id: CommentID) throws(SQLiteError) -> Bool {
        if try newestComment() < id.rawValue { return true }
        return try db.first(
            "SELECT 1 FROM comments WHERE id = ?1", [.integer(id.rawValue)]
        ) { _ in true } == nil
    }

    /// The comments of a millisecond, up to `limit`, in the order of their ids.
    package func commentIDs(at moment: Moment, limit: Int) throws(SQLiteError) -> [CommentID] {
        let first = CommentID(first: moment).rawValue
        return try db.all(
            "SELECT id FROM comments WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3",
            [
                .integer(first), .integer(first + CommentID.perMillisecond - 1), .integer(limit),
            ]
        ) { CommentID(rawValue: $0.int64(0)) }
    }

    /// Adds a new comment's row of counts as they are already, and its rank where its siblings
    /// are ranked.
    package func insertCounted(_ tally: Tally) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO tallies (thread_id, parent_id, comment_id, status, is_pinned, is_ranked, up,
              down, descendants, replies, listed, children)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """,
            place(of: tally) + [
                .integer(tally.status.rawValue), .bool(tally.isPinned), .bool(tally.isRanked),
                .integer(tally.up), .integer(tally.down), .integer(tally.descendants),
                .integer(tally.replies), .integer(tally.listed), .integer(tally.children),
            ])
        if tally.isRanked { try insertRank(of: tally) }
    }

    /// Pages in the write-ahead log as the last commit left them.
    package var logLength: Int { Int(db.logLength) }

    /// A person of whom nothing is known, the `number`th of a site's; nil where there are fewer.
    package func knownErasedPerson(
        _ number: Int, in site: Site
    ) throws(SQLiteError) -> Int64? {
        try db.first(
            """
            SELECT id FROM persons WHERE site_id = ?1 AND name IS NULL
            ORDER BY id LIMIT 1 OFFSET ?2
            """, [.integer(site.id), .integer(max(0, number - 1))]
        ) { $0.int64(0) }
    }

    /// The same, made where there are fewer.
    package func erasedPerson(
        _ number: Int, in site: Site, at now: Moment
    ) throws(SQLiteError) -> Int64 {
        while true {
            if let found = try knownErasedPerson(number, in: site) { return found }
            _ = try makeErasedPerson(in: site, at: now)
        }
    }

    /// A person of whom nothing is known, and whom no row names yet.
    package func makeErasedPerson(in site: Site, at now: Moment) throws(SQLiteError) -> Int64 {
        try db.run(
            "INSERT INTO persons (site_id, first_seen) VALUES (?1, ?2)",
            [.integer(site.id), .integer(now.milliseconds)])
        return db.lastInsertedID
    }

    /// What keeps comments of persons who were erased in the shadow since a moment, oldest first.
    package func erasedSanctions(
        since moment: Moment, in site: Site
    ) throws(SQLiteError) -> [Sanction] {
        try db.all(
            """
            SELECT id, site_id, person_id, range, kind, since, until, reason, moderator_id
            FROM sanctions WHERE site_id = ?1 AND since = ?2 AND is_over = 0 AND kind = 3
              AND (SELECT name IS NULL FROM persons WHERE persons.id = person_id)
            ORDER BY id
            """, [.integer(site.id), .integer(moment.milliseconds)], readSanction
        ).compactMap { $0 }
    }

    /// How many of a site's persons have names that begin so.
    package func personCount(
        from name: String, to end: String, in site: Site
    ) throws(SQLiteError) -> Int {
        try db.first(
            "SELECT count(*) FROM persons WHERE site_id = ?1 AND name >= ?2 AND name < ?3",
            [.integer(site.id), .text(name), .text(end)]
        ) { $0.int(0) } ?? 0
    }

    /// How many entries the history has that say the same.
    package func entryCount(like entry: HistoryEntry) throws(SQLiteError) -> Int {
        let values: [Value] = [
            .integer(orNull: entry.actorID), .integer(orNull: entry.personID),
            .integer(orNull: entry.fromStatus?.rawValue),
            .integer(orNull: entry.toStatus?.rawValue),
            .integer(orNull: entry.fromMarks?.rawValue),
            .integer(orNull: entry.toMarks?.rawValue), .text(orNull: entry.reason),
            .integer(orNull: entry.rules), .integer(orNull: entry.waitedMilliseconds),
            .integer(orNull: entry.until?.milliseconds), .text(orNull: entry.range),
            .integer(entry.at.milliseconds), .text(entry.action),
        ]
        if let id = entry.commentID {
            var made = try making(of: id)
            made?.id = entry.id
            let count =
                try db.first(
                    """
                    SELECT count(*) FROM history
                    WHERE comment_id = ?14 AND at = ?12 AND action = ?13 AND actor_id IS ?1
                      AND person_id IS ?2 AND from_status IS ?3 AND to_status IS ?4
                      AND from_marks IS ?5 AND to_marks IS ?6 AND reason IS ?7 AND rules IS ?8
                      AND waited_ms IS ?9 AND until IS ?10 AND range IS ?11
                    """, values + [.integer(id.rawValue)]
                ) { $0.int(0) } ?? 0
            return count + (made == entry ? 1 : 0)
        }
        return try db.first(
            """
            SELECT count(*) FROM history
            WHERE site_id = ?14 AND at = ?12 AND comment_id IS NULL AND action = ?13
              AND actor_id IS ?1 AND person_id IS ?2 AND from_status IS ?3 AND to_status IS ?4
              AND from_marks IS ?5 AND to_marks IS ?6 AND reason IS ?7 AND rules IS ?8
              AND waited_ms IS ?9 AND until IS ?10 AND range IS ?11
            """, values + [.integer(entry.siteID)]
        ) { $0.int(0) } ?? 0
    }

    /// Whether a text is kept that a comment had.
    package func hasFormerText(
        of id: CommentID, revision: Int
    ) throws(SQLiteError) -> Bool {
        try db.first(
            "SELECT 1 FROM revisions WHERE comment_id = ?1 AND revision = ?2",
            [.integer(id.rawValue), .integer(revision)]
        ) { _ in true } ?? false
    }

    /// Adds a flag as it stood elsewhere: an open one to the comment's totals, a settled one to its
    /// reporter's record. `entry` is the one of the history that settled it.
    package func insertFlag(
        _ flag: NewFlag, state: FlagState, isRepeat: Bool, settledBy entry: Int64?,
        on id: CommentID, by reporterID: Int64
    ) throws(SQLiteError) {
        try open(flag, on: id, by: reporterID)
        let number = flag.former.map { $0.number + 1 } ?? 0
        let values: [Value] = [
            .integer(id.rawValue), .integer(reporterID), .integer(number),
            .integer(state.rawValue), .bool(isRepeat), .integer(orNull: entry),
        ]
        try db.run(
            """
            UPDATE flags SET state = ?4, is_repeat = ?5, settled_by = ?6
            WHERE comment_id = ?1 AND reporter_id = ?2 AND number = ?3
            """, values)
        try sumFlags(on: id)
        guard state.isDecided else { return }
        try db.run(
            """
            UPDATE persons SET flags_agreed = flags_agreed + ?2,
              flags_dismissed = flags_dismissed + ?3
            WHERE id = ?1
            """,
            [
                .integer(reporterID), .integer(state == .upheld ? 1 : 0),
                .integer(state == .dismissed ? 1 : 0),
            ])
    }

    /// Keeps a reason of one of a comment's texts at its place among those.
    package func insert(
        _ reason: Reason, on id: CommentID, revision: Int, position: Int
    ) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO reasons (comment_id, revision, position, rule, action, detail,
              span_start, span_end, places, score, is_dry_run)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """,
            [
                .integer(id.rawValue), .integer(revision), .integer(position),
                .text(reason.rule), .text(reason.action.rawValue), .text(reason.detail),
                .integer(orNull: reason.span?.lowerBound),
                .integer(orNull: reason.span?.upperBound), .integer(reason.count),
                .real(orNull: reason.score), .bool(reason.isDryRun),
            ])
    }

    /// Gives a subscription another number, where no other has it or had it since.
    package func renumber(
        _ subscription: Subscription, to number: Int64
    ) throws(SQLiteError) -> Int64 {
        let taken = try self.subscription(number) != nil
        guard number > 0, number < Int64.max >> 8, !taken else { return subscription.id }
        try db.run(
            "UPDATE subscriptions SET id = ?2 WHERE id = ?1",
            [.integer(subscription.id), .integer(number)])
        // Numbers go on behind the highest.
        try db.run(
            "UPDATE sqlite_sequence SET seq = max(seq, ?1) WHERE name = 'subscriptions'",
            [.integer(number)])
        return number
    }
}

extension CommentHead {
    /// Of a comment that was just made, with the votes and replies that it has.
    package init(of comment: Comment, _ tally: Tally) {
        self.init(
            siteID: comment.siteID, authorID: comment.authorID, depth: comment.depth, tally: tally)
    }
}
