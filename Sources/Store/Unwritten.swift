import Discussion
import Ranking
import SQLite

/// Counts that the open transaction has changed and not written yet: each row is written once,
/// however often comments and votes have changed it, and neighbours one after the other.
///
/// Reads of a single row find it here first; reads of many write all of it before.
struct Unwritten {
    /// A tally as it now is, and which of its columns differ from its row.
    struct Entry {
        var tally: Tally
        var changed: Columns = []

        fileprivate mutating func keep(_ columns: Columns, of tally: Tally) {
            self.tally = tally
            changed.formUnion(columns)
        }
    }

    /// Of a tally's row.
    struct Columns: OptionSet {
        let rawValue: UInt8

        static let votes = Columns(rawValue: 1)
        /// Of what is below.
        static let counts = Columns(rawValue: 2)
        /// Any but those of votes.
        static let shape = Columns(rawValue: 4)
        /// Of votes, those against.
        static let downs = Columns(rawValue: 8)
    }

    /// What has been added to a comment's sums.
    struct Ground {
        let tally: Tally
        let fit: Fit
        var sums = GroundSums()
    }

    struct GroundKey: Hashable {
        let fitID: Int64
        let commentID: CommentID
    }

    private var tallies: [Entry] = []
    private var indexes = IDTable()
    private(set) var grounds: [GroundKey: Ground] = [:]
    private(set) var threads: [Int64: Thread] = [:]

    var isEmpty: Bool { tallies.isEmpty && threads.isEmpty && grounds.isEmpty }

    /// How many rows are to be written.
    var count: Int { tallies.count + threads.count + grounds.count }

    func tally(_ id: CommentID) -> Tally? { indexes[id.rawValue].map { tallies[$0].tally } }

    mutating func keep(_ columns: Columns, of tally: Tally) {
        if let index = indexes[tally.id.rawValue] {
            tallies[index].keep(columns, of: tally)
        } else {
            indexes.set(tally.id.rawValue, to: tallies.count)
            tallies.append(Entry(tally: tally, changed: columns))
        }
    }

    /// What votes change of a comment's sums in a fit.
    mutating func add(_ sums: GroundSums, to tally: Tally, in fit: Fit) {
        let key = GroundKey(fitID: fit.id, commentID: tally.id)
        grounds[key, default: Ground(tally: tally, fit: fit)].sums.add(sums)
    }

    mutating func keep(_ thread: Thread) { threads[thread.id] = thread }

    mutating func forget() {
        guard !isEmpty else { return }
        tallies.removeAll(keepingCapacity: true)
        indexes.removeAll()
        threads.removeAll(keepingCapacity: true)
        grounds.removeAll(keepingCapacity: true)
    }

    /// All sums, in the order of their rows. Sorted by small keys: the sums are moved once.
    var orderedGrounds: [Ground] {
        grounds.keys
            .sorted { ($0.fitID, $0.commentID.rawValue) < ($1.fitID, $1.commentID.rawValue) }
            .compactMap { grounds[$0] }
    }

    /// All tallies, in the order of their rows. Sorted by where they stand: each is moved once.
    var orderedTallies: [Entry] {
        tallies.indices.map { (place: tallies[$0].tally.place, index: $0) }
            .sorted { $0.place < $1.place }
            .map { tallies[$0.index] }
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
            if entry.changed.contains(.votes) {
                try writeVotes(of: entry.tally, withDowns: entry.changed.contains(.downs))
            }
            if entry.changed.contains(.shape) {
                try writeShape(of: entry.tally)
            } else if entry.changed.contains(.counts) {
                try writeCounts(of: entry.tally)
            }
        }
        for ground in unwritten.orderedGrounds { try write(ground) }
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
