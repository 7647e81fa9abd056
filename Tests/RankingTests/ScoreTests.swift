import Ranking
import Testing

@Suite("Scores")
struct ScoreTests {
    /// Computed apart from this code, with 50 digits.
    @Test(
        "Wilson's lower bound",
        arguments: [
            (1, 0, 0.37844750322520618845, 0.20654329147389292796),
            (1, 1, 0.16425172002984181811, 0.094528654800866132275),
            (4, 1, 0.51354147275626473567, 0.3755282641185387987),
            (7, 3, 0.49737170523968788787, 0.39677321997956519745),
            (12, 40, 0.16483050899566129267, 0.13724127341871611116),
            (250, 4, 0.97068820089789115956, 0.96021473177777152149),
            (1234, 567, 0.67098618720420445238, 0.66334961328904973542),
            (100_000, 1, 0.99996656828064488727, 0.99994335201280403822),
        ])
    func wilson(_ up: Int, _ down: Int, _ ours: Double, _ wider: Double) {
        #expect(abs(Scores.wilsonLowerBound(up: up, down: down) - ours) <= 1e-12)
        #expect(abs(Scores.wilsonLowerBound(up: up, down: down, z: 1.96) - wider) <= 1e-12)
        #expect(abs(Scores.best(up: up - 1, down: down) - ours) <= 1e-12)
    }

    @Test("Without up-votes the bound is nothing; the author's own voice is one")
    func empty() {
        #expect(Scores.wilsonLowerBound(up: 0, down: 0) == 0)
        #expect(Scores.wilsonLowerBound(up: 0, down: 7) <= 1e-12)
        #expect(abs(Scores.best(up: 0, down: 0) - 0.37844750322520618845) <= 1e-12)
    }

    @Test("Best lies between 0 and 1, grows with every up-vote and shrinks with every down-vote")
    func best() {
        var dice = Dice(1)
        for _ in 0..<5000 {
            let up = dice.votes()
            let down = dice.votes()
            let score = Scores.best(up: up, down: down)
            #expect((0...1).contains(score))
            #expect(Scores.best(up: up + 1, down: down) > score)
            #expect(Scores.best(up: up, down: down + 1) < score)
        }
        #expect((0...1).contains(Scores.best(up: 2_000_000_000, down: 0)))
        #expect((0...1).contains(Scores.best(up: 0, down: 2_000_000_000)))
    }

    @Test(
        "Hot: the votes' magnitude and the time, to 7 decimals",
        arguments: [
            (0, 0, 1_134_028_003, 0), (1, 0, 1_134_028_003, 0), (10, 0, 1_134_073_003, 2),
            (0, 100, 1_134_028_003, -2), (7, 3, 1_700_000_000.123, 12577.7575516),
            (3, 250, 1_764_000_000, 13996.9850142), (5, 5, 0, -25200.6222889),
            (12345, 678, 1_795_392_000.5, 14701.0446814),
        ] as [(Int, Int, Double, Double)])
    func hot(_ up: Int, _ down: Int, _ seconds: Double, _ expected: Double) {
        #expect(abs(Scores.hot(up: up, down: down, createdSeconds: seconds) - expected) <= 1e-9)
    }

    @Test(
        "Controversial: many votes, evenly split",
        arguments: [
            (0, 0, 0), (0, 9, 0), (9, 0, 0), (1, 1, 2), (3, 4, 4.3035170706588505565),
            (4, 3, 4.3035170706588505565), (8, 2, 1.7782794100389228012),
            (30, 31, 53.424264270154197456), (1000, 1, 1.0069326752808455427), (250, 250, 500),
        ] as [(Int, Int, Double)])
    func controversial(_ up: Int, _ down: Int, _ expected: Double) {
        let score = Scores.controversial(up: up, down: down)
        #expect(abs(score - expected) <= 1e-12 * expected)
    }

    @Test("Top is what is left of the up-votes")
    func top() {
        #expect(Scores.top(up: 3, down: 10) == -7)
        #expect(Scores.top(up: 10, down: 3) == 7)
    }
}
