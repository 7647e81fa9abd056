import Discussion
import Moderation
import Store

/// What comments say, encoded, so that a page that votes have made void is made anew from its
/// tallies alone. A text is all of a comment's members that neither votes nor replies change.
///
/// Exact, whatever moment a page is read at: the writer tells before a commit which threads'
/// comments it rewrites, so that none of their texts is given while the commit is under way, and
/// afterwards those are void that were read before its end. So a reader's snapshot and the one that
/// a text is from differ in no comment's row. Threads share slots, as in `PageCache`.
final class TextCache: Sendable {
    /// A comment's members, without those that are counted.
    struct Text: Sendable {
        /// What stands before the counts, then what stands behind them.
        let bytes: [UInt8]
        /// How many of the bytes stand before the counts.
        let split: Int
        let authorID: Int64
    }

    fileprivate struct Entry {
        let text: Text
        let stamp: UInt64
    }

    fileprivate struct State {
        /// How many commits rewrote comments.
        var rewrites: UInt64 = 0
        /// The last of them that rewrote one in a thread of each slot.
        var rewritten = [UInt64](repeating: 0, count: TextCache.slots)
        /// The last of them that may have changed any.
        var rewrittenAll: UInt64 = 0
        /// What the commit under way rewrites, if it does.
        var underWay: Store.Change?
        /// Texts that were made or asked for lately, and those of the time before, as pages are.
        var texts: [CommentID: Entry] = [:]
        var bytes = 0
        var older: [CommentID: Entry] = [:]
    }

    fileprivate static let slots = 4096
    /// What a text takes beside its bytes, about.
    fileprivate static let entryBytes = 96
    private let state = Guarded(State())
    private let maxBytes: Int

    /// `maxBytes`: of texts; past it those go that were not asked for lately.
    init(maxBytes: Int = 16 << 20) { self.maxBytes = maxBytes }

    /// To be taken before a snapshot, and given with what is read from it.
    var stamp: UInt64 { state.withLock { $0.rewrites } }

    /// What a commit will change that begins now.
    func announce(_ change: Store.Change) {
        guard change.rewritesComments else { return }
        state.withLock { $0.underWay = change }
    }

    /// The commit that was announced has ended, well or not.
    func conclude() {
        state.withLock { state in
            guard let change = state.underWay else { return }
            state.underWay = nil
            state.rewrites += 1
            if change.hasPersons { state.rewrittenAll = state.rewrites }
            for threadID in change.rewritten {
                state.rewritten[Self.slot(threadID)] = state.rewrites
            }
        }
    }

    /// The texts of comments of one thread, for a snapshot that was begun after `stamp` was taken
    /// and before now; nil where one is not known, and none at all where the thread's may be void.
    func texts(of ids: [CommentID], in threadID: Int64, for stamp: UInt64) -> [Text?] {
        state.withLock { state in
            guard let newest = state.newest(threadID), newest <= stamp else { return [] }
            return ids.map { id in
                guard let entry = state.entry(id, maxBytes: maxBytes / 2) else { return nil }
                return entry.stamp >= newest ? entry.text : nil
            }
        }
    }

    /// Keeps texts that were read from a snapshot that was begun after `stamp` was taken.
    func keep(_ texts: [(id: CommentID, text: Text)], for stamp: UInt64) {
        guard !texts.isEmpty else { return }
        state.withLock { state in
            for (id, text) in texts {
                state.add(Entry(text: text, stamp: stamp), of: id, maxBytes: maxBytes / 2)
            }
        }
    }

    fileprivate static func slot(_ threadID: Int64) -> Int {
        Int(truncatingIfNeeded: threadID) & (slots - 1)
    }
}

extension TextCache.State {
    /// The last commit that may have changed a text of a thread; nil while one is under way.
    fileprivate func newest(_ threadID: Int64) -> UInt64? {
        let slot = TextCache.slot(threadID)
        if let underWay {
            let isHit = underWay.rewritten.contains { TextCache.slot($0) == slot }
            if underWay.hasPersons || isHit { return nil }
        }
        return max(rewritten[slot], rewrittenAll)
    }

    /// A kept text; an older one becomes one of the newer, so that it stays.
    fileprivate mutating func entry(_ id: CommentID, maxBytes: Int) -> TextCache.Entry? {
        if let entry = texts[id] { return entry }
        guard let entry = older.removeValue(forKey: id) else { return nil }
        add(entry, of: id, maxBytes: maxBytes)
        return entry
    }

    fileprivate mutating func add(_ entry: TextCache.Entry, of id: CommentID, maxBytes: Int) {
        older[id] = nil
        if let old = texts[id] { bytes -= old.text.bytes.count + TextCache.entryBytes }
        let size = entry.text.bytes.count + TextCache.entryBytes
        if bytes + size > maxBytes {
            older = texts
            texts = [:]
            bytes = 0
        }
        texts[id] = entry
        bytes += size
    }
}

/// The texts that one page may take from the cache, and give to it.
struct PageTexts {
    let cache: TextCache
    /// Taken before the page's snapshot.
    let stamp: UInt64
}
