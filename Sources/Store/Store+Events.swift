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

    /// Numbers the transaction's events without gaps, a site at a time, and writes them.
    func flushEvents() throws(SQLiteError) {
        var counts: [Int64: Int] = [:]
        for event in log.events { counts[event.siteID, default: 0] += 1 }
        var next: [Int64: Int64] = [:]
        for (siteID, count) in counts {
            let last = try db.first(
                "UPDATE sites SET last_event = last_event + ?2 WHERE id = ?1 RETURNING last_event",
                [.integer(siteID), .integer(count)]
            ) { $0.int64(0) }
            next[siteID] = (last ?? 0) - Int64(count) + 1
        }
        for event in log.events {
            let number = next[event.siteID] ?? 0
            next[event.siteID] = number + 1
            try db.run(
                """
                INSERT INTO events (site_id, seq, type, at, thread_id, comment_id, data)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                """,
                [
                    .integer(event.siteID), .integer(number), .text(event.type),
                    .integer(event.at.milliseconds), .integer(orNull: event.threadID),
                    .integer(orNull: event.commentID?.rawValue),
                    .text(String(decoding: event.data, as: UTF8.self)),
                ])
        }
        log = EventBuffer()
    }
}
