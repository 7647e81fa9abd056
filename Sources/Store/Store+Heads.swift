import Discussion
import SQLite

/// What of a comment a vote and a reply depend on, and what they change, without the text.
package struct CommentHead: Sendable, Equatable {
    package let siteID: Int64
    package let authorID: Int64
    /// 0 for a root.
    package let depth: Int
    package var tally: Tally
}

extension Store {
    /// The comment that a vote is cast on, or a reply given to.
    package func head(of id: CommentID, in site: Site) throws(SQLiteError) -> CommentHead? {
        guard let head = try head(of: id), head.siteID == site.id else { return nil }
        return head
    }

    /// As above, of any site. What is kept is what everyone sees: a hidden comment is looked up
    /// anew each time, as one is that is not there, so that the time tells nobody which it was.
    package func head(of id: CommentID) throws(SQLiteError) -> CommentHead? {
        if let known = cache.comments[id] { return known }
        var head = try db.first(
            """
            SELECT tallies.thread_id, tallies.parent_id, comment_id, tallies.status, is_pinned, up,
              down, descendants, replies, listed, children, is_ranked, author_id, site_id, depth
            FROM comments JOIN tallies ON tallies.thread_id = comments.thread_id
              AND tallies.parent_id = coalesce(comments.parent_id, 0) AND comment_id = comments.id
            WHERE comments.id = ?1
            """, [.integer(id.rawValue)]
        ) {
            CommentHead(
                siteID: $0.int64(13), authorID: $0.int64(12), depth: $0.int(14),
                tally: readTally($0))
        }
        if let tally = unwritten.tally(id) { head?.tally = tally }
        if let head, cache.isKept { cache.comments.note(head) }
        return head
    }
}
