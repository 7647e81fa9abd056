/// A site that one connection follows: what is told of it, and how far.
///
/// `told`, `known` and `isFinishing` belong to the thread that tells; the rest does not change.
final class Follow: @unchecked Sendable {
    // See above for who may use what.
    let outbox: Outbox
    let site: String
    /// The place, in the outbox, of the reply behind which lines may come.
    let slot: Int
    /// The newest event whose lines are in the outbox.
    var told: Int64
    /// The site's newest event when this began.
    let known: Int64
    /// Whether it ends with what the log holds now.
    var isFinishing = false
    /// The event after which it ends, where it does.
    var end: Int64?

    init(_ outbox: Outbox, site: String, slot: Int, after: Int64, known: Int64) {
        (self.outbox, self.site, self.slot, self.known) = (outbox, site, slot, known)
        told = after
    }
}

/// Lines of events that wait to be sent to one client: beside its replies, whose order they leave
/// as it is. The bytes are shared with all who are told the same.
struct EventLane {
    private struct Entry {
        let lines: [UInt8]
        let slot: Int
        /// Whose they are; nil where they are its last.
        let follow: ObjectIdentifier?
        /// The number of the last event in them.
        let last: Int64
    }

    private var entries: [Entry] = []
    /// What is followed, and the last event of each whose lines were taken to be sent.
    private var follows: [ObjectIdentifier: Int64] = [:]
    /// Bytes of lines that wait, those being sent included.
    private(set) var heldBytes = 0
    /// Who waits for room, to be told of more.
    private var waiting: [Follow] = []

    /// Whether there is nothing to send, and nothing to come.
    var isDone: Bool { entries.isEmpty && follows.isEmpty }

    var isFollowing: Bool { !follows.isEmpty }

    mutating func begin(_ follow: Follow) { follows[ObjectIdentifier(follow)] = follow.told }

    /// Adds lines, unless the follow has ended. Whether they are the only ones that wait.
    mutating func add(_ lines: [UInt8], last: Int64, of follow: Follow) -> Bool {
        guard follows[ObjectIdentifier(follow)] != nil else { return false }
        entries.append(
            Entry(lines: lines, slot: follow.slot, follow: ObjectIdentifier(follow), last: last))
        heldBytes += lines.count
        return entries.count == 1
    }

    /// Ends a follow once what waits is sent.
    mutating func finish(_ follow: Follow) { follows[ObjectIdentifier(follow)] = nil }

    /// Ends a follow: what waits is let go, and `line` makes its last line, if any, from the number
    /// of the last event that the client gets.
    mutating func cut(_ follow: Follow, _ line: (Int64) -> [UInt8]?) {
        let id = ObjectIdentifier(follow)
        guard let sent = follows.removeValue(forKey: id) else { return }
        heldBytes -= entries.reduce(0) { $0 + ($1.follow == id ? $1.lines.count : 0) }
        entries.removeAll { $0.follow == id }
        guard let line = line(sent) else { return }
        entries.append(Entry(lines: line, slot: follow.slot, follow: nil, last: sent))
        heldBytes += line.count
    }

    /// The next lines, where all replies before the slot that they belong behind are taken.
    mutating func take(before slot: Int) -> [UInt8]? {
        guard let at = entries.firstIndex(where: { $0.slot < slot }) else { return nil }
        let entry = entries.remove(at: at)
        if let id = entry.follow, follows[id] != nil { follows[id] = entry.last }
        return entry.lines
    }

    /// Remembers who waits for room.
    mutating func wait(_ follow: Follow) { waiting.append(follow) }

    /// So many bytes were sent; who waited for room, where there is enough again.
    mutating func release(_ bytes: Int, most: Int) -> [Follow] {
        heldBytes -= bytes
        guard heldBytes <= most / 2, !waiting.isEmpty else { return [] }
        defer { waiting = [] }
        return waiting
    }

    /// The client is gone.
    mutating func clear() { self = EventLane() }
}
