import Imports
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

    @Test("A log gets a line each five seconds, a terminal a bar at once and then often")
    func pauses() {
        for (isTerminal, told) in [(false, [5, 10, 15]), (true, Array(0...16))] {
            let (clock, written) = (Box(UInt64(0)), Box([String]()))
            let meter = ImportMeter(
                size: 200, stop: -1, isTerminal: isTerminal, clock: { clock.value },
                write: { written.value.append($0) })
            var counts = ImportCounts()
            for second in 0...16 {
                clock.value = UInt64(second) * 1_000_000_000
                counts.add("comments", 7)
                counts.skip("pingbacks")
                let before = written.value.count
                #expect(meter.show("reading", second * 10, counts))
                #expect((written.value.count > before) == told.contains(second))
            }
            meter.end()
            let last = written.value[told.count - 1]
            #expect(last.hasPrefix(isTerminal ? "\r\u{1B}[K█" : "commentd: reading 75 %, 112 com"))
            #expect(last.hasSuffix("\n") == !isTerminal)
            #expect(written.value.count == told.count + (isTerminal ? 1 : 0))
        }
    }

    /// A value that closures share.
    private final class Box<Value> {
        var value: Value
        init(_ value: Value) { self.value = value }
    }
}
