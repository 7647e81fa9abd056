import Discussion

/// What a fit says of a site as a whole: with a comment's sums it gives the comment's parameters.
///
/// The model is the one-factor matrix factorisation of Community Notes (S. Wojcik et al.,
/// "Birdwatch: Crowd Wisdom and Bridging Algorithms can Inform Understanding and Reduce the Spread
/// of Misinformation", 2022): r = mean + i_u + i_n + f_u·f_n.
package struct GroundScale: Sendable, Equatable {
    package let mean: Double
    /// The fit's votes, for each of its comments.
    package let votesPerComment: Double
    /// The largest intercept of any voter, the smallest and the largest factor.
    package let maxIntercept: Double
    package let minFactor: Double
    package let maxFactor: Double

    package init(
        mean: Double, votesPerComment: Double, maxIntercept: Double, minFactor: Double,
        maxFactor: Double
    ) {
        self.mean = mean
        self.votesPerComment = votesPerComment
        self.maxIntercept = maxIntercept
        self.minFactor = minFactor
        self.maxFactor = maxFactor
    }

    /// The penalties on squares of intercepts, and of the mean, and on squares of factors.
    package static let interceptPenalty = 0.15
    package static let factorPenalty = 0.03

    /// A comment's parameters.
    package struct Standing: Sendable, Equatable {
        /// What both sides give it beyond what each gives its own.
        package let intercept: Double
        /// Which side it is on.
        package let factor: Double
    }

    /// The parameters that fit the votes best, the voters' held: the one minimum of a sum of
    /// squares. Without votes both are 0.
    package func standing(_ sums: GroundSums) -> Standing {
        solve(Equations(sums), votesPerComment: votesPerComment)
    }

    /// The lowest that a comment's intercept would be after one more vote against it, of somebody
    /// who agrees with everything, in the middle or at either end; no more than it is.
    package func lowerBound(_ sums: GroundSums) -> Double {
        let own = Equations(sums)
        var bound = solve(own, votesPerComment: votesPerComment).intercept
        for factor in [minFactor, 0, maxFactor] {
            var more = own
            more.add(factor: factor, rest: 0 - mean - maxIntercept)
            // Each comment would have one more.
            let intercept = solve(more, votesPerComment: votesPerComment + 1).intercept
            bound = min(bound, intercept)
        }
        return bound
    }

    /// The bound of a comment without fitted votes.
    package var lowerBoundOfNone: Double { lowerBound(GroundSums()) }

    /// The normal equations of a comment, without the penalties.
    private struct Equations {
        var votes: Double
        var factors: Double
        var squares: Double
        var rests: Double
        var products: Double

        init(_ sums: GroundSums) {
            votes = Double(sums.votes)
            factors = GroundSums.real(sums.factors)
            squares = GroundSums.real(sums.squares)
            rests = GroundSums.real(sums.rests)
            products = GroundSums.real(sums.products)
        }

        mutating func add(factor: Double, rest: Double) {
            votes += 1
            factors += factor
            squares += factor * factor
            rests += rest
            products += rest * factor
        }
    }

    private func solve(_ sums: Equations, votesPerComment: Double) -> Standing {
        let a = sums.votes + Self.interceptPenalty * votesPerComment
        let d = sums.squares + Self.factorPenalty * votesPerComment
        let determinant = a * d - sums.factors * sums.factors
        // Positive, but for what a damaged file may hold.
        guard determinant > 0, determinant.isFinite else {
            return Standing(intercept: 0, factor: 0)
        }
        return Standing(
            intercept: (sums.rests * d - sums.factors * sums.products) / determinant,
            factor: (a * sums.products - sums.factors * sums.rests) / determinant)
    }
}
