/// What stands around a passage, to be compared with what stands around a place.
struct Surroundings {
    private var before: Side
    private var behind: Side

    init(of quote: Quote) {
        before = Side(points: quote.points[quote.before].reversed())
        behind = Side(points: Array(quote.points[quote.behind]))
    }

    /// How many sides are known.
    var count: Int { (before.points.isEmpty ? 0 : 1) + (behind.points.isEmpty ? 0 : 1) }

    /// What the surroundings of a place are to those of the passage.
    struct Agreement {
        /// Sides that agree.
        var sides = 0
        /// 0: as unlike texts, to 1: the same, in the mean of the known sides.
        var degree = 0.0
    }

    /// Compares with what stands around a range of a text.
    mutating func agreement(around range: Range<Int>, in text: [UInt32]) -> Agreement {
        let count = count
        guard count > 0 else { return Agreement() }
        var (end, start) = (range.lowerBound, range.upperBound)
        if end > 0, text[end - 1] == PageText.space { end -= 1 }
        if start < text.count, text[start] == PageText.space { start += 1 }
        let sides = [
            before.likeness(to: text, max(0, end - before.reach)..<end, backwards: true),
            behind.likeness(to: text, start..<min(text.count, start + behind.reach)),
        ]
        var agreement = Agreement()
        for side in sides {
            guard let (likeness, agrees) = side else { continue }
            if agrees { agreement.sides += 1 }
            agreement.degree += max(0, (likeness - Side.chance) / (1 - Side.chance))
        }
        agreement.degree /= Double(count)
        return agreement
    }
}

/// What stands on one side of a passage, from the passage outwards.
private struct Side {
    let points: [UInt32]
    /// Whether it is so long that it may differ and still say that this is the place.
    let mayDiffer: Bool
    /// Made when something that differs is first compared.
    private var search: ApproximateSearch?

    /// A side of at least so many bytes need not be the same.
    private static let minTelling = 8
    /// From this on a side that may differ agrees.
    private static let minAgreeing = 0.6
    /// What texts that have nothing in common come to.
    static let chance = 0.4

    init(points: [UInt32]) {
        self.points = points
        mayDiffer = PageText.bytes(points[...]) >= Self.minTelling
    }

    /// How far it is compared with a text: a little may have been put in.
    var reach: Int { points.count + points.count / 4 }

    /// How like a part of a text is, 1 for the same; nil where the side is not known.
    mutating func likeness(
        to text: [UInt32], _ part: Range<Int>, backwards: Bool = false
    ) -> (likeness: Double, agrees: Bool)? {
        if points.isEmpty { return nil }
        if isSame(as: text, part, backwards) { return (1, true) }
        let search = search ?? ApproximateSearch(points)
        self.search = search
        let distance = search.best(in: text, part, anchored: true, backwards: backwards).distance
        let likeness = 1 - Double(distance) / Double(points.count)
        return (likeness, mayDiffer && likeness >= Self.minAgreeing)
    }

    private func isSame(as text: [UInt32], _ part: Range<Int>, _ backwards: Bool) -> Bool {
        guard part.count >= points.count else { return false }
        for (step, point) in points.enumerated()
        where text[backwards ? part.upperBound - 1 - step : part.lowerBound + step] != point {
            return false
        }
        return true
    }
}
