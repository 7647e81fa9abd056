import Discussion
import SQLite

/// A comment as a search compares it. Texts lie where the database has them, within the closure
/// that it is handed to.
package struct SearchedRow {
    package let siteID: Int64
    package let threadID: Int64
    package let authorID: Int64
    package let status: Status
    package let masked: CommentRow.Text?
    package let body: CommentRow.Text
}

/// What searches read, and what the search index follows.
extension Store {
    /// Has the search index look at a comment again. For whoever changes a text, or who may see
    /// it, without an entry in the history that names the comment: such entries it follows by
    /// itself. To be called in the transaction that changes it.
    package func noteRewritten(_ id: CommentID) throws(SQLiteError) {
        hasChangedTexts = true
        try db.run("INSERT INTO rewrites (comment_id) VALUES (?1)", [.integer(id.rawValue)])
    }

    /// What `read` makes of a comment; nil where there is none.
    package func searched<Result>(
        _ id: Int64, _ read: (SearchedRow) -> Result
    ) throws(SQLiteError) -> Result? {
        try db.first(
            """
            SELECT site_id, thread_id, author_id, status, masked, body FROM comments WHERE id = ?1
            """, [.integer(id)]
        ) { row in
            read(
                SearchedRow(
                    siteID: row.int64(0), threadID: row.int64(1), authorID: row.int64(2),
                    status: Status(rawValue: row.int(3)) ?? .pending, masked: row.bytes(4),
                    body: row.bytes(5) ?? CommentRow.Text(start: nil, count: 0)))
        }
    }

    /// Hands `visit` the comments before an id, of all sites, the newest first, until it answers
    /// false.
    package func forEachComment(
        before id: Int64, _ visit: (Int64) throws -> Bool
    ) throws {
        try db.walk("SELECT id FROM comments WHERE id < ?1 ORDER BY id DESC", [.integer(id)]) {
            try visit($0.int64(0))
        }
    }

    /// Comments of all sites past an id, in order.
    package func commentIDs(after id: Int64, limit: Int) throws(SQLiteError) -> [Int64] {
        try db.all(
            "SELECT id FROM comments WHERE id > ?1 ORDER BY id LIMIT ?2",
            [.integer(id), .integer(limit)]
        ) { $0.int64(0) }
    }

    /// Whether a mark is of this database: a copy of an earlier one in its place has no such entry
    /// or no such comment.
    package func knows(_ mark: SearchMark) throws(SQLiteError) -> Bool {
        if mark.entryID != 0 {
            guard let entry = try entry(mark.entryID),
                entry == (mark.entryAt, mark.entryComment)
            else { return false }
        }
        if mark.commentID == 0 { return true }
        return try db.first(
            "SELECT 1 FROM comments WHERE id = ?1", [.integer(mark.commentID)]
        ) { _ in true } ?? false
    }

    private func entry(_ id: Int64) throws(SQLiteError) -> (at: Int64, comment: Int64)? {
        try db.first(
            "SELECT at, coalesce(comment_id, 0) FROM history WHERE id = ?1", [.integer(id)]
        ) { ($0.int64(0), $0.int64(1)) }
    }

    /// The comments, of all sites and each once, that are newer than a mark knows or that the next
    /// entries past it name, and the mark behind those; the mark itself where there are none.
    /// `isFull`: there may be more.
    package func changes(
        after mark: SearchMark, limit: Int
    ) throws(SQLiteError) -> (comments: [Int64], mark: SearchMark, isFull: Bool) {
        var (next, comments) = (mark, Set<Int64>())
        let entries = try db.all(
            """
            SELECT id, at, coalesce(comment_id, 0) FROM history WHERE id > ?1 ORDER BY id LIMIT ?2
            """,
            [.integer(mark.entryID), .integer(limit)]
        ) { (id: $0.int64(0), at: $0.int64(1), comment: $0.int64(2)) }
        for entry in entries where entry.comment != 0 { comments.insert(entry.comment) }
        if let last = entries.last {
            (next.entryID, next.entryAt, next.entryComment) = (last.id, last.at, last.comment)
        }
        let rewrites = try db.all(
            "SELECT id, comment_id FROM rewrites WHERE id > ?1 ORDER BY id LIMIT ?2",
            [.integer(mark.rewriteID), .integer(limit)]
        ) { (id: $0.int64(0), comment: $0.int64(1)) }
        for rewrite in rewrites { comments.insert(rewrite.comment) }
        if let last = rewrites.last { next.rewriteID = last.id }
        let made = try commentIDs(after: mark.commentID, limit: limit)
        comments.formUnion(made)
        next.commentID = made.last ?? mark.commentID
        next.comments += Int64(made.count)
        let isFull = max(entries.count, rewrites.count, made.count) == limit
        // Those that were made for a time past are in none of these numbers.
        if !isFull { next.comments = try commentCount() }
        return (comments.sorted(), next, isFull)
    }

    private func commentCount() throws(SQLiteError) -> Int64 {
        try db.first("SELECT coalesce(sum(comments), 0) FROM sites") { $0.int64(0) } ?? 0
    }

    /// The comments of a site that were made or changed past a mark, the newest first and each
    /// once; nil where there are more than `limit` changes, of any site.
    package func changedComments(
        after mark: SearchMark, of siteID: Int64, limit: Int
    ) throws(SQLiteError) -> [Int64]? {
        var read = 0
        let rows = try db.all(
            """
            SELECT site_id, comment_id FROM (
              SELECT site_id, comment_id FROM history WHERE id > ?1 ORDER BY id LIMIT ?3)
            UNION ALL
            SELECT site_id, comment_id FROM (
              SELECT comment_id FROM rewrites WHERE id > ?2 ORDER BY id LIMIT ?3)
              CROSS JOIN comments ON comments.id = comment_id
            UNION ALL
            SELECT site_id, id FROM (
              SELECT site_id, id FROM comments WHERE id > ?4 ORDER BY id LIMIT ?3)
            """,
            [
                .integer(mark.entryID), .integer(mark.rewriteID), .integer(limit + 1),
                .integer(mark.commentID),
            ]
        ) { row -> Int64? in
            read += 1
            return row.int64(0) == siteID ? row.optionalInt64(1) : nil
        }
        guard read <= limit else { return nil }
        return Set(rows.compactMap(\.self)).sorted(by: >)
    }

    /// How many comments and entries of the history the search index has still to follow.
    package func unindexed(past mark: SearchMark) throws(SQLiteError) -> Int {
        let newest = try db.first("SELECT max(id) FROM history") { $0.int64(0) } ?? 0
        return try Int(max(0, newest - mark.entryID) + max(0, commentCount() - mark.comments))
    }

    /// The search index to read from, from one snapshot until it is rolled back; nil where there
    /// is none that is of this database. What is read of the database from now on is not older.
    package func beginSearch() throws(SQLiteError) -> (index: SearchIndex, mark: SearchMark)? {
        guard let index = openedIndex() else {
            try renewSnapshot()
            return nil
        }
        do {
            try index.begin()
            let mark = try index.mark()
            try renewSnapshot()
            if try knows(mark) { return (index, mark) }
        } catch {
            // It goes without an index too; a damaged one is found by those who write it.
            searchIndex = nil
            try renewSnapshot()
        }
        index.rollBack()
        return nil
    }

    /// Does without the search index from now on: what it says is not to be trusted.
    package func dropSearchIndex() { isIndexDamaged = true }

    /// Opens the search index, if there is one, before anybody searches: so what a server holds
    /// open is the same from its start on.
    package func openSearchIndex() { _ = openedIndex() }

    private func openedIndex() -> SearchIndex? {
        if isIndexDamaged { return nil }
        if searchIndex == nil, path != ":memory:" {
            searchIndex = try? SearchIndex(reading: SearchIndex.path(besideDatabase: path))
        }
        return searchIndex
    }
}
