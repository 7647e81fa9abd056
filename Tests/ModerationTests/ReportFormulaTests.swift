import Moderation
import Testing

@Suite("The formulas of reports")
struct ReportFormulaTests {
    /// Wilson's intervals as published: R. G. Newcombe, "Two-sided confidence intervals for the
    /// single proportion", 1998, table I, method 3.
    @Test(
        "Wilson's interval has the values that are published of it",
        arguments: [
            (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ])
    func interval(part: Int, whole: Int, low: Double, high: Double) throws {
        let interval = try #require(Share(part, of: whole).interval)
        #expect(abs(interval.lowerBound - low) < 0.00005)
        #expect(abs(interval.upperBound - high) < 0.00005)
    }

    @Test("A share lies within its interval, which lies between nothing and all")
    func bounds() throws {
        #expect(Share(0, of: 0).interval == nil)
        for whole in [1, 2, 3, 10, 1000, 1_000_000_000] {
            for part in Set([0, 1, whole / 2, whole - 1, whole]) {
                let share = Share(part, of: whole)
                let interval = try #require(share.interval)
                #expect(interval.contains(try #require(share.value)))
                #expect(interval.lowerBound >= 0 && interval.upperBound <= 1)
            }
        }
    }

    private func curve(_ positives: [Double], _ negatives: [Double]) -> ScoreCurve {
        var curve = ScoreCurve()
        for score in positives { curve.take(score, isPositive: true) }
        for score in negatives { curve.take(score, isPositive: false) }
        return curve
    }

    @Test("The area under ROC is the share of pairs in the right order, ties counted half")
    func area() {
        #expect(curve([0.9, 0.8], [0.1, 0.2]).area == 1)
        #expect(curve([0.1], [0.2, 0.9]).area == 0)
        #expect(curve([0.5, 0.5], [0.5]).area == 0.5)
        #expect(curve([0.8, 0.4], [0.6, 0.4]).area == 0.625)
        #expect(curve([0.8], []).area == nil)
        #expect(curve([], [0.3]).area == nil)
    }

    @Test("A probability belongs to the tenth that it begins, 1 to the last one")
    func bins() {
        let bins = curve([0.1, 1, 0.999], [0, 0.0999]).bins
        #expect(bins.map(\.texts) == [2, 1, 0, 0, 0, 0, 0, 0, 0, 2])
        #expect(bins.map(\.positives) == [0, 1, 0, 0, 0, 0, 0, 0, 0, 2])
        #expect(bins[1].mean == 0.1)
        #expect(bins[2].mean == nil)
    }

    @Test("A percentile is the smallest time that so many do not exceed")
    func percentiles() {
        var waits = WaitTimes()
        #expect(waits.percentiles([50]) == [nil])
        for seconds in (1...20).reversed() { waits.take(milliseconds: Int64(seconds) * 1000) }
        #expect(waits.percentiles([50, 95, 100]) == [10_000, 19_000, 20_000])
        waits.take(milliseconds: 21_000)
        #expect(waits.percentiles([50]) == [11_000])
    }

    @Test("A time belongs to the first band that ends after it")
    func bands() {
        var waits = WaitTimes()
        for ms in [0, 59_999, 60_000, 86_399_999, 86_400_000, 400_000_000] as [Int64] {
            waits.take(milliseconds: ms)
        }
        #expect(waits.counts == [2, 1, 0, 0, 0, 1, 1, 1])
    }
}
