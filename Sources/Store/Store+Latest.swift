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
    /// So many of a person's comments are looked through for one page of a list, to find those that
    /// are visible and in the thread asked for.
    package static let maxScanned = 4096

    /// Comments before one, the newest first, up to `limit`, and where the search goes on where it
    /// ended before it had so many; nil: there are no more.
    package func latest(
        in scope: LatestScope, before id: CommentID, withHidden: Bool, limit: Int
    ) throws(SQLiteError) -> (ids: [CommentID], scannedTo: CommentID?) {
        switch scope {
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
            WHERE site_id = ?1 AND status = 0 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, values, readID)
    }

    private func hiddenOfSite(_ values: [Value]) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_hidden_of_site
            WHERE site_id = ?1 AND status <> 0 AND id < ?2 ORDER BY id DESC LIMIT ?3
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

    private func written(
        by personID: Int64, in threadID: Int64?, before id: CommentID, withHidden: Bool, limit: Int
    ) throws(SQLiteError) -> (ids: [CommentID], scannedTo: CommentID?) {
        var found: [CommentID] = []
        var last: CommentID?
        let scanned = try db.all(
            """
            SELECT id, status = 0, thread_id FROM comments INDEXED BY comments_by_author
            WHERE author_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, [.integer(personID), .integer(id.rawValue), .integer(Self.maxScanned)]
        ) { row in
            let isMatch = threadID.map { $0 == row.int64(2) } ?? true
            let isSeen = withHidden || row.bool(1)
            return (id: CommentID(rawValue: row.int64(0)), isFound: isMatch && isSeen)
        }
        found = scanned.filter(\.isFound).map(\.id)
        if scanned.count == Self.maxScanned { last = scanned.last?.id }
        return (Array(found.prefix(limit)), found.count >= limit ? nil : last)
    }
}

private func readID(_ row: borrowing Row) -> CommentID { CommentID(rawValue: row.int64(0)) }
