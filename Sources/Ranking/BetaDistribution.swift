import Glibc

/// A Beta distribution: what is to be believed of a share after so many cases for and against it.
package struct BetaDistribution: Sendable {
    private let a: Double
    private let b: Double
    /// The logarithm of the factor before the integral.
    private let logScale: Double

    /// `a` and `b`: at least 1.
    package init(_ a: Double, _ b: Double) {
        self.a = max(1, a)
        self.b = max(1, b)
        logScale = lgamma(self.a + self.b) - lgamma(self.a) - lgamma(self.b)
    }

    /// The value below which the share lies with probability `p`; 0 to 1.
    ///
    /// Newton's method on the cumulative distribution, kept between bounds that each step narrows:
    /// where a step would leave them they are halved.
    package func quantile(_ p: Double) -> Double {
        guard p > 0 else { return 0 }
        guard p < 1 else { return 1 }
        if b == 1 { return pow(p, 1 / a) }
        if a == 1 { return -expm1(log1p(-p) / b) }
        var (low, high) = (0.0, 1.0)
        var x = start(p)
        for _ in 0..<Self.maxSteps {
            let excess = cumulative(x) - p
            if excess < 0 { low = x } else { high = x }
            let slope = exp(logScale + (a - 1) * log(x) + (b - 1) * log1p(-x))
            var next = x - excess / slope
            if !(next > low && next < high) { next = (low + high) / 2 }
            let step = abs(next - x)
            x = next
            if step <= Self.precision * min(x, 1 - x) { break }
        }
        return x
    }

    /// More than halving alone would take.
    private static let maxSteps = 100
    private static let precision = 1e-13

    /// About where the quantile is: as if the distribution were normal.
    private func start(_ p: Double) -> Double {
        let n = a + b
        let mean = a / n
        let deviation = (mean * (1 - mean) / (n + 1)).squareRoot()
        // Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.22.
        let t = (-2 * log(min(p, 1 - p))).squareRoot()
        let z = t - (2.30753 + 0.27061 * t) / (1 + 0.99229 * t + 0.04481 * t * t)
        let guess = mean + (p < 0.5 ? -z : z) * deviation
        return min(max(guess, mean / 16), 1 - (1 - mean) / 16)
    }

    /// The probability that the share lies below `x`: the regularised incomplete beta function, by
    /// its continued fraction (Numerical Recipes, 6.4; evaluated as Lentz did).
    package func cumulative(_ x: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let front = exp(logScale + a * log(x) + b * log1p(-x))
        return x < (a + 1) / (a + b + 2)
            ? front * Self.fraction(x, a, b) / a : 1 - front * Self.fraction(1 - x, b, a) / b
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        func kept(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
        var c = 1.0
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...maxTerms {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / kept(1 + even * d)
            c = kept(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / kept(1 + odd * d)
            c = kept(1 + odd / c)
            let change = d * c
            result *= change
            if abs(change - 1) < 1e-15 { break }
        }
        return result
    }

    /// Of the continued fraction: the square root of the larger parameter, some times.
    private static let maxTerms = 100_000
}
