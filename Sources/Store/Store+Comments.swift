import Discussion
import SQLite

/// A comment with what a reader sees beside it.
package struct CommentRecord: Sendable {
    package var comment: Comment
    package let author: Person
    package let threadName: String
    package var tally: Tally
    package let html: HTMLRecipe

    package init(
        comment: Comment, author: Person, threadName: String, tally: Tally, html: HTMLRecipe
    ) {
        self.html = html
        self.comment = comment
        self.author = author
        self.threadName = threadName
        self.tally = tally
    }
}

extension Store {
    /// The comment of that name in a site.
    package func commentID(
        _ name: CommentName, in site: Site
    ) throws(SQLiteError) -> CommentID? {
        switch name {
        case .none: nil
        case .id(let id): id
        case .ref(let ref): try commentID(ref: ref, in: site)
        }
    }

    private func commentID(ref: String, in site: Site) throws(SQLiteError) -> CommentID? {
        let key = RowCache.Key(siteID: site.id, name: ref)
        if let known = cache.comments[key] { return known }
        let id = try db.first(
            "SELECT id FROM comments WHERE site_id = ?1 AND ref = ?2",
            [.integer(site.id), .text(ref)]
        ) { CommentID(rawValue: $0.int64(0)) }
        if let id, cache.comments[id] != nil { cache.comments.note(id, as: key) }
        return id
    }

    package func comment(_ id: CommentID, in site: Site) throws(SQLiteError) -> Comment? {
        try db.first(
            """
            SELECT id, site_id, thread_id, parent_id, depth, author_id, status, revision, marks,
              roles, is_guest, rules, edited_at, ref, fingerprint, ip, user_agent, anchor, masked,
              body
            FROM comments WHERE id = ?1 AND site_id = ?2
            """, [.integer(id.rawValue), .integer(site.id)], readComment)
    }

    /// A comment of any site.
    package func comment(_ id: CommentID) throws(SQLiteError) -> Comment? {
        try db.first(
            """
            SELECT id, site_id, thread_id, parent_id, depth, author_id, status, revision, marks,
              roles, is_guest, rules, edited_at, ref, fingerprint, ip, user_agent, anchor, masked,
              body
            FROM comments WHERE id = ?1
            """, [.integer(id.rawValue)], readComment)
    }

    /// The comment that a tally is of, with its author.
    package func record(
        of tally: Tally, in thread: Thread
    ) throws(SQLiteError) -> CommentRecord? {
        try db.first(
            """
            SELECT comments.id, comments.site_id, thread_id, parent_id, depth, author_id, status,
              revision, marks, roles, is_guest, rules, edited_at, ref, fingerprint, ip, user_agent,
              anchor, masked, body,
              persons.id, persons.name, display_name, url, email, first_seen, approved, rejected,
              spam, restraints, html
            FROM comments JOIN persons ON persons.id = author_id WHERE comments.id = ?1
            """, [.integer(tally.id.rawValue)]
        ) { row in
            CommentRecord(
                comment: readComment(row), author: readPerson(row, from: 20),
                threadName: thread.name, tally: tally, html: HTMLRecipe(bytes: row.blob(30)))
        }
    }

    /// The next free id of a millisecond; nil where all are taken.
    package func nextCommentID(at moment: Moment) throws(SQLiteError) -> CommentID? {
        // 0 stands for no parent, so the very first id is none.
        let first = max(1, CommentID(first: moment).rawValue)
        let last = CommentID(first: moment).rawValue + CommentID.perMillisecond - 1
        let newest = try newestComment()
        if newest < first { return CommentID(rawValue: first) }
        // As a rule it is of this very millisecond.
        if newest < last { return CommentID(rawValue: newest + 1) }
        let taken =
            try db.first(
                "SELECT max(id) FROM comments WHERE id BETWEEN ?1 AND ?2",
                [.integer(first), .integer(last)]
            ) { $0.optionalInt64(0) } ?? nil
        guard let taken else { return CommentID(rawValue: first) }
        return taken < last ? CommentID(rawValue: taken + 1) : nil
    }

    /// The newest comment's id, of all sites; 0 while there is none.
    func newestComment() throws(SQLiteError) -> Int64 {
        if let known = cache.newestComment { return known }
        let newest = try db.first("SELECT max(id) FROM comments") { $0.optionalInt64(0) } ?? nil
        cache.keep(newestComment: newest ?? 0)
        return newest ?? 0
    }

    /// Adds a comment's row. `byline`: what it says of the author, nil where that is looked up;
    /// `making`: how it came to be, nil where that is entered later in this transaction. Gives
    /// where that has its place.
    @discardableResult
    package func insert(
        _ comment: Comment, by byline: String?, _ making: Making?, html: HTMLRecipe
    ) throws(SQLiteError) -> MakingPlace {
        let place: MakingPlace = try newestComment() < comment.id.rawValue ? .row : .history
        let own = place == .row ? making : nil
        hasChangedTexts = true
        cache.noteComment(comment.id.rawValue)
        try db.run(
            """
            INSERT INTO comments (id, site_id, thread_id, parent_id, depth, author_id, status,
              revision, marks, roles, is_guest, rules, edited_at, ref, fingerprint, ip, user_agent,
              anchor, masked, html, body, making, making_rules, made_behind, byline)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
              ?19, ?20, ?21, ?22, ?23, ?24, ?25)
            """,
            [
                .integer(comment.id.rawValue), .integer(comment.siteID), .integer(comment.threadID),
                .integer(orNull: comment.parentID?.rawValue), .integer(comment.depth),
                .integer(comment.authorID), .integer(comment.status.rawValue),
                .integer(comment.revision), .integer(comment.marks.rawValue),
                .integer(comment.roles.rawValue), .bool(comment.isGuest), .integer(comment.rules),
                .integer(orNull: comment.editedAt?.milliseconds), .text(orNull: comment.ref),
                .blob(orNull: comment.fingerprint), .text(orNull: comment.ip),
                .text(orNull: comment.userAgent), .text(orNull: comment.anchor),
                .text(orNull: comment.masked), .blob(html.bytes), .text(comment.body),
                .integer(own?.number ?? 0), .integer(orNull: own?.rules(besides: comment.rules)),
                .integer(try newestEntry()), .text(orNull: byline),
            ])
        if place == .history, let making { _ = try append(HistoryEntry(making, of: comment)) }
        return place
    }

    /// Writes status, revision and marks as they now are.
    package func saveStanding(of comment: Comment) throws(SQLiteError) {
        try db.run(
            "UPDATE comments SET status = ?2, revision = ?3, marks = ?4 WHERE id = ?1",
            [
                .integer(comment.id.rawValue), .integer(comment.status.rawValue),
                .integer(comment.revision), .integer(comment.marks.rawValue),
            ])
    }

    /// When a person last commented in a thread; looked for no further back than `since`.
    package func lastComment(
        by personID: Int64, in threadID: Int64, since: Moment
    ) throws(SQLiteError) -> Moment? {
        try db.first(
            """
            SELECT id FROM comments INDEXED BY comments_by_author
            WHERE author_id = ?1 AND id >= ?3 AND thread_id = ?2 ORDER BY id DESC LIMIT 1
            """,
            [
                .integer(personID), .integer(threadID),
                .integer(CommentID(first: since).rawValue),
            ]
        ) { CommentID(rawValue: $0.int64(0)).createdAt }
    }

    /// How many of a person's own waiting comments a page takes in, the newest ones.
    package static let maxOwnPending = 256

    /// A person's own comments in a thread that wait for a decision, up to `maxOwnPending`.
    package func ownPending(
        of personID: Int64, in threadID: Int64
    ) throws(SQLiteError) -> [(id: CommentID, parentID: CommentID?)] {
        try db.all(
            """
            SELECT id, parent_id FROM comments
            WHERE author_id = ?1 AND thread_id = ?2 AND status = 1 ORDER BY id DESC LIMIT 256
            """, [.integer(personID), .integer(threadID)]
        ) { row in
            (
                CommentID(rawValue: row.int64(0)),
                row.optionalInt64(1).map { CommentID(rawValue: $0) }
            )
        }
    }
}

private func readComment(_ row: borrowing Row) -> Comment {
    var comment = Comment(
        id: CommentID(rawValue: row.int64(0)), siteID: row.int64(1), threadID: row.int64(2),
        parentID: row.optionalInt64(3).map { CommentID(rawValue: $0) }, depth: row.int(4),
        authorID: row.int64(5), status: Status(rawValue: row.int(6)) ?? .pending, body: row.text(19)
    )
    comment.revision = row.int(7)
    comment.marks = Marks(rawValue: row.int(8))
    comment.roles = Roles(rawValue: row.int(9))
    comment.isGuest = row.bool(10)
    comment.rules = row.int(11)
    comment.editedAt = row.optionalInt64(12).map { Moment(milliseconds: $0) }
    comment.ref = row.optionalText(13)
    comment.fingerprint = row.optionalBlob(14)
    comment.ip = row.optionalText(15)
    comment.userAgent = row.optionalText(16)
    comment.anchor = row.optionalText(17)
    comment.masked = row.optionalText(18)
    return comment
}
