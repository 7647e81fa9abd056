import Testing

@testable import commentd_bench

@Suite("The classifier's figures")
struct ClassifierFiguresTests {
    private let figures = ClassifierFigures(
        probabilities: [0.1, 0.4, 0.35, 0.8, 0.4], labels: [false, false, true, true, true])

    @Test("Area, F1, Brier score and calibration, as worked out by hand")
    func values() {
        // Of the six pairs four are right and one is a tie.
        #expect(abs(figures.areaUnderCurve - 4.5 / 6) < 1e-12)
        #expect(abs(figures.f1(above: 0.5) - 0.5) < 1e-12)
        #expect(abs(figures.f1(above: 0.2) - 6.0 / 7) < 1e-12)
        #expect(abs(figures.brierScore - (0.01 + 0.16 + 0.4225 + 0.04 + 0.36) / 5) < 1e-12)
        #expect(abs(figures.calibrationError - (0.1 + 0.65 + 2 * 0.1 + 0.2) / 5) < 1e-12)
        #expect(figures.f1(above: figures.bestThreshold) == figures.f1(above: 0.2))
    }

    @Test("Look-alikes are drawn alike for equal seeds")
    func lookAlikes() {
        let text = "visit my shop"
        let disguised = LookAlikes.disguise(text, signs: true, seed: 3)
        #expect(disguised != text)
        #expect(disguised == LookAlikes.disguise(text, signs: true, seed: 3))
    }
}
