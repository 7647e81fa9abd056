import Discussion
import Glibc

/// Scores of a comment from its votes. All are computed in doubles; higher is better.
package enum Scores {
    /// The 0.9 quantile of the standard normal distribution, as the reddit archive writes it.
    package static let wilsonZ = 1.281551565545

    /// The lower bound of Wilson's score interval (E. B. Wilson, JASA 22, 1927; as a way to sort:
    /// E. Miller, "How Not To Sort By Average Rating", 2009), clamped to 0...1; 0 without votes.
    package static func wilsonLowerBound(up: Int, down: Int, z: Double = wilsonZ) -> Double {
        let n = Double(up + down)
        guard n > 0 else { return 0 }
        let p = Double(up) / n
        let middle = p + z * z / (2 * n)
        let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return min(1, max(0, (middle - spread) / (1 + z * z / n)))
    }

    /// `best`: the lower bound of the votes and the author's own voice, or a quantile of what the
    /// votes let one believe of the share of up-votes where nothing was known before (a Beta
    /// distribution of 1 + up and 1 + down).
    package static func best(up: Int, down: Int, _ formula: Formulas.Best = .lowerBound) -> Double {
        switch formula {
        case .lowerBound: wilsonLowerBound(up: up + 1, down: down)
        case .quantile(let quantile):
            BetaDistribution(Double(up) + 1, Double(down) + 1).quantile(quantile)
        }
    }

    /// `top`: up-votes less down-votes.
    package static func top(up: Int, down: Int) -> Int { up - down }

    /// `hot`: ten times the votes weigh as much as being `decaySeconds` younger; to 7 decimals
    /// (reddit-archive/reddit `r2/r2/lib/db/_sorts.pyx:_hot`, where that is 45,000).
    package static func hot(
        up: Int, down: Int, createdSeconds: Double, decaySeconds: Double = 45_000
    ) -> Double {
        let score = up - down
        let order = log10(Double(max(abs(score), 1)))
        let raw = Double(score.signum()) * order + (createdSeconds - 1_134_028_003) / decaySeconds
        return (raw * 1e7).rounded(.toNearestOrEven) / 1e7
    }

    /// `controversial`: many votes, evenly split; 0 where one side is empty
    /// (reddit-archive/reddit `r2/r2/lib/db/_sorts.pyx:controversy`).
    package static func controversial(up: Int, down: Int) -> Double {
        guard up > 0, down > 0 else { return 0 }
        let balance = Double(min(up, down)) / Double(max(up, down))
        return pow(Double(up + down), balance)
    }
}
