import Discussion

/// Comments that everyone sees and that were voted on or replied to, with their tallies as the one
/// connection that writes has left them: the next vote on one of them, or reply below it, reads no
/// row.
///
/// True while nothing but votes and new comments come; what changes more begins with
/// `Store.settleCounts`, which forgets all. Bounded; past the bound it starts anew.
struct KnownComments {
    private static let maxComments = 16_384

    private var heads: [CommentHead] = []
    private var indexes = IDTable()
    private var ids: [RowCache.Key: CommentID] = [:]

    subscript(id: CommentID) -> CommentHead? { indexes[id.rawValue].map { heads[$0] } }

    /// The comment that its site's host calls by that name.
    subscript(ref: RowCache.Key) -> CommentID? {
        ids[ref].flatMap { indexes[$0.rawValue] == nil ? nil : $0 }
    }

    mutating func note(_ head: CommentHead) {
        guard indexes[head.tally.id.rawValue] == nil else { return }
        if heads.count >= Self.maxComments {
            heads.removeAll(keepingCapacity: true)
            indexes.removeAll()
        }
        indexes.set(head.tally.id.rawValue, to: heads.count)
        heads.append(head)
    }

    mutating func note(_ id: CommentID, as ref: RowCache.Key) {
        if ids.count >= Self.maxComments { ids.removeAll(keepingCapacity: true) }
        ids[ref] = id
    }

    /// That a comment, if it is known, has another tally now.
    mutating func update(_ tally: Tally) {
        guard let index = indexes[tally.id.rawValue] else { return }
        heads[index].tally = tally
        if !tally.isVisible { indexes.remove(tally.id.rawValue) }
    }

    mutating func forget() {
        heads.removeAll(keepingCapacity: true)
        indexes.removeAll()
        ids.removeAll(keepingCapacity: true)
    }
}
