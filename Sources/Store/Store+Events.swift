import Discussion
import SQLite

/// A change as followers will hear of it. Its number comes when the transaction commits.
package struct Event: Sendable, Equatable {
    package let siteID: Int64
    package let type: String
    package let at: Moment
    package let threadID: Int64?
    package let commentID: CommentID?
    /// The type's own members, as a JSON object.
    package let data: [UInt8]

    package init(
        siteID: Int64, type: String, at: Moment, threadID: Int64?, commentID: CommentID?,
        data: [UInt8] = Array("{}".utf8)
    ) {
        self.siteID = siteID
        self.type = type
        self.at = at
        self.threadID = threadID
        self.commentID = commentID
        self.data = data
    }
}

/// The events of one transaction, in order, before they have numbers.
struct EventBuffer {
    private(set) var events: [Event] = []
    private var tallyAt: [CommentID: Int] = [:]

    mutating func add(_ event: Event) { events.append(event) }

    /// A comment's tally is told once a transaction, as it is at the end.
    mutating func addTally(_ event: Event, of id: CommentID) {
        if let at = tallyAt[id] {
            events[at] = event
        } else {
            tallyAt[id] = events.count
            events.append(event)
        }
    }
}

extension Store {
    /// Adds an event to the transaction.
    package func record(_ event: Event) { log.add(event) }

    /// Adds a comment's tally to the transaction's events, in place of an earlier one.
    package func recordVotes(_ event: Event, of id: CommentID) { log.addTally(event, of: id) }

    /// About as many bytes of events go into one row.
    private static let eventRowBytes = 16 << 10

    /// Numbers the transaction's events without gaps, a site at a time, and writes them, many in a
    /// row.
    func flushEvents() throws(SQLiteError) {
        var lists: [Int64: EventList] = [:]
        for event in log.events {
            if lists[event.siteID] == nil {
                lists[event.siteID] = EventList(last: try lastEvent(of: event.siteID))
            }
            lists[event.siteID]?.append(event)
            if let list = lists[event.siteID], list.bytes.count >= Self.eventRowBytes {
                try write(list, of: event.siteID)
                lists[event.siteID] = EventList(last: list.last)
            }
        }
        for (siteID, list) in lists {
            if !list.bytes.isEmpty { try write(list, of: siteID) }
            siteChanges[siteID, default: SiteChange()].lastEvent = list.last
            // Now and then it is seen whether there are more than shall be kept.
            if (lastEvents[siteID] ?? 0) >> 12 != list.last >> 12 {
                mayHoldOldEvents = true
                noteLeftover()
            }
            lastEvents[siteID] = list.last
            newEvents.append((siteID, list.last))
        }
        log = EventBuffer()
    }

    /// The number of a site's newest event.
    private func lastEvent(of siteID: Int64) throws(SQLiteError) -> Int64 {
        if let known = lastEvents[siteID] { return known }
        return try db.first("SELECT last_event FROM sites WHERE id = ?1", [.integer(siteID)]) {
            $0.int64(0)
        } ?? 0
    }

    private func write(_ list: EventList, of siteID: Int64) throws(SQLiteError) {
        try db.run(
            "INSERT INTO events (site_id, last_seq, list) VALUES (?1, ?2, ?3)",
            [
                .integer(siteID), .integer(list.last),
                .utf8(list.bytes + [0x5D]),
            ])
    }
}

/// Events of one site as a row holds them: a JSON array, without its last bracket.
private struct EventList {
    /// The number of the last of them.
    private(set) var last: Int64
    private(set) var bytes: [UInt8] = []

    init(last: Int64) {
        self.last = last
        bytes.reserveCapacity(1024)
    }

    mutating func append(_ event: Event) {
        last += 1
        bytes.append(bytes.isEmpty ? 0x5B : 0x2C)
        bytes.append(contentsOf: [0x5B, 0x22])
        bytes += event.type.utf8
        bytes.append(contentsOf: [0x22, 0x2C])
        append(event.at.milliseconds)
        append(event.threadID)
        append(event.commentID?.rawValue)
        bytes += event.data
        bytes.append(0x5D)
    }

    /// Without a string in between: a transaction has thousands of them.
    private mutating func appendDigits(of number: Int64) {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var (at, rest) = (20, UInt64(number.magnitude))
            repeat {
                at -= 1
                digits[at] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[at...]))
        }
    }

    private mutating func append(_ number: Int64?) {
        if let number, number >= 0 {
            appendDigits(of: number)
        } else {
            bytes += (number.map(String.init) ?? "null").utf8
        }
        bytes.append(0x2C)
    }
}
