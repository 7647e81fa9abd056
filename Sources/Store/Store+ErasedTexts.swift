import Discussion
import SQLite

/// What goes of a comment with its author.
extension Store {
    /// Takes away what it says of its author, the address, the user agent and what tells the params
    /// it was submitted with.
    package func eraseOrigin(of comment: Comment) throws(SQLiteError) {
        rewrittenThreads.insert(comment.threadID)
        try db.run(
            """
            UPDATE comments SET byline = NULL, ip = NULL, user_agent = NULL, fingerprint = NULL
            WHERE id = ?1
            """, [.integer(comment.id.rawValue)])
    }

    /// Takes away a comment's present text, the passage that it was about, and what was found in
    /// its texts.
    package func eraseText(of comment: Comment) throws(SQLiteError) {
        let id = Value.integer(comment.id.rawValue)
        rewrittenThreads.insert(comment.threadID)
        try db.run(
            """
            UPDATE comments SET body = '', masked = NULL, anchor = NULL, html = x'' WHERE id = ?1
            """, [id])
        try db.run(
            """
            UPDATE reasons SET detail = '', span_start = NULL, span_end = NULL
            WHERE comment_id = ?1
            """, [id])
        try noteRewritten(comment.id)
        try forgetKeys(of: comment.id, in: comment.siteID)
    }

    /// Takes away earlier texts of a comment, of about so many bytes, at least one; how many bytes
    /// they had, and whether that were all. When it had them stays.
    package func eraseFormerTexts(
        of id: CommentID, bytes most: Int
    ) throws(SQLiteError) -> (bytes: Int, isAll: Bool) {
        let texts = try db.all(
            """
            SELECT revision, octets FROM (SELECT revision, length(CAST(body AS BLOB)) AS octets
              FROM revisions WHERE comment_id = ?1) WHERE octets > 0 ORDER BY revision LIMIT ?2
            """, [.integer(id.rawValue), .integer(Self.maxRevisions)]
        ) { (revision: $0.int(0), bytes: $0.int(1)) }
        var bytes = 0
        for text in texts {
            if bytes >= most { return (bytes, false) }
            try db.run(
                "UPDATE revisions SET body = '' WHERE comment_id = ?1 AND revision = ?2",
                [.integer(id.rawValue), .integer(text.revision)])
            bytes += text.bytes
        }
        return (bytes, true)
    }
}
