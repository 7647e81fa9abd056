import Discussion
import SQLite

/// Lists of threads. The indexes that order them by what comments change follow behind, so that a
/// comment moves no entry of theirs: threads that have changed since stand in an index of their
/// own, are few, and are sorted in memory with what the others give.
extension Store {
    /// Past so many threads that indexes have not followed they do, a part at a time: those first
    /// that were commented on the longest ago, so that a lively one is seldom placed.
    package static let maxUnplaced = 2048
    /// So many are found again when the database is opened.
    private static let maxUnplacedAtOpen = 4096

    /// A thread's place in an order, the greatest first.
    package struct ThreadPlace: Sendable, Equatable {
        package let key: Int64
        package let id: Int64

        package init(key: Int64, id: Int64) {
            self.key = key
            self.id = id
        }
    }

    /// The next threads of a site in an order, up to `limit`.
    package func threads(
        of siteID: Int64, by order: ThreadOrder, after place: ThreadPlace?, limit: Int
    ) throws(SQLiteError) -> [(place: ThreadPlace, thread: Thread)] {
        let start = place ?? ThreadPlace(key: .max, id: .max)
        let values: [Value] = [
            .integer(siteID), .integer(start.key), .integer(start.id), .integer(limit),
        ]
        var places: [ThreadPlace]
        switch order {
        case .newest: places = try byCreation(values)
        case .active: places = try byActivity(values) + unplaced(of: siteID, order)
        case .mostComments: places = try byCount(values) + unplaced(of: siteID, order)
        }
        places = places.filter { ($0.key, $0.id) < (start.key, start.id) }
        places.sort { ($0.key, $0.id) > ($1.key, $1.id) }
        var threads: [(place: ThreadPlace, thread: Thread)] = []
        for place in places.prefix(limit) {
            if let thread = try thread(place.id) { threads.append((place, thread)) }
        }
        return threads
    }

    private func byCreation(_ values: [Value]) throws(SQLiteError) -> [ThreadPlace] {
        try db.all(
            """
            SELECT created_at, id FROM threads INDEXED BY threads_by_creation
            WHERE site_id = ?1 AND (created_at, id) < (?2, ?3) AND placing <> 2
            ORDER BY created_at DESC, id DESC LIMIT ?4
            """, values, readPlace)
    }

    private func byActivity(_ values: [Value]) throws(SQLiteError) -> [ThreadPlace] {
        try db.all(
            """
            SELECT place_at, id FROM threads INDEXED BY threads_by_activity
            WHERE site_id = ?1 AND (place_at, id) < (?2, ?3) AND placing = 0
            ORDER BY place_at DESC, id DESC LIMIT ?4
            """, values, readPlace)
    }

    private func byCount(_ values: [Value]) throws(SQLiteError) -> [ThreadPlace] {
        try db.all(
            """
            SELECT place_count, id FROM threads INDEXED BY threads_by_count
            WHERE site_id = ?1 AND (place_count, id) < (?2, ?3) AND placing = 0
            ORDER BY place_count DESC, id DESC LIMIT ?4
            """, values, readPlace)
    }

    /// The threads that the indexes have not followed, all of them.
    private func unplaced(
        of siteID: Int64, _ order: ThreadOrder
    ) throws(SQLiteError) -> [ThreadPlace] {
        try db.all(
            """
            SELECT CASE WHEN ?2 THEN visible ELSE coalesce(last_comment_at, 0) END, id
            FROM threads INDEXED BY threads_to_place WHERE site_id = ?1 AND placing = 1
            """, [.integer(siteID), .bool(order == .mostComments)], readPlace)
    }

    /// Says that a thread's place may be another, once until an index has followed.
    func startPlacing(_ id: Int64) throws(SQLiteError) {
        guard !unplaced.contains(id) else { return }
        try db.run(
            "UPDATE threads SET placing = 1 WHERE id = ?1 AND placing = 0", [.integer(id)])
        noteUnplaced(id)
    }

    /// Remembers that a thread's row says that indexes have not followed.
    func noteUnplaced(_ id: Int64) {
        unplaced.insert(id)
        if unplaced.count > Self.maxUnplaced { leftover = .some }
    }

    /// Has the indexes follow up to `limit` threads where there are too many that they have not
    /// followed; false where there are not.
    package func placeThreads(limit: Int) throws(SQLiteError) -> Bool {
        if !isUnplacedKnown {
            let ids = try db.all(
                "SELECT id FROM threads INDEXED BY threads_to_place WHERE placing = 1 LIMIT ?1",
                [.integer(Self.maxUnplacedAtOpen)]
            ) { $0.int64(0) }
            unplaced.formUnion(ids)
            isUnplacedKnown = true
        }
        guard unplaced.count > Self.maxUnplaced else { return false }
        let placed = try db.all(
            """
            UPDATE threads SET place_at = coalesce(last_comment_at, 0), place_count = visible,
              placing = 0
            WHERE id IN (SELECT id FROM threads INDEXED BY threads_to_place
              WHERE placing = 1 ORDER BY last_comment_at LIMIT ?1)
            RETURNING id
            """, [.integer(limit)]
        ) { $0.int64(0) }
        // Where there are none in fact, none are remembered.
        if placed.isEmpty { unplaced.removeAll() } else { unplaced.subtract(placed) }
        return true
    }
}

private func readPlace(_ row: borrowing Row) -> Store.ThreadPlace {
    Store.ThreadPlace(key: row.int64(0), id: row.int64(1))
}
