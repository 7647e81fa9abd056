import Discussion
import Store
import Testing

@testable import Service

@Suite("Texts kept to make pages from")
struct TextCacheTests {
    private let first = CommentID(rawValue: 1)
    private let second = CommentID(rawValue: 2)

    private func text(_ bytes: Int = 1) -> TextCache.Text {
        TextCache.Text(bytes: Array(repeating: 0x61, count: bytes), split: 1, authorID: 7)
    }

    private func isKept(
        _ cache: TextCache, _ id: CommentID, in thread: Int64 = 10, for stamp: UInt64? = nil
    ) -> Bool {
        cache.texts(of: [id], in: thread, for: stamp ?? cache.stamp).first.map { $0 != nil }
            ?? false
    }

    private func rewrite(_ thread: Int64) -> Store.Change {
        var change = Store.Change()
        change.threads = [thread]
        change.rewritten = [thread]
        return change
    }

    @Test("A text is given until its thread's comments are rewritten, another thread's stay")
    func untilRewritten() {
        let cache = TextCache()
        cache.keep([(first, text())], for: cache.stamp)
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

    @Test("While a commit that rewrites is under way, no text of its threads is given")
    func underWay() {
        let cache = TextCache()
        cache.keep([(first, text())], for: cache.stamp)
        cache.announce(rewrite(10))
        #expect(!isKept(cache, first))
        #expect(isKept(cache, first, in: 11))
        // What is read meanwhile may be from before the commit or from after it.
        let stamp = cache.stamp
        cache.keep([(second, text())], for: stamp)
        #expect(!isKept(cache, second, for: stamp))
        cache.conclude()
        #expect(!isKept(cache, second))
        #expect(!isKept(cache, second, for: stamp))
    }

    @Test("A page whose snapshot is older than a rewriting gets no text that is newer")
    func olderSnapshot() {
        let cache = TextCache()
        let old = cache.stamp
        cache.announce(rewrite(10))
        cache.conclude()
        cache.keep([(first, text())], for: cache.stamp)
        #expect(isKept(cache, first))
        #expect(!isKept(cache, first, for: old))
    }

    @Test("A person's new name makes all texts void")
    func persons() {
        let cache = TextCache()
        cache.keep([(first, text())], for: cache.stamp)
        var change = Store.Change()
        change.hasPersons = true
        cache.announce(change)
        #expect(!isKept(cache, first))
        cache.conclude()
        #expect(!isKept(cache, first))
    }

    @Test("Past its bound those go that were not asked for lately")
    func bounded() {
        let cache = TextCache(maxBytes: 100_000)
        for id in 1...1000 {
            cache.keep([(CommentID(rawValue: Int64(id)), text(1000))], for: cache.stamp)
            #expect(isKept(cache, first))
        }
        let kept = (1...1000).count { isKept(cache, CommentID(rawValue: Int64($0))) }
        #expect(kept < 100)
    }
}
