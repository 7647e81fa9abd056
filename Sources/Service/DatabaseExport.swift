import Discussion
import JSONValues
import Store

/// Writes all that a database holds as lines, each an object with its `type` first, in an order in
/// which each can be read back after what it names: of a comment all behind it. One database gives
/// the same bytes each time, and so does one that its export was read into.
///
/// Left out is what is made again from the rest (ranks, fits, classifiers, prints of texts), the
/// log of events, results of keys, notices, leases, and what hashes addresses.
final class DatabaseExport {
    /// So many rows are read at once.
    private static let part = 512
    /// Past so many bytes lines go out.
    private static let flushBytes = 64 << 10

    private let lines: ArchiveLines
    private let store: Store
    private let emit: ([UInt8]) throws -> Void
    private var json = JSONWriter()
    private var held: [UInt8] = []
    /// Lines written so far.
    private(set) var count = 0
    /// Sanctions are numbered from 1, since their own numbers have gaps where some were lifted.
    private var sanctionCount = 0
    /// The numbers of those that comments name, by their own.
    private var shadowNumbers: [Int64: Int] = [:]

    /// `emit` takes whole lines, many at once.
    init(_ work: Work, emit: @escaping ([UInt8]) throws -> Void) throws {
        lines = try ArchiveLines(work)
        store = work.store
        self.emit = emit
    }

    /// Writes everything.
    func run() throws {
        for site in lines.sites { try line { lines.write(site, to: &$0) } }
        try each({ try self.store.archivedRules(after: $0, limit: Self.part) }, { $0.id }) {
            self.lines.write($0, to: &$1)
        }
        try each({ try self.store.threads(after: $0, limit: Self.part) }, { $0.id }) {
            try self.writeThread($0, to: &$1)
        }
        try each(
            { try self.store.archivedPersons(after: $0, limit: Self.part) }, { $0.person.id }
        ) { try self.lines.write($0.person, in: $0.siteID, to: &$1) }
        try each({ try self.store.archivedSanctions(after: $0, limit: Self.part) }, { $0.id }) {
            try self.write($0, to: &$1)
        }
        try each({ try self.store.archivedHistory(after: $0, limit: Self.part) }, { $0.id }) {
            try self.lines.write($0, number: nil, undoing: nil, to: &$1)
        }
        try writeComments()
        try each({ try self.store.archivedSubscriptions(after: $0, limit: Self.part) }, { $0.id }) {
            try self.lines.write($0, to: &$1)
        }
        try flush()
    }

    /// Writes one line of what `write` gives; none where that writes nothing.
    private func line(_ write: (inout JSONWriter) throws -> Void) throws {
        json.reset()
        try write(&json)
        guard json.length > 0 else { return }
        held += json.bytes
        held.append(0x0A)
        count += 1
        if held.count >= Self.flushBytes { try flush() }
    }

    private func flush() throws {
        if !held.isEmpty { try emit(held) }
        held.removeAll(keepingCapacity: true)
    }

    /// Writes a line for every row that `read` gives past a number, a part at a time.
    private func each<Row>(
        _ read: (Int64) throws -> [Row], _ number: (Row) -> Int64,
        _ write: (Row, inout JSONWriter) throws -> Void
    ) throws {
        var last: Int64 = 0
        while true {
            let rows = try read(last)
            guard let end = rows.last else { return }
            for row in rows { try line { try write(row, &$0) } }
            last = number(end)
        }
    }

    /// A thread that was merged into another has neither a name nor comments any more.
    private func writeThread(_ thread: Thread, to json: inout JSONWriter) throws {
        if !thread.isMerged { lines.write(thread, to: &json) }
    }

    private func write(_ sanction: Sanction, to json: inout JSONWriter) throws {
        guard try lines.write(sanction, number: sanctionCount + 1, to: &json) else { return }
        sanctionCount += 1
        if sanction.kind == .shadow { shadowNumbers[sanction.id] = sanctionCount }
    }

    /// Comments in the order of their ids, but for those that are older than something above them:
    /// they stand right behind what they reply to.
    private func writeComments() throws {
        var last: Int64 = 0
        /// Those that wait for what they reply to.
        var waiting: Set<CommentID> = []
        while true {
            let rows = try store.archivedComments(after: last, limit: Self.part)
            guard let end = rows.last else { return }
            for row in rows {
                if let parent = row.parentID, parent > row.id || waiting.contains(parent) {
                    waiting.insert(row.id)
                } else {
                    try writeWithWaiting(row.id, &waiting)
                }
            }
            last = end.id.rawValue
        }
    }

    private func writeWithWaiting(
        _ first: CommentID, _ waiting: inout Set<CommentID>
    ) throws {
        // Without recursion: there is no bound on how deep they are.
        var open = [first]
        while let id = open.popLast() {
            waiting.remove(id)
            guard let tally = try writeComment(id), tally.children > 0 else { continue }
            if waiting.isEmpty { continue }
            var replies: [CommentID] = []
            while true {
                let more = try store.replies(
                    to: id, in: tally.threadID, after: replies.last?.rawValue ?? 0, before: first,
                    limit: Self.part)
                replies += more
                if more.count < Self.part { break }
            }
            open += replies.reversed()
        }
    }

    /// A comment, and behind it all that became of it: earlier texts, decisions, flags, votes, its
    /// place in the queue.
    private func writeComment(_ id: CommentID) throws -> Tally? {
        guard let comment = try store.comment(id), let tally = try store.tally(of: comment) else {
            throw Refusal(.internalFault, "a comment without a tally")
        }
        let shadows = try store.shadows(on: id).compactMap { shadowNumbers[$0] }
        try line { try lines.write(comment, tally, shadows: shadows, to: &$0) }
        if comment.editedAt != nil {
            for text in try store.formerTexts(of: id) {
                try line { ExportLines.write(text, of: id, to: &$0) }
            }
        }
        try writeDecisionsAndFlags(on: id)
        try writeVotes(on: id)
        if let item = try store.queueCase(of: id) {
            try line { try lines.write(item, isTold: store.isTold(item), to: &$0) }
        }
        return tally
    }

    /// Entries are numbered from 1 on each comment, for those that name them.
    private func writeDecisionsAndFlags(on id: CommentID) throws {
        let entries = try store.archivedHistory(on: id)
        var numbers: [Int64: Int] = [:]
        for (index, entry) in entries.enumerated() {
            numbers[entry.id] = index + 1
            let undone = entry.undoes.flatMap { numbers[$0] }
            try line { try lines.write(entry, number: index + 1, undoing: undone, to: &$0) }
        }
        var erased = ErasedOrdinal()
        for flag in try store.archivedFlags(on: id) {
            let number = flag.reporter == nil ? erased.next(flag.reporterID) : 0
            let settledBy = flag.settledBy.flatMap { numbers[$0] }
            try line { lines.write(flag, erased: number, settledBy: settledBy, to: &$0) }
        }
    }

    /// Votes of persons who were erased come last: they are others' where this is read in.
    private func writeVotes(on id: CommentID) throws {
        try writeVotes(on: id, ofErased: false)
        try writeVotes(on: id, ofErased: true)
    }

    private func writeVotes(on id: CommentID, ofErased isErased: Bool) throws {
        var last: Int64 = 0
        var erased = ErasedOrdinal()
        while true {
            let rows = try store.archivedBallots(
                on: id, ofErased: isErased, after: last, limit: Self.part)
            for row in rows {
                let number = row.voter == nil ? erased.next(row.ballot.voterID) : 0
                try line { lines.write(row, erased: number, to: &$0) }
            }
            guard rows.count == Self.part, let end = rows.last else { return }
            last = end.ballot.voterID
        }
    }
}

/// Numbers the persons who were erased on one comment, so that their rows stay apart there, and
/// nothing tells whose they are elsewhere.
private struct ErasedOrdinal {
    private var personID: Int64?
    private var number = 0

    /// The number of a person whose rows come one behind the other: 1 the first on the comment.
    mutating func next(_ personID: Int64) -> Int {
        if personID != self.personID { number += 1 }
        self.personID = personID
        return number
    }
}
