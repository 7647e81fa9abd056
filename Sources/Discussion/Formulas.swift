/// How the scores are made that an operator can choose between.
package struct Formulas: Sendable, Equatable {
    /// How `best` is scored.
    package enum Best: Sendable, Equatable {
        /// The lower bound of Wilson's interval.
        case lowerBound
        /// A quantile of what the votes let one believe of a comment, from 0.05 to 0.95.
        case quantile(Double)
    }

    package var best: Best
    /// In `hot`: how many seconds younger weighs as much as ten times the votes.
    package var hotDecaySeconds: Double

    package init(best: Best = .lowerBound, hotDecaySeconds: Double = 45_000) {
        self.best = best
        self.hotDecaySeconds = hotDecaySeconds
    }
}
