import Discussion
import Ranking
import Store

/// Reads lists of siblings in the order of one sort, for one audience.
///
/// A list of up to `SiblingSet.maxUnindexed` is read whole and sorted in memory. A longer one is
/// merged from streams that indexes keep in order, read a chunk at a time, so that no more than 256
/// rows beside those asked for are read whatever the list's length.
struct SiblingReader {
    let store: Store
    let sort: Sort
    let audience: Audience
    /// The viewer's own comments of the thread that wait: they stand in nobody else's page.
    let ownPending: [(id: CommentID, parentID: CommentID?)]

    private static let chunk = 64

    init(store: Store, sort: Sort, audience: Audience, thread: Thread) throws {
        self.store = store
        self.sort = sort
        self.audience = audience
        let isNoneHeld = thread.pending == 0 && thread.shadowed == 0
        let viewer = audience.isModerator || isNoneHeld ? nil : audience.viewer?.personID
        ownPending = try viewer.map { try store.ownPending(of: $0, in: thread.id) } ?? []
    }

    /// The next siblings past `place`, up to `limit`. `children` is how many rows the list has.
    /// `choice`: which of them; nil: all.
    func next(
        in set: SiblingSet, children: Int, after place: Place?, limit: Int,
        choice: SiblingChoice? = nil
    ) throws -> [Tally] {
        guard children > 0, limit > 0 else { return [] }
        let place = place ?? .start
        if children <= SiblingSet.maxUnindexed {
            let all = try store.siblings(in: set).filter { choice.takes($0) }
            return sorted(all, after: place, limit: limit)
        }
        // Few of many are not looked for among all.
        if case .only(let ids) = choice {
            let some = try ids.compactMap {
                try store.tally($0, parent: set.parentID, thread: set.threadID)
            }
            return sorted(some, after: place, limit: limit)
        }
        return try merged(set, after: place, limit: limit, choice)
    }

    private func sorted(_ siblings: [Tally], after place: Place, limit: Int) -> [Tally] {
        var placed = siblings.filter(isShown)
            .map { (place: $0.place(sort), tally: $0) }
            .filter { place < $0.place }
        placed.sort { $0.place < $1.place }
        return placed.prefix(limit).map(\.tally)
    }

    /// Whether a sibling stands in the audience's page.
    func isShown(_ tally: Tally) -> Bool {
        audience.isModerator || tally.isListed
            || !ownPending.isEmpty && ownPending.contains { $0.id == tally.id }
    }

    /// A sorted stream of siblings, of which a chunk is at hand.
    private struct Stream {
        var chunk: ArraySlice<Tally>
        /// Reads what comes after a place; nil where the chunk is all.
        let more: ((Place) throws -> [Tally])?
    }

    private func merged(
        _ set: SiblingSet, after place: Place, limit: Int, _ choice: SiblingChoice?
    ) throws -> [Tally] {
        var streams = try streams(set, after: place, chunk: min(limit, Self.chunk), choice)
        var merged: [Tally] = []
        while merged.count < limit {
            let heads = streams.indices.compactMap { index in
                streams[index].chunk.first.map { (index: index, place: $0.place(sort)) }
            }
            guard let first = heads.min(by: { $0.place < $1.place }) else { break }
            guard let tally = streams[first.index].chunk.popFirst() else { break }
            merged.append(tally)
            guard merged.count < limit else { break }
            if streams[first.index].chunk.isEmpty, let more = streams[first.index].more {
                streams[first.index].chunk = try more(first.place)[...]
            }
        }
        return merged
    }

    private func streams(
        _ set: SiblingSet, after place: Place, chunk: Int, _ choice: SiblingChoice?
    ) throws -> [Stream] {
        var streams: [Stream] = []
        let putsPinnedFirst = sort.putsPinnedFirst && set.parentID == nil
        if putsPinnedFirst {
            let pinned = try store.pinned(in: set).filter {
                (audience.isModerator || $0.isListed) && choice.takes($0)
            }
            streams.append(inMemory(pinned, after: place))
        }
        for isListed in audience.isModerator ? [true, false] : [true] {
            let more = { (after: Place) in
                try unpinned(set, isListed, after: after, limit: chunk) {
                    !(putsPinnedFirst && $0.isPinned) && choice.takes($0)
                }
            }
            streams.append(Stream(chunk: try more(place)[...], more: more))
        }
        let own = try ownPending.filter { $0.parentID == set.parentID }.compactMap {
            try store.tally($0.id, parent: $0.parentID, thread: set.threadID)
        }
        streams.append(inMemory(own.filter { !$0.isListed && choice.takes($0) }, after: place))
        return streams
    }

    private func inMemory(_ tallies: [Tally], after place: Place) -> Stream {
        let rest = tallies.filter { place < $0.place(sort) }
            .sorted { $0.place(sort) < $1.place(sort) }
        return Stream(chunk: rest[...], more: nil)
    }

    /// Pinned roots stand in a stream of their own, so that `takes` passes over them here.
    private func unpinned(
        _ set: SiblingSet, _ isListed: Bool, after place: Place, limit: Int,
        _ takes: (Tally) -> Bool
    ) throws -> [Tally] {
        var after = place.pin < 1 && sort.putsPinnedFirst ? nil : place
        while true {
            let read = try store.siblings(
                in: set, listed: isListed, by: sort, after: after, limit: limit)
            let rest = read.filter(takes)
            guard rest.isEmpty, read.count == limit, let last = read.last else { return rest }
            after = last.place(sort).unpinned
        }
    }
}

/// Some of a list of siblings.
enum SiblingChoice {
    case only(Set<CommentID>)
    case allBut(Set<CommentID>)
}

extension SiblingChoice? {
    fileprivate func takes(_ tally: Tally) -> Bool {
        switch self {
        case nil: true
        case .only(let ids): ids.contains(tally.id)
        case .allBut(let ids): !ids.contains(tally.id)
        }
    }
}

extension Place {
    /// Where the comment would stand if it were not pinned: its place in the index.
    var unpinned: Place { Place(pin: 1, key: key, down: down, id: id) }
}
