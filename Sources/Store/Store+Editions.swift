import Discussion
import Ranking
import SQLite

/// By what the scores in `ranks` are made: the edition in force, and the one that is being made.
package struct Editions: Sendable, Equatable {
    /// One of them.
    struct Edition {
        let number: Int
        let formulas: Formulas
    }

    /// Which is in force: 0 or 1.
    package var number: Int
    package var formulas: Formulas
    /// What the other is being made by; nil where it is not.
    package var next: Formulas?
    /// Whether there is no row of the other one, or only such as are wanted.
    package var isClean: Bool
    /// How far the other one has come.
    package var reached: RankPlace

    /// The one in force, and the other where it is being made.
    var all: [Edition] {
        let inForce = Edition(number: number, formulas: formulas)
        return next.map { [inForce, Edition(number: 1 - number, formulas: $0)] } ?? [inForce]
    }
}

extension Store {
    package func editions() throws(SQLiteError) -> Editions {
        if let knownEditions { return knownEditions }
        let editions = try db.first(
            """
            SELECT edition, best_quantile, hot_decay_s, next_quantile, next_decay_s, is_clean,
              thread_id, parent_id, comment_id
            FROM editions
            """
        ) { row in
            Editions(
                number: row.int(0),
                formulas: Formulas(quantile: row.optionalDouble(1), decay: row.double(2)),
                next: row.optionalDouble(4).map {
                    Formulas(quantile: row.optionalDouble(3), decay: $0)
                },
                isClean: row.bool(5),
                reached: RankPlace(
                    threadID: row.int64(6), parentID: row.int64(7), commentID: row.int64(8)))
        }
        guard let editions else {
            throw SQLiteError(code: 11, message: "the database does not say how scores are made")
        }
        knownEditions = editions
        return editions
    }

    package func save(_ editions: Editions) throws(SQLiteError) {
        // Pages that are kept are in the order that was in force.
        if let knownEditions, knownEditions.formulas != editions.formulas { hasChangedSites = true }
        try db.run(
            """
            UPDATE editions SET edition = ?1, best_quantile = ?2, hot_decay_s = ?3,
              next_quantile = ?4, next_decay_s = ?5, is_clean = ?6, thread_id = ?7,
              parent_id = ?8, comment_id = ?9
            """,
            [
                .integer(editions.number), .real(orNull: editions.formulas.quantile),
                .real(editions.formulas.hotDecaySeconds),
                .real(orNull: editions.next.flatMap(\.quantile)),
                .real(orNull: editions.next?.hotDecaySeconds), .bool(editions.isClean),
            ] + editions.reached.values)
        // Not before the row says so.
        knownEditions = editions
    }

    /// Whether no comment has so many siblings that an index keeps its place.
    package func hasNoRanks() throws(SQLiteError) -> Bool {
        try db.first("SELECT 1 FROM ranks LIMIT 1") { _ in true } == nil
    }

    /// Writes the next `limit` rows of the edition that is being made. Returns whether there were
    /// so many.
    package func extendEdition(limit: Int) throws(SQLiteError) -> Bool {
        var editions = try editions()
        guard let next = editions.next else { return false }
        let part = try db.all(
            """
            SELECT tallies.thread_id, tallies.parent_id, tallies.comment_id, status, is_pinned, up,
              down, descendants, replies, listed, children, is_ranked, ground_0, ground_1
            FROM (
              SELECT thread_id, parent_id, comment_id, ground_0, ground_1 FROM ranks
              WHERE edition = ?1 AND (thread_id, parent_id, comment_id) > (?2, ?3, ?4)
              ORDER BY thread_id, parent_id, comment_id LIMIT ?5) AS part
              CROSS JOIN tallies USING (thread_id, parent_id, comment_id)
            """,
            [.integer(editions.number)] + editions.reached.values + [.integer(limit)]
        ) { row in
            (
                tally: readTally(row),
                grounds: GroundKeys(first: row.optionalDouble(12), second: row.optionalDouble(13))
            )
        }
        let edition = Editions.Edition(number: 1 - editions.number, formulas: next)
        for (tally, grounds) in part { try insertRank(of: tally, edition, grounds) }
        if let last = part.last?.tally { editions.reached = last.rankPlace }
        try save(editions)
        return part.count == limit
    }

    /// Deletes up to `limit` rows of the edition that is not in force. Returns whether there may be
    /// more.
    package func deleteOtherEdition(limit: Int) throws(SQLiteError) -> Bool {
        let other = Value.integer(try 1 - editions().number)
        let end = try db.first(
            """
            SELECT thread_id, parent_id, comment_id FROM ranks WHERE edition = ?1
            ORDER BY thread_id, parent_id, comment_id LIMIT 1 OFFSET ?2
            """, [other, .integer(limit - 1)]
        ) { RankPlace(threadID: $0.int64(0), parentID: $0.int64(1), commentID: $0.int64(2)) }
        guard let end else {
            try db.run("DELETE FROM ranks WHERE edition = ?1", [other])
            return false
        }
        try db.run(
            """
            DELETE FROM ranks
            WHERE edition = ?1 AND (thread_id, parent_id, comment_id) <= (?2, ?3, ?4)
            """, [other] + end.values)
        return true
    }
}

extension Tally {
    package var rankPlace: RankPlace {
        RankPlace(
            threadID: threadID, parentID: parentID?.rawValue ?? 0, commentID: id.rawValue)
    }
}

extension Formulas {
    fileprivate init(quantile: Double?, decay: Double) {
        self.init(best: quantile.map { .quantile($0) } ?? .lowerBound, hotDecaySeconds: decay)
    }

    fileprivate var quantile: Double? {
        if case .quantile(let quantile) = best { quantile } else { nil }
    }
}
