import Discussion
import SQLite

/// The keys of the database as the one connection that writes knows them, so that it need not ask
/// for what it wrote itself.
struct KeyLog {
    /// Uses that the open transaction has saved, in order.
    var pending: [KeyUse] = []
    /// Where each key stands among them.
    var pendingAt: [Digest: Int] = [:]
    var tail = KeyTail()
    /// What `key_places` may have.
    var filter = KeyFilter()
    /// The days that `key_places` has rows of.
    var days: Set<Int64> = []
    /// The next row of `key_log`.
    var nextRow: Int64 = 1
    /// When the last use of the oldest row was; nil where there is no row.
    var oldestUse: Moment?
    /// Uses up to this moment may go.
    var end = Moment(milliseconds: 0)

    /// About as many bytes go into one row.
    static let rowBytes = 16 << 10
    /// So many rows of `key_places` the filter takes with each transaction, and two for each key.
    static let filterStep = 500

    /// So many places are entered by one statement.
    static let placesTogether = 8

    static func day(of moment: Moment) -> Int64 { moment.milliseconds / 86_400_000 }
}

extension Store {
    /// How a key was used after a moment; nil where it was not.
    package func keyUse(_ digest: Digest, after start: Moment) throws(SQLiteError) -> KeyUse? {
        try loadKeys()
        if let at = keys.pendingAt[digest] { return keys.pending[at] }
        if let row = keys.tail.row(of: digest) {
            return try keyUse(digest, after: start, row: row)
        }
        guard keys.filter.mayHave(mark(digest)) else { return nil }
        let first = KeyLog.day(of: start)
        for day in keys.days.sorted(by: >) where day >= first {
            let rows = try db.all(
                "SELECT log_id FROM key_places WHERE day = ?1 AND mark = ?2 ORDER BY log_id DESC",
                [.integer(day), .integer(mark(digest))]
            ) { $0.int64(0) }
            for row in rows {
                if let use = try keyUse(digest, after: start, row: row) { return use }
            }
        }
        return nil
    }

    private func keyUse(
        _ digest: Digest, after start: Moment, row: Int64
    ) throws(SQLiteError) -> KeyUse? {
        try db.first("SELECT uses FROM key_log WHERE id = ?1", [.integer(row)]) { row in
            row.withBytes(0) { PackedKeyUses.uses(in: $0) }
                .last { $0.digest == digest && $0.usedAt > start }
        } ?? nil
    }

    /// Keeps the first result of a key with the transaction. Keys used before `start` may go.
    package func saveKeyUse(_ use: KeyUse, forgetting start: Moment) {
        keys.pendingAt[use.digest] = keys.pending.count
        keys.pending.append(use)
        keys.end = start
    }

    /// Writes the keys of the transaction, a row for many.
    func flushKeys() throws(SQLiteError) {
        guard !keys.pending.isEmpty else { return }
        let uses = keys.pending
        var packed = PackedKeyUses()
        var first = 0
        for (index, use) in uses.enumerated() {
            packed.append(use)
            guard packed.bytes.count >= KeyLog.rowBytes || index == uses.count - 1 else { continue }
            try writeRow(uses[first...index], packed.bytes)
            packed = PackedKeyUses()
            first = index + 1
        }
        keys.pending.removeAll(keepingCapacity: true)
        keys.pendingAt.removeAll(keepingCapacity: true)
        // Twice as many as came: a run is entered long before the next one is full.
        try enterPlaces(limit: 2 * uses.count)
        try fillFilter(limit: 2 * uses.count + KeyLog.filterStep)
        try dropOldKeys(limit: 2 * uses.count)
    }

    private func writeRow(_ uses: ArraySlice<KeyUse>, _ bytes: [UInt8]) throws(SQLiteError) {
        let last = uses.reduce(Moment(milliseconds: 0)) { max($0, $1.usedAt) }
        let row = keys.nextRow
        try db.run(
            "INSERT INTO key_log (id, used_at, uses) VALUES (?1, ?2, ?3)",
            [.integer(row), .integer(last.milliseconds), .blob(bytes)])
        keys.nextRow += 1
        keys.oldestUse = keys.oldestUse ?? last
        addToTail(uses, row: row)
    }

    private func addToTail(_ uses: some Sequence<KeyUse>, row: Int64) {
        for use in uses {
            keys.tail.add(
                .init(day: KeyLog.day(of: use.usedAt), digest: use.digest, row: row),
                bytes: use.result.count)
        }
    }

    private func enterPlaces(limit: Int) throws(SQLiteError) {
        let places = keys.tail.next(limit: limit)
        var first = places.startIndex
        while first < places.endIndex {
            let count = places.endIndex - first >= KeyLog.placesTogether ? KeyLog.placesTogether : 1
            try enter(places[first..<first + count])
            first += count
        }
        for place in places {
            keys.days.insert(place.day)
            keys.filter.insert(mark(place.digest))
        }
        if let row = keys.tail.takeIndexedRow() {
            try db.run("UPDATE key_progress SET log_id = ?1", [.integer(row)])
        }
    }

    /// Enters one place, or `placesTogether`.
    private func enter(_ places: ArraySlice<KeyTail.Place>) throws(SQLiteError) {
        let values = places.flatMap { [$0.day, mark($0.digest), $0.row] }
        if places.count == 1 {
            try db.run(
                """
                INSERT INTO key_places (day, mark, log_id) VALUES (?1, ?2, ?3)
                ON CONFLICT DO NOTHING
                """, integers: values)
        } else {
            try db.run(
                """
                INSERT INTO key_places (day, mark, log_id)
                VALUES (?1, ?2, ?3), (?4, ?5, ?6), (?7, ?8, ?9), (?10, ?11, ?12), (?13, ?14, ?15),
                  (?16, ?17, ?18), (?19, ?20, ?21), (?22, ?23, ?24)
                ON CONFLICT DO NOTHING
                """, integers: values)
        }
    }

    /// Lets keys go whose lifetime is over, more than came with the transaction, so that the tables
    /// shrink back whatever their past, and no transaction pays for all of them.
    private func dropOldKeys(limit: Int) throws(SQLiteError) {
        if let oldest = keys.oldestUse, oldest <= keys.end {
            try deleteRows(usedBy: keys.end, limit: limit)
            keys.oldestUse = try oldestRow()
        }
        guard let day = keys.days.min(), day < KeyLog.day(of: keys.end) else { return }
        if try deletePlaces(of: day, limit: limit) < limit {
            keys.days.remove(day)
            // What is gone is not to be looked up for ever: it is filled anew.
            keys.filter = KeyFilter()
        }
    }

    /// Lets go of keys that were used by a moment, up to `limit` rows of each table; false where
    /// there are none. So that they go also where no more come.
    package func forgetKeys(usedBy end: Moment, limit: Int) throws(SQLiteError) -> Bool {
        let before = changeCount
        if areKeysLoaded {
            keys.end = end
            try dropOldKeys(limit: limit)
        } else {
            // What is not loaded need not be for this.
            try deleteRows(usedBy: end, limit: limit)
            if let day = try firstDay(after: .min), day < KeyLog.day(of: end) {
                _ = try deletePlaces(of: day, limit: limit)
            }
        }
        return changeCount > before
    }

    /// When the oldest key was used, as far as rows know.
    package func oldestKeyUse() throws(SQLiteError) -> Moment? {
        let row = try oldestRow()
        // Places are of days, whose last moment counts.
        let day = try firstDay(after: .min).map { Moment(milliseconds: ($0 + 1) * 86_400_000) }
        return [row, day].compactMap { $0 }.min()
    }

    private func deleteRows(usedBy end: Moment, limit: Int) throws(SQLiteError) {
        try db.run(
            """
            DELETE FROM key_log WHERE used_at <= ?1
              AND id IN (SELECT id FROM key_log ORDER BY id LIMIT ?2)
            """, [.integer(end.milliseconds), .integer(limit)])
    }

    private func deletePlaces(of day: Int64, limit: Int) throws(SQLiteError) -> Int {
        let before = changeCount
        try db.run(
            """
            DELETE FROM key_places WHERE (day, mark, log_id) IN (
              SELECT day, mark, log_id FROM key_places WHERE day = ?1
              ORDER BY day, mark, log_id LIMIT ?2)
            """, [.integer(day), .integer(limit)])
        return Int(changeCount - before)
    }

    private func oldestRow() throws(SQLiteError) -> Moment? {
        try db.first("SELECT used_at FROM key_log ORDER BY id LIMIT 1") {
            Moment(milliseconds: $0.int64(0))
        }
    }

    /// Reads what is not in the index yet, and what the tables hold, where that is not known.
    private func loadKeys() throws(SQLiteError) {
        guard !areKeysLoaded else { return }
        keys = KeyLog()
        let indexed = try db.first("SELECT log_id FROM key_progress") { $0.int64(0) } ?? 0
        keys.nextRow = indexed + 1
        let rows = try db.all(
            "SELECT id, uses FROM key_log WHERE id > ?1 ORDER BY id", [.integer(indexed)]
        ) { row in (row.int64(0), row.withBytes(1) { PackedKeyUses.uses(in: $0) }) }
        for (row, uses) in rows {
            addToTail(uses, row: row)
            keys.nextRow = row + 1
        }
        keys.oldestUse = try oldestRow()
        var day = try firstDay(after: .min)
        while let here = day {
            keys.days.insert(here)
            day = try firstDay(after: here)
        }
        areKeysLoaded = true
    }

    private func firstDay(after day: Int64) throws(SQLiteError) -> Int64? {
        try db.first("SELECT min(day) FROM key_places WHERE day > ?1", [.integer(day)]) {
            $0.optionalInt64(0)
        } ?? nil
    }

    /// What stands for a key in the index: half of its digest.
    private func mark(_ digest: Digest) -> Int64 { Int64(bitPattern: digest.high) }
}
