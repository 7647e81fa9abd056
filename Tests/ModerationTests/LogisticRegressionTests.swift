import Testing

@testable import Moderation

@Suite("Logistic regression and Platt scaling")
struct LogisticRegressionTests {
    private static let rowScales = [1, 0.5, 0.8, 1, 0.7, 1, 0.9, 0.6, 0.4, 1.2]
    private static let columnScales: [Float] = [1, 0.5, 2, 1.5]

    private static var rows: LabeledRows {
        let columns: [[UInt32]] = [
            [0, 1], [0, 2], [0, 1, 3], [1, 2], [2, 3], [3], [2], [1, 3], [0], [0, 2, 3],
        ]
        var rows = LabeledRows()
        for row in columns {
            rows.columns += row
            rows.starts.append(rows.columns.count)
        }
        rows.labels = [true, true, true, true, false, false, false, false, true, false]
        return rows
    }

    private func solution(
        cost: Double = 2, tolerance: Double = 1e-7, scales: [Double] = Self.rowScales
    ) -> LogisticRegression.Solution? {
        LogisticRegression(cost: cost, tolerance: tolerance, mostPasses: 10_000)
            .solve(Self.rows, rowScales: scales, columnScales: Self.columnScales)
    }

    @Test("The optimum is the one that L-BFGS and liblinear find (scikit-learn 1.9, C = 2)")
    func optimum() throws {
        let found = try #require(solution())
        let expected: [Float] = [1.09529377, 0.36790742, -0.83431686, -1.92764859]
        for (weight, expected) in zip(found.weights, expected) {
            #expect(abs(weight - expected) < 1e-5)
        }
        #expect(abs(found.bias - 0.52519327) < 1e-5)
        #expect(found.error <= 1e-7)
    }

    @Test("The gradient vanishes there, whatever the cost", arguments: [0.01, 1, 100])
    func gradient(_ cost: Double) throws {
        let found = try #require(solution(cost: cost))
        let rows = Self.rows
        var slope = found.weights.enumerated().map { Double($1 / Self.columnScales[$0]) }
        var biasSlope = found.bias
        for row in 0..<rows.count {
            let sign = rows.labels[row] ? 1.0 : -1.0
            let columns = rows.columns[rows.range(row)].map { Int($0) }
            let score = columns.reduce(0) { $0 + Double(found.weights[$1]) }
            let margin = sign * (score * Self.rowScales[row] + found.bias)
            let pull = cost * sign * sigmoid(-margin)
            for column in columns {
                slope[column] -= pull * Self.rowScales[row] * Double(Self.columnScales[column])
            }
            biasSlope -= pull
        }
        for value in slope + [biasSlope] { #expect(abs(value) < 2e-5 * max(1, cost)) }
    }

    @Test("A row with a scale of 0 counts as if it were not there")
    func without() throws {
        var scales = Self.rowScales
        scales[9] = 0
        let some = try #require(solution(scales: scales))
        var fewer = Self.rows
        fewer.labels.removeLast()
        fewer.starts.removeLast()
        let other = LogisticRegression(cost: 2, tolerance: 1e-7, mostPasses: 10_000).solve(
            fewer, rowScales: Array(Self.rowScales.dropLast()), columnScales: Self.columnScales)
        #expect(some.weights == other?.weights && some.bias == other?.bias)
    }

    @Test("It ends after its passes, and when told to")
    func bounds() {
        let few = LogisticRegression(cost: 1e6, tolerance: 0, mostPasses: 3).solve(
            Self.rows, rowScales: Self.rowScales, columnScales: Self.columnScales)
        #expect(few?.passes == 3)
        let none = LogisticRegression().solve(
            Self.rows, rowScales: Self.rowScales, columnScales: Self.columnScales,
            isCancelled: { true })
        #expect(none == nil)
    }

    @Test("Platt scaling is the one that minimises the likelihood's loss")
    func platt() {
        let scores = [-2, -1.5, -1, -0.5, -0.2, 0.1, 0.4, 0.8, 1.2, 2]
        let labels = [false, false, false, true, false, false, true, true, false, true]
        let found = PlattScaling.fitted(scores, labels)
        #expect(abs(found.slope - 0.70828567) < 1e-5)
        #expect(abs(found.offset + 0.37906299) < 1e-5)
    }

    @Test("Scores that say nothing, or the opposite, give all the same probability")
    func flat() {
        let labels = [true, false, false, false]
        let opposite = PlattScaling.fitted([-1, 1, 2, 3], labels)
        #expect(opposite.slope == 0 && abs(sigmoid(opposite.offset) - 2.0 / 6) < 1e-9)
        let equal = PlattScaling.fitted([5, 5, 5, 5], labels)
        #expect(abs(sigmoid(equal.logit(5)) - 2.0 / 6) < 0.05)
        let perfect = PlattScaling.fitted([-1000, -900, 900, 1000], [false, false, true, true])
        #expect(sigmoid(perfect.logit(1000)) < 1 && perfect.slope.isFinite)
    }
}
