/// What a classifier said of a text.
package struct Chance: Sendable, Equatable {
    package let trait: Trait
    package let probability: Double
    /// From which probability on it counted where a rule said nothing.
    package let minimum: Double
    /// The classifier's version.
    package let version: Int

    /// A probability in parts that can be kept.
    static let parts = 1_000_000.0

    /// A probability as it can be kept: cut to six digits before rules see it.
    static func kept(_ probability: Double) -> Double {
        (probability * parts).rounded(.down) / parts
    }

    /// That the probability is high enough.
    func finding(min: Double?) -> Finding? {
        probability >= min ?? minimum
            ? Finding(detail: text(min: min, not: false), score: probability) : nil
    }

    /// For people.
    func text(min: Double?, not: Bool) -> String {
        "\(trait.rawValue) \(wholePercent(probability)), \(not ? "not " : "")at least "
            + "\(wholePercent(min ?? minimum)) (classifier \(version))"
    }
}
