import Discussion
import SQLite

/// A text that a person decided of.
package struct Lesson: Sendable {
    /// Grows with each change in the site.
    package let number: Int64
    package let status: Status
    package let body: String
}

/// What was learned of a site's lessons, as it is kept.
package struct LearnedModel: Sendable {
    package let siteName: String
    /// `spam` or `toxic`.
    package let trait: String
    /// The site's last lesson that it knows of.
    package let lesson: Int64
    package let learnedAt: Moment
    package let model: [UInt8]

    package init(
        siteName: String, trait: String, lesson: Int64, learnedAt: Moment, model: [UInt8]
    ) {
        self.siteName = siteName
        self.trait = trait
        self.lesson = lesson
        self.learnedAt = learnedAt
        self.model = model
    }
}

extension Store {
    /// Keeps what a person decided of a comment. A status other than approved, rejected or spam
    /// teaches nothing, and takes back what the comment taught before.
    package func saveLesson(
        _ status: Status, of id: CommentID, in siteID: Int64
    ) throws(SQLiteError) {
        let known = try db.first(
            "SELECT status FROM lessons WHERE comment_id = ?1", [.integer(id.rawValue)]
        ) { $0.int(0) }
        let teaches = [.approved, .rejected, .spam].contains(status)
        guard teaches ? known != status.rawValue : known != nil else { return }
        let number = try db.first(
            "UPDATE sites SET last_lesson = last_lesson + 1 WHERE id = ?1 RETURNING last_lesson",
            [.integer(siteID)]
        ) { $0.int64(0) }
        hasChangedLessons = true
        guard teaches else {
            return try db.run(
                "DELETE FROM lessons WHERE comment_id = ?1", [.integer(id.rawValue)])
        }
        try db.run(
            """
            INSERT INTO lessons (comment_id, site_id, number, status) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (comment_id)
            DO UPDATE SET number = excluded.number, status = excluded.status
            """,
            [
                .integer(id.rawValue), .integer(siteID), .integer(number ?? 0),
                .integer(status.rawValue),
            ])
    }

    /// The sites that have lessons, each with the number of the last change.
    package func sitesWithLessons() throws(SQLiteError) -> [(site: Site, lesson: Int64)] {
        try db.all("SELECT id, name, last_lesson FROM sites WHERE last_lesson > 0 ORDER BY id") {
            (Site(id: $0.int64(0), name: $0.text(1)), $0.int64(2))
        }
    }

    /// Up to `limit` lessons of a site before one, the newest first.
    package func lessons(
        of siteID: Int64, before number: Int64, limit: Int
    ) throws(SQLiteError) -> [Lesson] {
        try db.all(
            """
            SELECT number, lessons.status, body
            FROM lessons CROSS JOIN comments ON comments.id = comment_id
            WHERE lessons.site_id = ?1 AND number < ?2 ORDER BY number DESC LIMIT ?3
            """, [.integer(siteID), .integer(number), .integer(limit)]
        ) { row in
            Lesson(
                number: row.int64(0), status: Status(rawValue: row.int(1)) ?? .pending,
                body: row.text(2))
        }
    }

    /// Keeps what was learned in place of what was learned before.
    package func save(_ learned: LearnedModel) throws(SQLiteError) {
        guard let site = try site(named: learned.siteName) else { return }
        try db.run(
            """
            INSERT INTO classifiers (site_id, trait, lesson, learned_at, model)
            VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (site_id, trait) DO UPDATE SET lesson = excluded.lesson,
              learned_at = excluded.learned_at, model = excluded.model
            """,
            [
                .integer(site.id), .text(learned.trait), .integer(learned.lesson),
                .integer(learned.learnedAt.milliseconds), .blob(learned.model),
            ])
    }

    /// All that was learned of all sites.
    package func learnedModels() throws(SQLiteError) -> [LearnedModel] {
        try db.all(
            """
            SELECT name, trait, lesson, learned_at, model
            FROM classifiers JOIN sites ON sites.id = site_id
            """
        ) { row in
            LearnedModel(
                siteName: row.text(0), trait: row.text(1), lesson: row.int64(2),
                learnedAt: Moment(milliseconds: row.int64(3)), model: row.blob(4))
        }
    }
}
