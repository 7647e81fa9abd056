import Testing

@testable import commentd_bench

@Suite("What a soak makes of its samples")
struct SoakTests {
    @Test("The slope is that of the line closest to the points")
    func slope() {
        #expect(SoakBenchmark.slope([(1, 3), (2, 5), (3, 7)]) == 2)
        #expect(SoakBenchmark.slope([(0, 1), (1, 0), (2, 1)]) == 0)
        #expect(SoakBenchmark.slope([(0, 0), (1, 1), (2, 1), (3, 2)]) == 0.6)
        #expect(SoakBenchmark.slope([(1, 5)]) == 0)
        #expect(SoakBenchmark.slope([]) == 0)
    }
}
