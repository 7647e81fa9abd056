import Discussion
import SQLite

/// Whose comments a list of the latest holds.
package enum LatestScope: Sendable {
    case site(Int64)
    case thread(Int64)
    /// A person's, in all threads or in one.
    case author(Int64, threadID: Int64?)
}

/// Which comments a list of the latest shows.
package enum Sight: Sendable {
    case all
    /// What everyone sees, and what waits of one person's own; nil: nobody's.
    case visible(andPendingOf: Int64?)

    /// Whether all, and whose that wait, as statements take them.
    fileprivate var values: [Value] {
        switch self {
        case .all: [.bool(true), .null]
        case .visible(let personID): [.bool(false), .integer(orNull: personID)]
        }
    }
}

extension Store {
    /// So many rows are looked through for one page of a list, where no index holds those alone
    /// that are asked for: a person's comments, or a site's.
    package static let maxScanned = 4096

    /// Comments past one, the newest first, up to `limit`, and past which the search goes on where
    /// it ended before it had so many; nil: there are no more.
    package func latest(
        in scope: LatestScope, before id: CommentID?, seenBy sight: Sight, limit: Int
    ) throws(SQLiteError) -> (found: [CommentID], scannedTo: CommentID?) {
        let before = Value.integer(id?.rawValue ?? .max)
        switch scope {
        case .site(let siteID):
            let scan: [Value] = [.integer(siteID), before, .integer(Self.maxScanned)]
            let found = try ofSite(scan + sight.values, limit: limit)
            return (found, found.count < limit ? try lastOfSite(scan) : nil)
        case .thread(let threadID):
            let values: [Value] = [.integer(threadID), before, .integer(limit)]
            let hidden: [CommentID] =
                switch sight {
                case .all: try hiddenOfThread(values)
                case .visible(nil): []
                case .visible(let personID?):
                    try pendingOfThread(values + [.integer(personID)])
                }
            let newest = (try visibleOfThread(values) + hidden).sorted { $0 > $1 }
            return (Array(newest.prefix(limit)), nil)
        case .author(let personID, let threadID):
            let scan: [Value] = [.integer(personID), before, .integer(Self.maxScanned)]
            let found = try written(scan + sight.values, in: threadID, limit: limit)
            return (found, found.count < limit ? try lastWritten(of: scan) : nil)
        }
    }

    private func ofSite(_ scan: [Value], limit: Int) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT id FROM (
              SELECT id, status, author_id FROM comments INDEXED BY comments_by_site
              WHERE site_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3)
            WHERE ?4 OR status = 0 OR status = 1 AND author_id = ?5 LIMIT ?6
            """, scan + [.integer(limit)], readFound)
    }

    /// Where a search ended that looked through as many as it may; nil where it saw all.
    private func lastOfSite(_ scan: [Value]) throws(SQLiteError) -> CommentID? {
        try db.first(
            """
            SELECT id FROM comments INDEXED BY comments_by_site
            WHERE site_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3 - 1
            """, scan, readFound)
    }

    private func visibleOfThread(_ values: [Value]) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_visible
            WHERE thread_id = ?1 AND status = 0 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, values, readFound)
    }

    private func hiddenOfThread(_ values: [Value]) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_hidden
            WHERE thread_id = ?1 AND status <> 0 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, values, readFound)
    }

    private func pendingOfThread(_ values: [Value]) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_own_pending
            WHERE thread_id = ?1 AND author_id = ?4 AND status = 1 AND id < ?2
            ORDER BY id DESC LIMIT ?3
            """, values, readFound)
    }

    private func written(
        _ scan: [Value], in threadID: Int64?, limit: Int
    ) throws(SQLiteError) -> [CommentID] {
        try db.all(
            """
            SELECT id FROM (
              SELECT id, thread_id, status FROM comments INDEXED BY comments_by_author
              WHERE author_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3)
            WHERE (?4 OR status = 0 OR status = 1 AND ?1 = ?5)
              AND (?6 IS NULL OR thread_id = ?6) LIMIT ?7
            """,
            scan + [.integer(orNull: threadID), .integer(limit)], readFound)
    }

    private func lastWritten(of scan: [Value]) throws(SQLiteError) -> CommentID? {
        try db.first(
            """
            SELECT id FROM comments INDEXED BY comments_by_author
            WHERE author_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3 - 1
            """, scan, readFound)
    }
}

private func readFound(_ row: borrowing Row) -> CommentID { CommentID(rawValue: row.int64(0)) }
