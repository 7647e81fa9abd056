import Discussion

/// Comments that were voted on, with their tallies as the one connection that writes has left them:
/// the next vote on one of them reads no row.
///
/// True while nothing but votes and new comments come; what changes more begins with
/// `Store.settleCounts`, which forgets all. Bounded; past the bound it starts anew.
struct KnownComments {
    private static let maxComments = 16_384

    private var targets: [VoteTarget] = []
    private var indexes: [CommentID: Int] = [:]
    private var ids: [RowCache.Key: CommentID] = [:]

    subscript(id: CommentID) -> VoteTarget? { indexes[id].map { targets[$0] } }

    /// The comment that its site's host calls by that name.
    subscript(ref: RowCache.Key) -> CommentID? { ids[ref] }

    mutating func note(_ target: VoteTarget) {
        guard indexes[target.tally.id] == nil else { return }
        if targets.count >= Self.maxComments {
            targets.removeAll(keepingCapacity: true)
            indexes.removeAll(keepingCapacity: true)
        }
        indexes[target.tally.id] = targets.count
        targets.append(target)
    }

    mutating func note(_ id: CommentID, as ref: RowCache.Key) {
        if ids.count >= Self.maxComments { ids.removeAll(keepingCapacity: true) }
        ids[ref] = id
    }

    /// That a comment, if it is known, has another tally now.
    mutating func update(_ tally: Tally) {
        if let index = indexes[tally.id] { targets[index].tally = tally }
    }

    mutating func forget() {
        targets.removeAll(keepingCapacity: true)
        indexes.removeAll(keepingCapacity: true)
        ids.removeAll(keepingCapacity: true)
    }
}
