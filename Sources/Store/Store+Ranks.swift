import Discussion
import Ranking
import SQLite

/// A comment's place in the table of ranks.
package struct RankPlace: Sendable, Equatable, Comparable {
    package let threadID: Int64
    package let parentID: Int64
    package let commentID: Int64

    package init(threadID: Int64, parentID: Int64, commentID: Int64) {
        self.threadID = threadID
        self.parentID = parentID
        self.commentID = commentID
    }

    /// Before all.
    package static let start = RankPlace(threadID: 0, parentID: 0, commentID: 0)

    package static func < (left: RankPlace, right: RankPlace) -> Bool {
        (left.threadID, left.parentID, left.commentID)
            < (right.threadID, right.parentID, right.commentID)
    }

    var values: [Value] { [.integer(threadID), .integer(parentID), .integer(commentID)] }
}

/// The rows of `ranks`: in the edition in force, and in the one that is being made where there is
/// one.
extension Store {
    /// `isNew`: the comment has just come, and nobody has voted on it.
    func insertRank(of tally: Tally, isNew: Bool = false) throws(SQLiteError) {
        let grounds = try groundKeys(of: tally, isNew: isNew)
        for edition in try editions().all { try insertRank(of: tally, edition, grounds) }
    }

    /// The keys of common ground, where they are known.
    struct GroundKeys {
        var first: Double?
        var second: Double?
    }

    /// Where the row is there already it stays as it is: it is kept up.
    func insertRank(
        of tally: Tally, _ edition: Editions.Edition, _ grounds: GroundKeys
    ) throws(SQLiteError) {
        guard let keys = tally.rankKeys(edition.formulas) else { return }
        try db.run(
            """
            INSERT INTO ranks (edition, thread_id, parent_id, comment_id, is_listed, down, best,
              top, hot, controversial, discussed, ground_0, ground_1)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
            ON CONFLICT DO NOTHING
            """,
            [.integer(edition.number)] + place(of: tally) + [
                .bool(tally.isListed), .integer(tally.down), .real(keys.best), .integer(keys.top),
                .real(keys.hot), .real(keys.controversial), .integer(keys.discussed),
                .real(orNull: grounds.first), .real(orNull: grounds.second),
            ])
    }

    /// Votes against stand in every index, and most votes leave them as they are: then three of
    /// seven need not be moved.
    func writeRank(ofVotes tally: Tally, withDowns: Bool) throws(SQLiteError) {
        guard tally.isRanked else { return }
        for edition in try editions().all {
            guard let keys = tally.rankKeys(edition.formulas) else { continue }
            let values =
                [.integer(edition.number)] + place(of: tally) + [
                    .real(keys.best), .integer(keys.top), .real(keys.hot),
                    .real(keys.controversial),
                ]
            if withDowns {
                try db.run(
                    """
                    UPDATE ranks SET best = ?5, top = ?6, hot = ?7, controversial = ?8, down = ?9
                    WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND comment_id = ?4
                    """, values + [.integer(tally.down)])
            } else {
                try db.run(
                    """
                    UPDATE ranks SET best = ?5, top = ?6, hot = ?7, controversial = ?8
                    WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND comment_id = ?4
                    """, values)
            }
        }
    }

    func writeRank(ofShape tally: Tally) throws(SQLiteError) {
        guard tally.isRanked else { return }
        for edition in try editions().all {
            try db.run(
                """
                UPDATE ranks SET is_listed = ?5, discussed = ?6
                WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND comment_id = ?4
                """,
                [.integer(edition.number)] + place(of: tally) + [
                    .bool(tally.isListed), .integer(-tally.descendants),
                ])
        }
    }

    /// Writes a comment's key of common ground by the fit of a slot, in the edition in force and in
    /// the one that is being made. Each by a statement of its own: for several rows at once SQLite
    /// makes a table of their keys first.
    func writeGround(_ bound: Double, at place: RankPlace, slot: Int) throws(SQLiteError) {
        for edition in try editions().all {
            let values = [.integer(edition.number)] + place.values + [.real(-bound)]
            if slot == 0 {
                try db.run(
                    """
                    UPDATE ranks SET ground_0 = ?5
                    WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND comment_id = ?4
                    """, values)
            } else {
                try db.run(
                    """
                    UPDATE ranks SET ground_1 = ?5
                    WHERE edition = ?1 AND thread_id = ?2 AND parent_id = ?3 AND comment_id = ?4
                    """, values)
            }
        }
    }

    /// Comments have come into a thread that walks through `ranks` may have passed: those go there
    /// again.
    func setBackWalks(to threadID: Int64) throws(SQLiteError) {
        var editions = try editions()
        if editions.next != nil, editions.reached.threadID >= threadID {
            editions.reached = RankPlace(threadID: threadID, parentID: -1, commentID: 0)
            try save(editions)
        }
        guard let siteID = try thread(threadID)?.siteID else { return }
        for fit in try fits(of: siteID) where fit.stage == .ranks && fit.reached.0 >= threadID {
            try saveReached((threadID, -1, 0), of: fit)
        }
    }
}
