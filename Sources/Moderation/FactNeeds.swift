/// What rules ask for beside the facts that every comment has: each takes a look-up, so it is
/// looked up only for rules that have such a condition.
package struct FactNeeds: Sendable, Equatable {
    /// Windows in which an author's comments are counted, each once.
    package private(set) var rates: [RateNeed] = []
    /// Scopes in which copies of a text are looked for, each once.
    package private(set) var repeats: [RepeatNeed] = []
    /// Whether the author's trust is asked for.
    package private(set) var needsTrust = false

    /// Nothing.
    package init() {}

    init(of rules: [Rule]) {
        for condition in rules.flatMap(\.conditions) {
            switch condition {
            case .rate(let count, let perSeconds): add(RateNeed(perSeconds, atMost: count))
            case .repeats(let scope, let similarity): add(RepeatNeed(scope, similarity))
            case .trust: needsTrust = true
            default: break
            }
        }
    }

    package var isEmpty: Bool { rates.isEmpty && repeats.isEmpty && !needsTrust }

    /// The longest time, in seconds, over which copies are looked for.
    package var longestRepeat: Int { repeats.map(\.scope.withinSeconds).max() ?? 0 }

    /// The longest time, in seconds, that any of these look back.
    package var longest: Int { max(longestRepeat, rates.map(\.perSeconds).max() ?? 0) }

    /// Whether only equal texts matter.
    package var isExact: Bool { repeats.allSatisfy(\.isExact) }

    /// The keys by which copies of a text are found among an author's comments, or anyone's (0).
    package func keys(of print: TextPrint, isByAuthor: Bool, _ authorID: Int64) -> [Int64] {
        let isExact = repeats.allSatisfy { $0.scope.isByAuthor != isByAuthor || $0.isExact }
        return isExact ? [print.exactKey(in: authorID)] : print.bandKeys(in: authorID)
    }

    /// All keys by which later copies of a text will be looked for.
    package func keys(of print: TextPrint, authorID: Int64) -> [Int64] {
        [true, false].flatMap { isByAuthor in
            repeats.contains { $0.scope.isByAuthor == isByAuthor }
                ? keys(of: print, isByAuthor: isByAuthor, isByAuthor ? authorID : 0) : []
        }
    }

    /// The nearest of these texts; the first that is near enough ends the search.
    package func nearest(
        to print: TextPrint, among bodies: some Sequence<String>, _ need: RepeatNeed
    ) -> NearestCopy {
        var nearest = 0.0
        for body in bodies {
            nearest = max(nearest, print.similarity(to: body))
            if nearest >= need.enough { break }
        }
        return NearestCopy(scope: need.scope, similarity: nearest)
    }

    private mutating func add(_ need: RateNeed) {
        if let at = rates.firstIndex(where: { $0.perSeconds == need.perSeconds }) {
            rates[at].atMost = max(rates[at].atMost, need.atMost)
        } else {
            rates.append(need)
        }
    }

    private mutating func add(_ need: RepeatNeed) {
        if let at = repeats.firstIndex(where: { $0.scope == need.scope }) {
            repeats[at].least = min(repeats[at].least, need.least)
            repeats[at].enough = max(repeats[at].enough, need.enough)
        } else {
            repeats.append(need)
        }
    }
}

/// That an author's comments of the last so many seconds are to be counted.
package struct RateNeed: Sendable, Equatable {
    package let perSeconds: Int
    /// Counting may stop here.
    package fileprivate(set) var atMost: Int

    fileprivate init(_ perSeconds: Int, atMost: Int) {
        self.perSeconds = perSeconds
        self.atMost = atMost
    }
}

/// That copies of a text are to be looked for.
package struct RepeatNeed: Sendable, Equatable {
    package let scope: RepeatScope
    /// What is less like the text than this is of no interest.
    package fileprivate(set) var least: Double
    /// Once so like a text is found, no other one is of interest.
    package fileprivate(set) var enough: Double

    fileprivate init(_ scope: RepeatScope, _ similarity: Double) {
        self.scope = scope
        least = similarity
        enough = similarity
    }

    /// Whether only texts that are equal after normalization are of interest.
    package var isExact: Bool { least == 1 }
}

/// Among which earlier comments copies of a text are looked for.
package struct RepeatScope: Sendable, Hashable {
    /// Those of the last so many seconds.
    package let withinSeconds: Int
    /// Those of the same author, or anyone's on the site.
    package let isByAuthor: Bool

    package init(withinSeconds: Int, isByAuthor: Bool) {
        self.withinSeconds = withinSeconds
        self.isByAuthor = isByAuthor
    }
}

/// How many comments an author wrote lately.
package struct Rate: Sendable, Equatable {
    package let perSeconds: Int
    /// Counted no further than the rules asked.
    package let count: Int

    package init(perSeconds: Int, count: Int) {
        self.perSeconds = perSeconds
        self.count = count
    }
}

/// How like a text the nearest earlier one is.
package struct NearestCopy: Sendable, Equatable {
    package let scope: RepeatScope
    /// 1: equal after normalization; 0: none was found. Cut to four digits.
    package let similarity: Double

    package init(scope: RepeatScope, similarity: Double) {
        self.scope = scope
        self.similarity = Facts.kept(similarity)
    }
}
