/// Patterns as they are scanned for, each compiled in the first of its ways that works.
struct CompiledPatterns {
    /// Databases and the index of the first pattern in each.
    let databases: [(database: Database, first: Int)]
    /// The way of each pattern: the library's flags.
    let ways: [Int32]

    /// Throws what is wrong with each pattern that works in none of its ways.
    ///
    /// Mostly all work in their first way, so that is tried first, with all together: to compile
    /// each alone takes as long once more.
    init(_ patterns: [Pattern], _ forms: inout CompiledForms) throws(PatternFailures) {
        guard !patterns.isEmpty else {
            (databases, ways) = ([], [])
            return
        }
        let first = patterns.map { $0.ways.first ?? 0 }
        let source = Array(patterns.map(\.source).joined(separator: "\0").utf8)
        let known = forms.known("ways", of: source).flatMap { Ways($0, of: patterns) }
        var found = known ?? Ways(flags: first, areTogether: true)
        var together = found.areTogether ? Self.together(patterns, found.flags, &forms) : nil
        if together == nil, found.areTogether {
            found.flags = try Self.workingWays(of: patterns)
            together = found.flags == first ? nil : Self.together(patterns, found.flags, &forms)
            found.areTogether = together != nil
        }
        let isAsTried = found.flags == first && found.areTogether
        if !isAsTried { forms.keep(found.bytes, "ways", of: source) }
        ways = found.flags
        if let together {
            databases = [(together, 0)]
            return
        }
        // Each compiles alone, so only all together are too much for the library.
        var alone: [(database: Database, first: Int)] = []
        for (index, pattern) in patterns.enumerated() {
            do {
                let sources = [(text: pattern.source, flags: found.flags[index])]
                alone.append((try Database.expressions(sources, &forms), index))
            } catch { throw PatternFailures(problems: [(index, error.problem)]) }
        }
        databases = alone
    }

    private static func together(
        _ patterns: [Pattern], _ flags: [Int32], _ forms: inout CompiledForms
    ) -> Database? {
        let sources = zip(patterns, flags).map { (text: $0.source, flags: $1) }
        return try? Database.expressions(sources, &forms)
    }

    private static func workingWays(of patterns: [Pattern]) throws(PatternFailures) -> [Int32] {
        var flags: [Int32] = []
        var failures = PatternFailures(problems: [])
        for (index, pattern) in patterns.enumerated() {
            do {
                flags.append(try pattern.workingWay())
            } catch { failures.problems.append((index, error.problem)) }
        }
        guard failures.problems.isEmpty else { throw failures }
        return flags
    }

    /// In which ways patterns were found to compile, and whether all together do: what was once
    /// found out is not tried again.
    private struct Ways {
        var flags: [Int32]
        var areTogether: Bool

        init(flags: [Int32], areTogether: Bool) {
            (self.flags, self.areTogether) = (flags, areTogether)
        }

        /// Nil where the bytes are not those of so many patterns.
        init?(_ bytes: [UInt8], of patterns: [Pattern]) {
            let numbers = String(decoding: bytes, as: UTF8.self).split(separator: " ")
                .compactMap { Int32($0) }
            guard numbers.count == patterns.count + 1, let together = numbers.first else {
                return nil
            }
            (flags, areTogether) = (Array(numbers.dropFirst()), together == 1)
            let areKnown = zip(patterns, flags).allSatisfy { $0.ways.contains($1) }
            guard areKnown else { return nil }
        }

        var bytes: [UInt8] {
            Array(([areTogether ? 1 : 0] + flags).map { "\($0)" }.joined(separator: " ").utf8)
        }
    }
}

/// What is wrong with patterns, each by its index.
struct PatternFailures: Error {
    var problems: [(index: Int, problem: String)]
}
