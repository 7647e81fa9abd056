import Discussion
import SQLite

/// Where it stands how a comment came to be.
package enum MakingPlace: Sendable {
    /// In the comment's own row: it was the newest comment, so that whoever follows comments by
    /// their ids comes upon it.
    case row
    /// In the history, as everything else that happens: it was made for a time that is past.
    case history
}

/// What a comment's row says of how it came to be.
package struct Made: Sendable {
    /// The comment's.
    package let id: Int64
    /// Of the number 0; nil where the history says it.
    package let entry: HistoryEntry?
    /// The newest entry that the history had then.
    let behind: Int64

    fileprivate init(_ row: borrowing Row) {
        let commentID = CommentID(rawValue: row.int64(0))
        let (authorID, siteID) = (row.int64(2), row.int64(1))
        id = commentID.rawValue
        entry = Making(number: row.int(3), rules: row.int(4)).map {
            HistoryEntry($0, of: commentID, by: authorID, in: siteID)
        }
        behind = row.int64(5)
    }
}

extension Making {
    /// What stands in the row besides the version of the rules that it names anyway.
    func rules(besides present: Int) -> Int? { rules == present ? nil : rules }

    /// What an entry of the history says of a comment; nil where it says something else, or more.
    package init?(_ entry: HistoryEntry, of comment: Comment) {
        guard entry.commentID == comment.id, entry.personID == comment.authorID,
            entry.siteID == comment.siteID, entry.at == comment.id.createdAt,
            let action = Action(name: entry.action), let status = entry.toStatus,
            let rules = entry.rules
        else { return nil }
        self.init(action, as: status, rules: rules)
        // Whatever else there may be is in one of the two.
        guard entry.isSame(as: HistoryEntry(self, of: comment)) else { return nil }
    }
}

extension HistoryEntry {
    /// How a comment came to be, as the history has it.
    package init(_ making: Making, of comment: Comment) {
        self.init(making, of: comment.id, by: comment.authorID, in: comment.siteID)
    }

    fileprivate init(
        _ making: Making, of id: CommentID, by authorID: Int64, in siteID: Int64
    ) {
        self.init(
            siteID: siteID, at: id.createdAt, actorID: nil, action: making.action.name,
            commentID: id, personID: authorID)
        toStatus = making.status
        rules = making.rules
    }

    /// Whether both say the same, whatever their numbers are.
    fileprivate func isSame(as other: HistoryEntry) -> Bool {
        var copy = self
        copy.id = other.id
        return copy == other
    }
}

/// How comments came to be, where their own rows say it: entries of the number 0.
extension Store {
    /// Enters how a comment came to be that was added without it, in the same transaction.
    package func enter(
        _ making: Making, of comment: Comment, at place: MakingPlace
    ) throws(SQLiteError) {
        guard place == .row else {
            _ = try append(HistoryEntry(making, of: comment))
            return
        }
        try db.run(
            "UPDATE comments SET making = ?2, making_rules = ?3 WHERE id = ?1",
            [
                .integer(comment.id.rawValue), .integer(making.number),
                .integer(orNull: making.rules(besides: comment.rules)),
            ])
    }

    /// What a comment's row says of how it came to be; nil where the history does.
    package func making(of id: CommentID) throws(SQLiteError) -> HistoryEntry? {
        try made(id)?.entry
    }

    /// What a comment's row says; nil where there is no such comment.
    func made(_ id: CommentID) throws(SQLiteError) -> Made? {
        try db.first(
            """
            SELECT id, site_id, author_id, making, coalesce(making_rules, rules), made_behind
            FROM comments WHERE id = ?1
            """, [.integer(id.rawValue)]
        ) { Made($0) }
    }

    /// A site's comments before one, newest first, with what their rows say.
    func makings(
        of siteID: Int64, before id: Int64, limit: Int
    ) throws(SQLiteError) -> [Made] {
        try db.all(
            """
            SELECT id, site_id, author_id, making, coalesce(making_rules, rules), made_behind
            FROM comments INDEXED BY comments_by_site
            WHERE site_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, [.integer(siteID), .integer(id), .integer(limit)]
        ) { Made($0) }
    }

    /// A person's comments before one, newest first, with what their rows say.
    func makings(
        by personID: Int64, before id: Int64, limit: Int
    ) throws(SQLiteError) -> [Made] {
        try db.all(
            """
            SELECT id, site_id, author_id, making, coalesce(making_rules, rules), made_behind
            FROM comments INDEXED BY comments_by_author
            WHERE author_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, [.integer(personID), .integer(id), .integer(limit)]
        ) { Made($0) }
    }

    /// A person's comments past one, oldest first, with what their rows say.
    package func makings(
        by personID: Int64, after id: Int64, limit: Int
    ) throws(SQLiteError) -> [Made] {
        try db.all(
            """
            SELECT id, site_id, author_id, making, coalesce(making_rules, rules), made_behind
            FROM comments INDEXED BY comments_by_author
            WHERE author_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3
            """, [.integer(personID), .integer(id), .integer(limit)]
        ) { Made($0) }
    }

    /// A site's next comments between two, neither of which is meant, oldest first: those whose
    /// rows say how they came to be are handed over.
    package func reportMakings(
        of siteID: Int64, past place: inout ReportPlace, before end: CommentID, limit: Int,
        _ take: (ReportEntry) -> Void
    ) throws(SQLiteError) -> Int {
        var count = 0
        var last = place
        try db.forEach(
            """
            SELECT id, site_id, author_id, making, coalesce(making_rules, rules), made_behind
            FROM comments INDEXED BY comments_by_site
            WHERE site_id = ?1 AND id > ?2 AND id < ?3 ORDER BY id LIMIT ?4
            """, integers: [siteID, place.first, end.rawValue, Int64(limit)]
        ) { row in
            count += 1
            last.first = row.int64(0)
            if let entry = Made(row).entry.flatMap(ReportEntry.init(making:)) { take(entry) }
        }
        place = last
        return count
    }
}
