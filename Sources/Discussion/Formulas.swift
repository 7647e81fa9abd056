/// How the scores are made that an operator can choose between.
public struct Formulas: Sendable, Equatable {
    /// How `best` is scored.
    public enum Best: Sendable, Equatable {
        /// The lower bound of Wilson's interval.
        case lowerBound
        /// A quantile of what the votes let one believe of a comment, from 0.05 to 0.95.
        case quantile(Double)
    }

    /// One for all sites: a change has the kept order of siblings made anew.
    public var best: Best
    /// In `hot`: how many seconds younger weighs as much as ten times the votes.
    public var hotDecaySeconds: Double

    /// What holds where the settings choose nothing.
    public init(best: Best = .lowerBound, hotDecaySeconds: Double = 45_000) {
        self.best = best
        self.hotDecaySeconds = hotDecaySeconds
    }
}
