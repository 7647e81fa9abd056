/// Finds all patterns in one pass over a text.
struct PatternMatcher: Sendable {
    /// Databases and the index of the first pattern in each.
    private let databases: [(database: Database, first: Int)]
    /// Whether the start of each pattern's matches is known.
    private let knowStarts: [Bool]

    /// A matcher of nothing.
    init() {
        databases = []
        knowStarts = []
    }

    init(_ patterns: [Pattern], _ forms: inout CompiledForms) throws(CompileFailure) {
        knowStarts = patterns.map(\.knowsStart)
        guard !patterns.isEmpty else {
            databases = []
            return
        }
        let sources = patterns.map { (text: $0.source, flags: $0.flags) }
        if let together = try? Database.expressions(sources, &forms) {
            databases = [(together, 0)]
            return
        }
        // Each compiles alone, so only all together are too much for the library.
        var alone: [(database: Database, first: Int)] = []
        for (index, source) in sources.enumerated() {
            alone.append((try Database.expressions([source], &forms), index))
        }
        databases = alone
    }

    /// For each pattern its places in the body.
    func places(in text: NormalizedText) -> PlaceLists {
        var found: [Places] = []
        text.bytes.withUnsafeBufferPointer { bytes in
            var runs = Runs(bytes)
            for (database, first) in databases {
                runs.restart()
                database.scan(bytes) { match in
                    let index = first + match.id
                    let start = knowStarts[index] ? match.start : runs.start(before: match.end)
                    if start >= match.end { return true }
                    // In most texts none is found.
                    if found.isEmpty { found = Array(repeating: Places(), count: knowStarts.count) }
                    return found[index].take(start..<match.end)
                }
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
