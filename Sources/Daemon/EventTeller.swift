import Service
import Wire

/// Who tells followers. Follows are idle while they have heard all that there is,
/// due while there is more, or, where their client takes too little, waiting for room.
final class EventTeller: @unchecked Sendable {
    // For one thread, whichever that is.

    /// What is known of one site that is followed.
    private struct Channel {
        /// Nil as long as nobody has used the site.
        var siteID: Int64?
        var idle: [ObjectIdentifier: Follow] = [:]
        var follows = 0
    }

    /// Lines that were read for some, kept for others who are as far.
    private struct Part {
        let site: String
        let after: Int64
        let lines: EventLines
    }

    private let feed: EventFeed
    private let report: (LogEntry) -> Void
    private var channels: [String: Channel] = [:]
    private var names: [Int64: String] = [:]
    /// All follows there are.
    private var alive: Set<ObjectIdentifier> = []
    private var due: [Follow] = []
    private var parts: [Part] = []
    /// How far each site may be told in this round: asked for once, since the writer waits for
    /// whoever asks.
    private var tellable: [Int64: Int64] = [:]
    private static let maxParts = 64

    init(_ feed: EventFeed, report: @escaping (LogEntry) -> Void) {
        (self.feed, self.report) = (feed, report)
    }

    /// Takes in what is asked for, and tells each that is due a part of what it has not heard;
    /// whether some are due again. Without a service nothing can be read, and every follow ends.
    func round(by service: Service?) -> Bool {
        takeIn(feed.takeRequests())
        wakeIdle()
        tellable.removeAll(keepingCapacity: true)
        let now = due
        due = []
        for follow in now where alive.contains(ObjectIdentifier(follow)) {
            do {
                guard let service else { throw Unreadable() }
                try tell(follow, by: service)
            } catch {
                report(LogEntry(.error, "events", "of \(follow.site): \(error)"))
                feed.end(follow, .fault)
            }
        }
        // Threads may have other names by the next time.
        if due.isEmpty { parts.removeAll(keepingCapacity: true) }
        return !due.isEmpty
    }

    /// The log does not hold what it should.
    private struct Unreadable: Error, CustomStringConvertible {
        let description = "the log of events cannot be read"
    }

    private func takeIn(_ requests: EventFeed.Requests) {
        for follow in requests.arrivals {
            alive.insert(ObjectIdentifier(follow))
            channels[follow.site, default: Channel()].follows += 1
            due.append(follow)
        }
        for follow in requests.finishing {
            follow.isFinishing = true
            if channels[follow.site]?.idle.removeValue(forKey: ObjectIdentifier(follow)) != nil {
                due.append(follow)
            }
        }
        due += requests.withRoom
        requests.departures.forEach(remove)
        if !requests.departures.isEmpty || !requests.arrivals.isEmpty {
            feed.setCount(alive.count)
        }
    }

    private func remove(_ follow: Follow) {
        guard alive.remove(ObjectIdentifier(follow)) != nil else { return }
        channels[follow.site]?.idle[ObjectIdentifier(follow)] = nil
        channels[follow.site]?.follows -= 1
        guard let channel = channels[follow.site], channel.follows == 0 else { return }
        if let siteID = channel.siteID { names[siteID] = nil }
        channels[follow.site] = nil
    }

    /// Follows that had heard all are due where there is news of their site.
    private func wakeIdle() {
        let news = feed.takeNews()
        guard !news.isEmpty else { return }
        // Of a site that nobody had used the number is not known yet.
        let unused = channels.filter { $0.value.siteID == nil }.map(\.key)
        for site in news.compactMap({ names[$0] }) + unused {
            due += (channels[site]?.idle).map { Array($0.values) } ?? []
            channels[site]?.idle.removeAll(keepingCapacity: true)
        }
    }

    private func tell(_ follow: Follow, by service: Service) throws {
        if follow.outbox.isBroken { return finish(follow) }
        guard let siteID = try siteID(of: follow.site, by: service) else {
            if follow.isFinishing { return finish(follow) }
            channels[follow.site]?.idle[ObjectIdentifier(follow)] = follow
            return
        }
        if follow.isFinishing, follow.end == nil {
            follow.end = max(feed.committed(siteID), follow.known, follow.told)
        }
        if let end = follow.end, follow.told >= end { return finish(follow) }
        let told = tellable[siteID] ?? feed.told(siteID)
        tellable[siteID] = told
        let last = min(max(told, follow.known), follow.end ?? .max)
        guard follow.told < last else {
            channels[follow.site]?.idle[ObjectIdentifier(follow)] = follow
            return
        }
        guard follow.outbox.hasEventRoom(for: follow) else { return }
        guard let lines = try lines(for: follow, of: siteID, through: last, by: service) else {
            return feed.end(follow, .lost)
        }
        follow.told = lines.last
        follow.outbox.tell(lines.bytes, last: lines.last, of: follow)
        due.append(follow)
    }

    private func finish(_ follow: Follow) {
        remove(follow)
        feed.setCount(alive.count)
        follow.outbox.finish(follow)
    }

    private func siteID(of site: String, by service: Service) throws -> Int64? {
        if let known = channels[site]?.siteID { return known }
        guard let siteID = try service.siteID(named: site) else { return nil }
        channels[site]?.siteID = siteID
        names[siteID] = site
        return siteID
    }

    /// The next lines for a follow: those that another was told, where it was as far.
    private func lines(
        for follow: Follow, of siteID: Int64, through last: Int64, by service: Service
    ) throws -> EventLines? {
        let known = parts.last { part in
            part.after == follow.told && part.lines.last <= last && part.site == follow.site
        }
        if let known { return known.lines }
        let read = try service.eventLines(
            of: siteID, named: follow.site, after: follow.told, through: last)
        guard let read else { return nil }
        if parts.count >= Self.maxParts { parts.removeFirst(parts.count / 2) }
        parts.append(Part(site: follow.site, after: follow.told, lines: read))
        return read
    }
}
