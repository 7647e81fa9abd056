import Discussion
import SQLite

/// Counts that the open transaction has changed and not written yet: each row is written once,
/// however often comments and votes have changed it, and neighbours one after the other.
///
/// Reads of a single row find it here first; reads of many write all of it before.
struct Unwritten {
    /// A tally as it now is, and which of its columns differ from its row.
    struct Entry {
        var tally: Tally
        var keys: RankKeys?
        var hasVotes = false
        var hasShape = false
    }

    private(set) var tallies: [CommentID: Entry] = [:]
    private(set) var threads: [Int64: Thread] = [:]

    var isEmpty: Bool { tallies.isEmpty && threads.isEmpty }

    func tally(_ id: CommentID) -> Tally? { tallies.isEmpty ? nil : tallies[id]?.tally }

    mutating func keepVotes(of tally: Tally, keys: RankKeys?) {
        tallies[tally.id, default: Entry(tally: tally)].set(tally, keys)
        tallies[tally.id]?.hasVotes = true
    }

    mutating func keepShape(of tally: Tally, keys: RankKeys?) {
        tallies[tally.id, default: Entry(tally: tally)].set(tally, keys)
        tallies[tally.id]?.hasShape = true
    }

    mutating func keep(_ thread: Thread) { threads[thread.id] = thread }

    mutating func forget() {
        guard !isEmpty else { return }
        tallies.removeAll(keepingCapacity: true)
        threads.removeAll(keepingCapacity: true)
    }

    /// All tallies, in the order of their rows.
    var orderedTallies: [Entry] {
        tallies.values.sorted { $0.tally.place < $1.tally.place }
    }
}

extension Unwritten.Entry {
    fileprivate mutating func set(_ tally: Tally, _ keys: RankKeys?) {
        self.tally = tally
        self.keys = keys
    }
}

extension Tally {
    fileprivate var place: (Int64, Int64, Int64) {
        (threadID, parentID?.rawValue ?? 0, id.rawValue)
    }
}

extension Store {
    /// Writes the counts that are kept until now, before what reads many rows, and before the
    /// transaction ends.
    package func flushCounts() throws(SQLiteError) {
        guard !unwritten.isEmpty else { return }
        for entry in unwritten.orderedTallies {
            if entry.hasVotes { try writeVotes(of: entry.tally, keys: entry.keys) }
            if entry.hasShape { try writeShape(of: entry.tally, keys: entry.keys) }
        }
        for (_, thread) in unwritten.threads { try writeCounts(of: thread) }
        unwritten.forget()
    }

    /// Before anything that may change more of comments than votes and new comments do: writes the
    /// counts that are kept until now, and forgets the comments that are known.
    package func settleCounts() throws(SQLiteError) {
        try flushCounts()
        cache.comments.forget()
    }
}
