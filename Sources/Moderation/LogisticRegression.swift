import Glibc

/// Rows of a matrix whose entry (i, j) is 0 or `rowScale[i] × columnScale[j]`, and their labels.
///
/// A row keeps only where its entries are: scaling by row and column is all that TF-IDF and
/// log-count ratios of features that occur or not come to.
struct LabeledRows {
    /// Where each row begins in `columns`, and last where the last ends.
    var starts: [Int] = [0]
    var columns: [UInt32] = []
    var labels: [Bool] = []

    var count: Int { labels.count }

    func range(_ row: Int) -> Range<Int> { starts[row]..<starts[row + 1] }
}

/// Logistic regression with an L2 penalty: the w and b that minimise
/// (|w|² + b²) / 2 + C × Σ log(1 + exp(−y (w·x + b))), y being 1 or −1.
///
/// Solved by coordinate descent in the dual (Yu, Huang and Lin, Dual coordinate descent methods for
/// logistic regression and maximum entropy models, 2011). At the optimum each dual variable is
/// α = C σ(t) with t = −y (w·x + b); here t is what is stored and moved, one example at a time,
/// which keeps α within (0, C) by itself, and how far the two sides are apart, each through σ, is
/// an error of that example's probability.
struct LogisticRegression {
    /// C: what an example's loss weighs beside the penalty.
    var cost = 2.0
    /// Stops when no example's probability is off by more.
    var tolerance = 0.05
    /// Passes over all examples, at most.
    var mostPasses = 100

    /// What was found: `weights[j]` is w[j] × columnScale[j].
    struct Solution {
        var weights: [Float]
        var bias: Double
        /// The largest error of an example's probability in the last pass.
        var error: Double
        var passes: Int
    }

    /// Rows with a scale of 0 are left out. Nil where `isCancelled`, asked before every pass, says
    /// so.
    func solve(
        _ rows: LabeledRows, rowScales: [Double], columnScales: [Float],
        isCancelled: () -> Bool = { false }
    ) -> Solution? {
        // A column's weight and squared scale side by side: one miss of the cache, not two.
        var table = columnScales.map { SIMD2<Float>(0, $0 * $0) }
        var state = State(
            cost: cost, logits: [Double](repeating: 0, count: rows.count), rowScales: rowScales)
        let squares = rows.squares(rowScales, table)
        state.squares = squares
        state.start(rows, &table)
        var solution = Solution(weights: [], bias: 0, error: .infinity, passes: 0)
        while solution.passes < mostPasses, solution.error > tolerance {
            if isCancelled() { return nil }
            solution.error = state.pass(rows, &table, skip: tolerance / 4)
            solution.passes += 1
        }
        solution.weights = table.map(\.x)
        solution.bias = state.bias
        return solution
    }
}

/// The dual variables in the middle of solving.
private struct State {
    let cost: Double
    /// t of each row.
    var logits: [Double]
    let rowScales: [Double]
    /// |x|² of each row, 1 for the bias included.
    var squares: [Double] = []
    var bias = 0.0

    init(cost: Double, logits: [Double], rowScales: [Double]) {
        self.cost = cost
        self.logits = logits
        self.rowScales = rowScales
    }

    /// Begins with all dual variables near 0, where the weights are.
    mutating func start(_ rows: LabeledRows, _ table: inout [SIMD2<Float>]) {
        let first = -8.0
        for row in 0..<rows.count where rowScales[row] > 0 {
            logits[row] = first
            add(cost * sigmoid(first), row, rows, &table)
        }
    }

    /// Brings each example in turn to its own optimum, the others standing still; the largest
    /// error met.
    mutating func pass(
        _ rows: LabeledRows, _ table: inout [SIMD2<Float>], skip: Double
    ) -> Double {
        var largest = 0.0
        for row in 0..<rows.count where rowScales[row] > 0 {
            let sign = rows.labels[row] ? 1.0 : -1.0
            let margin = sign * (rowScales[row] * rows.sum(row, table) + bias)
            let error = abs(sigmoid(logits[row]) - sigmoid(-margin))
            largest = max(largest, error)
            guard error > skip else { continue }
            let before = cost * sigmoid(logits[row])
            logits[row] = optimum(from: logits[row], before, margin, squares[row])
            add(cost * sigmoid(logits[row]) - before, row, rows, &table)
        }
        return largest
    }

    /// The t with t + margin + |x|² (C σ(t) − α) = 0: the left side grows with t by at least as
    /// much, so that its root is unique and lies in a known interval; Newton's method within it.
    private func optimum(
        from start: Double, _ alpha: Double, _ margin: Double, _ square: Double
    ) -> Double {
        var low = -margin - square * (cost - alpha)
        var high = -margin + square * alpha
        var t = min(max(start, low), high)
        for _ in 0..<30 {
            let share = sigmoid(t)
            let value = t + margin + square * (cost * share - alpha)
            if value > 0 { high = t } else { low = t }
            let step = value / (1 + square * cost * share * (1 - share))
            if abs(step) < 1e-9 { break }
            let next = t - step
            t = next > low && next < high ? next : (low + high) / 2
        }
        return t
    }

    /// Moves a row's dual variable, and the weights with it.
    private mutating func add(
        _ change: Double, _ row: Int, _ rows: LabeledRows, _ table: inout [SIMD2<Float>]
    ) {
        let signed = rows.labels[row] ? change : -change
        bias += signed
        let factor = Float(signed * rowScales[row])
        let range = rows.range(row)
        rows.columns.withUnsafeBufferPointer { columns in
            table.withUnsafeMutableBufferPointer { table in
                for at in range {
                    let column = Int(columns[at])
                    table[column].x += factor * table[column].y
                }
            }
        }
    }
}

extension LabeledRows {
    /// The sum of a row's weights.
    fileprivate func sum(_ row: Int, _ table: [SIMD2<Float>]) -> Double {
        let range = range(row)
        return columns.withUnsafeBufferPointer { columns in
            table.withUnsafeBufferPointer { table in
                var sum: Float = 0
                for at in range { sum += table[Int(columns[at])].x }
                return Double(sum)
            }
        }
    }

    /// The squared length of each row, with 1 for the bias.
    fileprivate func squares(_ scales: [Double], _ table: [SIMD2<Float>]) -> [Double] {
        (0..<count).map { row in
            var sum: Float = 0
            for at in range(row) { sum += table[Int(columns[at])].y }
            return 1 + scales[row] * scales[row] * Double(sum)
        }
    }
}

/// 1 / (1 + exp(−x)), of log-odds the probability.
func sigmoid(_ value: Double) -> Double { 1 / (1 + exp(-value)) }
