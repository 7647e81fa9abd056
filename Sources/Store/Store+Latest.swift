import Discussion
import SQLite

/// Whose comments a list of the latest holds.
package enum LatestScope: Sendable {
    case site(Int64)
    case thread(Int64)
    /// A person's, in all threads or in one.
    case author(Int64, threadID: Int64?)
}

extension Store {
    /// So many comments are looked through for one page of a list, where no index holds those alone
    /// that are asked for: a person's, or all sites' for the first site's.
    package static let maxScanned = 4096

    /// Comments before one, the newest first, up to `limit`, and where the search goes on where it
    /// ended before it had so many; nil: there are no more.
    package func latest(
        in scope: LatestScope, before id: CommentID, withHidden: Bool, limit: Int
    ) throws(SQLiteError) -> (ids: [CommentID], scannedTo: CommentID?) {
        switch scope {
        case .site(1): return try ofFirstSite(before: id, withHidden: withHidden, limit: limit)
        case .site(let siteID):
            let values: [Value] = [.integer(siteID), .integer(id.rawValue), .integer(limit)]
            let hidden = withHidden ? try hiddenOfSite(values) : []
            return (newest(limit, of: try visibleOfSite(values) + hidden), nil)
        case .thread(let threadID):
            let values: [Value] = [.integer(threadID), .integer(id.rawValue), .integer(limit)]
            let hidden = withHidden ? try hiddenOfThread(values) : []
            return (newest(limit, of: try visibleOfThread(values) + hidden), nil)
        case .author(let personID, let threadID):
            return try written(
                by: personID, in: threadID, before: id, withHidden: withHidden, limit: limit)
        }
    }

    private func newest(_ limit: Int, of ids: [CommentID]) -> [CommentID] {
        Array(ids.sorted(by: >).prefix(limit))
    }

    private func visibleOfSite(_ values: [Value]) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_of_site
            WHERE site_id = ?1 AND site_id > 1 AND status = 0 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, values, readID)
    }

    private func hiddenOfSite(_ values: [Value]) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_hidden_of_site
            WHERE site_id = ?1 AND site_id > 1 AND status <> 0 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, values, readID)
    }

    private func visibleOfThread(_ values: [Value]) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_visible
            WHERE thread_id = ?1 AND status = 0 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, values, readID)
    }

    private func hiddenOfThread(_ values: [Value]) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_hidden
            WHERE thread_id = ?1 AND status <> 0 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, values, readID)
    }

    private func ofFirstSite(
        before id: CommentID, withHidden: Bool, limit: Int
    ) throws(SQLiteError) -> (ids: [CommentID], scannedTo: CommentID?) {
        let scan: [Value] = [.integer(id.rawValue), .integer(Self.maxScanned)]
        let ids = try db.all(
            """
            SELECT id FROM (
              SELECT id, site_id, status FROM comments WHERE id < ?1 ORDER BY id DESC LIMIT ?2)
            WHERE site_id = 1 AND (?3 OR status = 0) LIMIT ?4
            """, scan + [.bool(withHidden), .integer(limit)], readID)
        guard ids.count < limit else { return (ids, nil) }
        let last = try db.first(
            """
            SELECT min(id), count(*) FROM (
              SELECT id FROM comments WHERE id < ?1 ORDER BY id DESC LIMIT ?2)
            """, scan, readScanned)
        return (ids, last ?? nil)
    }

    private func written(
        by personID: Int64, in threadID: Int64?, before id: CommentID, withHidden: Bool, limit: Int
    ) throws(SQLiteError) -> (ids: [CommentID], scannedTo: CommentID?) {
        let scan: [Value] = [
            .integer(personID), .integer(id.rawValue), .integer(Self.maxScanned),
        ]
        let ids = try db.all(
            """
            SELECT id FROM (
              SELECT id, thread_id, status FROM comments INDEXED BY comments_by_author
              WHERE author_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3)
            WHERE (?4 OR status = 0) AND (?5 IS NULL OR thread_id = ?5) LIMIT ?6
            """,
            scan + [.bool(withHidden), .integer(orNull: threadID), .integer(limit)], readID)
        guard ids.count < limit else { return (ids, nil) }
        let last = try db.first(
            """
            SELECT min(id), count(*) FROM (
              SELECT id FROM comments INDEXED BY comments_by_author
              WHERE author_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3)
            """, scan, readScanned)
        return (ids, last ?? nil)
    }
}

/// Where a search ended that looked through as many as it may; nil where it saw all.
private func readScanned(_ row: borrowing Row) -> CommentID? {
    row.int(1) < Store.maxScanned
        ? nil : row.optionalInt64(0).map { CommentID(rawValue: $0) }
}

private func readID(_ row: borrowing Row) -> CommentID { CommentID(rawValue: row.int64(0)) }
