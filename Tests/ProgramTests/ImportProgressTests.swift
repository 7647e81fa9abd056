import Testing

@testable import commentd

@Suite("How far an import is")
struct ImportProgressTests {
    private func progress(_ share: Double, comments: Int = 49_163) -> ImportProgress {
        ImportProgress(
            phase: "importing", share: share, comments: comments, troubles: 3, seconds: 5)
    }

    @Test("A bar fits into its terminal's line, with all its figures as far as there is room")
    func fits() {
        for columns in 1...200 {
            for comments in [0, 49_163, 9_999_999] {
                let bar = progress(0.49, comments: comments).bar(columns: columns)
                #expect(TextLayout.width(bar) < max(2, columns), "\(columns): \(bar)")
            }
        }
        let wide = progress(0.49).bar(columns: 120)
        #expect(wide.hasPrefix("███████████░░░░░░░░░░░░░ importing 49 %, 49163 comments"))
        #expect(wide.hasSuffix("9832 a second, 5 s left, 3 skipped or repaired"))
        #expect(
            progress(0.49).bar(columns: 80)
                == "███████████░░░░░░░░░░░░░ 49 %, 49163, 9832/s, 0:05 left, 3 skipped or repaired")
        #expect(progress(0.49).bar(columns: 40).hasSuffix(" 49 % 49163 9832/s 0:05 3 amiss"))
    }

    @Test("Nothing done and all done are told as such")
    func ends() {
        #expect(progress(0).line.hasPrefix("importing 0 %"))
        #expect(progress(0).line.contains("0 s left"))
        #expect(progress(1).bar(columns: 120).hasPrefix(String(repeating: "█", count: 24)))
    }
}
