import Glibc

/// What each feature weighs before anything is learned of it, by how many examples of each label it
/// occurs in.
struct WeightedColumns {
    /// Added to the counts of each label, shared by the labels' share of the examples.
    private static let smoothing = 2.0
    /// What a feature weighs that says nothing by itself.
    private static let leastScale = 1.0

    let hasBothLabels: Bool
    private let skipped: Set<Int>
    /// The code of each feature's document frequency.
    private var frequencies: [UInt8]
    /// What an entry of each column is, but for the row's length.
    private var scales: [Float]

    /// In how many examples a feature must occur: one that occurs once in a thousand says little,
    /// and half of all features are such.
    static func leastFrequency(examples: Int) -> Int32 { examples < 1000 ? 1 : 2 }

    /// Counts all rows but these.
    init(_ rows: LabeledRows, without skipped: Set<Int>) {
        self.skipped = skipped
        var with = [Int32](repeating: 0, count: FeatureHash.count)
        var without = with
        var (positive, negative) = (0.0, 0.0)
        for row in 0..<rows.count where !skipped.contains(row) {
            if rows.labels[row] {
                positive += 1
                for column in rows.columns[rows.range(row)] { with[Int(column)] += 1 }
            } else {
                negative += 1
                for column in rows.columns[rows.range(row)] { without[Int(column)] += 1 }
            }
        }
        hasBothLabels = positive > 0 && negative > 0
        frequencies = [UInt8](repeating: 0, count: FeatureHash.count)
        scales = [Float](repeating: 0, count: FeatureHash.count)
        let count = positive + negative
        let least = Self.leastFrequency(examples: Int(count))
        let (more, less) = (
            Self.smoothing * positive / count, Self.smoothing * negative / count
        )
        for column in frequencies.indices where with[column] + without[column] >= least {
            let (p, q) = (Double(with[column]), Double(without[column]))
            let code = DocumentFrequency.code(inverse: log((1 + count) / (1 + p + q)) + 1)
            let ratio =
                (p + more) / (positive + Self.smoothing)
                / ((q + less) / (negative + Self.smoothing))
            let weight = column < FeatureHash.firstOfRuns ? DocumentFrequency.wordWeight : 1
            frequencies[column] = code
            scales[column] =
                weight * DocumentFrequency.inverse(code) * Float(Self.leastScale + abs(log(ratio)))
        }
    }

    /// Learns from all rows but those left out; nil where cancelled.
    func fit(_ rows: LabeledRows, _ isCancelled: () -> Bool) -> FittedModel? {
        let rowScales = (0..<rows.count).map { row in
            skipped.contains(row) ? 0 : FittedModel.inverseLength(row, rows, frequencies)
        }
        guard
            let solution = LogisticRegression().solve(
                rows, rowScales: rowScales, columnScales: scales, isCancelled: isCancelled)
        else { return nil }
        return FittedModel(frequencies: frequencies, solution: solution)
    }
}

/// A model before its scores are probabilities.
struct FittedModel {
    let frequencies: [UInt8]
    let solution: LogisticRegression.Solution

    /// One over the length of a row; 0 for one without features.
    static func inverseLength(_ row: Int, _ rows: LabeledRows, _ frequencies: [UInt8]) -> Double {
        rows.columns.withUnsafeBufferPointer { columns in
            DocumentFrequency.inverseLength(
                UnsafeBufferPointer(rebasing: columns[rows.range(row)])
            ) { frequencies[Int($0)] }
        }
    }

    func score(_ row: Int, _ rows: LabeledRows) -> Double {
        let sum = rows.columns[rows.range(row)].reduce(Float(0)) {
            $0 + solution.weights[Int($1)]
        }
        return Double(sum) * Self.inverseLength(row, rows, frequencies) + solution.bias
    }

    /// With weights in steps of 1/32,767 of the largest.
    func classifier(
        version: Int, examples: Classifier.Examples, scaling: PlattScaling
    ) -> Classifier {
        let largest = solution.weights.reduce(Float(0)) { max($0, abs($1)) }
        let step = max(largest, .leastNormalMagnitude * 65_536) / 32_767
        let weights = zip(solution.weights, frequencies).map { weight, frequency in
            let steps = min(max((weight / step).rounded(), -32_767), 32_767)
            return Classifier.Weight(
                steps: frequency == 0 ? 0 : Int16(steps), frequency: frequency)
        }
        return Classifier(
            version: version, examples: examples, weights: weights, step: step,
            bias: solution.bias, scaling: scaling)
    }
}
