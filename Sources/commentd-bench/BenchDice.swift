import Discussion
import Glibc

extension SeededDice {
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
