/// Places in a text, in the order of their starts: sorted, apart from each other.
///
/// Vectorscan reports every end of every match; of these the longest from each start is kept, and
/// of overlapping ones the first.
struct Places {
    /// More places than this in one text are not told apart; the rule has hit long before.
    static let limit = 1000

    private var found: [Range<Int>] = []

    /// Takes a match, in any order, up to the limit. Ends that follow one another from the same
    /// start count once. False where from now on only ends of the same start matter.
    @discardableResult
    mutating func take(_ place: Range<Int>) -> Bool {
        if let last = found.last, last.lowerBound == place.lowerBound {
            found[found.count - 1] = last.lowerBound..<max(last.upperBound, place.upperBound)
        } else if found.count < Self.limit {
            found.append(place)
        }
        return found.count < Self.limit
    }

    var isEmpty: Bool { found.isEmpty }

    /// The places, settled.
    var settled: [Range<Int>] {
        let sorted = found.sorted {
            ($0.lowerBound, $1.upperBound) < ($1.lowerBound, $0.upperBound)
        }
        var kept: [Range<Int>] = []
        for place in sorted where place.lowerBound >= kept.last?.upperBound ?? 0 {
            kept.append(place)
        }
        return kept
    }

    /// Places that overlap made one, in order.
    static func union(_ places: [Range<Int>]) -> [Range<Int>] {
        var merged: [Range<Int>] = []
        for place in places.sorted(by: { $0.lowerBound < $1.lowerBound }) where !place.isEmpty {
            if let last = merged.last, place.lowerBound < last.upperBound {
                merged[merged.count - 1] =
                    last.lowerBound..<max(last.upperBound, place.upperBound)
            } else {
                merged.append(place)
            }
        }
        return merged
    }
}

/// The places of each of many word lists or patterns. In most texts none is found, which takes no
/// list of lists.
struct PlaceLists: Sendable {
    private let lists: [[Range<Int>]]

    /// Of texts in which nothing is looked for.
    init() { lists = [] }

    init(_ found: [Places], _ settle: (Places) -> [Range<Int>]) {
        lists = found.map { $0.isEmpty ? [] : settle($0) }
    }

    subscript(index: Int) -> [Range<Int>] { lists.isEmpty ? [] : lists[index] }
}
