import Discussion
import SQLite

/// Tells of most keys that `key_places` does not have them, without asking: a blocked Bloom filter
/// (F. Putze, P. Sanders and J. Singler, "Cache-, Hash- and Space-Efficient Bloom Filters", 2007)
/// with one word for a block, so that a look costs one access to memory.
///
/// It is filled from the table a part at a time, and says nothing before it has all of it.
struct KeyFilter {
    /// 2 MB: with two million keys one in twenty-five is looked up in vain.
    private static let wordBits = 18

    private var words: [UInt64] = []
    /// Up to where the table has been read: a day and a mark; nil once all of it was.
    private(set) var next: (day: Int64, mark: Int64)? = (.min, .min)

    /// Whether the table may have a key of that mark.
    func mayHave(_ mark: Int64) -> Bool {
        guard next == nil else { return true }
        guard !words.isEmpty else { return false }
        let bits = Self.bits(of: mark)
        return words[Self.word(of: mark)] & bits == bits
    }

    mutating func insert(_ mark: Int64) {
        if words.isEmpty { words = Array(repeating: 0, count: 1 << Self.wordBits) }
        words[Self.word(of: mark)] |= Self.bits(of: mark)
    }

    /// Goes on behind a place, or has all where there was none.
    mutating func advance(to place: (day: Int64, mark: Int64)?) { next = place }

    private static func word(of mark: Int64) -> Int {
        Int(UInt64(bitPattern: mark) >> (64 - UInt64(wordBits)))
    }

    /// Four bits, by six of the mark's lower digits each.
    private static func bits(of mark: Int64) -> UInt64 {
        (0..<4).reduce(0) { bits, part in bits | 1 << UInt64(mark >> (6 * Int64(part)) & 63) }
    }
}

extension Store {
    /// Reads up to `limit` more rows of `key_places` into the filter.
    func fillFilter(limit: Int) throws(SQLiteError) {
        guard let start = keys.filter.next else { return }
        let places = try db.all(
            """
            SELECT day, mark FROM key_places WHERE (day, mark) > (?1, ?2)
            ORDER BY day, mark LIMIT ?3
            """, [.integer(start.day), .integer(start.mark), .integer(limit)]
        ) { (day: $0.int64(0), mark: $0.int64(1)) }
        for place in places { keys.filter.insert(place.mark) }
        keys.filter.advance(to: places.count < limit ? nil : places.last)
    }
}
