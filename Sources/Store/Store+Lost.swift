import Discussion
import SQLite

extension Store {
    /// Rows of the tables without foreign keys that name what is not there.
    func rowsOfNothing() throws(SQLiteError) -> [Discrepancy] {
        var problems: [Discrepancy] = []
        func add(_ count: Int?, _ what: String) {
            if let count, count > 0 { problems.append(Discrepancy("\(count) \(what)")) }
        }
        add(try lostComments(), "comments whose site, thread, parent or author is not there")
        add(try lostTallies(), "tallies whose comment is not there")
        add(try lostBallots(), "votes whose voter or comment is not there")
        add(try lostJudgements(), "judgements whose comment or rules are not there")
        add(try lostPersons(), "persons whose site is not there")
        return problems
    }

    private func lostComments() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM comments LEFT JOIN sites ON sites.id = comments.site_id
              LEFT JOIN threads ON threads.id = comments.thread_id
              LEFT JOIN comments AS parents ON parents.id = comments.parent_id
              LEFT JOIN persons ON persons.id = comments.author_id
            WHERE sites.id IS NULL OR threads.id IS NULL OR persons.id IS NULL
              OR parents.id IS NOT comments.parent_id
            """
        ) { $0.int(0) }
    }

    private func lostTallies() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM tallies LEFT JOIN comments ON comments.id = tallies.comment_id
            WHERE comments.thread_id IS NOT tallies.thread_id
              OR coalesce(comments.parent_id, 0) IS NOT tallies.parent_id
            """
        ) { $0.int(0) }
    }

    private func lostBallots() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM votes LEFT JOIN persons ON persons.id = votes.voter_id
              LEFT JOIN comments ON comments.id = votes.comment_id
            WHERE persons.id IS NULL OR comments.id IS NULL
            """
        ) { $0.int(0) }
    }

    private func lostJudgements() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM judgements
              LEFT JOIN comments ON comments.id = judgements.comment_id
              LEFT JOIN rule_sets ON rule_sets.id = judgements.rule_set_id
            WHERE comments.id IS NULL OR rule_sets.id IS NULL
            """
        ) { $0.int(0) }
    }

    private func lostPersons() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM persons LEFT JOIN sites ON sites.id = persons.site_id
            WHERE sites.id IS NULL
            """
        ) { $0.int(0) }
    }
}
