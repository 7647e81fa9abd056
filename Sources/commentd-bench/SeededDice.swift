import Glibc

/// Random numbers that are the same in every run (SplitMix64: Steele, Lea and Flood, 2014).
struct SeededDice: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Self.mix(state)
    }

    /// The function that makes a step's number of its state: equal for equal input, else as random.
    static func mix(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 up to `count`, which is at least 1 and not among them.
    mutating func below(_ count: Int) -> Int {
        // The high half of a product of 128 bits: no division.
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }

    /// A number of [0, 1).
    mutating func fraction() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// True in so many of a hundred cases.
    mutating func percent(_ share: Int) -> Bool { below(100) < share }

    /// How many votes a comment gets: Pareto(1.25), 3 in the mean, 500 at most.
    mutating func voteCount() -> Int {
        let many = min(500, pow(1 - fraction(), -0.8))
        return Int(many) - (percent(50) ? 1 : 0)
    }
}

/// Draws numbers from 1 on, the k-th with a weight of 1/k (Zipf's law): as readers do with pages.
struct ZipfDice: Sendable {
    /// For each number the sum of the weights up to it.
    private let sums: [Double]

    /// `count`: the largest number.
    init(count: Int) {
        var sum = 0.0
        sums = (1...max(1, count)).map { rank in
            sum += 1 / Double(rank)
            return sum
        }
    }

    func draw(_ dice: inout SeededDice) -> Int {
        let wanted = dice.fraction() * (sums.last ?? 0)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return low + 1
    }
}
