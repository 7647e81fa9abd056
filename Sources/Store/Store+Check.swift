import Discussion
import SQLite

/// A count that differs from its recount, or something else that must not be.
package struct Discrepancy: Sendable, Equatable {
    /// What is wrong, with how many rows where it was counted.
    package let description: String

    package init(_ description: String) { self.description = description }
}

extension Store {
    /// What SQLite itself finds wrong with the file: its structure, and references to rows that
    /// are not there.
    package func fileProblems() throws(SQLiteError) -> [Discrepancy] {
        let structure = try db.all("PRAGMA integrity_check(20)") { $0.text(0) }
        let references = try db.all(
            "SELECT \"table\", count(*) FROM pragma_foreign_key_check GROUP BY \"table\""
        ) { "\($0.int(1)) rows of \($0.text(0)) refer to rows that are not there" }
        return (structure.filter { $0 != "ok" } + references).map { Discrepancy($0) }
    }

    /// Counts that one statement can recount, and differ.
    package func countProblems() throws(SQLiteError) -> [Discrepancy] {
        var problems: [Discrepancy] = []
        func add(_ count: Int?, _ what: String) {
            if let count, count > 0 { problems.append(Discrepancy("\(count) \(what)")) }
        }
        add(try wrongVotes(), "comments whose votes differ from the ledger")
        add(try wrongStatuses(), "comments whose status stands differently in two places")
        add(try wrongPersons(), "persons whose counts differ from their comments")
        add(try wrongSites(), "sites whose counts differ from their rows")
        add(try wrongCases(), "comments that wait without a place in the queue, or the reverse")
        add(try wrongFlagTotals(), "totals of flags that differ from the flags")
        add(try doubleFlags(), "reporters with several open flags on one comment")
        add(try wrongFlagRecords(), "persons whose record differs from what became of their flags")
        add(try wrongShadows(), "comments that are shadowed, or not, against what is imposed")
        add(try wrongBallots(), "votes that count, or do not, against their voter's restraints")
        add(try wrongRestraints(), "persons whose restraints differ from what is imposed on them")
        add(try wrongPlaces(), "comments at another depth, or in another site, than they should")
        for lost in try rowsOfNothing() { problems.append(lost) }
        add(try misplacedThreads(), "threads that lists put elsewhere than their comments do")
        add(try wrongTexts(), "comments whose earlier texts differ from when they were edited")
        add(try wrongBylines(), "comments that call their author otherwise than persons does")
        add(try wrongHistory(), "entries of the history that name what is not there")
        add(try unmadeComments(), "comments of which nothing says how they came to be")
        add(try wrongFollowers(), "threads whose count of subscriptions differs")
        add(try wrongSubscriptions(), "subscriptions to what is not there, or elsewhere")
        add(try wrongNotices(), "notices that name what is not there")
        add(try halfErased(), "persons who are erased, but for something that is left of them")
        add(try wrongFits(), "fits whose voters are not there, or whose site has several")
        add(try strayRanks(), "rows of ranks without a comment")
        add(try wrongEvents(), "sites whose events are not numbered without gaps")
        return problems
    }

    private func wrongVotes() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM tallies LEFT JOIN (
              SELECT comment_id, count(*) FILTER (WHERE value = 1) AS ups,
                count(*) FILTER (WHERE value = -1) AS downs
              FROM votes WHERE is_counted = 1 GROUP BY comment_id) AS ballots
              ON ballots.comment_id = tallies.comment_id
            WHERE up <> coalesce(ups, 0) OR down <> coalesce(downs, 0)
            """
        ) { $0.int(0) }
    }

    private func wrongStatuses() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM comments LEFT JOIN tallies
              ON tallies.thread_id = comments.thread_id
              AND tallies.parent_id = coalesce(comments.parent_id, 0)
              AND tallies.comment_id = comments.id
            WHERE tallies.status IS NOT comments.status
              OR tallies.is_pinned IS NOT (comments.marks & 1)
            """
        ) { $0.int(0) }
    }

    private func wrongPersons() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM persons LEFT JOIN (
              SELECT author_id, count(*) FILTER (WHERE status = 0) AS good,
                count(*) FILTER (WHERE status IN (2, 3)) AS bad,
                count(*) FILTER (WHERE status = 3) AS worst
              FROM comments GROUP BY author_id) AS written ON author_id = persons.id
            WHERE approved <> coalesce(good, 0) OR rejected <> coalesce(bad, 0)
              OR spam <> coalesce(worst, 0)
            """
        ) { $0.int(0) }
    }

    private func wrongSites() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM sites
            WHERE comments <> (SELECT count(*) FROM comments WHERE site_id = sites.id)
              OR ballots <> (SELECT count(*) FROM votes JOIN comments ON comments.id = comment_id
                WHERE site_id = sites.id)
              OR queued_pending <> (SELECT count(*) FROM cases
                WHERE site_id = sites.id AND state = 0)
              OR queued_flagged <> (SELECT count(*) FROM cases
                WHERE site_id = sites.id AND state = 1)
            """
        ) { $0.int(0) }
    }

    private func wrongCases() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT (SELECT count(*) FROM comments
                WHERE status = 1 AND marks & 8 = 0 AND NOT EXISTS (
                  SELECT 1 FROM cases WHERE comment_id = comments.id AND state = 0))
              + (SELECT count(DISTINCT comment_id) FROM flags JOIN comments
                ON comments.id = comment_id WHERE state = 0 AND is_repeat = 0
                AND comments.status IN (0, 1) AND marks & 8 = 0
                AND NOT EXISTS (SELECT 1 FROM cases WHERE cases.comment_id = comments.id))
              + (SELECT count(*) FROM cases JOIN comments ON comments.id = comment_id
                WHERE state <> (status <> 1) OR status NOT IN (0, 1) OR marks & 8 <> 0)
            """
        ) { $0.int(0) }
    }

    private func wrongShadows() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM comments WHERE marks & 8 <> 0 AND (status <> 1 OR NOT EXISTS (
              SELECT 1 FROM sanctions CROSS JOIN shadows ON sanction_id = sanctions.id
              WHERE comment_id = comments.id AND kind = 3))
            """
        ) { $0.int(0) }
    }

    /// Of a voter whose ballots are being recounted those that are done are looked at.
    private func wrongBallots() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM votes JOIN persons ON persons.id = votes.voter_id
              LEFT JOIN recounts ON recounts.voter_id = persons.id
            WHERE is_counted = (restraints & 2 <> 0)
              AND (recounts.voter_id IS NULL OR votes.comment_id <= recounts.comment_id)
            """
        ) { $0.int(0) }
    }

    private func wrongRestraints() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM persons LEFT JOIN recounts ON voter_id = persons.id
            WHERE (restraints & 4 <> 0) <> (voter_id IS NOT NULL)
              OR (restraints & 1 <> 0) <> (SELECT count(*) FROM sanctions
                WHERE person_id = persons.id AND is_over = 0 AND kind > 1)
              OR restraints & 3 = 2
            """
        ) { $0.int(0) }
    }

    private func wrongFlagTotals() throws(SQLiteError) -> Int? {
        try db.first(
            """
            WITH due AS (
              SELECT comment_id, reason, count(*), sum(weight),
                count(*) FILTER (WHERE is_repeat = 0),
                coalesce(sum(weight) FILTER (WHERE is_repeat = 0), 0)
              FROM flags WHERE state = 0 GROUP BY comment_id, reason),
            kept AS (
              SELECT comment_id, reason, flags, weight, new_flags, new_weight FROM flag_totals)
            SELECT (SELECT count(*) FROM (SELECT * FROM due EXCEPT SELECT * FROM kept))
              + (SELECT count(*) FROM (SELECT * FROM kept EXCEPT SELECT * FROM due))
            """
        ) { $0.int(0) }
    }

    private func doubleFlags() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM (SELECT 1 FROM flags WHERE state = 0
              GROUP BY comment_id, reporter_id HAVING count(*) > 1)
            """
        ) { $0.int(0) }
    }

    private func wrongFlagRecords() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM persons LEFT JOIN (
              SELECT reporter_id, count(*) FILTER (WHERE state = 1) AS agreed,
                count(*) FILTER (WHERE state = 2) AS dismissed
              FROM flags GROUP BY reporter_id) AS raised ON reporter_id = persons.id
            WHERE flags_agreed <> coalesce(agreed, 0) OR flags_dismissed <> coalesce(dismissed, 0)
            """
        ) { $0.int(0) }
    }

    private func wrongHistory() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM history LEFT JOIN sites ON sites.id = history.site_id
              LEFT JOIN comments ON comments.id = history.comment_id
              LEFT JOIN persons ON persons.id = history.person_id
              LEFT JOIN persons AS actors ON actors.id = history.actor_id
              LEFT JOIN history AS undone ON undone.id = history.undoes
            WHERE sites.id IS NULL OR history.comment_id IS NOT comments.id
              OR history.person_id IS NOT persons.id OR history.actor_id IS NOT actors.id
              OR history.undoes IS NOT undone.id
            """
        ) { $0.int(0) }
    }

    private func wrongEvents() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM sites LEFT JOIN (
              SELECT site_id, sum(json_array_length(list)) AS events, max(last_seq) AS last
              FROM events GROUP BY site_id) AS logged ON site_id = sites.id
            WHERE last_event <> coalesce(last, cut_event)
              OR last_event - cut_event <> coalesce(events, 0)
            """
        ) { $0.int(0) }
    }

    /// Every case of the queue, to see whether it is where it belongs.
    package func cases(after id: Int64, limit: Int) throws(SQLiteError) -> [QueueCase] {
        try db.all(
            """
            SELECT comment_id, site_id, state, since, severity, exposure, urgency, claimed_by,
              claimed_until
            FROM cases WHERE comment_id > ?1 ORDER BY comment_id LIMIT ?2
            """, [.integer(id), .integer(limit)], readCase)
    }

    /// The threads past a number, in order, with their counts.
    package func threads(after id: Int64, limit: Int) throws(SQLiteError) -> [Thread] {
        let ids = try db.all(
            "SELECT id FROM threads WHERE id > ?1 ORDER BY id LIMIT ?2",
            [.integer(id), .integer(limit)]
        ) { $0.int64(0) }
        var threads: [Thread] = []
        for id in ids {
            if let thread = try thread(id) { threads.append(thread) }
        }
        return threads
    }

    /// How many comments of each thread have a mark, where there are some.
    package func markedComments(_ mark: Marks) throws(SQLiteError) -> [Int64: Int] {
        let rows = try db.all(
            """
            SELECT thread_id, count(*) FROM comments WHERE marks & ?1 <> 0 GROUP BY thread_id
            """, [.integer(mark.rawValue)]
        ) { ($0.int64(0), $0.int(1)) }
        return Dictionary(rows) { first, _ in first }
    }
}
