/// What a classifier said of texts beside what people made of them.
package struct ScoreCurve: Sendable {
    /// Probabilities in millionths: of texts that were what they were scored for, and of others.
    private var positives: [Int32] = []
    private var negatives: [Int32] = []

    /// Probabilities of one tenth, and what became of their texts.
    package struct Bin: Sendable, Equatable {
        package fileprivate(set) var texts = 0
        package fileprivate(set) var positives = 0
        fileprivate var millionths = 0

        /// The mean of the probabilities; nil where there was no text.
        package var mean: Double? {
            texts > 0 ? Double(millionths) / Double(texts) / 1_000_000 : nil
        }
    }

    /// So many bins of equal width.
    package static let binCount = 10

    package init() {}

    package var texts: Int { positives.count + negatives.count }

    /// Takes the next text. `probability` is 0 to 1, kept in millionths.
    package mutating func take(_ probability: Double, isPositive: Bool) {
        let millionths = Int32((min(1, max(0, probability)) * 1_000_000).rounded())
        if isPositive { positives.append(millionths) } else { negatives.append(millionths) }
    }

    /// How often a text that was what it was scored for has the higher score of two, ties counted
    /// half: the area under the receiver operating characteristic, by ranks (Mann and Whitney
    /// 1947). Nil where all texts are of one kind.
    package var area: Double? {
        guard !positives.isEmpty, !negatives.isEmpty else { return nil }
        let (high, low) = (positives.sorted(), negatives.sorted())
        var below = 0
        var upTo = 0
        var halves = 0
        for score in high {
            while below < low.count, low[below] < score { below += 1 }
            while upTo < low.count, low[upTo] <= score { upTo += 1 }
            halves += below + upTo
        }
        return Double(halves) / 2 / (Double(high.count) * Double(low.count))
    }

    /// The bins from the lowest probabilities up; 1 belongs to the last.
    package var bins: [Bin] {
        var bins = [Bin](repeating: Bin(), count: Self.binCount)
        for (scores, isPositive) in [(positives, true), (negatives, false)] {
            for score in scores {
                let place = min(Self.binCount - 1, Int(score) * Self.binCount / 1_000_000)
                bins[place].texts += 1
                bins[place].millionths += Int(score)
                if isPositive { bins[place].positives += 1 }
            }
        }
        return bins
    }
}
