import Configuration
import Discussion
import JSONValues
import Store
import Wire

/// `event.follow`: where a follower begins. The telling is the daemon's.
struct FollowEvents: UseCase {
    private let site: String
    private let after: Int?

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        after = arguments.integer("after")
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let span = try work.store.site(named: site).map { try work.store.eventSpan(of: $0.id) }
        let last = Int(span?.last ?? 0)
        if let after { try check(after, in: span) }
        json.object { json in
            json.member("seq", after ?? last)
            json.member("last", last)
        }
    }
}

/// `event.list`: the same log, a page at a time.
struct ListEvents: UseCase {
    private let site: String
    private let after: Int?
    private let limit: Int

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        site = try arguments.site()
        after = arguments.integer("after")
        limit = try arguments.pageSize(limits)
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.store.site(named: site) ?? Site(id: 0, name: site)
        let span = try work.store.eventSpan(of: site.id)
        if let after { try check(after, in: span) }
        let events = try work.store.events(
            of: site.id, after: after.map { Int64($0) } ?? span.cut, limit: limit)
        let last = Int(span.last)
        var encoder = EventEncoder(work.store, site: site.name)
        try json.object { json in
            json.name("events")
            try json.array { json in
                for event in events { try encoder.write(event, to: &json) }
            }
            let reached = events.last.map { Int($0.seq) } ?? last
            json.member("next", orNull: reached < last ? reached : nil)
        }
    }
}

/// Throws where what follows an event is not there yet, or is not kept any more.
private func check(_ after: Int, in span: (cut: Int64, last: Int64)?) throws(Refusal) {
    let (cut, last) = span ?? (0, 0)
    if after > last {
        throw .invalid("after", "expected at most the number of the newest event, \(last)")
    }
    if after < cut {
        throw .invalid("after", "expected at least \(cut): the oldest event kept is \(cut + 1)")
    }
}

extension Method {
    /// Whether it reads the log of events.
    var readsEvents: Bool { self == .eventFollow || self == .eventList }

    /// Whether it needs what came before it to be committed.
    var needsCommitted: Bool { readsEvents || self == .serverBackup }
}

/// Writes events of one site as `event.list` and followers have them.
struct EventEncoder {
    private let store: Store
    private let site: String
    /// Threads' names, as far as they were needed.
    private var threads: [Int64: String] = [:]

    init(_ store: Store, site: String) {
        self.store = store
        self.site = site
    }

    mutating func write(_ event: LoggedEvent, to json: inout JSONWriter) throws {
        let thread = try event.threadID.map { try name(of: $0) } ?? nil
        json.openObject()
        json.member("seq", Int(event.seq))
        json.member("type", event.type)
        json.member("at", event.at.text)
        json.member("site", site)
        json.member("thread", orNull: thread)
        json.member("comment_id", orNull: event.commentID?.text)
        if event.type == "votes" {
            json.name("votes")
            json.raw(event.data)
        } else if event.data.count > 2 {
            event.data.withUnsafeBufferPointer { data in
                json.members(UnsafeBufferPointer(rebasing: data[1..<data.count - 1]))
            }
        }
        json.closeObject()
    }

    private mutating func name(of threadID: Int64) throws -> String? {
        if let known = threads[threadID] { return known }
        let name = try store.threadName(threadID)
        threads[threadID] = name
        return name
    }
}

/// Lines that tell a site's events, one behind the other.
package struct EventLines: Sendable {
    package let bytes: [UInt8]
    /// The number of the last of them.
    package let last: Int64
}

extension Service {
    /// The row of a site; nil where nobody has used it yet.
    package func siteID(named name: String) throws -> Int64? {
        try reading { try store.site(named: name)?.id }
    }

    /// About as many bytes of the log are read for one part of what followers are told.
    private static let maxLogBytes = 16 << 10
    /// The most events of one part.
    private static let maxEvents = 256

    /// The lines that tell a site's events past a number, a part of them, none past `last`; nil
    /// where the log does not hold the next one.
    package func eventLines(
        of siteID: Int64, named site: String, after: Int64, through last: Int64
    ) throws -> EventLines? {
        try reading {
            let events = try store.events(
                of: siteID, after: after, through: last, limit: Self.maxEvents,
                maxBytes: Self.maxLogBytes)
            guard let first = events.first, let end = events.last, first.seq == after + 1 else {
                return nil
            }
            var encoder = EventEncoder(store, site: site)
            var lines: [UInt8] = []
            lines.reserveCapacity(events.count * 200)
            var json = JSONWriter(capacity: 512)
            for event in events {
                json.reset()
                try encoder.write(event, to: &json)
                EventLine.add(json.bytes, to: &lines)
            }
            return EventLines(bytes: lines, last: end.seq)
        }
    }

    /// Reads from one snapshot.
    private func reading<Result>(_ body: () throws -> Result) throws -> Result {
        try store.begin()
        defer { store.rollBack() }
        return try body()
    }
}
