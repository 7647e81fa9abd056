import CVectorscan

/// Vectorscan's working memory for one scan at a time, and matches on their way to whoever asked.
///
/// A text can match at each of its bytes, in each of many patterns: so a match is only put down
/// where the library reports it, and they are handed on many at a time.
final class Scratch: @unchecked Sendable {
    // Both are used by one thread at a time: who has borrowed this.
    let pointer: OpaquePointer
    private let matches: UnsafeMutablePointer<Database.Match>
    private static let capacity = 1024

    init(pointer: OpaquePointer) {
        self.pointer = pointer
        matches = .allocate(capacity: Self.capacity)
    }

    deinit {
        matches.deallocate()
        hs_free_scratch(pointer)
    }

    private struct Context {
        let matches: UnsafeMutablePointer<Database.Match>
        var count = 0
        /// How many more matches are taken.
        var left: Int
        let found: (Database.Match) -> Bool
        /// Of expressions of which enough was found: where those matches begin that still count.
        private var wanted: [UInt64?] = []

        init(
            matches: UnsafeMutablePointer<Database.Match>, left: Int,
            found: @escaping (Database.Match) -> Bool
        ) {
            self.matches = matches
            self.left = left
            self.found = found
        }

        func isUnwanted(_ id: UInt32, _ start: UInt64) -> Bool {
            guard Int(id) < wanted.count, let wanted = wanted[Int(id)] else { return false }
            return wanted != start
        }

        mutating func handOn() {
            for index in 0..<count {
                let match = matches[index]
                guard !found(match) else { continue }
                if match.id >= wanted.count {
                    wanted += Array(repeating: nil, count: match.id + 1 - wanted.count)
                }
                // The first such match is the last that was taken.
                wanted[match.id] = wanted[match.id] ?? UInt64(match.start)
            }
            count = 0
        }
    }

    /// Runs a scan with what takes its matches, and calls `found` for each; false where there were
    /// more than `most`.
    func run(
        _ most: Int, _ found: (Database.Match) -> Bool,
        _ scan: (match_event_handler, UnsafeMutableRawPointer) -> Void
    ) -> Bool {
        withoutActuallyEscaping(found) { found in
            var context = Context(matches: matches, left: most, found: found)
            withUnsafeMutablePointer(to: &context) { scan(Self.onMatch, $0) }
            context.handOn()
            return context.left >= 0
        }
    }

    /// Returns 0 to go on, 1 to end the scan.
    private static let onMatch: match_event_handler = { id, start, end, _, context in
        guard let context = context?.assumingMemoryBound(to: Context.self) else { return 1 }
        context.pointee.left -= 1
        if context.pointee.left < 0 { return 1 }
        if context.pointee.isUnwanted(id, start) { return 0 }
        if context.pointee.count == capacity { context.pointee.handOn() }
        (context.pointee.matches + context.pointee.count).initialize(
            to: Database.Match(id: Int(id), start: Int(start), end: Int(end)))
        context.pointee.count += 1
        return 0
    }
}
