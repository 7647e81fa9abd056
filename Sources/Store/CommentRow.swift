import Discussion
import SQLite

/// What is shown of a comment and its author, with texts as the bytes that the database holds: a
/// page has many, and copying them from the row into the reply is most of its work.
///
/// Texts are valid UTF-8, and lie there only within the closure that the row is handed to.
package struct CommentRow {
    /// Text as it lies in memory.
    package typealias Text = UnsafeBufferPointer<UInt8>

    package let id: CommentID
    package let parentID: CommentID?
    package let depth: Int
    package let authorID: Int64
    package let status: Status
    package let revision: Int
    package let marks: Marks
    package let roles: Roles
    package let editedAt: Moment?
    package let ref: Text?
    package let anchor: Text?
    package let masked: Text?
    package let body: Text
    package let authorName: Text
    package let displayName: Text?
    package let url: Text?
    /// What moderators see; nil where it was not asked for.
    package let privateFields: PrivateFields?

    /// What only moderators see.
    package struct PrivateFields {
        package let email: Text?
        package let ip: Text?
        package let userAgent: Text?
        package let isGuest: Bool
    }
}

extension Store {
    /// Hands `read` the row of the comment that a tally is of, with its author; false where there is
    /// none. `withPrivate`: what only moderators see, too.
    package func read(
        _ id: CommentID, withPrivate: Bool, _ read: (CommentRow) throws -> Void
    ) throws -> Bool {
        var isThere = false
        var failure: (any Error)?
        let take = { (row: borrowing Row) in
            isThere = true
            do { try read(CommentRow(row, id, withPrivate)) } catch { failure = error }
        }
        if withPrivate {
            try db.forEach(
                """
                SELECT parent_id, depth, author_id, status, revision, marks, roles, edited_at, ref,
                  anchor, masked, body, name, display_name, url, email, ip, user_agent, is_guest
                FROM comments JOIN persons ON persons.id = author_id WHERE comments.id = ?1
                """, id.rawValue, nil, nil, take)
        } else {
            try db.forEach(
                """
                SELECT parent_id, depth, author_id, status, revision, marks, roles, edited_at, ref,
                  anchor, masked, body, name, display_name, url
                FROM comments JOIN persons ON persons.id = author_id WHERE comments.id = ?1
                """, id.rawValue, nil, nil, take)
        }
        if let failure { throw failure }
        return isThere
    }
}

extension CommentRow {
    private static var noText: Text { Text(start: nil, count: 0) }

    fileprivate init(_ row: borrowing Row, _ id: CommentID, _ hasPrivate: Bool) {
        self.id = id
        parentID = row.optionalInt64(0).map { CommentID(rawValue: $0) }
        depth = row.int(1)
        authorID = row.int64(2)
        status = Status(rawValue: row.int(3)) ?? .pending
        revision = row.int(4)
        marks = Marks(rawValue: row.int(5))
        roles = Roles(rawValue: row.int(6))
        editedAt = row.optionalInt64(7).map { Moment(milliseconds: $0) }
        ref = row.bytes(8)
        anchor = row.bytes(9)
        masked = row.bytes(10)
        body = row.bytes(11) ?? Self.noText
        authorName = row.bytes(12) ?? Self.noText
        displayName = row.bytes(13)
        url = row.bytes(14)
        privateFields =
            hasPrivate
            ? PrivateFields(
                email: row.bytes(15), ip: row.bytes(16), userAgent: row.bytes(17),
                isGuest: row.bool(18)) : nil
    }
}

extension CommentRecord {
    /// Shows a record as the row that it is, or will be.
    package func withRow<Result>(_ read: (CommentRow) throws -> Result) rethrows -> Result {
        // All texts in one block, so that one closure has them all.
        var block: [UInt8] = []
        func lay(_ text: String?) -> Range<Int>? {
            guard let text else { return nil }
            let start = block.count
            block += text.utf8
            return start..<block.count
        }
        let ref = lay(comment.ref)
        let anchor = lay(comment.anchor)
        let (masked, body) = (lay(comment.masked), lay(comment.body))
        let (name, displayName) = (lay(author.name), lay(author.displayName))
        let (url, email) = (lay(author.url), lay(author.email))
        let (ip, userAgent) = (lay(comment.ip), lay(comment.userAgent))
        return try block.withUnsafeBufferPointer { bytes in
            func text(_ range: Range<Int>?) -> CommentRow.Text? {
                range.map { CommentRow.Text(rebasing: bytes[$0]) }
            }
            return try read(
                CommentRow(
                    id: comment.id, parentID: comment.parentID, depth: comment.depth,
                    authorID: comment.authorID, status: comment.status, revision: comment.revision,
                    marks: comment.marks, roles: comment.roles, editedAt: comment.editedAt,
                    ref: text(ref), anchor: text(anchor), masked: text(masked),
                    body: text(body) ?? bytes, authorName: text(name) ?? bytes,
                    displayName: text(displayName), url: text(url),
                    privateFields: CommentRow.PrivateFields(
                        email: text(email), ip: text(ip), userAgent: text(userAgent),
                        isGuest: comment.isGuest)))
        }
    }
}
