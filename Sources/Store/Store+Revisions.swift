import Discussion
import SQLite

/// A text that a comment has, or had.
package struct Revision: Sendable, Equatable {
    /// The comment's revision when it got this text.
    package let number: Int
    /// As written.
    package let body: String
    /// When it got it.
    package let at: Moment

    package init(number: Int, body: String, at: Moment) {
        self.number = number
        self.body = body
        self.at = at
    }
}

extension Store {
    /// So many texts are kept of a comment, the present one among them: more it does not take.
    package static let maxRevisions = 1000

    /// The revision at which a comment got its present text. One that came from elsewhere may never
    /// have been judged.
    package func textRevision(of id: CommentID) throws(SQLiteError) -> Int {
        try db.first(
            """
            SELECT max(coalesce((SELECT max(revision) FROM judgements WHERE comment_id = ?1), 1),
              coalesce((SELECT max(revision) + 1 FROM revisions WHERE comment_id = ?1), 1))
            """, [.integer(id.rawValue)]
        ) { $0.int(0) } ?? 1
    }

    /// How many texts a comment had before its present one.
    package func formerTextCount(of id: CommentID) throws(SQLiteError) -> Int {
        try db.first(
            "SELECT count(*) FROM revisions WHERE comment_id = ?1", [.integer(id.rawValue)]
        ) { $0.int(0) } ?? 0
    }

    /// The texts that a comment had before its present one, oldest first.
    package func formerTexts(of id: CommentID) throws(SQLiteError) -> [Revision] {
        try db.all(
            """
            SELECT revision, body, at FROM revisions WHERE comment_id = ?1
            ORDER BY revision LIMIT ?2
            """, [.integer(id.rawValue), .integer(Self.maxRevisions)]
        ) {
            Revision(
                number: $0.int(0), body: $0.text(1), at: Moment(milliseconds: $0.int64(2)))
        }
    }

    /// As above, past a revision and up to `limit`.
    package func formerTexts(
        of id: CommentID, after revision: Int64, limit: Int
    ) throws(SQLiteError) -> [Revision] {
        try db.all(
            """
            SELECT revision, body, at FROM revisions WHERE comment_id = ?1 AND revision > ?2
            ORDER BY revision LIMIT ?3
            """, [.integer(id.rawValue), .integer(revision), .integer(limit)]
        ) {
            Revision(
                number: $0.int(0), body: $0.text(1), at: Moment(milliseconds: $0.int64(2)))
        }
    }

    /// Keeps a text that the comment has no more.
    package func insert(_ former: Revision, of id: CommentID) throws(SQLiteError) {
        try db.run(
            "INSERT INTO revisions (comment_id, revision, at, body) VALUES (?1, ?2, ?3, ?4)",
            [
                .integer(id.rawValue), .integer(former.number), .integer(former.at.milliseconds),
                .text(former.body),
            ])
    }

    /// Writes the text, what makes HTML of it, its revision and which rules judged it as they now
    /// are.
    package func saveText(of comment: Comment, html: HTMLRecipe) throws(SQLiteError) {
        try db.run(
            """
            UPDATE comments SET body = ?2, masked = ?3, edited_at = ?4, rules = ?5, revision = ?6,
              html = ?7, making_rules = coalesce(making_rules, rules)
            WHERE id = ?1
            """,
            [
                .integer(comment.id.rawValue), .text(comment.body), .text(orNull: comment.masked),
                .integer(orNull: comment.editedAt?.milliseconds), .integer(comment.rules),
                .integer(comment.revision), .blob(html.bytes),
            ])
    }

    /// How many open flags a comment had before a moment.
    package func openFlagCount(
        on id: CommentID, before moment: Moment
    ) throws(SQLiteError) -> Int {
        try db.first(
            """
            SELECT count(*) FROM flags WHERE comment_id = ?1 AND state = 0 AND raised_at < ?2
            """, [.integer(id.rawValue), .integer(moment.milliseconds)]
        ) { $0.int(0) } ?? 0
    }
}
