/// How often which latency came, in buckets that are at most 1/64 wide of what they stand for. Its
/// memory is bounded however many are counted.
struct LatencyHistogram: Sendable, Equatable {
    /// Each doubling is cut into so many buckets, and so are the nanoseconds below it, one by one.
    private static let perDoubling = 64
    private static let bitsPerDoubling = 6
    /// Latencies from 2^41 ns, 36 minutes, on are counted as just below.
    private static let maxBits = 41

    private var counts = [Int](
        repeating: 0, count: (maxBits - bitsPerDoubling + 1) * perDoubling)
    private(set) var count = 0

    /// Counts a latency in nanoseconds, as often as `times` says.
    mutating func record(_ nanoseconds: UInt64, times: Int = 1) {
        counts[Self.bucket(min(nanoseconds, 1 << Self.maxBits - 1))] += times
        count += times
    }

    /// Counts what another one has counted.
    mutating func add(_ other: LatencyHistogram) {
        for (index, times) in other.counts.enumerated() { counts[index] += times }
        count += other.count
    }

    mutating func removeAll() { self = LatencyHistogram() }

    /// The latency in nanoseconds that such a share of all did not exceed, 0.99 for p99; to within
    /// a hundredth. 0 where nothing was counted.
    func quantile(_ share: Double) -> UInt64 {
        let wanted = max(1, Int((share * Double(count)).rounded(.up)))
        var sum = 0
        for (index, times) in counts.enumerated() where times > 0 {
            sum += times
            if sum >= wanted { return Self.middle(index) }
        }
        return 0
    }

    private static func bucket(_ value: UInt64) -> Int {
        guard value >= UInt64(perDoubling) else { return Int(value) }
        let shift = 63 - value.leadingZeroBitCount - bitsPerDoubling
        return shift * perDoubling + Int(value >> UInt64(shift))
    }

    /// The middle of a bucket.
    private static func middle(_ bucket: Int) -> UInt64 {
        guard bucket >= perDoubling else { return UInt64(bucket) }
        let shift = bucket / perDoubling - 1
        let low = UInt64(bucket - shift * perDoubling) << UInt64(shift)
        return low + (1 << UInt64(shift)) / 2
    }
}

/// The middle one of values, or the mean of the two in the middle; nil where there are none.
func median(_ values: [Double]) -> Double? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
