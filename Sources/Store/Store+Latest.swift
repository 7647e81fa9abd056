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

/// Where a list of the latest goes on: past a comment.
package struct LatestPlace: Sendable, Equatable {
    /// The comment's id; of a site's list when it was made, in milliseconds.
    package let key: Int64
    /// Of a site's list: the entry of the history that says so; of others 0.
    package let entryID: Int64

    package init(key: Int64, entryID: Int64) {
        self.key = key
        self.entryID = entryID
    }
}

extension Store {
    /// So many rows are looked through for one page of a list, where no index holds those alone
    /// that are asked for: a person's comments, or a site's history.
    package static let maxScanned = 4096

    /// Comments past a place, the newest first, up to `limit`, and where the search goes on where
    /// it ended before it had so many; nil: there are no more.
    package func latest(
        in scope: LatestScope, after place: LatestPlace?, seenBy sight: Sight, limit: Int
    ) throws(SQLiteError) -> (
        found: [(id: CommentID, place: LatestPlace)], scannedTo: LatestPlace?
    ) {
        let before = Value.integer(place?.key ?? .max)
        switch scope {
        case .site(let siteID):
            let scan: [Value] = [
                .integer(siteID), before, .integer(place?.entryID ?? .max),
                .integer(Self.maxScanned),
            ]
            let found = try submitted(scan + sight.values, limit: limit)
            return (found, found.count < limit ? try lastEntry(of: scan) : nil)
        case .thread(let threadID):
            let values: [Value] = [.integer(threadID), before, .integer(limit)]
            let hidden: [(id: CommentID, place: LatestPlace)] =
                switch sight {
                case .all: try hiddenOfThread(values)
                case .visible(nil): []
                case .visible(let personID?):
                    try pendingOfThread(values + [.integer(personID)])
                }
            let newest = (try visibleOfThread(values) + hidden).sorted { $0.id > $1.id }
            return (Array(newest.prefix(limit)), nil)
        case .author(let personID, let threadID):
            let scan: [Value] = [.integer(personID), before, .integer(Self.maxScanned)]
            let found = try written(scan + sight.values, in: threadID, limit: limit)
            return (found, found.count < limit ? try lastWritten(of: scan) : nil)
        }
    }

    /// The history has an entry for each comment that was submitted, in the order of their ids,
    /// and an index that leads from a site to it: one on comments would cost each of them.
    private func submitted(
        _ scan: [Value], limit: Int
    ) throws(SQLiteError) -> [(id: CommentID, place: LatestPlace)] {
        try db.all(
            """
            SELECT comments.id, at, entry FROM (
              SELECT at, id AS entry, comment_id, from_status, to_status
              FROM history INDEXED BY history_by_time
              WHERE site_id = ?1 AND (at, id) < (?2, ?3) ORDER BY at DESC, id DESC LIMIT ?4)
              CROSS JOIN comments ON comments.id = comment_id
            WHERE from_status IS NULL AND to_status IS NOT NULL
              AND (?5 OR status = 0 OR status = 1 AND author_id = ?6) LIMIT ?7
            """, scan + [.integer(limit)]
        ) { row in
            (
                CommentID(rawValue: row.int64(0)),
                LatestPlace(key: row.int64(1), entryID: row.int64(2))
            )
        }
    }

    /// Where a search ended that looked through as many as it may; nil where it saw all.
    private func lastEntry(of scan: [Value]) throws(SQLiteError) -> LatestPlace? {
        try db.first(
            """
            SELECT at, id FROM history INDEXED BY history_by_time
            WHERE site_id = ?1 AND (at, id) < (?2, ?3) ORDER BY at DESC, id DESC
            LIMIT 1 OFFSET ?4 - 1
            """, scan
        ) { LatestPlace(key: $0.int64(0), entryID: $0.int64(1)) }
    }

    private func visibleOfThread(
        _ values: [Value]
    ) throws(SQLiteError) -> [(id: CommentID, place: LatestPlace)] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_visible
            WHERE thread_id = ?1 AND status = 0 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, values, readFound)
    }

    private func hiddenOfThread(
        _ values: [Value]
    ) throws(SQLiteError) -> [(id: CommentID, place: LatestPlace)] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_hidden
            WHERE thread_id = ?1 AND status <> 0 AND id < ?2 ORDER BY id DESC LIMIT ?3
            """, values, readFound)
    }

    private func pendingOfThread(
        _ values: [Value]
    ) throws(SQLiteError) -> [(id: CommentID, place: LatestPlace)] {
        try db.all(
            """
            SELECT id FROM comments INDEXED BY comments_own_pending
            WHERE thread_id = ?1 AND author_id = ?4 AND status = 1 AND id < ?2
            ORDER BY id DESC LIMIT ?3
            """, values, readFound)
    }

    private func written(
        _ scan: [Value], in threadID: Int64?, limit: Int
    ) throws(SQLiteError) -> [(id: CommentID, place: LatestPlace)] {
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

    private func lastWritten(of scan: [Value]) throws(SQLiteError) -> LatestPlace? {
        try db.first(
            """
            SELECT id FROM comments INDEXED BY comments_by_author
            WHERE author_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT 1 OFFSET ?3 - 1
            """, scan
        ) { LatestPlace(key: $0.int64(0), entryID: 0) }
    }
}

private func readFound(_ row: borrowing Row) -> (id: CommentID, place: LatestPlace) {
    let id = row.int64(0)
    return (CommentID(rawValue: id), LatestPlace(key: id, entryID: 0))
}
