/// What a measurement found, in one round.
struct Measurement: Sendable {
    /// Replies a second of the first plan: the one that the row is about.
    var perSecond = 0.0
    /// Its latencies in microseconds.
    var p50 = 0.0
    var p99 = 0.0
    /// The server's processor time in milliseconds, for a thousand commands of all plans.
    var cpuPerThousand = 0.0
    /// The server's peak memory in megabytes.
    var peakMegabytes = 0.0
    /// Error replies of all plans, and the first of them.
    var errors = 0
    var firstError: String?
    /// Whether a plan's prepared lines did not suffice, so that the figures flatter.
    var isRepeating = false

    init(_ results: [LoadResult], cpuSeconds: Double, peakMegabytes: Double) {
        if let first = results.first {
            perSecond = first.perSecond
            p50 = Double(first.latency.quantile(0.5)) / 1000
            p99 = Double(first.latency.quantile(0.99)) / 1000
        }
        let replies = results.reduce(0) { $0 + $1.replies }
        cpuPerThousand = replies > 0 ? cpuSeconds * 1e6 / Double(replies) : 0
        self.peakMegabytes = peakMegabytes
        errors = results.reduce(0) { $0 + $1.errors }
        firstError = results.lazy.compactMap(\.firstError).first
        isRepeating = results.contains(where: \.isRepeating)
    }
}

/// Values of a figure in each round, of a contender and of the one beside it.
struct Rounds: Sendable {
    private(set) var values: [Double] = []
    private(set) var others: [Double] = []

    /// Adds a round.
    mutating func add(_ value: Double, beside other: Double?) {
        values.append(value)
        if let other { others.append(other) }
    }

    var median: Double? { commentd_bench.median(values) }
    var otherMedian: Double? { commentd_bench.median(others) }

    /// The median of each round's ratio; nil where nothing stood beside.
    var ratio: Double? {
        commentd_bench.median(zip(values, others).filter { $0.1 > 0 }.map { $0 / $1 })
    }
}
