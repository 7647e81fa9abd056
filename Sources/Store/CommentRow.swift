import Discussion
import SQLite

/// What is shown of a comment, with texts as the bytes that the database holds: a
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
    /// What the row says of the author: members of a JSON object. Nil where it says nothing, or
    /// what may no longer hold.
    package let byline: Text?
    package let status: Status
    package let revision: Int
    package let marks: Marks
    package let roles: Roles
    package let editedAt: Moment?
    package let ref: Text?
    package let anchor: Text?
    /// The body as it is published.
    package let body: Text
    /// What makes HTML of it: an `HTMLRecipe`'s bytes.
    package let html: Text
    package let isGuest: Bool
    /// What moderators see; nil where it was not asked for.
    package let privateFields: PrivateFields?

    /// What only moderators see.
    package struct PrivateFields {
        /// The body as it was written, where words of it are masked.
        package let original: Text?
        package let email: Text?
        package let ip: Text?
        package let userAgent: Text?
    }
}

extension Store {
    /// So many rows are read by one statement, in the order in which they are asked for. Running
    /// one costs as much as reading a row.
    static let batch = 32

    /// Hands `read` comments' rows, each with its tally, which says where it stands and its status,
    /// in the order of `tallies`; there may be no row for one. `withPrivate`: what only moderators
    /// see, too.
    package func forEachRow(
        of tallies: [Tally], withPrivate: Bool, _ read: (CommentRow, Tally) throws -> Void
    ) throws {
        try followRenames()
        let renamed = renamed
        var failure: (any Error)?
        var next = 0
        let take = { (row: borrowing ColumnValues) in
            let id = row.int64(0)
            while next < tallies.count, tallies[next].id.rawValue != id { next += 1 }
            guard failure == nil, next < tallies.count else { return }
            let tally = tallies[next]
            let byline = renamed.mayHave(row.int64(2)) ? nil : row.bytes(12)
            do {
                try read(CommentRow(row, byline, of: tally, hasPrivate: withPrivate), tally)
            } catch { failure = error }
            next += 1
        }
        for start in stride(from: 0, to: tallies.count, by: Self.batch) {
            let batch = tallies[start..<min(start + Self.batch, tallies.count)].map(\.id.rawValue)
            if withPrivate {
                try forEachPrivateRow(batch, take)
            } else {
                try forEachPublicRow(batch, take)
            }
            if let failure { throw failure }
        }
    }

    private func forEachPublicRow(
        _ ids: [Int64], _ take: (borrowing ColumnValues) -> Void
    ) throws(SQLiteError) {
        try db.gather(
            """
            SELECT each_row(comments.id, depth, author_id, revision, marks, roles, edited_at, ref,
              anchor, coalesce(masked, body), html, is_guest, byline)
            FROM (
              VALUES (?1), (?2), (?3), (?4), (?5), (?6), (?7), (?8), (?9), (?10), (?11), (?12),
                (?13), (?14), (?15), (?16), (?17), (?18), (?19), (?20), (?21), (?22), (?23),
                (?24), (?25), (?26), (?27), (?28), (?29), (?30), (?31), (?32)
            ) AS page
            CROSS JOIN comments ON comments.id = page.column1
            """, integers: ids, take)
    }

    private func forEachPrivateRow(
        _ ids: [Int64], _ take: (borrowing ColumnValues) -> Void
    ) throws(SQLiteError) {
        try db.gather(
            """
            SELECT each_row(comments.id, depth, author_id, revision, marks, roles, edited_at, ref,
              anchor, coalesce(masked, body), html, is_guest, byline,
              CASE WHEN masked IS NOT NULL THEN body END, email, ip, user_agent)
            FROM (
              VALUES (?1), (?2), (?3), (?4), (?5), (?6), (?7), (?8), (?9), (?10), (?11), (?12),
                (?13), (?14), (?15), (?16), (?17), (?18), (?19), (?20), (?21), (?22), (?23),
                (?24), (?25), (?26), (?27), (?28), (?29), (?30), (?31), (?32)
            ) AS page
            CROSS JOIN comments ON comments.id = page.column1
            CROSS JOIN persons ON persons.id = author_id
            """, integers: ids, take)
    }
}

extension CommentRow {
    fileprivate static var noText: Text { Text(start: nil, count: 0) }

    fileprivate init(
        _ row: borrowing ColumnValues, _ byline: Text?, of tally: Tally, hasPrivate: Bool
    ) {
        id = tally.id
        parentID = tally.parentID
        status = tally.status
        depth = row.int(1)
        authorID = row.int64(2)
        self.byline = byline
        revision = row.int(3)
        marks = Marks(rawValue: row.int(4))
        roles = Roles(rawValue: row.int(5))
        editedAt = row.optionalInt64(6).map { Moment(milliseconds: $0) }
        ref = row.bytes(7)
        anchor = row.bytes(8)
        body = row.bytes(9) ?? Self.noText
        html = row.bytes(10) ?? Self.noText
        isGuest = row.bool(11)
        privateFields =
            hasPrivate
            ? PrivateFields(
                original: row.bytes(13), email: row.bytes(14), ip: row.bytes(15),
                userAgent: row.bytes(16)) : nil
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
        let original = lay(comment.masked == nil ? nil : comment.body)
        let body = lay(comment.masked ?? comment.body)
        let html = block.count..<block.count + self.html.bytes.count
        block += self.html.bytes
        let email = lay(author.email)
        let (ip, userAgent) = (lay(comment.ip), lay(comment.userAgent))
        return try block.withUnsafeBufferPointer { bytes in
            func text(_ range: Range<Int>?) -> CommentRow.Text? {
                range.map { CommentRow.Text(rebasing: bytes[$0]) }
            }
            return try read(
                CommentRow(
                    id: comment.id, parentID: comment.parentID, depth: comment.depth,
                    authorID: comment.authorID, byline: nil, status: comment.status,
                    revision: comment.revision, marks: comment.marks, roles: comment.roles,
                    editedAt: comment.editedAt, ref: text(ref), anchor: text(anchor),
                    body: text(body) ?? CommentRow.noText,
                    html: text(html) ?? CommentRow.noText, isGuest: comment.isGuest,
                    privateFields: CommentRow.PrivateFields(
                        original: text(original), email: text(email), ip: text(ip),
                        userAgent: text(userAgent))))
        }
    }
}
