import Moderation

/// How well the classifier learns published collections, and what it costs.
final class ClassifierBenchmark {
    /// The folder of the collections.
    private let folder: String
    /// How probabilities compare with what people said, a line for each set.
    private var reliability = TextGrid()

    init(folder: String) {
        self.folder = folder
        reliability.row(["set"] + (0..<10).map { Text.fixed(Double($0) / 10, 1) + "–" })
    }

    private static let titles = [
        "learned", "tested", "AUC", "F1", "F1 best", "Brier", "ECE", "learning ms", "model kB",
        "example B", "µs/comment",
    ]
    private static let places = [0, 0, 4, 4, 4, 4, 4, 0, 0, 0, 2]

    func run() throws -> Int32 {
        var grid = TextGrid()
        grid.row(["set"] + Self.titles)
        for splits in try ClassifierSets.spam(in: folder) {
            try measure(splits, disguises: true).forEach { grid.row($0) }
        }
        for splits in try ClassifierSets.offence(in: folder) {
            try measure(splits, disguises: false).forEach { grid.row($0) }
        }
        Terminal.print(
            """
            AUC and F1 at 0.5; F1 best: at the threshold that is best on folds of the training part.
            µs/comment: features and score of texts of 300 bytes, already normalized.


            """ + grid.text + """

                Per cent of texts that were positive, and of how many, by tenths of the probability:


                """ + reliability.text)
        return 0
    }

    /// The lines of these splits' mean, on the test as it is and in look-alike letters.
    private func measure(
        _ splits: [ClassifierSplit], disguises: Bool
    ) throws(BenchProblem) -> [[String]] {
        var tests = [("", [[Double]]())]
        if disguises { tests += [(", look-alikes", []), (", with signs", [])] }
        for split in splits {
            try Interruption.check()
            Terminal.complain(split.name)
            guard let lesson = Lesson(split) else { continue }
            tests[0].1.append(lesson.figures(on: split.test))
            reliability.row([split.name] + lesson.reliability(on: split.test))
            for test in tests.indices.dropFirst() {
                tests[test].1.append(lesson.figures(on: split.disguised(signs: test == 2)))
            }
        }
        return tests.map { suffix, figures in
            let means = Self.titles.indices.map { column in
                figures.reduce(0) { $0 + $1[column] } / Double(max(1, figures.count))
            }
            return [(splits.first?.name ?? "") + suffix]
                + zip(means, Self.places).map { Text.fixed($0, $1) }
        }
    }
}

/// What was learned of a training part, and what it cost.
private struct Lesson {
    private let model: Classifier
    private let threshold: Double
    private let milliseconds: Double
    private let count: Int
    private let storedBytes: Int

    init?(_ split: ClassifierSplit) {
        let training = split.training.map { Example($0) }
        let begin = Clock.nanoseconds
        guard let model = Self.learn(training) else { return nil }
        milliseconds = Double(Clock.nanoseconds - begin) / 1e6
        self.model = model
        threshold = Self.threshold(training)
        count = training.count
        storedBytes = training.reduce(0) { $0 + $1.features.stored.count }
    }

    func reliability(on texts: [LabeledText]) -> [String] {
        let test = texts.map { Example($0) }
        let figures = ClassifierFigures(
            probabilities: test.map { model.probability(of: $0.features) },
            labels: test.map(\.isPositive))
        return figures.reliability.map { bin in
            bin.count == 0 ? "–" : "\(Text.fixed(100 * bin.observed, 0)) of \(bin.count)"
        }
    }

    func figures(on texts: [LabeledText]) -> [Double] {
        let test = texts.map { Example($0) }
        let figures = ClassifierFigures(
            probabilities: test.map { model.probability(of: $0.features) },
            labels: test.map(\.isPositive))
        return [
            Double(min(count, ClassifierTrainer.mostExamples)), Double(test.count),
            figures.areaUnderCurve, figures.f1(above: 0.5),
            figures.f1(above: threshold), figures.brierScore, figures.calibrationError,
            milliseconds, Double(model.serialized.count) / 1000,
            Double(storedBytes) / Double(count), Self.microseconds(model, test),
        ]
    }

    private struct Example {
        let bytes: [UInt8]
        let features: TextFeatures
        let isPositive: Bool

        init(_ text: LabeledText) {
            bytes = NormalizedText(text.text).bytes
            features = TextFeatures(of: bytes)
            isPositive = text.isPositive
        }
    }

    private static func learn(_ examples: [Example]) -> Classifier? {
        var trainer = ClassifierTrainer(minimumExamples: 1)
        for example in examples {
            guard trainer.add(example.features, isPositive: example.isPositive) else { break }
        }
        return trainer.classifier(version: 1)
    }

    /// The best threshold for what each fifth of the examples gets of the others.
    private static func threshold(_ examples: [Example]) -> Double {
        var (probabilities, labels): ([Double], [Bool]) = ([], [])
        for fold in 0..<5 {
            let isIn = examples.indices.map { ClassifierSets.fold(of: $0) == fold }
            let rest = examples.indices.filter { !isIn[$0] }.map { examples[$0] }
            guard let model = learn(rest) else { continue }
            for index in examples.indices where isIn[index] {
                probabilities.append(model.probability(of: examples[index].features))
                labels.append(examples[index].isPositive)
            }
        }
        return ClassifierFigures(probabilities: probabilities, labels: labels).bestThreshold
    }

    /// What a text of 300 bytes costs: texts of the test joined up to that length.
    private static func microseconds(_ model: Classifier, _ examples: [Example]) -> Double {
        var texts: [[UInt8]] = []
        var text: [UInt8] = []
        for example in examples {
            text += example.bytes + [0x20]
            if text.count >= 300 {
                texts.append(Array(text.prefix(300)))
                text = []
            }
        }
        guard !texts.isEmpty else { return .nan }
        let rounds = max(1, 5_000 / texts.count)
        var sum = 0.0
        let begin = Clock.nanoseconds
        for _ in 0..<rounds {
            for text in texts { sum += model.probability(of: TextFeatures(of: text)) }
        }
        let spent = Double(Clock.nanoseconds - begin)
        return sum.isFinite ? spent / 1000 / Double(rounds * texts.count) : .nan
    }
}
