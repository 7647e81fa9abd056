/// What a classifier is asked of a text.
package enum Trait: String, Sendable, CaseIterable {
    case spam, toxic
}

/// The classifiers of one site, as far as it has decided enough for them to speak.
package struct Classifiers: Sendable {
    private var known: [Trait: Classifier] = [:]

    package init() {}

    package subscript(trait: Trait) -> Classifier? {
        get { known[trait] }
        set { known[trait] = newValue }
    }

    package var isEmpty: Bool { known.isEmpty }
}

/// The classifiers of a site, and from what probability on they count where a rule says nothing.
package struct ClassifierUse: Sendable {
    package let classifiers: Classifiers
    package let minimum: [Trait: Double]

    package init(classifiers: Classifiers, minimum: [Trait: Double]) {
        self.classifiers = classifiers
        self.minimum = minimum
    }
}

/// What a site's classifiers say of one text.
struct Classification: Sendable {
    private let text: [UInt8]
    private let use: ClassifierUse
    private let probabilities: [Trait: Double]

    init(of text: NormalizedText, by use: ClassifierUse) {
        self.text = text.bytes
        self.use = use
        let features = TextFeatures(of: text.bytes)
        var probabilities: [Trait: Double] = [:]
        for trait in Trait.allCases {
            probabilities[trait] = use.classifiers[trait].map {
                Chance.kept($0.probability(of: features))
            }
        }
        self.probabilities = probabilities
    }

    /// What is to be kept of it.
    var chances: [Chance] {
        Trait.allCases.compactMap { trait in
            guard let probability = probabilities[trait], let classifier = use.classifiers[trait]
            else { return nil }
            return Chance(
                trait: trait, probability: probability, minimum: use.minimum[trait] ?? 1,
                version: classifier.version)
        }
    }

    /// That the probability is high enough: what it is, and what weighs most for it.
    func finding(_ trait: Trait, min: Double?) -> Finding? {
        guard let chance = chances.first(where: { $0.trait == trait }),
            let classifier = use.classifiers[trait], chance.finding(min: min) != nil
        else { return nil }
        let text = text
        return Finding(
            detail: chance.text(min: min, not: false) + reasons(classifier, text),
            score: chance.probability)
    }
}

/// The pieces of a text that speak most for a trait.
private func reasons(_ classifier: Classifier, _ text: [UInt8]) -> String {
    let pieces = classifier.strongest(in: text, limit: 16).filter { $0.weight > 0 }.prefix(5)
        .map { piece in
            let shown = String(decoding: text[piece.range], as: UTF8.self)
            return shown.count > 40 ? "\(shown.prefix(40))…" : shown
        }
    return pieces.isEmpty ? "" : ", most for: \(pieces.joined(separator: ", "))"
}
