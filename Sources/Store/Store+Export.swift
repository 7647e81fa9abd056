import Discussion
import SQLite

/// A flag as its reporter's record has it.
package struct RaisedFlag: Sendable {
    package let commentID: CommentID
    /// Counted from 0 for each comment.
    package let number: Int
    package let reason: FlagReason
    package let detail: String?
    package let raisedAt: Moment
    package let state: FlagState
}

/// A notice as it lies there, whether it is still to be told or not.
package struct KeptNotice: Sendable {
    package let id: Int64
    package let kind: NoticeKind
    package let commentID: CommentID?
    package let subscriptionID: Int64?
    package let state: NoticeState
    package let createdAt: Moment
    package let tries: Int
    package let detail: String?
}

/// All that there is of one person, of each kind the rows past a place.
extension Store {
    /// A person's comments of any status past one, oldest first, up to `limit`.
    package func comments(
        of personID: Int64, after id: Int64, limit: Int
    ) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_by_author
            WHERE author_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3
            """, [.integer(personID), .integer(id), .integer(limit)]
        ) { CommentID(rawValue: $0.int64(0)) }
    }

    /// The flags that a person raised, past one and in the order of the comments, up to `limit`.
    package func flags(
        by personID: Int64, after place: (commentID: Int64, number: Int64), limit: Int
    ) throws(SQLiteError) -> [RaisedFlag] {
        try db.all(
            """
            SELECT comment_id, number, reason, detail, raised_at, state
            FROM flags INDEXED BY flags_by_reporter
            WHERE reporter_id = ?1 AND (comment_id, number) > (?2, ?3)
            ORDER BY comment_id, number LIMIT ?4
            """,
            [
                .integer(personID), .integer(place.commentID), .integer(place.number),
                .integer(limit),
            ]
        ) { readRaisedFlag($0) }
    }

    /// What is imposed on a person, past a number, oldest first, up to `limit`.
    package func sanctions(
        of personID: Int64, after id: Int64, limit: Int
    ) throws(SQLiteError) -> [Sanction] {
        try db.all(
            """
            SELECT id, site_id, person_id, range, kind, since, until, reason, moderator_id
            FROM sanctions WHERE person_id = ?1 AND is_over = 0 AND id > ?2 ORDER BY id LIMIT ?3
            """, [.integer(personID), .integer(id), .integer(limit)], readSanction
        ).compactMap { $0 }
    }

    /// The numbers of the entries about a person and by them, past one, up to `limit`.
    package func history(
        of personID: Int64, after id: Int64, limit: Int
    ) throws(SQLiteError) -> [HistoryEntry] {
        try db.all(
            """
            SELECT id, site_id, at, actor_id, action, comment_id, person_id, from_status,
              to_status, from_marks, to_marks, reason, rules, waited_ms, undoes, until,
              range
            FROM (
              SELECT * FROM (SELECT * FROM history WHERE person_id = ?1 AND id > ?2
                ORDER BY id LIMIT ?3)
              UNION
              SELECT * FROM (SELECT * FROM history WHERE actor_id = ?1 AND id > ?2
                ORDER BY id LIMIT ?3))
            ORDER BY id LIMIT ?3
            """, [.integer(personID), .integer(id), .integer(limit)], readEntry)
    }

    /// The last of the next `rows` notices past one, anyone's; nil where there are no more.
    package func noticePart(after id: Int64, rows: Int) throws(SQLiteError) -> Int64? {
        try db.first(
            "SELECT max(id) FROM (SELECT id FROM notices WHERE id > ?1 ORDER BY id LIMIT ?2)",
            [.integer(id), .integer(rows)]
        ) { $0.optionalInt64(0) } ?? nil
    }

    /// The notices of a person between two numbers, the first of which is not meant, up to `limit`.
    package func notices(
        of personID: Int64, after start: Int64, through end: Int64, limit: Int
    ) throws(SQLiteError) -> [KeptNotice] {
        try db.all(
            """
            SELECT id, kind, comment_id, subscription_id, state, created_at, tries, detail
            FROM notices NOT INDEXED
            WHERE id > ?2 AND id <= ?3 AND person_id = ?1 ORDER BY id LIMIT ?4
            """, [.integer(personID), .integer(start), .integer(end), .integer(limit)]
        ) {
            KeptNotice(
                id: $0.int64(0), kind: NoticeKind(rawValue: $0.int(1)) ?? .comment,
                commentID: $0.optionalInt64(2).map { CommentID(rawValue: $0) },
                subscriptionID: $0.optionalInt64(3),
                state: NoticeState(rawValue: $0.int(4)) ?? .due,
                createdAt: Moment(milliseconds: $0.int64(5)), tries: $0.int(6),
                detail: $0.optionalText(7))
        }
    }
}

/// Reads the six columns of a flag.
func readRaisedFlag(_ row: borrowing Row) -> RaisedFlag {
    RaisedFlag(
        commentID: CommentID(rawValue: row.int64(0)), number: row.int(1),
        reason: FlagReason(rawValue: row.text(2)) ?? .other, detail: row.optionalText(3),
        raisedAt: Moment(milliseconds: row.int64(4)),
        state: FlagState(rawValue: row.int(5)) ?? .void)
}
