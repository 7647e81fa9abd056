import Discussion
import SQLite

/// A staged comment with what it names.
package struct StagedRow: Sendable {
    package let comment: StagedComment
    package let thread: StagedThread
    package let person: StagedPerson?
    /// The name of the comment by which its author, a guest, was first seen.
    package let guest: String
}

extension ImportStaging {
    /// Puts comments in their order, once all are staged: by their times, but none before what it
    /// replies to. What replies to nothing that is there, or in the end to itself, becomes a root.
    /// How many those are; nil where `isStopped`, which is asked now and then, has said so.
    package func order(
        until isStopped: @escaping () -> Bool
    ) throws -> (orphans: Int, inCircles: Int)? {
        do { return try db.limited(by: isStopped) { try order() } } catch let error as SQLiteError {
            if error.isInterrupted { return nil }
            throw error
        }
    }

    private func order() throws(SQLiteError) -> (orphans: Int, inCircles: Int) {
        try db.run(
            """
            UPDATE comments SET parent_n = (SELECT min(n) FROM comments AS above
              WHERE above.thread_id = comments.thread_id AND above.source = comments.parent)
            WHERE parent IS NOT NULL
            """)
        let orphans = try db.first(
            "SELECT count(*) FROM comments WHERE parent IS NOT NULL AND parent_n IS NULL"
        ) { $0.int(0) }
        try db.run("UPDATE comments SET parent_n = NULL WHERE parent_n = n")
        try db.run("CREATE INDEX comments_by_parent ON comments (parent_n, at)")
        try db.run(
            """
            WITH RECURSIVE reach (n, at) AS (
              SELECT n, at FROM comments WHERE parent_n IS NULL
              UNION ALL
              SELECT comments.n, comments.at FROM reach
                JOIN comments ON comments.parent_n = reach.n
              ORDER BY 2)
            INSERT INTO ordered (n) SELECT n FROM reach
            """)
        let circles = try breakCircles()
        // What is written from here on wants the memory for itself.
        try db.execute(script: "COMMIT; PRAGMA cache_size = -8192; PRAGMA shrink_memory; BEGIN")
        return (orphans ?? 0, circles)
    }

    private func breakCircles() throws(SQLiteError) -> Int {
        let missing = try db.first(
            "SELECT (SELECT count(*) FROM comments) - (SELECT count(*) FROM ordered)"
        ) { $0.int(0) }
        guard missing ?? 0 > 0 else { return 0 }
        try db.run("CREATE UNIQUE INDEX ordered_numbers ON ordered (n)")
        var circles = 0
        var last: Int64 = 0
        while let first = try db.first(
            """
            SELECT n FROM comments WHERE n > ?1
              AND NOT EXISTS (SELECT 1 FROM ordered WHERE ordered.n = comments.n)
            ORDER BY n LIMIT 1
            """, [.integer(last)], { $0.int64(0) })
        {
            circles += 1
            last = first
            try db.run("UPDATE comments SET parent_n = NULL WHERE n = ?1", [.integer(first)])
            try db.run(
                """
                WITH RECURSIVE reach (n, at) AS (
                  SELECT n, at FROM comments WHERE n = ?1
                  UNION ALL
                  SELECT comments.n, comments.at FROM reach
                    JOIN comments ON comments.parent_n = reach.n
                  ORDER BY 2)
                INSERT INTO ordered (n) SELECT n FROM reach
                """, [.integer(first)])
        }
        return circles
    }

    /// How many comments are staged.
    package func count() throws(SQLiteError) -> Int {
        try db.first("SELECT count(*) FROM comments") { $0.int(0) } ?? 0
    }

    /// The next comments in their order, past so many.
    package func rows(after place: Int, limit: Int) throws(SQLiteError) -> [StagedRow] {
        try db.all(
            """
            SELECT comments.n, threads.key, person, source, parent, ref, at, edited_at, status,
              is_pinned, ip, user_agent, up, down, votes, body, parent_n, threads.name, title,
              threads.url, created_at, is_closed, people.key IS NOT NULL, people.id, people.name,
              email, people.url, roles, guests.id
            FROM ordered CROSS JOIN comments ON comments.n = ordered.n
              CROSS JOIN threads ON threads.id = thread_id
              LEFT JOIN people ON people.key = person
              LEFT JOIN guests ON guests.key = person
            WHERE k > ?1 ORDER BY k LIMIT ?2
            """, [.integer(place), .integer(limit)], readStaged)
    }

    /// Pages that have no comments, past a number.
    package func emptyThreads(
        after id: Int64, limit: Int
    ) throws(SQLiteError) -> [(id: Int64, thread: StagedThread)] {
        try db.all(
            """
            SELECT id, name, title, url, created_at, is_closed FROM threads
            WHERE id > ?1 AND name IS NOT NULL AND NOT EXISTS (
              SELECT 1 FROM comments WHERE thread_id = threads.id)
            ORDER BY id LIMIT ?2
            """, [.integer(id), .integer(limit)]
        ) { row in
            (
                row.int64(0),
                StagedThread(
                    name: row.optionalText(1), title: row.optionalText(2),
                    url: row.optionalText(3), createdAt: row.optionalInt64(4),
                    isClosed: row.bool(5))
            )
        }
    }

    /// Notes which comment here a staged one has become.
    package func note(_ id: CommentID, of number: Int64) throws(SQLiteError) {
        try db.run(
            "UPDATE comments SET comment_id = ?2 WHERE n = ?1",
            [.integer(number), .integer(id.rawValue)])
    }

    /// Which comment here a staged one has become; nil where it was left out.
    package func commentID(of number: Int64) throws(SQLiteError) -> CommentID? {
        let found = try db.first(
            "SELECT comment_id FROM comments WHERE n = ?1", [.integer(number)]
        ) { $0.optionalInt64(0) }
        return (found ?? nil).map { CommentID(rawValue: $0) }
    }
}

private func readStaged(_ row: borrowing Row) -> StagedRow {
    var comment = StagedComment(
        threadKey: row.text(1), personKey: row.text(2), source: row.text(3), ref: row.text(5),
        status: Status(rawValue: row.int(8)) ?? .pending, body: row.text(15))
    comment.number = row.int64(0)
    comment.parent = row.optionalText(4)
    (comment.at, comment.editedAt) = (row.optionalInt64(6), row.optionalInt64(7))
    comment.isPinned = row.bool(9)
    (comment.ip, comment.userAgent) = (row.optionalText(10), row.optionalText(11))
    (comment.up, comment.down, comment.votes) = (row.int(12), row.int(13), row.optionalText(14))
    comment.parentNumber = row.optionalInt64(16)
    let thread = StagedThread(
        name: row.optionalText(17), title: row.optionalText(18), url: row.optionalText(19),
        createdAt: row.optionalInt64(20), isClosed: row.bool(21))
    let person =
        row.bool(22)
        ? StagedPerson(
            id: row.optionalText(23), name: row.optionalText(24), email: row.optionalText(25),
            url: row.optionalText(26), roles: Roles(rawValue: row.int(27))) : nil
    return StagedRow(
        comment: comment, thread: thread, person: person, guest: row.optionalText(28) ?? "")
}
