import Discussion
import JSONValues
import SQLite

/// The tables that a report is about, read whole, as no report reads them.
struct ReportTables {
    struct Entry {
        let id: Int64
        let at: Int64
        let actor: Int64?
        let action: String
        let comment: Int64
        let person: Int64?
        let from: Int?
        let to: Int?
        let waited: Int64?
        let undoes: Int64?
    }

    struct Hit {
        let comment: Int64
        let revision: Int
        let rule: String
        let action: String
        let isDry: Bool
    }

    struct Flag {
        let comment: Int64
        let reason: String
        let at: Int64
        let state: Int
    }

    struct Case {
        let comment: Int64
        let state: Int
        let since: Int64
        let holder: Int64?
        let until: Int64?
    }

    struct Comment {
        let thread: Int64
        let author: Int64
    }

    let entries: [Entry]
    let histories: [Int64: [Entry]]
    let comments: [Int64: Comment]
    let hits: [Hit]
    let flags: [Flag]
    let cases: [Case]
    /// Of each comment the last text that rules judged, and what they knew of it.
    let judged: [Int64: (revision: Int, facts: String)]
    let persons: [Int64: String]
    let displayNames: [Int64: String]
    let threads: [Int64: String]

    init(_ path: String) throws {
        let db = try Connection(path: path, mode: .readOnly)
        entries = try db.all(
            """
            SELECT * FROM (
              SELECT 0 AS number, id >> 20, NULL, '', id, author_id, NULL, making & 7, NULL, NULL
              FROM comments
              WHERE making <> 0 AND site_id = (SELECT id FROM sites WHERE name = 'default')
              UNION ALL
              SELECT id, at, actor_id, action, comment_id, person_id, from_status, to_status,
                waited_ms, undoes
              FROM history
              WHERE comment_id > 0 AND site_id = (SELECT id FROM sites WHERE name = 'default'))
            ORDER BY number
            """
        ) { row in
            Entry(
                id: row.int64(0), at: row.int64(1), actor: row.optionalInt64(2),
                action: row.text(3), comment: row.int64(4), person: row.optionalInt64(5),
                from: row.optionalInt(6), to: row.optionalInt(7), waited: row.optionalInt64(8),
                undoes: row.optionalInt64(9))
        }
        histories = Dictionary(grouping: entries, by: \.comment)
        let comments = Dictionary(
            uniqueKeysWithValues: try db.all(
                """
                SELECT id, thread_id, author_id FROM comments
                WHERE site_id = (SELECT id FROM sites WHERE name = 'default')
                """
            ) { ($0.int64(0), Comment(thread: $0.int64(1), author: $0.int64(2))) })
        self.comments = comments
        hits = try db.all("SELECT comment_id, revision, rule, action, is_dry_run FROM reasons") {
            Hit(
                comment: $0.int64(0), revision: $0.int(1), rule: $0.text(2), action: $0.text(3),
                isDry: $0.bool(4))
        }.filter { comments[$0.comment] != nil }
        flags = try db.all("SELECT comment_id, reason, raised_at, state FROM flags") {
            Flag(comment: $0.int64(0), reason: $0.text(1), at: $0.int64(2), state: $0.int(3))
        }.filter { comments[$0.comment] != nil }
        cases = try db.all(
            "SELECT comment_id, state, since, claimed_by, claimed_until FROM cases"
        ) {
            Case(
                comment: $0.int64(0), state: $0.int(1), since: $0.int64(2),
                holder: $0.optionalInt64(3), until: $0.optionalInt64(4))
        }.filter { comments[$0.comment] != nil }
        judged = Dictionary(
            try db.all("SELECT comment_id, revision, facts FROM judgements ORDER BY revision") {
                ($0.int64(0), (revision: $0.int(1), facts: $0.text(2)))
            }.filter { comments[$0.0] != nil }
        ) { $1 }
        let names = try db.all("SELECT id, name, display_name FROM persons") {
            (id: $0.int64(0), name: $0.optionalText(1), shown: $0.optionalText(2))
        }
        persons = names.reduce(into: [:]) { $0[$1.id] = $1.name ?? "erased" }
        displayNames = names.reduce(into: [:]) { $0[$1.id] = $1.shown ?? $1.name ?? "erased" }
        threads = Dictionary(
            uniqueKeysWithValues: try db.all("SELECT id, name FROM threads") {
                ($0.int64(0), $0.text(1))
            })
    }

    /// What people made of a comment's present text, by its history alone: the last of their
    /// decisions that nobody took back, unless the comment went or was edited since.
    func verdict(on comment: Int64) -> Int? {
        let history = histories[comment] ?? []
        let start = (history.lastIndex { $0.action == "edit" } ?? -1) + 1
        let undone = Set(history.compactMap(\.undoes))
        let standing = history[start...].filter {
            $0.actor != nil && !undone.contains($0.id)
                && ["approve", "reject", "spam", "delete", "restore"].contains($0.action)
        }
        guard let last = standing.last, ["approve", "reject", "spam"].contains(last.action) else {
            return nil
        }
        return last.to
    }
}
