import Discussion
import Testing

@testable import Moderation

@Suite("What flags weigh, and when they hide a comment")
struct FlagWeightTests {
    @Test(
        "A flag weighs twice the expected share of right flags, up to the cap",
        arguments: [
            (0, 0, 1000), (1, 0, 1333), (2, 0, 1500), (3, 0, 1500), (1000, 0, 1500), (0, 1, 667),
            (0, 2, 500), (0, 3, 400), (0, 998, 2), (0, 10_000, 0), (1, 1, 1000), (50, 50, 1000),
            (3, 1, 1333), (1, 3, 667), (2, 1, 1200), (-5, -5, 1000),
        ])
    func weights(agreed: Int, dismissed: Int, expected: Int) {
        #expect(
            FlagWeight.thousandths(agreed: agreed, dismissed: dismissed, cap: 1500) == expected)
    }

    @Test("Without the cap the best record would count for just under two newcomers")
    func uncapped() {
        #expect(FlagWeight.thousandths(agreed: 2, dismissed: 0, cap: .max) == 1500)
        #expect(FlagWeight.thousandths(agreed: 8, dismissed: 0, cap: .max) == 1800)
        #expect(FlagWeight.thousandths(agreed: 1_000_000, dismissed: 0, cap: .max) == 2000)
    }

    @Test("Being agreed with never makes a flag weigh less, being dismissed never more")
    func isMonotonic() {
        for agreed in 0..<30 {
            for dismissed in 0..<30 {
                let weight = { FlagWeight.thousandths(agreed: $0, dismissed: $1, cap: 1500) }
                let here = weight(agreed, dismissed)
                #expect(weight(agreed + 1, dismissed) >= here)
                #expect(weight(agreed, dismissed + 1) <= here)
                #expect((0...1500).contains(here))
            }
        }
    }

    @Test("Thousandths are read as plain numbers")
    func texts() {
        let texts = [0, 2, 500, 667, 1000, 1500, 2330, 12_000, 1_000_001].map(FlagWeight.text)
        #expect(
            texts == ["0", "0.002", "0.5", "0.667", "1", "1.5", "2.33", "12", "1000.001"])
    }

    private func sum(_ reason: FlagReason, _ count: Int, _ weight: Int, old: Int = 0) -> FlagSum {
        FlagSum(
            reason: reason, count: count + old, weight: weight + old * 1000, newCount: count,
            newWeight: weight)
    }

    @Test("It takes both enough flaggers and enough weight, over all reasons")
    func hides() {
        let thresholds = FlagThresholds(minFlaggers: 3, hideWeight: 3000)
        #expect(!thresholds.hides([]))
        #expect(!thresholds.hides([sum(.spam, 2, 3000)]))
        #expect(!thresholds.hides([sum(.spam, 3, 2999)]))
        #expect(thresholds.hides([sum(.spam, 3, 3000)]))
        #expect(thresholds.hides([sum(.abuse, 1, 1500), sum(.spam, 2, 1500)]))
        #expect(!thresholds.hides([sum(.abuse, 2, 3000, old: 7), sum(.spam, 0, 0, old: 7)]))
    }

    @Test("The explanation names sums and thresholds")
    func explains() {
        let thresholds = FlagThresholds(minFlaggers: 3, hideWeight: 2500)
        #expect(
            thresholds.explanation([sum(.abuse, 2, 2667, old: 1), sum(.spam, 1, 500)])
                == "flaggers: 3, at least 3; weight: 3.167, at least 2.5; abuse 2 (2.667), "
                + "spam 1 (0.5); repeated after a decision, not counted: 1")
        #expect(
            thresholds.explanation([sum(.other, 3, 3000), sum(.spam, 0, 0)])
                == "flaggers: 3, at least 3; weight: 3, at least 2.5; other 3 (3)")
    }
}
