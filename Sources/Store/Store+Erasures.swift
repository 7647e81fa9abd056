import Discussion
import SQLite

/// A person who is being erased.
package struct Erasure: Sendable {
    /// What is looked through, in this order. Raw values are what the database holds.
    package enum Stage: Int, Sendable {
        case sanctions, subscriptions, comments, flags, reasons, notices, keys, events, log
    }

    package let personID: Int64
    package let siteID: Int64
    /// The host's id of the person, by which they are still looked for; nil: nothing is.
    package let name: String?
    package let hasBodies: Bool
    package private(set) var stage: Stage
    /// Rows of the stage up to this number are done.
    package var reached: Int64

    /// Goes on with what is looked through next.
    package mutating func pass() {
        stage = Stage(rawValue: stage.rawValue + 1) ?? .log
        reached = 0
    }

    fileprivate init(_ row: borrowing Row) {
        personID = row.int64(0)
        siteID = row.int64(1)
        name = row.optionalText(2)
        hasBodies = row.bool(3)
        stage = Stage(rawValue: row.int(4)) ?? .sanctions
        reached = row.int64(5)
    }
}

/// How much is looked through at once: rows are a whole commit's or one command's, so that neither
/// their number alone nor their size is a bound.
package struct ErasurePart: Sendable {
    private var rows: Int
    private var bytes: Int

    package init(rows: Int, bytes: Int) {
        self.rows = rows
        self.bytes = bytes
    }

    /// Counts a row; false where it was the last one.
    fileprivate mutating func take(bytes taken: Int) -> Bool {
        rows -= 1
        bytes -= taken
        return rows > 0 && bytes > 0
    }
}

/// Whether the log of the database was emptied of what was overwritten.
enum LogEmptying {
    case unasked
    /// To be copied into the database when the open transaction has ended, as far as that is
    /// possible.
    case toBeCopied
    /// Hardly anything is left that the database has not.
    case copied
    /// To be cut to nothing when the open transaction has ended; since when.
    case toBeCut(at: Moment)
    case done
    /// A reader needed it; asked for at this moment.
    case failed(Moment)
}

extension Store {
    /// Takes away what says who a person is, and begins to look for it in all other rows.
    package func erase(
        _ person: Person, in siteID: Int64, withBodies hasBodies: Bool
    ) throws(SQLiteError) {
        try db.run(
            """
            UPDATE persons SET name = NULL, display_name = NULL, url = NULL, email = NULL
            WHERE id = ?1
            """, [.integer(person.id)])
        try db.run("DELETE FROM paces WHERE voter_id = ?1", [.integer(person.id)])
        try db.run(
            "INSERT INTO erasures (person_id, name, with_bodies) VALUES (?1, ?2, ?3)",
            [.integer(person.id), .text(person.name), .bool(hasBodies)])
        try noteRename(of: person.id)
        cache.forget(person, in: siteID)
        hasChangedPersons = true
        leftover = .some
    }

    /// The erasure that is at work: one at a time, the oldest person's first.
    package func nextErasure() throws(SQLiteError) -> Erasure? {
        try db.first(
            """
            SELECT person_id, site_id, erasures.name, with_bodies, stage, reached
            FROM erasures JOIN persons ON persons.id = person_id ORDER BY person_id LIMIT 1
            """
        ) { Erasure($0) }
    }

    package func erasureCount() throws(SQLiteError) -> Int {
        try db.first("SELECT count(*) FROM erasures") { $0.int(0) } ?? 0
    }

    /// Writes how far an erasure has come. Where nothing is left but the log, the name goes too.
    package func save(_ erasure: Erasure) throws(SQLiteError) {
        copiesLogEarly = true
        try db.run(
            """
            UPDATE erasures SET stage = ?2, reached = ?3, name = CASE WHEN ?2 < ?4 THEN name END
            WHERE person_id = ?1
            """,
            [
                .integer(erasure.personID), .integer(erasure.stage.rawValue),
                .integer(erasure.reached), .integer(Erasure.Stage.log.rawValue),
            ])
    }

    /// Has the log copied and then emptied after this transaction and the next, and ends the
    /// erasure once that is done; false where it is to be tried again after `pause` milliseconds.
    package func seal(
        _ erasure: Erasure, at now: Moment, pause: Int64
    ) throws(SQLiteError) -> Bool {
        switch emptying {
        case .done:
            emptying = .unasked
            try db.run(
                "DELETE FROM erasures WHERE person_id = ?1", [.integer(erasure.personID)])
        case .failed(let at) where at <= now && now < at.adding(milliseconds: pause):
            return false
        case .copied: emptying = .toBeCut(at: now)
        case .unasked, .toBeCopied, .toBeCut, .failed: emptying = .toBeCopied
        }
        return true
    }

    // What is looked through. Each tells the last row that is done; nil: there are no more.

    /// Takes away why sanctions were imposed on a person.
    package func eraseSanctions(
        of personID: Int64, after id: Int64, limit: Int
    ) throws(SQLiteError) -> Int64? {
        let last =
            try db.first(
                """
                SELECT max(id) FROM (SELECT id FROM sanctions WHERE person_id = ?1 AND id > ?2
                  ORDER BY id LIMIT ?3)
                """, [.integer(personID), .integer(id), .integer(limit)]
            ) { $0.optionalInt64(0) } ?? nil
        guard let last else { return nil }
        try db.run(
            "UPDATE sanctions SET reason = '' WHERE person_id = ?1 AND id > ?2 AND id <= ?3",
            [.integer(personID), .integer(id), .integer(last)])
        return last
    }

    /// Takes away what a person wrote with their flags.
    package func eraseFlags(
        by personID: Int64, after id: Int64, limit: Int
    ) throws(SQLiteError) -> Int64? {
        let last =
            try db.first(
                """
                SELECT max(comment_id) FROM (
                  SELECT comment_id FROM flags INDEXED BY flags_by_reporter
                  WHERE reporter_id = ?1 AND comment_id > ?2 ORDER BY comment_id LIMIT ?3)
                """, [.integer(personID), .integer(id), .integer(limit)]
            ) { $0.optionalInt64(0) } ?? nil
        guard let last else { return nil }
        try db.run(
            """
            UPDATE flags SET detail = NULL
            WHERE reporter_id = ?1 AND comment_id > ?2 AND comment_id <= ?3
            """, [.integer(personID), .integer(id), .integer(last)])
        return last
    }

    /// Takes away the reasons that people gave for what they decided about a person.
    package func eraseReasons(
        about personID: Int64, after id: Int64, limit: Int
    ) throws(SQLiteError) -> Int64? {
        let last =
            try db.first(
                """
                SELECT max(id) FROM (SELECT id FROM history WHERE person_id = ?1 AND id > ?2
                  ORDER BY id LIMIT ?3)
                """, [.integer(personID), .integer(id), .integer(limit)]
            ) { $0.optionalInt64(0) } ?? nil
        guard let last else { return nil }
        try db.run(
            """
            UPDATE history SET reason = NULL WHERE person_id = ?1 AND id > ?2 AND id <= ?3
              AND actor_id IS NOT NULL AND reason IS NOT NULL
            """, [.integer(personID), .integer(id), .integer(last)])
        return last
    }

    /// Takes away what a person was to be told, of the next so many notices of anyone's.
    package func eraseNotices(
        of personID: Int64, after id: Int64, rows: Int
    ) throws(SQLiteError) -> Int64? {
        guard let last = try noticePart(after: id, rows: rows) else { return nil }
        try db.run(
            """
            DELETE FROM notices WHERE id IN (SELECT id FROM notices NOT INDEXED
              WHERE id > ?2 AND id <= ?3 AND person_id = ?1)
            """, [.integer(personID), .integer(id), .integer(last)])
        return last
    }

    /// Takes away the results that name a person by one of three texts, of the next rows of keys'
    /// results.
    package func eraseKeyUses(
        naming needles: [[UInt8]], after id: Int64, part: ErasurePart
    ) throws -> Int64? {
        var (part, last) = (part, Int64?.none)
        var found: [(id: Int64, uses: [KeyUse])] = []
        try db.walk(
            """
            SELECT id, length(uses),
              CASE WHEN instr(uses, ?2) OR instr(uses, ?3) OR instr(uses, ?4) THEN uses END
            FROM key_log WHERE id > ?1 ORDER BY id
            """, [.integer(id)] + needles.map { .blob($0) }
        ) { row in
            last = row.int64(0)
            if !row.isNull(2) {
                found.append((row.int64(0), row.withBytes(2) { PackedKeyUses.uses(in: $0) }))
            }
            return part.take(bytes: row.int(1))
        }
        for row in found {
            var packed = PackedKeyUses()
            for use in row.uses {
                let isNamed = needles.contains { use.result.holds($0) }
                packed.append(isNamed ? use.erased : use)
            }
            try db.run(
                "UPDATE key_log SET uses = ?2 WHERE id = ?1",
                [.integer(row.id), .blob(packed.bytes)])
        }
        return last
    }

    /// Puts a text in the place of another that names a person, in the next rows of a site's
    /// events.
    package func eraseEvents(
        of siteID: Int64, naming needle: [UInt8], as substitute: [UInt8], after seq: Int64,
        part: ErasurePart
    ) throws -> Int64? {
        var (part, last) = (part, Int64?.none)
        var found: [(seq: Int64, list: [UInt8])] = []
        try db.walk(
            """
            SELECT last_seq, length(bytes), CASE WHEN instr(bytes, ?3) THEN bytes END
            FROM (SELECT last_seq, CAST(list AS BLOB) AS bytes FROM events
              WHERE site_id = ?1 AND last_seq > ?2 ORDER BY last_seq)
            """, [.integer(siteID), .integer(seq), .blob(needle)]
        ) { row in
            last = row.int64(0)
            if !row.isNull(2) { found.append((row.int64(0), row.blob(2))) }
            return part.take(bytes: row.int(1))
        }
        for row in found {
            let list = row.list.replacing(needle, with: substitute)
            try db.run(
                "UPDATE events SET list = ?3 WHERE site_id = ?1 AND last_seq = ?2",
                [
                    .integer(siteID), .integer(row.seq),
                    .utf8(list),
                ])
        }
        return last
    }
}

extension [UInt8] {
    /// Whether these bytes stand somewhere in it. By hand, since there may be megabytes of it and
    /// the general way of collections takes a hundred times as long.
    fileprivate func holds(_ sought: [UInt8]) -> Bool {
        withUnsafeBufferPointer { bytes in
            sought.withUnsafeBufferPointer { sought in
                guard let last = sought.last, bytes.count >= sought.count else { return false }
                let length = sought.count
                for end in (length - 1)..<bytes.count where bytes[end] == last {
                    var at = 0
                    while at < length - 1, bytes[end - length + 1 + at] == sought[at] { at += 1 }
                    if at == length - 1 { return true }
                }
                return false
            }
        }
    }
}
