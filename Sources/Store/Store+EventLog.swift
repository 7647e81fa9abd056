import Discussion
import SQLite

/// An event as the log holds it, with its number.
package struct LoggedEvent: Sendable, Equatable {
    /// Counted from 1 in its site, without gaps.
    package let seq: Int64
    package let type: String
    package let at: Moment
    package let threadID: Int64?
    package let commentID: CommentID?
    /// The type's own members, as a JSON object.
    package let data: [UInt8]
}

extension Store {
    /// The numbers of a site's newest event that is no longer kept, and of its newest one, as they
    /// are before the open transaction; 0 where there is none.
    package func eventSpan(of siteID: Int64) throws(SQLiteError) -> (cut: Int64, last: Int64) {
        try db.first(
            "SELECT cut_event, last_event FROM sites WHERE id = ?1", [.integer(siteID)]
        ) { ($0.int64(0), $0.int64(1)) } ?? (0, 0)
    }

    /// Lets go up to so many rows of the log of a site that holds more than `most` events; false
    /// where there are none.
    package func cutEvents(keeping most: Int, rows: Int) throws(SQLiteError) -> Bool {
        guard mayHoldOldEvents else { return false }
        let sites = try db.all(
            "SELECT id, last_event FROM sites WHERE last_event - cut_event > ?1",
            [.integer(most)]
        ) { (id: $0.int64(0), last: $0.int64(1)) }
        for site in sites {
            let cut = try db.first(
                """
                SELECT max(last_seq) FROM (SELECT last_seq FROM events
                  WHERE site_id = ?1 AND last_seq <= ?2 ORDER BY last_seq LIMIT ?3)
                """, [.integer(site.id), .integer(site.last - Int64(most)), .integer(rows)]
            ) { $0.optionalInt64(0) }
            // What is over is a part of a row.
            guard let cut = cut ?? nil else { continue }
            try db.run(
                "DELETE FROM events WHERE site_id = ?1 AND last_seq <= ?2",
                [.integer(site.id), .integer(cut)])
            try db.run(
                "UPDATE sites SET cut_event = ?2 WHERE id = ?1",
                [.integer(site.id), .integer(cut)])
            return true
        }
        mayHoldOldEvents = false
        return false
    }

    /// The events of a site past a number, in order and without gaps: up to `limit` of them, none
    /// past `last`, and no more rows of the log than come to about `maxBytes`.
    package func events(
        of siteID: Int64, after: Int64, through last: Int64 = .max, limit: Int,
        maxBytes: Int = .max
    ) throws(SQLiteError) -> [LoggedEvent] {
        var events: [LoggedEvent] = []
        var (reached, bytes) = (after, 0)
        while events.count < limit, reached < last, bytes < maxBytes {
            let row = try db.first(
                """
                SELECT last_seq, list FROM events WHERE site_id = ?1 AND last_seq > ?2
                ORDER BY last_seq LIMIT 1
                """, [.integer(siteID), .integer(reached)]
            ) { (lastSeq: $0.int64(0), list: $0.blob(1)) }
            guard let row else { break }
            let all = EventListReader.events(in: row.list, last: row.lastSeq)
            let wanted = all.drop { $0.seq <= reached }.prefix { $0.seq <= last }
            events += wanted.prefix(limit - events.count)
            (reached, bytes) = (row.lastSeq, bytes + row.list.count)
        }
        return events
    }
}

/// Reads the events of one row of the log, as `EventList` has written them: no JSON but this comes
/// here, and there may be hundreds of thousands a second.
private struct EventListReader {
    private let bytes: UnsafeRawBufferPointer
    private var at = 0

    /// The events of a row whose newest has the number `last`.
    static func events(in list: [UInt8], last: Int64) -> [LoggedEvent] {
        var parts: [LoggedEvent] = []
        list.withUnsafeBytes { bytes in
            var reader = EventListReader(bytes: bytes)
            while let event = reader.next(seq: Int64(parts.count)) { parts.append(event) }
        }
        let first = last - Int64(parts.count) + 1
        return parts.map { $0.numbered($0.seq + first) }
    }

    private init(bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    private var byte: UInt8 { at < bytes.count ? bytes[at] : 0 }

    private mutating func next(seq: Int64) -> LoggedEvent? {
        // [ or , stands before each event; ["type",at,thread,comment,{…}] is one.
        at += 1
        guard byte == 0x5B else { return nil }
        at += 2
        let start = at
        while at < bytes.count, byte != 0x22 { at += 1 }
        let type = String(decoding: bytes[start..<at], as: UTF8.self)
        at += 2
        let moment = number() ?? 0
        let (threadID, commentID) = (number(), number())
        let data = object()
        at += 1
        return LoggedEvent(
            seq: seq, type: type, at: Moment(milliseconds: moment), threadID: threadID,
            commentID: commentID.map { CommentID(rawValue: $0) }, data: data)
    }

    /// A number and the comma behind it; nil for `null`.
    private mutating func number() -> Int64? {
        defer { at += 1 }
        if byte == 0x6E {
            at += 4
            return nil
        }
        let isNegative = byte == 0x2D
        if isNegative { at += 1 }
        var value: Int64 = 0
        while (0x30...0x39).contains(byte) {
            value = value &* 10 &+ Int64(byte - 0x30)
            at += 1
        }
        return isNegative ? -value : value
    }

    /// An object, to its last brace.
    private mutating func object() -> [UInt8] {
        let start = at
        var (depth, isText) = (0, false)
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            switch byte {
            case 0x5C where isText: at += 1
            case 0x22: isText.toggle()
            case 0x7B where !isText: depth += 1
            case 0x7D where !isText:
                depth -= 1
                if depth == 0 { return Array(bytes[start..<at]) }
            default: break
            }
        }
        return Array("{}".utf8)
    }
}

extension LoggedEvent {
    fileprivate func numbered(_ seq: Int64) -> LoggedEvent {
        LoggedEvent(
            seq: seq, type: type, at: at, threadID: threadID, commentID: commentID, data: data)
    }
}

extension Store {
    /// A site, and of which rules its followers know.
    package struct SiteRules: Sendable {
        package let id: Int64
        package let name: String
        /// Nil where it is none of ours.
        package let digest: Digest?
    }

    /// The sites past a number, in order.
    package func siteRules(after id: Int64, limit: Int) throws(SQLiteError) -> [SiteRules] {
        try db.all(
            "SELECT id, name, rules FROM sites WHERE id > ?1 ORDER BY id LIMIT ?2",
            [.integer(id), .integer(limit)]
        ) {
            SiteRules(id: $0.int64(0), name: $0.text(1), digest: Digest(bytes: $0.blob(2)))
        }
    }

    /// The name that a thread has now.
    package func threadName(_ id: Int64) throws(SQLiteError) -> String? {
        try db.first("SELECT name FROM threads WHERE id = ?1", [.integer(id)]) { $0.text(0) }
    }

    /// Keeps of which rules a site's followers know.
    package func saveRules(_ digest: Digest, of siteID: Int64) throws(SQLiteError) {
        try db.run(
            "UPDATE sites SET rules = ?2 WHERE id = ?1",
            [.integer(siteID), .blob(digest.bytes)])
    }
}
