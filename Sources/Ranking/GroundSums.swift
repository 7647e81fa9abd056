import Discussion

/// A voter as the model of common ground sees them: how readily they agree with anything, and on
/// which side they usually stand. In units of 2^-32, so that what is made of it adds up exactly.
package struct GroundVoter: Sendable, Equatable {
    package let intercept: Int64
    package let factor: Int64

    package init(intercept: Int64, factor: Int64) {
        self.intercept = intercept
        self.factor = factor
    }

    /// Rounds what a fit found.
    package init(intercept: Double, factor: Double) {
        self.intercept = GroundSums.fixed(intercept)
        self.factor = GroundSums.fixed(factor)
    }

    /// How readily the voter agrees, and which side they are on, as a fit found them.
    package var parameters: (intercept: Double, factor: Double) {
        (Double(intercept) / GroundSums.unit, Double(factor) / GroundSums.unit)
    }

    /// On which side a voter stands: −1, 1, or 0 where the fit tells none from the other.
    package var side: Int {
        abs(factor) < Self.leastFactor ? 0 : factor < 0 ? -1 : 1
    }

    /// A thousandth: below that a fit that has found no sides leaves chance.
    private static let leastFactor: Int64 = 1 << 22
}

/// What the votes of fitted voters on one comment come to: all that its intercept and its factor
/// depend on while the voters' stay what they are. Sums of whole numbers in units of 2^-32: a vote
/// that is taken back leaves them exactly as they were, in whatever order.
package struct GroundSums: Sendable, Equatable {
    package var votes: Int64 = 0
    /// Of the voters' factors.
    package var factors: Int64 = 0
    /// Of their squares.
    package var squares: Int64 = 0
    /// Of what the votes leave when the mean and the voter's intercept are taken off.
    package var rests: Int64 = 0
    /// Of those times the voter's factor.
    package var products: Int64 = 0
    /// Votes of those who stand on the one side, and on the other.
    package var low = Side()
    package var high = Side()

    /// The votes of one side's voters.
    package struct Side: Sendable, Equatable {
        package var up: Int64 = 0
        package var down: Int64 = 0

        package init(up: Int64 = 0, down: Int64 = 0) {
            self.up = up
            self.down = down
        }
    }

    package init() {}

    /// One vote: 1 or −1; of 0 nothing.
    package init(of voter: GroundVoter, value: Int, mean: Double) {
        guard value != 0 else { return }
        let (intercept, factor) = (Self.real(voter.intercept), Self.real(voter.factor))
        let rest = (value > 0 ? 1 : 0) - mean - intercept
        votes = 1
        factors = voter.factor
        squares = Self.fixed(factor * factor)
        rests = Self.fixed(rest)
        products = Self.fixed(rest * factor)
        let side = Side(up: value > 0 ? 1 : 0, down: value < 0 ? 1 : 0)
        if voter.side < 0 { low = side } else if voter.side > 0 { high = side }
    }

    /// Adds another's votes, `times` times: −1 takes them off.
    package mutating func add(_ other: GroundSums, times: Int64 = 1) {
        votes &+= other.votes &* times
        factors &+= other.factors &* times
        squares &+= other.squares &* times
        rests &+= other.rests &* times
        products &+= other.products &* times
        low.up &+= other.low.up &* times
        low.down &+= other.low.down &* times
        high.up &+= other.high.up &* times
        high.down &+= other.high.down &* times
    }

    fileprivate static let unit = 4_294_967_296.0

    /// The nearest multiple of 2^-32, in those. What no fit finds becomes 0.
    static func fixed(_ value: Double) -> Int64 {
        abs(value) < 1_000_000 ? Int64((value * unit).rounded(.toNearestOrEven)) : 0
    }

    static func real(_ value: Int64) -> Double { Double(value) / unit }
}
