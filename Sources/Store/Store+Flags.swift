import Discussion
import SQLite

/// A reporter's newest flag on a comment.
package struct StandingFlag: Sendable, Equatable {
    package let number: Int
    package let state: FlagState
    package let isRepeat: Bool
}

/// A flag to be opened.
package struct NewFlag: Sendable {
    package let reason: FlagReason
    package let detail: String?
    package let raisedAt: Moment
    /// In thousandths.
    package let weight: Int
    /// The same reporter's newest one on the comment, which is settled.
    package let former: StandingFlag?

    package init(
        reason: FlagReason, detail: String?, raisedAt: Moment, weight: Int, former: StandingFlag?
    ) {
        self.reason = reason
        self.detail = detail
        self.raisedAt = raisedAt
        self.weight = weight
        self.former = former
    }

    /// Whether a moderator has decided on one of the reporter's before.
    var isRepeat: Bool { former.map { $0.isRepeat || $0.state.isDecided } ?? false }
}

/// What became of the flags that a person has raised.
package struct FlagRecord: Sendable, Equatable {
    package var agreed = 0
    package var dismissed = 0
}

extension Store {
    /// The state of one reporter's flag; nil where there is none.
    package func flag(
        on id: CommentID, by reporterID: Int64
    ) throws(SQLiteError) -> FlagState? {
        try newestFlag(on: id, by: reporterID)?.state
    }

    package func newestFlag(
        on id: CommentID, by reporterID: Int64
    ) throws(SQLiteError) -> StandingFlag? {
        try db.first(
            """
            SELECT number, state, is_repeat FROM flags WHERE comment_id = ?1 AND reporter_id = ?2
            ORDER BY number DESC LIMIT 1
            """, [.integer(id.rawValue), .integer(reporterID)]
        ) {
            StandingFlag(
                number: $0.int(0), state: FlagState(rawValue: $0.int(1)) ?? .void,
                isRepeat: $0.bool(2))
        }
    }

    /// What became of the flags that a person raised.
    package func flagRecord(of personID: Int64) throws(SQLiteError) -> FlagRecord {
        try db.first(
            "SELECT flags_agreed, flags_dismissed FROM persons WHERE id = ?1", [.integer(personID)]
        ) { FlagRecord(agreed: $0.int(0), dismissed: $0.int(1)) } ?? FlagRecord()
    }

    /// Opens a flag and adds it to the comment's totals.
    package func open(
        _ flag: NewFlag, on id: CommentID, by reporterID: Int64
    ) throws(SQLiteError) {
        try db.run(
            """
            INSERT INTO flags
              (comment_id, reporter_id, number, reason, detail, raised_at, weight, is_repeat)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            [
                .integer(id.rawValue), .integer(reporterID),
                .integer(flag.former.map { $0.number + 1 } ?? 0), .text(flag.reason.rawValue),
                .text(orNull: flag.detail), .integer(flag.raisedAt.milliseconds),
                .integer(flag.weight), .bool(flag.isRepeat),
            ])
        let isNew = !flag.isRepeat
        try db.run(
            """
            INSERT INTO flag_totals (comment_id, reason, flags, weight, new_flags, new_weight)
            VALUES (?1, ?2, 1, ?3, ?4, ?5)
            ON CONFLICT (comment_id, reason) DO UPDATE SET flags = flags + 1,
              weight = weight + excluded.weight, new_flags = new_flags + excluded.new_flags,
              new_weight = new_weight + excluded.new_weight
            """,
            [
                .integer(id.rawValue), .text(flag.reason.rawValue), .integer(flag.weight),
                .integer(isNew ? 1 : 0), .integer(isNew ? flag.weight : 0),
            ])
    }

    /// What the open flags of a comment come to, in the order of the reasons' names.
    package func flagSums(on id: CommentID) throws(SQLiteError) -> [FlagSum] {
        try db.all(
            """
            SELECT reason, flags, weight, new_flags, new_weight FROM flag_totals
            WHERE comment_id = ?1 ORDER BY reason
            """, [.integer(id.rawValue)]
        ) {
            FlagSum(
                reason: FlagReason(rawValue: $0.text(0)) ?? .other, count: $0.int(1),
                weight: $0.int(2), newCount: $0.int(3), newWeight: $0.int(4))
        }
    }

    /// Whether an open flag says what no moderator has decided on: its reporter's first one, or for
    /// another reason than the one before.
    package func hasNewEvidence(on id: CommentID) throws(SQLiteError) -> Bool {
        try db.first(
            """
            SELECT 1 FROM flags WHERE comment_id = ?1 AND state = 0 AND (is_repeat = 0 OR EXISTS (
              SELECT 1 FROM flags AS former WHERE former.comment_id = ?1
                AND former.reporter_id = flags.reporter_id AND former.number = flags.number - 1
                AND former.reason <> flags.reason)) LIMIT 1
            """, [.integer(id.rawValue)]
        ) { _ in true } ?? false
    }

    /// Settles the open flags of a comment by one entry of the history, and adds that to the
    /// records of those who raised them. False where none was open.
    package func settleFlags(
        on id: CommentID, as state: FlagState, by entry: Int64
    ) throws(SQLiteError) -> Bool {
        let before = changeCount
        try db.run("DELETE FROM flag_totals WHERE comment_id = ?1", [.integer(id.rawValue)])
        // Without totals there are no open flags.
        guard changeCount > before else { return false }
        try db.run(
            "UPDATE flags SET state = ?2, settled_by = ?3 WHERE comment_id = ?1 AND state = 0",
            [.integer(id.rawValue), .integer(state.rawValue), .integer(entry)])
        try countRecords(on: id, settledBy: entry, step: 1)
        return true
    }

    /// Opens again the flags that one entry of the history settled, and takes that out of the
    /// records. Where the reporter has raised another since, that one stands for both. False where
    /// that entry settled none.
    package func reopenFlags(
        on id: CommentID, settledBy entry: Int64
    ) throws(SQLiteError) -> Bool {
        try countRecords(on: id, settledBy: entry, step: -1)
        let before = changeCount
        try db.run(
            """
            UPDATE flags SET settled_by = NULL, state = CASE WHEN EXISTS (
                SELECT 1 FROM flags AS later WHERE later.comment_id = ?1
                  AND later.reporter_id = flags.reporter_id AND later.number > flags.number)
              THEN 3 ELSE 0 END
            WHERE comment_id = ?1 AND settled_by = ?2
            """, [.integer(id.rawValue), .integer(entry)])
        guard changeCount > before else { return false }
        try sumFlags(on: id)
        return true
    }

    /// Makes the totals of a comment's open flags anew.
    func sumFlags(on id: CommentID) throws(SQLiteError) {
        try db.run("DELETE FROM flag_totals WHERE comment_id = ?1", [.integer(id.rawValue)])
        try db.run(
            """
            INSERT INTO flag_totals (comment_id, reason, flags, weight, new_flags, new_weight)
            SELECT comment_id, reason, count(*), sum(weight),
              count(*) FILTER (WHERE is_repeat = 0),
              coalesce(sum(weight) FILTER (WHERE is_repeat = 0), 0)
            FROM flags WHERE comment_id = ?1 AND state = 0 GROUP BY comment_id, reason
            """, [.integer(id.rawValue)])
    }

    private func countRecords(
        on id: CommentID, settledBy entry: Int64, step: Int
    ) throws(SQLiteError) {
        let values: [Value] = [.integer(id.rawValue), .integer(entry), .integer(step)]
        try db.run(
            """
            UPDATE persons SET flags_agreed = flags_agreed + ?3 WHERE id IN (
              SELECT reporter_id FROM flags
              WHERE comment_id = ?1 AND settled_by = ?2 AND state = 1)
            """, values)
        try db.run(
            """
            UPDATE persons SET flags_dismissed = flags_dismissed + ?3 WHERE id IN (
              SELECT reporter_id FROM flags
              WHERE comment_id = ?1 AND settled_by = ?2 AND state = 2)
            """, values)
    }
}
