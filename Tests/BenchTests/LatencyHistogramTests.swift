import Discussion
import Testing

@testable import commentd_bench

@Suite("Latencies are counted in bounded memory")
struct LatencyHistogramTests {
    @Test("A quantile is right to within a hundredth")
    func precision() {
        var dice = SeededDice(seed: 1)
        var histogram = LatencyHistogram()
        var all: [UInt64] = []
        for _ in 0..<5_000 {
            // From nanoseconds to minutes.
            let value = dice.next() >> UInt64(28 + dice.below(36))
            all.append(value)
            histogram.record(value)
        }
        all.sort()
        for share in [0.01, 0.5, 0.9, 0.99, 1] {
            let exact = Double(all[max(0, Int((share * 5_000).rounded(.up)) - 1)])
            #expect(abs(Double(histogram.quantile(share)) - exact) <= exact / 100 + 1)
        }
    }

    @Test("Small counts: the nearest rank")
    func fewValues() {
        var histogram = LatencyHistogram()
        #expect(histogram.quantile(0.5) == 0)
        for value in [10, 20, 30, 40] { histogram.record(UInt64(value)) }
        #expect(histogram.quantile(0.5) == 20)
        #expect(histogram.quantile(0.51) == 30)
        #expect(histogram.quantile(0.99) == 40)
        histogram.removeAll()
        #expect(histogram.count == 0)
    }

    @Test("The longest latency there is has a place")
    func extremes() {
        var histogram = LatencyHistogram()
        histogram.record(.max)
        #expect(histogram.quantile(1) > 1_000_000_000_000)
    }

    @Test("The middle one, or between the two in the middle")
    func medians() {
        #expect(median([]) == nil)
        #expect(median([3, 1, 2]) == 2)
        #expect(median([4, 1, 2, 3]) == 2.5)
        var rounds = Rounds()
        rounds.add(1, beside: 2)
        rounds.add(9, beside: 3)
        rounds.add(4, beside: 4)
        #expect(rounds.ratio == 1)
        #expect(rounds.median == 4)
        #expect(rounds.otherMedian == 3)
    }
}
