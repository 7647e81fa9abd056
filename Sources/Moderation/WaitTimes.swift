/// How long comments waited for a decision.
package struct WaitTimes: Sendable {
    private var milliseconds: [Int64] = []

    /// The upper ends of the bands, in seconds; the last band has none.
    package static let bands: [Int?] = [
        60, 300, 900, 3600, 14_400, 86_400, 259_200, nil,
    ]

    package init() {}

    package var count: Int { milliseconds.count }

    /// Takes the next one.
    package mutating func take(milliseconds wait: Int64) { milliseconds.append(max(0, wait)) }

    /// The smallest of the times that so many percent of all do not exceed, in milliseconds
    /// (nearest rank); nil of none.
    package func percentiles(_ percents: [Int]) -> [Int64?] {
        guard !milliseconds.isEmpty else { return percents.map { _ in nil } }
        let sorted = milliseconds.sorted()
        return percents.map { percent in
            sorted[max(0, (sorted.count * percent + 99) / 100 - 1)]
        }
    }

    /// How many lie in each of `bands`.
    package var counts: [Int] {
        var counts = [Int](repeating: 0, count: Self.bands.count)
        for wait in milliseconds {
            let band = Self.bands.firstIndex { $0.map { wait < Int64($0) * 1000 } ?? true }
            counts[band ?? counts.count - 1] += 1
        }
        return counts
    }
}
