import Discussion
import Store
import Testing

@testable import Service

@Suite("What is kept to make pages from")
struct SnapshotCacheTests {
    private typealias Cache = SnapshotCache<CommentID, Int>
    private let first = CommentID(rawValue: 1)
    private let second = CommentID(rawValue: 2)

    private func cache(maxBytes: Int = 1 << 20) -> Cache {
        Cache(maxBytes: maxBytes, groups: \.rewritten)
    }

    private func keep(
        _ id: CommentID, in cache: Cache, bytes: Int = 1, for stamp: UInt64? = nil
    ) {
        cache.keep([(id, 7, bytes)], for: stamp ?? cache.stamps.stamp)
    }

    private func isKept(
        _ cache: Cache, _ id: CommentID, in group: Int64 = 10, for stamp: UInt64? = nil
    ) -> Bool {
        let stamp = stamp ?? cache.stamps.stamp
        return cache.values(of: [id], in: group, for: stamp) == [7]
    }

    private func rewrite(_ thread: Int64) -> Store.Change {
        var change = Store.Change()
        change.threads = [thread]
        change.rewritten = [thread]
        return change
    }

    @Test("A value is given until its group is changed, another group's stay")
    func untilChanged() {
        let cache = cache()
        keep(first, in: cache)
        #expect(isKept(cache, first))
        #expect(!isKept(cache, second))
        var votes = Store.Change()
        votes.threads = [10]
        for change in [votes, rewrite(11)] {
            cache.stamps.announce(change)
            cache.stamps.conclude()
            #expect(isKept(cache, first))
        }
        cache.stamps.announce(rewrite(10))
        cache.stamps.conclude()
        #expect(!isKept(cache, first))
    }

    @Test("While a commit is under way, no value of the groups that it changes is given")
    func underWay() {
        let cache = cache()
        keep(first, in: cache)
        cache.stamps.announce(rewrite(10))
        #expect(!isKept(cache, first))
        #expect(isKept(cache, first, in: 11))
        // What is read meanwhile may be from before the commit or from after it.
        let stamp = cache.stamps.stamp
        keep(second, in: cache, for: stamp)
        #expect(!isKept(cache, second, for: stamp))
        cache.stamps.conclude()
        #expect(!isKept(cache, second))
        #expect(!isKept(cache, second, for: stamp))
    }

    @Test("A page whose snapshot is older than a change gets no value that is newer")
    func olderSnapshot() {
        let cache = cache()
        let old = cache.stamps.stamp
        cache.stamps.announce(rewrite(10))
        cache.stamps.conclude()
        keep(first, in: cache)
        #expect(isKept(cache, first))
        #expect(!isKept(cache, first, for: old))
    }

    @Test("A person's new name makes all values void")
    func persons() {
        let cache = cache()
        keep(first, in: cache)
        var change = Store.Change()
        change.hasPersons = true
        cache.stamps.announce(change)
        #expect(!isKept(cache, first))
        cache.stamps.conclude()
        #expect(!isKept(cache, first))
    }

    @Test("A badge that one person gets makes what is said of that person void, and no other's")
    func onePerson() {
        let (kept, table) = (KeptTexts(), AuthorTable())
        let text = AuthorText(Author(name: "u", displayName: nil, url: nil, approved: 0))
        func isKnown(_ id: Int64) -> Bool {
            let oldest = kept.authors.oldestGood(of: id, for: kept.stamps.authors)
            return oldest.map { table.text(of: id, noOlderThan: $0) != nil } ?? false
        }
        for id: Int64 in [1, 2] { table.keep(text, of: id, for: kept.stamps.authors) }
        #expect(isKnown(1) && isKnown(2))
        var change = Store.Change()
        change.persons = [1]
        kept.announce(change)
        #expect(!isKnown(1) && isKnown(2))
        kept.conclude()
        #expect(!isKnown(1) && isKnown(2))
    }

    @Test("Past its bound those go that were not asked for lately")
    func bounded() {
        let cache = cache(maxBytes: 100_000)
        for id in 1...1000 {
            keep(CommentID(rawValue: Int64(id)), in: cache, bytes: 1000)
            #expect(isKept(cache, first))
        }
        let kept = (1...1000).count { isKept(cache, CommentID(rawValue: Int64($0))) }
        #expect(kept < 100)
    }
}
