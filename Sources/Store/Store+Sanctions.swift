import Discussion
import SQLite

extension Store {
    /// So many ranges of addresses may be under sanctions in one site: each is compared.
    package static let maxRanges = 1000

    /// What was imposed on a person and neither lifted nor found to have ended, newest first; of
    /// many the newest `limit`.
    package func sanctions(
        of personID: Int64, limit: Int
    ) throws(SQLiteError) -> [Sanction] {
        try db.all(
            """
            SELECT id, site_id, person_id, range, kind, since, until, reason, moderator_id
            FROM sanctions WHERE person_id = ?1 AND is_over = 0 ORDER BY id DESC LIMIT ?2
            """, [.integer(personID), .integer(limit)], readSanction
        ).compactMap { $0 }
    }

    /// The one sanction of a person that is no warning.
    package func restraint(of personID: Int64) throws(SQLiteError) -> Sanction? {
        try db.first(
            """
            SELECT id, site_id, person_id, range, kind, since, until, reason, moderator_id
            FROM sanctions WHERE person_id = ?1 AND is_over = 0 AND kind > 1
            ORDER BY id DESC LIMIT 1
            """, [.integer(personID)], readSanction
        ) ?? nil
    }

    /// The sanctions of a site's address ranges, oldest first.
    package func rangeSanctions(of siteID: Int64) throws(SQLiteError) -> [Sanction] {
        if let kept = cache.ranges[siteID] { return kept }
        let sanctions = try db.all(
            """
            SELECT id, site_id, person_id, range, kind, since, until, reason, moderator_id
            FROM sanctions WHERE site_id = ?1 AND range IS NOT NULL AND is_over = 0
            ORDER BY id LIMIT ?2
            """, [.integer(siteID), .integer(Self.maxRanges)], readSanction
        ).compactMap { $0 }
        if cache.isKept { cache.ranges[siteID] = sanctions }
        return sanctions
    }

    /// The next sanction whose end has come.
    package func endedSanction(at now: Moment) throws(SQLiteError) -> Sanction? {
        try db.first(
            """
            SELECT id, site_id, person_id, range, kind, since, until, reason, moderator_id
            FROM sanctions WHERE until <= ?1 AND is_over = 0 ORDER BY until, id LIMIT 1
            """, [.integer(now.milliseconds)], readSanction
        ) ?? nil
    }

    /// When the next sanction ends.
    package func nextSanctionEnd() throws(SQLiteError) -> Moment? {
        try db.first(
            "SELECT min(until) FROM sanctions WHERE until IS NOT NULL AND is_over = 0"
        ) { $0.optionalInt64(0).map { Moment(milliseconds: $0) } } ?? nil
    }

    /// Adds a sanction, and gives its number.
    @discardableResult
    package func insert(_ sanction: Sanction) throws(SQLiteError) -> Int64 {
        let (person, range) = columns(of: sanction.target)
        try db.run(
            """
            INSERT INTO sanctions (site_id, person_id, range, kind, since, until, reason,
              moderator_id)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            [
                .integer(sanction.siteID), .integer(orNull: person), .text(orNull: range),
                .integer(sanction.kind.rawValue), .integer(sanction.since.milliseconds),
                .integer(orNull: sanction.until?.milliseconds), .text(sanction.reason),
                .integer(sanction.moderatorID),
            ])
        noteChange(of: sanction)
        return db.lastInsertedID
    }

    /// Writes since when and until when a sanction holds, why, and who says so.
    package func renew(_ sanction: Sanction) throws(SQLiteError) {
        try db.run(
            """
            UPDATE sanctions SET since = ?2, until = ?3, reason = ?4, moderator_id = ?5
            WHERE id = ?1
            """,
            [
                .integer(sanction.id), .integer(sanction.since.milliseconds),
                .integer(orNull: sanction.until?.milliseconds), .text(sanction.reason),
                .integer(sanction.moderatorID),
            ])
        noteChange(of: sanction)
    }

    /// Ends a sanction: one that shadowed comments stays until they are let go.
    package func end(_ sanction: Sanction) throws(SQLiteError) {
        if sanction.kind == .shadow {
            try db.run(
                "UPDATE sanctions SET is_over = 1 WHERE id = ?1", [.integer(sanction.id)])
        } else {
            try db.run("DELETE FROM sanctions WHERE id = ?1", [.integer(sanction.id)])
        }
        noteChange(of: sanction)
    }

    /// Forgets the warnings of a person; false where there are none.
    package func forgetWarnings(of personID: Int64) throws(SQLiteError) -> Bool {
        let before = changeCount
        try db.run(
            "DELETE FROM sanctions WHERE person_id = ?1 AND kind = 1", [.integer(personID)])
        return changeCount > before
    }

    private func noteChange(of sanction: Sanction) {
        if case .range = sanction.target { cache.ranges[sanction.siteID] = nil }
        leftover = .some
    }

    private func columns(of target: Sanction.Target) -> (person: Int64?, range: String?) {
        switch target {
        case .person(let id): (id, nil)
        case .range(let range): (nil, range.text)
        }
    }
}

/// Nil where the row is none that this program writes.
func readSanction(_ row: borrowing Row) -> Sanction? {
    let target: Sanction.Target? =
        if let personID = row.optionalInt64(2) {
            .person(personID)
        } else {
            AddressRange(text: row.text(3)).map { .range($0) }
        }
    guard let target, let kind = SanctionKind(rawValue: row.int(4)) else { return nil }
    var sanction = Sanction(
        siteID: row.int64(1), target: target, kind: kind,
        since: Moment(milliseconds: row.int64(5)),
        until: row.optionalInt64(6).map { Moment(milliseconds: $0) }, reason: row.text(7),
        moderatorID: row.int64(8))
    sanction.id = row.int64(0)
    return sanction
}
