import Discussion
import Ranking
import SQLite

/// A row of `ranks`, without the columns that say whose it is.
package struct StoredRank: Sendable, Equatable {
    package let keys: RankKeys
    package let isListed: Bool
    package let down: Int
    /// The keys of common ground by the slots of fits.
    package let grounds: [Double?]

    package init(keys: RankKeys, isListed: Bool, down: Int, grounds: [Double?]) {
        self.keys = keys
        self.isListed = isListed
        self.down = down
        self.grounds = grounds
    }
}

extension Store {
    /// Every tally of a thread, with its row in one edition of `ranks`.
    package func tallies(
        of threadID: Int64, edition: Int
    ) throws(SQLiteError) -> [(tally: Tally, rank: StoredRank?)] {
        try db.all(
            """
            SELECT tallies.thread_id, tallies.parent_id, tallies.comment_id, status, is_pinned, up,
              tallies.down, descendants, replies, listed, children, is_ranked, best, top, hot,
              controversial, discussed, is_listed, ranks.down, ground_0, ground_1
            FROM tallies LEFT JOIN ranks ON ranks.edition = ?2
              AND ranks.thread_id = tallies.thread_id AND ranks.parent_id = tallies.parent_id
              AND ranks.comment_id = tallies.comment_id
            WHERE tallies.thread_id = ?1
            """, [.integer(threadID), .integer(edition)]
        ) { row in
            let keys = RankKeys(
                best: row.double(12), top: row.int(13), hot: row.double(14),
                controversial: row.double(15), discussed: row.int(16))
            let rank = StoredRank(
                keys: keys, isListed: row.bool(17), down: row.int(18),
                grounds: [row.optionalDouble(19), row.optionalDouble(20)])
            return (readTally(row), row.isNull(13) ? nil : rank)
        }
    }

    /// Fits of which not all voters are there, and more than two of one site.
    func wrongFits() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT (SELECT count(*) FROM fits WHERE speaks = 1 AND stage IN (1, 2, 3)
                AND voters <> (SELECT count(*) FROM fitted_voters WHERE fit_id = fits.id))
              + (SELECT count(*) FROM (
                SELECT 1 FROM fits WHERE stage <> 3 GROUP BY site_id HAVING count(*) > 1))
            """
        ) { $0.int(0) }
    }

    func strayRanks() throws(SQLiteError) -> Int? {
        try db.first(
            """
            SELECT count(*) FROM ranks WHERE NOT EXISTS (
              SELECT 1 FROM tallies WHERE tallies.thread_id = ranks.thread_id
                AND tallies.parent_id = ranks.parent_id
                AND tallies.comment_id = ranks.comment_id)
            """
        ) { $0.int(0) }
    }

    /// Every site that has a fit, in force or on its way.
    package func sitesWithFits() throws(SQLiteError) -> [Int64] {
        try db.all("SELECT DISTINCT site_id FROM fits ORDER BY site_id") { $0.int64(0) }
    }

    /// How many comments have votes in a fit.
    package func groundCount(of fit: Fit) throws(SQLiteError) -> Int {
        try db.first(
            "SELECT count(*) FROM grounds WHERE fit_id = ?1 AND votes <> 0", [.integer(fit.id)]
        ) { $0.int(0) } ?? 0
    }
}
