/// How far a person's record speaks for them: the chance that what they do next is good, by
/// Laplace's rule of succession, (good + 1) / (good + bad + 2). Nothing known is 0.5. Whoever is
/// under a sanction has none.
package struct Trust: Sendable, Equatable {
    /// Approved comments, and flags that moderators agreed with.
    package let good: Int
    /// Rejected comments, spam, and flags that moderators dismissed.
    package let bad: Int
    /// Whether a sanction is in force.
    package let isSanctioned: Bool

    /// `rejected`: spam among them.
    package init(
        approved: Int, rejected: Int, flagsAgreed: Int = 0, flagsDismissed: Int = 0,
        isSanctioned: Bool = false
    ) {
        good = approved + flagsAgreed
        bad = rejected + flagsDismissed
        self.isSanctioned = isSanctioned
    }

    /// 0 to 1.
    package var value: Double {
        isSanctioned ? 0 : Double(good + 1) / Double(good + bad + 2)
    }

    /// For people: three decimals, cut, so that what is below a threshold never looks like it.
    var text: String { "\((value * 1000).rounded(.down) / 1000)" }

    /// As it was kept.
    init(good: Int, bad: Int, isSanctioned: Bool) {
        self.good = good
        self.bad = bad
        self.isSanctioned = isSanctioned
    }
}
