import Discussion
import SQLite

/// One entry of the append-only history.
package struct HistoryEntry: Sendable, Hashable {
    /// 0 before it is written.
    package var id: Int64 = 0
    package let siteID: Int64
    package let at: Moment
    /// Nil where the rules decided.
    package let actorID: Int64?
    package let action: String
    package let commentID: CommentID?
    /// Whom it is about: the comment's author.
    package let personID: Int64?
    package var fromStatus: Status?
    package var toStatus: Status?
    package var fromMarks: Marks?
    package var toMarks: Marks?
    package var reason: String?
    /// The version of the rules that decided.
    package var rules: Int?
    /// How long the comment had stood in the queue.
    package var waitedMilliseconds: Int64?
    /// The entry that this one takes back.
    package var undoes: Int64?
    /// When a sanction ends.
    package var until: Moment?
    /// The addresses that a sanction is for.
    package var range: String?

    package init(
        siteID: Int64, at: Moment, actorID: Int64?, action: String, commentID: CommentID?,
        personID: Int64?
    ) {
        self.siteID = siteID
        self.at = at
        self.actorID = actorID
        self.action = action
        self.commentID = commentID
        self.personID = personID
    }
}

extension Store {
    /// Appends an entry and returns its number.
    package func append(_ entry: HistoryEntry) throws(SQLiteError) -> Int64 {
        if entry.commentID != nil { hasChangedTexts = true }
        try db.run(
            """
            INSERT INTO history (site_id, at, actor_id, action, comment_id, person_id, from_status,
              to_status, from_marks, to_marks, reason, rules, waited_ms, undoes, until, range)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
            """,
            [
                .integer(entry.siteID), .integer(entry.at.milliseconds),
                .integer(orNull: entry.actorID), .text(entry.action),
                .integer(orNull: entry.commentID?.rawValue), .integer(orNull: entry.personID),
                .integer(orNull: entry.fromStatus?.rawValue),
                .integer(orNull: entry.toStatus?.rawValue),
                .integer(orNull: entry.fromMarks?.rawValue),
                .integer(orNull: entry.toMarks?.rawValue), .text(orNull: entry.reason),
                .integer(orNull: entry.rules), .integer(orNull: entry.waitedMilliseconds),
                .integer(orNull: entry.undoes), .integer(orNull: entry.until?.milliseconds),
                .text(orNull: entry.range),
            ])
        let id = db.lastInsertedID
        cache.keep(newestEntry: id)
        return id
    }

    /// The number of the newest entry; 0 while there is none.
    func newestEntry() throws(SQLiteError) -> Int64 {
        if let known = cache.newestEntry { return known }
        let newest = try db.first("SELECT max(id) FROM history") { $0.optionalInt64(0) } ?? nil
        cache.keep(newestEntry: newest ?? 0)
        return newest ?? 0
    }

    /// A person's newest decision on a comment that was not taken back.
    package func lastDecision(on id: CommentID) throws(SQLiteError) -> HistoryEntry? {
        try db.first(
            """
            SELECT id, site_id, at, actor_id, action, comment_id, person_id, from_status,
              to_status, from_marks, to_marks, reason, rules, waited_ms, undoes, until,
              range
            FROM history AS decision
            WHERE comment_id = ?1 AND to_status IS NOT NULL AND actor_id IS NOT NULL
              AND undoes IS NULL
              AND NOT EXISTS (SELECT 1 FROM history AS later
                WHERE later.comment_id = ?1 AND later.undoes = decision.id)
            ORDER BY id DESC LIMIT 1
            """, [.integer(id.rawValue)], readEntry)
    }

    /// The newest entry that says what a comment's status is, and was not taken back: of a person,
    /// of the rules, or of its flags.
    package func lastRuling(on id: CommentID) throws(SQLiteError) -> HistoryEntry? {
        let entry = try db.first(
            """
            SELECT id, site_id, at, actor_id, action, comment_id, person_id, from_status,
              to_status, from_marks, to_marks, reason, rules, waited_ms, undoes, until,
              range
            FROM history AS ruling
            WHERE comment_id = ?1 AND to_status IS NOT NULL AND undoes IS NULL
              AND action NOT IN ('feature', 'unfeature', 'pin', 'unpin', 'close', 'reopen',
                'dismiss_flags')
              AND NOT EXISTS (SELECT 1 FROM history AS later
                WHERE later.comment_id = ?1 AND later.undoes = ruling.id)
            ORDER BY id DESC LIMIT 1
            """, [.integer(id.rawValue)], readEntry)
        // What comes first of all its own row may say.
        if let entry { return entry }
        return try making(of: id)
    }

    /// The last status that a person has given a comment's text, of those that were not taken back:
    /// approved, rejected or spam; nil where there is none. Also where the text is another now.
    package func lastVerdict(on id: CommentID) throws(SQLiteError) -> Status? {
        try db.first(
            """
            SELECT to_status FROM history AS decision
            WHERE comment_id = ?1 AND actor_id IS NOT NULL
              AND action IN ('approve', 'reject', 'spam')
              AND NOT EXISTS (SELECT 1 FROM history AS later
                WHERE later.comment_id = ?1 AND later.undoes = decision.id)
            ORDER BY id DESC LIMIT 1
            """, [.integer(id.rawValue)]
        ) { Status(rawValue: $0.int(0)) } ?? nil
    }

    /// What a comment was before it was last deleted.
    package func statusBeforeDeletion(of id: CommentID) throws(SQLiteError) -> Status? {
        try db.first(
            """
            SELECT from_status FROM history
            WHERE comment_id = ?1 AND to_status = 4 AND from_status <> 4 ORDER BY id DESC LIMIT 1
            """, [.integer(id.rawValue)]
        ) { Status(rawValue: $0.int(0)) } ?? nil
    }
}

func readEntry(_ row: borrowing Row) -> HistoryEntry {
    var entry = HistoryEntry(
        siteID: row.int64(1), at: Moment(milliseconds: row.int64(2)), actorID: row.optionalInt64(3),
        action: row.text(4), commentID: row.optionalInt64(5).map { CommentID(rawValue: $0) },
        personID: row.optionalInt64(6))
    entry.id = row.int64(0)
    entry.fromStatus = row.optionalInt(7).flatMap { Status(rawValue: $0) }
    entry.toStatus = row.optionalInt(8).flatMap { Status(rawValue: $0) }
    entry.fromMarks = row.optionalInt(9).map { Marks(rawValue: $0) }
    entry.toMarks = row.optionalInt(10).map { Marks(rawValue: $0) }
    entry.reason = row.optionalText(11)
    entry.rules = row.optionalInt(12)
    entry.waitedMilliseconds = row.optionalInt64(13)
    entry.undoes = row.optionalInt64(14)
    entry.until = row.optionalInt64(15).map { Moment(milliseconds: $0) }
    entry.range = row.optionalText(16)
    return entry
}
