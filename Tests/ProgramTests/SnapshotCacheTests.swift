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
        cache.keep([(id, 7, bytes)], for: stamp ?? cache.stamp)
    }

    /// By itself and among others it is the same.
    private func isKept(
        _ cache: Cache, _ id: CommentID, in group: Int64 = 10, for stamp: UInt64? = nil
    ) -> Bool {
        let stamp = stamp ?? cache.stamp
        let isAlone = cache.value(of: id, in: group, for: stamp) == 7
        #expect(cache.values(of: [id], in: group, for: stamp).contains(7) == isAlone)
        return isAlone
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
            cache.announce(change)
            cache.conclude()
            #expect(isKept(cache, first))
        }
        cache.announce(rewrite(10))
        cache.conclude()
        #expect(!isKept(cache, first))
    }

    @Test("While a commit is under way, no value of the groups that it changes is given")
    func underWay() {
        let cache = cache()
        keep(first, in: cache)
        cache.announce(rewrite(10))
        #expect(!isKept(cache, first))
        #expect(isKept(cache, first, in: 11))
        // What is read meanwhile may be from before the commit or from after it.
        let stamp = cache.stamp
        keep(second, in: cache, for: stamp)
        #expect(!isKept(cache, second, for: stamp))
        cache.conclude()
        #expect(!isKept(cache, second))
        #expect(!isKept(cache, second, for: stamp))
    }

    @Test("A page whose snapshot is older than a change gets no value that is newer")
    func olderSnapshot() {
        let cache = cache()
        let old = cache.stamp
        cache.announce(rewrite(10))
        cache.conclude()
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
        cache.announce(change)
        #expect(!isKept(cache, first))
        cache.conclude()
        #expect(!isKept(cache, first))
    }

    @Test("A badge that one person gets makes what is said of that person void, and no other's")
    func onePerson() {
        let kept = KeptTexts()
        let text = AuthorText(Author(name: "u", displayName: nil, url: nil, approved: 0))
        for id: Int64 in [1, 2] {
            kept.authors.keep([(id, text, text.bytes.count)], for: kept.stamps.authors)
        }
        var change = Store.Change()
        change.persons = [1]
        kept.announce(change)
        kept.conclude()
        #expect(kept.authors.value(of: 1, in: 1, for: kept.stamps.authors) == nil)
        #expect(kept.authors.value(of: 2, in: 2, for: kept.stamps.authors) != nil)
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
