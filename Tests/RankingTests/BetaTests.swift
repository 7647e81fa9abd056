import Discussion
import Ranking
import Testing

@Suite("The Beta distribution")
struct BetaTests {
    /// Computed apart from this code.
    @Test(
        "Quantiles",
        arguments: [
            (2, 2, 0.05, 0.13535036217158378), (8, 4, 0.1, 0.48923896259342803),
            (21, 6, 0.25, 0.727898135058902), (1, 9, 0.5, 0.07412528771270957),
            (300, 17, 0.95, 0.965435083387578), (5001, 3, 0.05, 0.9987421364689326),
            (2, 1, 0.1, 0.31622776601683794), (1, 1, 0.05, 0.05),
        ])
    func known(_ a: Double, _ b: Double, _ quantile: Double, _ expected: Double) {
        #expect(abs(BetaDistribution(a, b).quantile(quantile) - expected) < 1e-12)
    }

    @Test("The quantile is where the cumulative distribution has that value, at any size")
    func inverse() {
        var dice = Dice(11)
        for _ in 0..<3000 {
            let (a, b) = (Double(dice.votes() + 1), Double(dice.votes() + 1))
            let p = Double.random(in: 0.05...0.95, using: &dice)
            let beta = BetaDistribution(a, b)
            let x = beta.quantile(p)
            #expect(x > 0 && x < 1)
            #expect(abs(beta.cumulative(x) - p) < 1e-9, "\(a) \(b) \(p)")
        }
        let large = BetaDistribution(2e9, 3e9)
        #expect(abs(large.quantile(0.5) - 0.4) < 1e-8)
        #expect((0...1).contains(BetaDistribution(1e12, 1).quantile(0.05)))
    }

    @Test("As best it grows with every up-vote and shrinks with every down-vote")
    func orders() {
        var dice = Dice(12)
        for _ in 0..<1000 {
            let (up, down) = (dice.votes(), dice.votes())
            for quantile in [0.05, 0.5, 0.95] {
                let formula = Formulas.Best.quantile(quantile)
                let score = Scores.best(up: up, down: down, formula)
                #expect(Scores.best(up: up + 1, down: down, formula) > score)
                #expect(Scores.best(up: up, down: down + 1, formula) < score)
            }
        }
    }

    @Test("Hot: another decay weighs ten times the votes as so many seconds")
    func decay() {
        let older = Scores.hot(up: 100, down: 0, createdSeconds: 1_700_000_000, decaySeconds: 3600)
        let newer = Scores.hot(up: 10, down: 0, createdSeconds: 1_700_003_600, decaySeconds: 3600)
        #expect(abs(older - newer) <= 1e-7)
    }
}
