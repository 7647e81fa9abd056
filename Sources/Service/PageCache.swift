import Moderation
import Store

/// Encoded pages that are asked for again and again, each kept until something on it changes; and
/// the counts of many pages, kept until one of any page changes.
///
/// The writer numbers its commits and says, before their replies go, which threads each touched. A
/// page read by someone who had seen commit n is the present one as long as no later commit touched
/// its thread. Threads share slots, so that the bookkeeping is bounded: two that share one have
/// each other's pages read anew, never wrong.
package final class PageCache: Sendable {
    /// What a result depends on.
    enum Subject: Sendable {
        /// All that stands on one thread's pages.
        case page(threadID: Int64)
        /// How many visible comments any thread has.
        case counts
    }

    /// What a result depends on, and the newest commit before it was read.
    struct Stamp: Sendable {
        let subject: Subject
        let commit: UInt64
    }

    private struct Page {
        let result: [UInt8]
        let stamp: Stamp
    }

    private struct State {
        var commit: UInt64 = 0
        /// The last commit that touched a thread of each slot.
        var touched = [UInt64](repeating: 0, count: PageCache.slots)
        /// The last commit after which a thread's count may be another.
        var touchedCounts: UInt64 = 0
        /// The last commit after which no page is as it was.
        var touchedAll: UInt64 = 0
        /// Pages that were made or asked for lately.
        var pages: [[UInt8]: Page] = [:]
        var bytes = 0
        /// Those of the time before, let go all at once when the newer ones are as many.
        var older: [[UInt8]: Page] = [:]
        /// Hashes of keys that were asked for once, lately.
        var asked: Set<Int> = []

        /// Whether a page was kept, or asked for before: most are asked for once and never again.
        mutating func isWorthKeeping(_ key: [UInt8]) -> Bool {
            if pages[key] != nil || older[key] != nil { return true }
            if asked.remove(key.hashValue) != nil { return true }
            if asked.count >= PageCache.maxAsked { asked.removeAll(keepingCapacity: true) }
            asked.insert(key.hashValue)
            return false
        }

        /// The page under a key; an older one becomes one of the newer, so that it stays.
        mutating func page(_ key: [UInt8], maxBytes: Int) -> Page? {
            if let page = pages[key] { return page }
            guard let page = older.removeValue(forKey: key) else { return nil }
            add(page, as: key, maxBytes: maxBytes)
            return page
        }

        mutating func add(_ page: Page, as key: [UInt8], maxBytes: Int) {
            older[key] = nil
            if let old = pages[key] { bytes -= old.result.count + key.count }
            let size = page.result.count + key.count
            if bytes + size > maxBytes {
                older = pages
                pages = [:]
                bytes = 0
            }
            pages[key] = page
            bytes += size
        }
    }

    private static let slots = 4096
    /// So many keys that were asked for once are remembered, then it starts anew.
    private static let maxAsked = 2048
    private let state = Guarded(State())
    private let maxBytes: Int
    /// Of what pages are made anew.
    let texts = KeptTexts()

    /// `maxBytes`: of pages and their keys; past it those go that were not asked for lately.
    package init(maxBytes: Int = 20 << 20) { self.maxBytes = maxBytes }

    /// The number of the newest commit that was told.
    var commit: UInt64 { state.withLock { $0.commit } }

    /// A commit is durable that changed this.
    func publish(_ change: Store.Change) {
        guard !change.isEmpty else { return }
        state.withLock { state in
            state.commit += 1
            if change.hasCounts { state.touchedCounts = state.commit }
            if change.hasPersons { state.touchedAll = state.commit }
            for threadID in change.threads { state.touched[Self.slot(threadID)] = state.commit }
        }
    }

    /// The result that was kept under a key, if it is the present one.
    package func result(_ key: [UInt8]) -> [UInt8]? {
        state.withLock { state in
            guard let page = state.page(key, maxBytes: maxBytes / 2) else { return nil }
            let touched =
                switch page.stamp.subject {
                case .page(let threadID): state.touched[Self.slot(threadID)]
                case .counts: state.touchedCounts
                }
            let newest = max(touched, state.touchedAll)
            return newest <= page.stamp.commit ? page.result : nil
        }
    }

    /// Whether a page under a key was kept, present or not: then it is one that is asked for again.
    func hasKept(_ key: [UInt8]) -> Bool {
        state.withLock { $0.pages[key] != nil || $0.older[key] != nil }
    }

    /// Keeps a page in place of an older one, or the second time that it is made.
    func keep(_ result: [UInt8], as key: [UInt8], _ stamp: Stamp) {
        let size = result.count + key.count
        guard size <= maxBytes / 8 else { return }
        state.withLock { state in
            guard state.isWorthKeeping(key) else { return }
            state.add(Page(result: result, stamp: stamp), as: key, maxBytes: maxBytes / 2)
        }
    }

    private static func slot(_ threadID: Int64) -> Int {
        Int(truncatingIfNeeded: threadID) & (slots - 1)
    }
}
