import Discussion
import SQLite

/// A text that may be a copy.
package struct EarlierText: Sendable {
    package let id: CommentID
    /// As written.
    package let body: String
}

/// What was written lately: how much by one person, and by what its copies are found.
extension Store {
    /// How many of the newest comments with one key are worth reading.
    package static let maxCopies = 16

    /// How many comments a person has made between two ids; no more than `most` rows are read.
    package func commentCount(
        of personID: Int64, in ids: ClosedRange<CommentID>, atMost most: Int
    ) throws(SQLiteError) -> Int {
        try db.first(
            """
            SELECT count(*) FROM (
              SELECT 1 FROM comments INDEXED BY comments_by_author
              WHERE author_id = ?1 AND id BETWEEN ?2 AND ?3 LIMIT ?4)
            """,
            [
                .integer(personID), .integer(ids.lowerBound.rawValue),
                .integer(ids.upperBound.rawValue), .integer(most),
            ]
        ) { $0.int(0) } ?? 0
    }

    /// The newest comments between two ids that have this key, up to `maxCopies`.
    package func copies(
        with key: Int64, in siteID: Int64, _ ids: ClosedRange<CommentID>
    ) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT comment_id FROM text_prints
            WHERE site_id = ?1 AND key = ?2 AND comment_id BETWEEN ?3 AND ?4
            ORDER BY comment_id DESC LIMIT 16
            """,
            [
                .integer(siteID), .integer(key), .integer(ids.lowerBound.rawValue),
                .integer(ids.upperBound.rawValue),
            ]
        ) { CommentID(rawValue: $0.int64(0)) }
    }

    /// A comment's text as written.
    package func body(of id: CommentID) throws(SQLiteError) -> String? {
        try db.first("SELECT body FROM comments WHERE id = ?1", [.integer(id.rawValue)]) {
            $0.text(0)
        }
    }

    /// Enters a comment under its keys.
    package func insert(
        keys: [Int64], of id: CommentID, in siteID: Int64
    ) throws(SQLiteError) {
        for key in keys {
            try db.run(
                """
                INSERT INTO text_prints (site_id, key, comment_id) VALUES (?1, ?2, ?3)
                ON CONFLICT DO NOTHING
                """, [.integer(siteID), .integer(key), .integer(id.rawValue)])
        }
    }

    /// Forgets the keys of a comment whose text is another now.
    package func forgetKeys(of id: CommentID, in siteID: Int64) throws(SQLiteError) {
        try db.run(
            """
            DELETE FROM text_prints WHERE (site_id, key, comment_id) IN (
              SELECT site_id, key, comment_id FROM text_prints INDEXED BY text_prints_by_age
              WHERE site_id = ?1 AND comment_id = ?2)
            """, [.integer(siteID), .integer(id.rawValue)])
    }

    /// Forgets some of the keys of comments before `id`, the oldest first: more than a comment has,
    /// so that in the end none is left.
    package func forgetKeys(before id: CommentID, in siteID: Int64) throws(SQLiteError) {
        try db.run(
            """
            DELETE FROM text_prints WHERE (site_id, key, comment_id) IN (
              SELECT site_id, key, comment_id FROM text_prints INDEXED BY text_prints_by_age
              WHERE site_id = ?1 AND comment_id < ?2 ORDER BY comment_id LIMIT 32)
            """, [.integer(siteID), .integer(id.rawValue)])
    }

    /// The texts of a person's newest comments between two ids.
    package func texts(
        of personID: Int64, in ids: ClosedRange<CommentID>, limit: Int
    ) throws(SQLiteError) -> [EarlierText] {
        try db.all(
            """
            SELECT id, body FROM comments INDEXED BY comments_by_author
            WHERE author_id = ?1 AND id BETWEEN ?2 AND ?3 ORDER BY id DESC LIMIT ?4
            """,
            [
                .integer(personID), .integer(ids.lowerBound.rawValue),
                .integer(ids.upperBound.rawValue), .integer(limit),
            ]
        ) { EarlierText(id: CommentID(rawValue: $0.int64(0)), body: $0.text(1)) }
    }

    /// The texts of a site's comments among the newest `limit` of all between two ids.
    package func texts(
        ofSite siteID: Int64, in ids: ClosedRange<CommentID>, limit: Int
    ) throws(SQLiteError) -> [EarlierText] {
        try db.all(
            """
            SELECT id, body FROM (
              SELECT id, site_id, body FROM comments WHERE id BETWEEN ?2 AND ?3
              ORDER BY id DESC LIMIT ?4)
            WHERE site_id = ?1
            """,
            [
                .integer(siteID), .integer(ids.lowerBound.rawValue),
                .integer(ids.upperBound.rawValue), .integer(limit),
            ]
        ) { EarlierText(id: CommentID(rawValue: $0.int64(0)), body: $0.text(1)) }
    }
}
