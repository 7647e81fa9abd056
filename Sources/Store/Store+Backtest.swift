import Discussion
import SQLite

/// A stored comment as rules see it, with what rules made of it then.
package struct StoredText: Sendable {
    package let id: CommentID
    package let siteID: Int64
    package let authorID: Int64
    package let roles: Roles
    package let isGuest: Bool
    package let isReply: Bool
    package let hasAnchor: Bool
    /// As written.
    package let body: String
    /// Nil where no rules judged it.
    package let judged: Status?
    /// As `Facts` are kept; nil where no rules judged it.
    package let facts: [UInt8]?
}

/// What a person did with a comment, so far as it is a decision about its text.
package struct PersonsDecision: Sendable {
    package let commentID: CommentID
    package let entryID: Int64
    package let actorID: Int64
    /// Whom the entry is about.
    package let personID: Int64?
    package let action: String
    /// The entry that this one takes back.
    package let undoes: Int64?
}

/// Long walks over stored comments, in parts: each statement reads a bounded number of rows.
extension Store {
    /// Lets what a reader has read so far be outdated, so that the log need not keep it: the next
    /// statement sees what is committed then. Does nothing on the connection that writes.
    package func renewSnapshot() throws(SQLiteError) { try withoutSnapshot {} }

    /// Runs `body`, which reads nothing, while no snapshot is held, as `renewSnapshot` does.
    package func withoutSnapshot<Result>(_ body: () -> Result) throws(SQLiteError) -> Result {
        guard !cache.isKept else { return body() }
        try db.run("COMMIT")
        leaveGate()
        let result = body()
        passGate()
        try db.run("BEGIN")
        return result
    }

    /// The first of the comments that stand before `end`, no more than `limit` of them, and how
    /// many of them are of a site; nil where there is none past `start`.
    package func part(
        before end: CommentID, from start: CommentID, limit: Int, of siteID: Int64
    ) throws(SQLiteError) -> (first: CommentID, ofSite: Int)? {
        try db.first(
            """
            SELECT min(id), count(*) FILTER (WHERE site_id = ?4) FROM (
              SELECT id, site_id FROM comments WHERE id < ?1 AND id >= ?2
              ORDER BY id DESC LIMIT ?3)
            """,
            [
                .integer(end.rawValue), .integer(start.rawValue), .integer(limit),
                .integer(siteID),
            ]
        ) { row in row.optionalInt64(0).map { (CommentID(rawValue: $0), row.int(1)) } } ?? nil
    }

    /// The comments of all sites from an id on, in order, the texts of one site alone.
    package func storedTexts(
        from start: CommentID, limit: Int, of siteID: Int64
    ) throws(SQLiteError) -> [StoredText] {
        try db.all(
            """
            SELECT id, site_id, author_id, roles, is_guest, parent_id IS NOT NULL,
              anchor IS NOT NULL, CASE WHEN site_id = ?2 THEN body ELSE '' END,
              judgements.status, facts
            FROM (SELECT * FROM comments WHERE id >= ?1 ORDER BY id LIMIT ?3) AS part
              LEFT JOIN judgements ON comment_id = part.id AND judgements.revision = (
                SELECT max(revision) FROM judgements WHERE comment_id = part.id)
            ORDER BY id
            """, [.integer(start.rawValue), .integer(siteID), .integer(limit)]
        ) { row in
            StoredText(
                id: CommentID(rawValue: row.int64(0)), siteID: row.int64(1),
                authorID: row.int64(2), roles: Roles(rawValue: row.int(3)), isGuest: row.bool(4),
                isReply: row.bool(5), hasAnchor: row.bool(6), body: row.text(7),
                judged: row.optionalInt(8).flatMap { Status(rawValue: $0) },
                facts: row.optionalBlob(9))
        }
    }

    /// What persons did with the comments between two ids, in order.
    package func personsDecisions(
        in ids: ClosedRange<CommentID>
    ) throws(SQLiteError) -> [PersonsDecision] {
        try db.all(
            """
            SELECT comment_id, id, actor_id, person_id, action, undoes FROM history
            WHERE comment_id BETWEEN ?1 AND ?2 AND comment_id IS NOT NULL
              AND actor_id IS NOT NULL
            ORDER BY comment_id, id
            """, [.integer(ids.lowerBound.rawValue), .integer(ids.upperBound.rawValue)]
        ) { row in
            PersonsDecision(
                commentID: CommentID(rawValue: row.int64(0)), entryID: row.int64(1),
                actorID: row.int64(2), personID: row.optionalInt64(3), action: row.text(4),
                undoes: row.optionalInt64(5))
        }
    }
}
