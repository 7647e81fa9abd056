import Discussion

/// When flags alone take a comment away from readers until a moderator has looked at it.
///
/// Both must hold, over the flags of reporters who are new to this comment: enough of them, so
/// that nobody decides alone however good their record, and enough weight. A flag that is raised
/// again after a moderator's decision brings the comment before a moderator again, but is no new
/// evidence, so that the same people do not hide what was approved.
package struct FlagThresholds: Sendable, Equatable {
    /// Distinct reporters.
    package let minFlaggers: Int
    /// The sum of the weights, in thousandths.
    package let hideWeight: Int

    package init(minFlaggers: Int, hideWeight: Int) {
        self.minFlaggers = minFlaggers
        self.hideWeight = hideWeight
    }

    /// Whether open flags hide a comment.
    package func hides(_ sums: [FlagSum]) -> Bool {
        sums.reduce(0) { $0 + $1.newCount } >= minFlaggers
            && sums.reduce(0) { $0 + $1.newWeight } >= hideWeight
    }

    /// Why they do, with the sums and the thresholds of the time, for people.
    package func explanation(_ sums: [FlagSum]) -> String {
        let flaggers = sums.reduce(0) { $0 + $1.newCount }
        let weight = FlagWeight.text(sums.reduce(0) { $0 + $1.newWeight })
        let reasons = sums.filter { $0.newCount > 0 }.map {
            "\($0.reason.rawValue) \($0.newCount) (\(FlagWeight.text($0.newWeight)))"
        }
        let repeated = sums.reduce(0) { $0 + $1.count - $1.newCount }
        return "flaggers: \(flaggers), at least \(minFlaggers); weight: \(weight), at least "
            + "\(FlagWeight.text(hideWeight)); \(reasons.joined(separator: ", "))"
            + (repeated > 0 ? "; repeated after a decision, not counted: \(repeated)" : "")
    }
}
