import Discussion
import SQLite

/// Which entries to read.
package enum HistoryScope: Sendable {
    case site
    case comment(CommentID)
    /// Entries about this person, or by them.
    case person(Int64)
}

/// Where a page of the history ended: past an entry, and past a comment whose row says how it came
/// to be.
package struct HistoryPlace: Sendable, Equatable {
    /// When the entry was made; of a site's history alone.
    package var entryAt: Int64
    package var entryID: Int64
    package var commentID: Int64

    package init(entryAt: Int64, entryID: Int64, commentID: Int64) {
        (self.entryAt, self.entryID, self.commentID) = (entryAt, entryID, commentID)
    }

    fileprivate static var start: HistoryPlace {
        HistoryPlace(entryAt: .max, entryID: .max, commentID: .max)
    }
}

extension Store {
    /// Entries past a place, newest first, and where the next page begins; nil: nowhere. What
    /// stands in the history and what comments' own rows say is merged: a site's by time, a
    /// comment's or a person's as they were written. A page may have fewer than `limit`, where
    /// comments' rows say nothing.
    package func history(
        of siteID: Int64, scope: HistoryScope, after place: HistoryPlace?, limit: Int
    ) throws(SQLiteError) -> (entries: [HistoryEntry], next: HistoryPlace?) {
        var place = place ?? .start
        let written = try entries(of: siteID, scope, after: place, limit: limit + 1)
        let makings = try makings(of: siteID, scope, after: place, limit: limit + 1)
        var entries: [HistoryEntry] = []
        var (nextWritten, nextMaking) = (0, 0)
        for _ in 0..<limit {
            let making = nextMaking < makings.count ? makings[nextMaking] : nil
            let entry = nextWritten < written.count ? written[nextWritten] : nil
            if let making, entry.map({ isNewer(making, than: $0, in: scope) }) ?? true {
                if let made = making.entry { entries.append(made) }
                place.commentID = making.id
                nextMaking += 1
            } else if let entry {
                entries.append(entry)
                (place.entryAt, place.entryID) = (entry.at.milliseconds, entry.id)
                nextWritten += 1
            } else {
                return (entries, nil)
            }
        }
        let isEnd = nextWritten == written.count && nextMaking == makings.count
        return (entries, isEnd ? nil : place)
    }

    /// Whether a comment was made after an entry: of a site's history by time, and of the same time
    /// as they were written.
    private func isNewer(_ making: Made, than entry: HistoryEntry, in scope: HistoryScope) -> Bool {
        let at = CommentID(rawValue: making.id).createdAt
        if case .site = scope, at != entry.at { return at > entry.at }
        return entry.id <= making.behind
    }

    /// What comments' rows say, past a place.
    private func makings(
        of siteID: Int64, _ scope: HistoryScope, after place: HistoryPlace, limit: Int
    ) throws(SQLiteError) -> [Made] {
        switch scope {
        case .site: try makings(of: siteID, before: place.commentID, limit: limit)
        case .person(let id): try makings(by: id, before: place.commentID, limit: limit)
        case .comment(let id):
            place.commentID > id.rawValue ? try made(id).map { [$0] } ?? [] : []
        }
    }

    private func entries(
        of siteID: Int64, _ scope: HistoryScope, after place: HistoryPlace, limit: Int
    ) throws(SQLiteError) -> [HistoryEntry] {
        let last = Value.integer(place.entryID)
        switch scope {
        case .site:
            return try db.all(
                """
                SELECT id, site_id, at, actor_id, action, comment_id, person_id, from_status,
                  to_status, from_marks, to_marks, reason, rules, waited_ms, undoes, until,
                  range
                FROM history WHERE site_id = ?1 AND (at, id) < (?2, ?3)
                ORDER BY at DESC, id DESC LIMIT ?4
                """, [.integer(siteID), .integer(place.entryAt), last, .integer(limit)],
                readEntry)
        case .comment(let id):
            return try db.all(
                """
                SELECT id, site_id, at, actor_id, action, comment_id, person_id, from_status,
                  to_status, from_marks, to_marks, reason, rules, waited_ms, undoes, until,
                  range
                FROM history WHERE comment_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3
                """, [.integer(id.rawValue), last, .integer(limit)], readEntry)
        case .person(let id):
            return try db.all(
                """
                SELECT id, site_id, at, actor_id, action, comment_id, person_id, from_status,
                  to_status, from_marks, to_marks, reason, rules, waited_ms, undoes, until,
                  range
                FROM (
                  SELECT * FROM (SELECT * FROM history WHERE person_id = ?1 AND id < ?2
                    ORDER BY id DESC LIMIT ?3)
                  UNION
                  SELECT * FROM (SELECT * FROM history WHERE actor_id = ?1 AND id < ?2
                    ORDER BY id DESC LIMIT ?3))
                ORDER BY id DESC LIMIT ?3
                """, [.integer(id), last, .integer(limit)], readEntry)
        }
    }
}
