import Discussion

/// One order of siblings: a sort, and what its scores are made by.
package struct Order: Sendable {
    package let sort: Sort
    package let formulas: Formulas
    /// Of `common_ground`: the fit that it is made by; nil where the site has none that speaks, and
    /// `best` stands for it.
    package let fit: Fit?

    package init(_ sort: Sort, _ formulas: Formulas, fit: Fit? = nil) {
        self.sort = sort
        self.formulas = formulas
        self.fit = fit
    }

    /// Whether it is another order than was asked for.
    package var isFallback: Bool { sort == .commonGround && fit == nil }

    /// What decides in fact.
    package var decider: Sort { isFallback ? .best : sort }

    /// Where a comment stands among its siblings.
    package func place(_ tally: Tally) -> Place { tally.place(decider, formulas) }

    /// The score that it has there.
    package func score(_ tally: Tally) -> Double { tally.score(decider, formulas) }
}
