import Discussion
import Ranking
import Store

/// Reads lists of siblings in one order, for one audience.
///
/// A list of up to `SiblingSet.maxUnindexed` is read whole and sorted in memory. A longer one is
/// merged from streams that indexes keep in order, read a chunk at a time, so that no more than 256
/// rows beside those asked for are read whatever the list's length.
struct SiblingReader {
    let store: Store
    let order: Order
    let audience: Audience
    /// The viewer's own comments of the thread that wait: they stand in nobody else's page.
    let ownPending: [(id: CommentID, parentID: CommentID?)]

    private static let chunk = 64

    init(store: Store, order: Order, audience: Audience, thread: Thread) throws {
        self.store = store
        self.order = order
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
            return try sorted(all, after: place, limit: limit)
        }
        // Few of many are not looked for among all.
        if case .only(let ids) = choice {
            let some = try ids.compactMap {
                try store.tally($0, parent: set.parentID, thread: set.threadID)
            }
            return try sorted(some, after: place, limit: limit)
        }
        return try merged(set, after: place, limit: limit, choice)
    }

    private func sorted(
        _ siblings: [Tally], after place: Place, limit: Int
    ) throws -> [Tally] {
        var placed = try grounded(siblings.filter(isShown))
            .map { (place: order.place($0), tally: $0) }
            .filter { place < $0.place }
        placed.sort { $0.place < $1.place }
        return placed.prefix(limit).map(\.tally)
    }

    /// The same comments, each with its common ground where that is asked for.
    func grounded(_ tallies: [Tally]) throws -> [Tally] {
        guard let fit = order.fit, !tallies.isEmpty else { return tallies }
        let grounds = try store.grounds(of: tallies.map(\.id), in: fit)
        let none = fit.scale.lowerBoundOfNone
        return tallies.map {
            var tally = $0
            tally.ground = grounds[$0.id].map { fit.scale.lowerBound($0) } ?? none
            return tally
        }
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
                streams[index].chunk.first.map { (index: index, place: order.place($0)) }
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
        let putsPinnedFirst = order.sort.putsPinnedFirst && set.parentID == nil
        if putsPinnedFirst {
            let pinned = try store.pinned(in: set).filter {
                (audience.isModerator || $0.isListed) && choice.takes($0)
            }
            streams.append(inMemory(try grounded(pinned), after: place))
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
        let waiting = own.filter { !$0.isListed && choice.takes($0) }
        streams.append(inMemory(try grounded(waiting), after: place))
        return streams
    }

    private func inMemory(_ tallies: [Tally], after place: Place) -> Stream {
        let rest = tallies.filter { place < order.place($0) }
            .sorted { order.place($0) < order.place($1) }
        return Stream(chunk: rest[...], more: nil)
    }

    /// Pinned roots stand in a stream of their own, so that `takes` passes over them here.
    private func unpinned(
        _ set: SiblingSet, _ isListed: Bool, after place: Place, limit: Int,
        _ takes: (Tally) -> Bool
    ) throws -> [Tally] {
        var after = place.pin < 1 && order.sort.putsPinnedFirst ? nil : place
        while true {
            let read = try grounded(
                store.siblings(
                    in: set, listed: isListed, by: order, after: after, limit: limit))
            let rest = read.filter(takes)
            guard rest.isEmpty, read.count == limit, let last = read.last else { return rest }
            after = order.place(last).unpinned
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
