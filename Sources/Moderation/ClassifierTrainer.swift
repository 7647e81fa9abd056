import Glibc

/// Makes a classifier of labeled examples.
///
/// It keeps nothing between two: all that is learned follows from the examples that are there, so
/// that one that is taken away, or whose label changes, leaves no trace, and their order is no
/// matter. Whoever keeps the examples keeps one for each comment.
///
/// The model is logistic regression over TF-IDF of features that occur or not, each scaled by how
/// much more often it occurs under one label (Wang and Manning, Baselines and bigrams, 2012). The
/// probability is fitted to the scores that each fifth of the examples gets of a model made without
/// it; equal texts are always in the same fifth.
package struct ClassifierTrainer: Sendable {
    /// At most so many examples are learned from.
    package static let mostExamples = 20_000
    /// And at most so many features of all of them together: 24 MB, twice that while it learns.
    package static let mostFeatures = 6_000_000

    /// How many examples of each label there must be.
    private let minimum: Int
    private var rows = LabeledRows()
    private var fingerprints: [UInt64] = []
    private var positive = 0

    /// `minimumExamples`: of each label; with fewer there is no classifier.
    package init(minimumExamples: Int) { minimum = max(1, minimumExamples) }

    /// How many examples of each label were added.
    package var examples: Classifier.Examples {
        Classifier.Examples(positive: positive, negative: rows.count - positive)
    }

    /// Adds an example; false where no more are taken, so the newest come first.
    package mutating func add(_ features: TextFeatures, isPositive: Bool) -> Bool {
        guard rows.count < Self.mostExamples,
            rows.columns.count + features.count <= Self.mostFeatures
        else { return false }
        rows.append(features.indices[...], isPositive)
        fingerprints.append(features.fingerprint)
        if isPositive { positive += 1 }
        return true
    }

    /// The classifier that these examples make; nil where there are too few, or where
    /// `isCancelled`, asked all along, says so. Equal examples give an equal one.
    package func classifier(
        version: Int, isCancelled: () -> Bool = { false }
    ) -> Classifier? {
        guard positive >= minimum, rows.count - positive >= minimum else { return nil }
        let order = rows.labels.indices.sorted {
            (fingerprints[$0], rows.labels[$0] ? 1 : 0)
                < (fingerprints[$1], rows.labels[$1] ? 1 : 0)
        }
        let training = TrainingRows(rows, fingerprints, order: order)
        var scores: [Double] = []
        var labels: [Bool] = []
        for fold in 0..<TrainingRows.folds {
            if isCancelled() { return nil }
            let unseen = training.rows(inFold: fold)
            let columns = WeightedColumns(training.rows, without: Set(unseen))
            guard columns.hasBothLabels else { continue }
            guard let model = columns.fit(training.rows, isCancelled) else { return nil }
            scores += unseen.map { model.score($0, training.rows) }
            labels += unseen.map { training.rows.labels[$0] }
        }
        let columns = WeightedColumns(training.rows, without: [])
        guard let model = columns.fit(training.rows, isCancelled) else { return nil }
        return model.classifier(
            version: version, examples: examples,
            scaling: scores.isEmpty ? .identity : .fitted(scores, labels))
    }
}

/// The examples in an order that does not depend on how they came, without what occurs too seldom.
private struct TrainingRows {
    static let folds = 5

    var rows = LabeledRows()
    private var fold: [Int] = []

    init(_ all: LabeledRows, _ fingerprints: [UInt64], order: [Int]) {
        let least = WeightedColumns.leastFrequency(examples: all.count)
        var frequencies = [Int32](repeating: 0, count: FeatureHash.count)
        for column in all.columns { frequencies[Int(column)] += 1 }
        rows.columns.reserveCapacity(all.columns.count)
        for row in order {
            rows.append(
                all.columns[all.range(row)].filter { frequencies[Int($0)] >= least }[...],
                all.labels[row])
            fold.append(Int(fingerprints[row] % UInt64(Self.folds)))
        }
    }

    func rows(inFold wanted: Int) -> [Int] { fold.indices.filter { fold[$0] == wanted } }
}

extension LabeledRows {
    fileprivate mutating func append(_ indices: ArraySlice<UInt32>, _ isPositive: Bool) {
        columns.append(contentsOf: indices)
        starts.append(columns.count)
        labels.append(isPositive)
    }
}
