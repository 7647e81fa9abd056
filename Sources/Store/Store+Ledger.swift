import Discussion
import SQLite

/// The ledger of votes as a fit reads it: from its end, so that where it is too long the newest
/// count.
extension Store {
    /// A part of it.
    package struct LedgerPage {
        /// Ballots that count, of whatever comments.
        package var ballots: [(commentID: CommentID, voterID: Int64, isUp: Bool)] = []
        /// Where it goes on; nil at the end.
        package var next: (Int64, Int64)?
    }

    /// Behind every ballot.
    package static let endOfLedger = (Int64.max, Int64.max)

    /// Looks through up to `limit` ballots before a comment and a voter, backwards.
    package func ledgerPage(
        before place: (Int64, Int64), limit: Int
    ) throws(SQLiteError) -> LedgerPage {
        var page = LedgerPage()
        var rows = 0
        var last: (Int64, Int64) = place
        try db.forEach(
            """
            SELECT comment_id, voter_id, value * is_counted FROM votes
            WHERE (comment_id, voter_id) < (?1, ?2)
            ORDER BY comment_id DESC, voter_id DESC LIMIT ?3
            """, integers: [place.0, place.1, Int64(limit)]
        ) { row in
            rows += 1
            last = (row.int64(0), row.int64(1))
            let value = row.int(2)
            guard value != 0 else { return }
            page.ballots.append((CommentID(rawValue: last.0), last.1, value > 0))
        }
        if rows == limit { page.next = last }
        return page
    }

    /// Whether a comment of a site is visible.
    package func isVisible(_ id: CommentID, in siteID: Int64) throws(SQLiteError) -> Bool {
        try db.first(
            "SELECT 1 FROM comments WHERE id = ?1 AND site_id = ?2 AND status = 0",
            [.integer(id.rawValue), .integer(siteID)]
        ) { _ in true } ?? false
    }
}
