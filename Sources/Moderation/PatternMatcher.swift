/// Finds all patterns in one pass over a text.
///
/// Of many patterns each may match at every byte. So that even then the longest text takes a short
/// time, places are told apart up to a number of matches of all patterns together; past it only
/// whether a pattern matches at all is looked for.
struct PatternMatcher: Sendable {
    /// Databases and the index of the first pattern in each.
    private let databases: [(database: Database, first: Int)]
    /// Whether the start of each pattern's matches is known.
    private let knowStarts: [Bool]
    /// Tells each pattern's first match alone; nil where the patterns are too few to match too
    /// often.
    private let firsts: Database?

    /// Matches of all patterns together of which the places are told apart: so many a byte, in a
    /// text of at least so many bytes.
    static let maxMatchesPerByte = 20
    static let leastBytes = 10_000

    /// A matcher of nothing.
    init() {
        databases = []
        knowStarts = []
        firsts = nil
    }

    init(_ patterns: [Pattern], _ forms: inout CompiledForms) throws(PatternFailures) {
        let compiled = try CompiledPatterns(patterns, &forms)
        databases = compiled.databases
        knowStarts = compiled.ways.map(Pattern.knowsStart)
        // Each matches once at a byte at most.
        let mayBeMany = databases.count == 1 && patterns.count > Self.maxMatchesPerByte
        let sources = zip(patterns, compiled.ways).map {
            (text: $0.source, flags: Pattern.firstOnly($1))
        }
        firsts = mayBeMany ? try? Database.expressions(sources, &forms) : nil
    }

    /// For each pattern its places in the body.
    func places(in text: NormalizedText) -> PlaceLists {
        // In most texts none is found.
        var found: [Places] = []
        func take(_ place: Range<Int>, _ index: Int) -> Bool {
            if found.isEmpty { found = Array(repeating: Places(), count: knowStarts.count) }
            return found[index].take(place)
        }
        text.bytes.withUnsafeBufferPointer { bytes in
            let isBounded = firsts != nil || databases.count > Self.maxMatchesPerByte
            let most = max(bytes.count, Self.leastBytes) * Self.maxMatchesPerByte
            let share = isBounded ? most / databases.count : .max
            var runs = Runs(bytes)
            var isWhole = true
            for (database, first) in databases {
                runs.restart()
                let isAll = database.scan(bytes, most: share) { match in
                    let index = first + match.id
                    let start = knowStarts[index] ? match.start : runs.start(before: match.end)
                    return start >= match.end || take(start..<match.end, index)
                }
                isWhole = isWhole && isAll
            }
            guard !isWhole, let firsts else { return }
            runs.restart()
            firsts.scan(bytes) { match in
                let start = runs.start(before: match.end)
                let isNew = found.isEmpty || found[match.id].isEmpty
                if isNew, start < match.end { _ = take(start..<match.end, match.id) }
                return true
            }
        }
        return PlaceLists(found) { $0.settled.map(text.span) }
    }
}

/// Where runs of characters other than (ASCII) white space begin. Asked for growing ends, so that
/// all answers together take one pass.
private struct Runs {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var seen = 0
    private var current = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    mutating func restart() { (seen, current) = (0, 0) }

    /// The start of the last run of which something stands before `end`.
    mutating func start(before end: Int) -> Int {
        while seen < end {
            let isInside = !Self.isWhiteSpace(bytes[seen])
            if isInside, seen == 0 || Self.isWhiteSpace(bytes[seen - 1]) { current = seen }
            seen += 1
        }
        return current
    }

    private static func isWhiteSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }
}
