/// The probability that people would decide of a text as they did of others: what a classifier has
/// learned, a value that never changes.
///
/// Linear over `TextFeatures`: the logit is slope × (Σ weight / length + bias) + offset, length
/// being the Euclidean length of the features' inverse document frequencies, so that long texts
/// weigh no more than short ones. `ClassifierTrainer` makes one.
package struct Classifier: Sendable {
    /// Which one it is; greater ones came later.
    package let version: Int
    /// How many examples of each label it was made of.
    package let examples: Examples

    /// Counts by label.
    package struct Examples: Sendable, Equatable {
        package let positive: Int
        package let negative: Int

        package init(positive: Int, negative: Int) {
            self.positive = positive
            self.negative = negative
        }
    }

    /// A feature's weight in steps of `step`, and its document frequency's code; 0 where it never
    /// occurred, and then it does not count towards the length either.
    struct Weight: Sendable, Equatable {
        var steps: Int16 = 0
        var frequency: UInt8 = 0
    }

    /// One for each index of a feature.
    let weights: [Weight]
    /// What one step of a weight is.
    let step: Float
    let bias: Double
    let scaling: PlattScaling

    init(
        version: Int, examples: Examples, weights: [Weight], step: Float, bias: Double,
        scaling: PlattScaling
    ) {
        self.version = version
        self.examples = examples
        self.weights = weights
        self.step = step
        self.bias = bias
        self.scaling = scaling
    }

    /// From 0 to 1.
    package func probability(of features: TextFeatures) -> Double { sigmoid(logit(of: features)) }

    /// The log-odds of it.
    package func logit(of features: TextFeatures) -> Double {
        var sum = 0
        features.indices.withUnsafeBufferPointer { indices in
            weights.withUnsafeBufferPointer { weights in
                for index in indices { sum += Int(weights[Int(index)].steps) }
            }
        }
        return scaling.logit(Double(sum) * Double(step) * inverseLength(of: features) + bias)
    }

    /// One over the length of the features that are known; 0 where there are none.
    func inverseLength(of features: TextFeatures) -> Double {
        features.indices.withUnsafeBufferPointer { indices in
            weights.withUnsafeBufferPointer { weights in
                DocumentFrequency.inverseLength(indices) { weights[Int($0)].frequency }
            }
        }
    }
}

/// Inverse document frequencies, ln((1 + n) / (1 + df)) + 1, in a byte.
enum DocumentFrequency {
    /// Words are rarer than runs of letters and say more by themselves: each counts as much more.
    static let wordWeight: Float = 2

    /// From 20 on; 0 is for a feature that is not known.
    static func code(inverse: Double) -> UInt8 { UInt8(min(max(inverse * 20, 1), 255).rounded()) }

    static func inverse(_ code: UInt8) -> Float { Float(code) * 0.05 }

    @inline(__always)
    static func squaredInverse(_ code: UInt8) -> Float {
        let inverse = inverse(code)
        return inverse * inverse
    }

    /// One over the Euclidean length of a text's features, given the code of each; 0 where none is
    /// known.
    @inline(__always)
    static func inverseLength(
        _ indices: UnsafeBufferPointer<UInt32>, _ code: (UInt32) -> UInt8
    ) -> Double {
        var (words, runs): (Float, Float) = (0, 0)
        for index in indices {
            let square = squaredInverse(code(index))
            if index < FeatureHash.firstOfRuns { words += square } else { runs += square }
        }
        let length = Double(wordWeight * wordWeight * words + runs).squareRoot()
        return length > 0 ? 1 / length : 0
    }
}
