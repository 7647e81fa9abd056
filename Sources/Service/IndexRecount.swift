import Discussion
import Store

/// Holds the search index against the comments, by way of its own words: none of what keeps the
/// index is used to find them.
package struct IndexRecount {
    private let store: Store
    private let index: SearchIndex

    /// So many comments are looked at in one snapshot.
    private static let part = 1_000

    package init(store: Store, index: SearchIndex) {
        self.store = store
        self.index = index
    }

    /// What the index holds of one comment: how many words, and a sum of all of them.
    private struct Held: Equatable {
        var words = 0
        var sum: UInt64 = 0

        mutating func add(_ token: some Sequence<UInt8>) {
            words += 1
            // FNV-1a, 64 bits (draft-eastlake-fnv): words come in no order, so they are added up.
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in token { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            sum &+= hash
        }
    }

    /// What differs; empty where all is as it should be. Comments that the index has still to
    /// follow are left out.
    package func problems() throws -> [Discrepancy] {
        try index.begin()
        defer { index.rollBack() }
        try store.begin()
        defer { store.rollBack() }
        var problems = try index.fileProblems()
        guard problems.isEmpty else { return problems }
        let mark = try index.mark()
        guard try store.knows(mark) else {
            return [Discrepancy("the search index is of another database")]
        }
        var held: [Int64: Held] = [:]
        try index.forEachEntry { token, comment in held[comment, default: Held()].add(token) }
        let open = try unfollowed(past: mark)
        var (wrongTexts, wrongWords) = (0, 0)
        var last: Int64 = 0
        while true {
            let ids = try store.commentIDs(after: last, limit: Self.part)
            guard let end = ids.last else { break }
            last = end
            for id in ids {
                let words = held.removeValue(forKey: id)
                guard !open.contains(id) else { continue }
                let document = try Indexing.document(of: id, in: store)
                if try index.document(id) != document { wrongTexts += 1 }
                guard let document else { continue }
                if words ?? Held() != Self.expected(document) { wrongWords += 1 }
            }
        }
        let strange = held.count + (try strangeDocuments())
        for (count, what) in [
            (wrongTexts, "comments whose text the search index has otherwise, or not"),
            (wrongWords, "comments whose words differ from what the search index has"),
            (strange, "comments in the search index that are not there"),
        ] where count > 0 {
            problems.append(Discrepancy("\(count) \(what)"))
        }
        return problems
    }

    private static func expected(_ document: SearchDocument) -> Held {
        var held = Held()
        for word in Indexing.row(document).split(separator: 0x20) { held.add(word) }
        return held
    }

    /// Comments that were changed since the index was written.
    private func unfollowed(past mark: SearchMark) throws -> Set<Int64> {
        var (mark, comments) = (mark, Set<Int64>())
        while true {
            let changes = try store.changes(after: mark, limit: Self.part)
            if changes.mark == mark { return comments }
            comments.formUnion(changes.comments)
            mark = changes.mark
        }
    }

    private func strangeDocuments() throws -> Int {
        var (count, last) = (0, Int64(0))
        while true {
            let documents = try index.documents(after: last, limit: Self.part)
            guard let end = documents.last else { return count }
            last = end.id
            count += try documents.count { try store.searched($0.id) { _ in true } == nil }
        }
    }
}
