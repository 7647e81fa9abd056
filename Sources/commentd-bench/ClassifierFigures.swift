import Glibc

/// How good probabilities are, beside what people said.
struct ClassifierFigures {
    let probabilities: [Double]
    let labels: [Bool]

    /// The area under the receiver operating characteristic: how often a positive one ranks above
    /// a negative one, a tie being half of one (Mann and Whitney's U).
    var areaUnderCurve: Double {
        let order = probabilities.indices.sorted { probabilities[$0] < probabilities[$1] }
        var (rankSum, at) = (0.0, 0)
        while at < order.count {
            var end = at
            while end < order.count, probabilities[order[end]] == probabilities[order[at]] {
                end += 1
            }
            let rank = Double(at + 1 + end) / 2
            rankSum += rank * Double(order[at..<end].count { labels[$0] })
            at = end
        }
        let positive = Double(labels.count { $0 })
        let negative = Double(labels.count) - positive
        return (rankSum - positive * (positive + 1) / 2) / (positive * negative)
    }

    /// The harmonic mean of precision and recall of what lies above a threshold.
    func f1(above threshold: Double) -> Double {
        var (hits, found) = (0, 0)
        for (probability, label) in zip(probabilities, labels) where probability > threshold {
            found += 1
            if label { hits += 1 }
        }
        let wanted = labels.count { $0 }
        return found + wanted == 0 ? 0 : 2 * Double(hits) / Double(found + wanted)
    }

    /// The threshold of hundredths with the best F1.
    var bestThreshold: Double {
        let thresholds = (1..<100).map { Double($0) / 100 }
        return thresholds.max { f1(above: $0) < f1(above: $1) } ?? 0.5
    }

    /// The mean squared error of the probabilities (Brier, 1950).
    var brierScore: Double {
        let sum = zip(probabilities, labels).reduce(0) { sum, pair in
            let error = pair.0 - (pair.1 ? 1 : 0)
            return sum + error * error
        }
        return sum / Double(max(1, labels.count))
    }

    /// How the probabilities of each tenth of [0, 1] compare with what happened.
    var reliability: [(count: Int, predicted: Double, observed: Double)] {
        (0..<10).map { bin in
            let members = probabilities.indices.filter {
                min(9, Int(probabilities[$0] * 10)) == bin
            }
            let count = Double(max(1, members.count))
            return (
                members.count, members.reduce(0) { $0 + probabilities[$1] } / count,
                Double(members.count { labels[$0] }) / count
            )
        }
    }

    /// The expected calibration error: how far the two are apart in the mean.
    var calibrationError: Double {
        let total = Double(max(1, labels.count))
        return reliability.reduce(0) {
            $0 + Double($1.count) / total * abs($1.predicted - $1.observed)
        }
    }
}
