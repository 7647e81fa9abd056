/// So many of so many, and how sure that is of what lies behind it.
package struct Share: Sendable, Equatable {
    package let part: Int
    package let whole: Int

    package init(_ part: Int, of whole: Int) {
        self.part = part
        self.whole = whole
    }

    /// Nil of nothing.
    package var value: Double? { whole > 0 ? Double(part) / Double(whole) : nil }

    /// The 0.975 quantile of the standard normal distribution.
    private static let z = 1.959963984540054

    /// Wilson's score interval of 95 % (E. B. Wilson, "Probable inference, the law of succession,
    /// and statistical inference", 1927), within 0 and 1; nil of nothing.
    package var interval: ClosedRange<Double>? {
        guard let value else { return nil }
        let count = Double(whole)
        let square = Self.z * Self.z
        let middle = value + square / (2 * count)
        let half =
            Self.z
            * (value * (1 - value) / count + square / (4 * count * count)).squareRoot()
        let scale = 1 + square / count
        // At the ends the interval ends there too, which rounding must not hide.
        let low = part == 0 ? 0 : max(0, (middle - half) / scale)
        let high = part == whole ? 1 : min(1, (middle + half) / scale)
        return low...max(low, high)
    }
}
