import Discussion
import SQLite

/// What rules made of one text, and all that they knew of it then beside the text.
package struct Judgement: Sendable, Equatable {
    /// The row of the set that judged.
    package let ruleSetID: Int64
    /// What the rules made of it.
    package let status: Status
    /// As `Facts` are kept.
    package let facts: [UInt8]

    package init(ruleSetID: Int64, status: Status, facts: [UInt8]) {
        self.ruleSetID = ruleSetID
        self.status = status
        self.facts = facts
    }
}

/// A set of rules that has judged texts, whole, so that it can judge them again.
package struct KeptRules: Sendable, Equatable {
    /// Of all that follows.
    package let digest: Digest
    package let version: Int
    /// The array of rules, as JSON.
    package let rules: String
    /// The word lists that the rules name, as a JSON object of texts.
    package let lists: String

    package init(digest: Digest, version: Int, rules: String, lists: String) {
        self.digest = digest
        self.version = version
        self.rules = rules
        self.lists = lists
    }
}

extension Store {
    /// The row of a set of rules, made when the set first judges a text of the site.
    package func ruleSetID(
        of kept: KeptRules, in siteID: Int64, at now: Moment
    ) throws(SQLiteError) -> Int64 {
        if let known = ruleSetIDs[siteID], known.digest == kept.digest { return known.id }
        var id = try db.first(
            "SELECT id FROM rule_sets WHERE site_id = ?1 AND digest = ?2",
            [.integer(siteID), .blob(kept.digest.bytes)]
        ) { $0.int64(0) }
        if id == nil {
            try db.run(
                """
                INSERT INTO rule_sets (site_id, digest, version, first_used_at, rules, lists)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                """,
                [
                    .integer(siteID), .blob(kept.digest.bytes), .integer(kept.version),
                    .integer(now.milliseconds), .text(kept.rules), .text(kept.lists),
                ])
            id = db.lastInsertedID
        }
        let known = id ?? 0
        ruleSetIDs[siteID] = (kept.digest, known)
        return known
    }

    /// Keeps what the rules made of a text.
    package func insert(
        _ judgement: Judgement, on id: CommentID, revision: Int
    ) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO judgements (comment_id, revision, rule_set_id, status, facts)
            VALUES (?1, ?2, ?3, ?4, ?5)
            """,
            [
                .integer(id.rawValue), .integer(revision), .integer(judgement.ruleSetID),
                .integer(judgement.status.rawValue),
                .utf8(judgement.facts),
            ])
    }

    /// What the rules last made of a comment; nil where none ever judged it.
    package func judgement(on id: CommentID) throws(SQLiteError) -> Judgement? {
        try db.first(
            """
            SELECT rule_set_id, status, facts FROM judgements
            WHERE comment_id = ?1 ORDER BY revision DESC LIMIT 1
            """, [.integer(id.rawValue)]
        ) { row in
            Judgement(
                ruleSetID: row.int64(0), status: Status(rawValue: row.int(1)) ?? .pending,
                facts: row.blob(2))
        }
    }

    /// A set of rules as it was when it judged; nil where there is none of this number.
    package func keptRules(_ id: Int64) throws(SQLiteError) -> KeptRules? {
        try db.first(
            "SELECT digest, version, rules, lists FROM rule_sets WHERE id = ?1", [.integer(id)]
        ) { row in
            Digest(bytes: row.blob(0)).map {
                KeptRules(digest: $0, version: row.int(1), rules: row.text(2), lists: row.text(3))
            }
        } ?? nil
    }
}
