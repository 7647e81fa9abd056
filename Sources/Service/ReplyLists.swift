import Discussion
import Ranking
import Store

/// The replies to several comments, read together: each comment's as the audience sees them, in the
/// reader's order.
struct ReplyLists {
    private var placed: [(place: Place, tally: Tally)] = []
    /// For each of `parents` where its replies stand in `placed`.
    private var ranges: [Range<Int>]

    /// `parents`: each with no more replies than are read whole.
    init(to parents: [CommentID], in threadID: Int64, with reader: SiblingReader) throws {
        ranges = Array(repeating: 0..<0, count: parents.count)
        var parent = 0
        var start = 0
        try reader.store.forEachReply(to: parents, in: threadID) { tally in
            while parent < parents.count, parents[parent] != tally.parentID {
                ranges[parent] = start..<placed.count
                start = placed.count
                parent += 1
            }
            if reader.isShown(tally) { placed.append((reader.order.place(tally), tally)) }
        }
        if parent < parents.count { ranges[parent] = start..<placed.count }
        if reader.order.fit != nil {
            placed = try reader.grounded(placed.map(\.tally)).map { (reader.order.place($0), $0) }
        }
        placed.withUnsafeMutableBufferPointer { all in
            for range in ranges where range.count > 1 {
                var list = UnsafeMutableBufferPointer(rebasing: all[range])
                list.sort { $0.place < $1.place }
            }
        }
    }

    /// The first replies to one of the parents.
    func first(_ limit: Int, to parent: Int) -> some Collection<Tally> {
        placed[ranges[parent].prefix(limit)].lazy.map(\.tally)
    }
}
