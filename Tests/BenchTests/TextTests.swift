import Testing

@testable import commentd_bench

@Suite("What people read of it")
struct TextTests {
    @Test("Numbers")
    func numbers() {
        #expect(Text.grouped(0) == "0")
        #expect(Text.grouped(-1_234_567) == "-1,234,567")
        #expect(Text.grouped(100_000) == "100,000")
        #expect(Text.fixed(0.999, 2) == "1.00")
        #expect(Text.fixed(12_345.06, 1) == "12,345.1")
        #expect(Text.fixed(-0.001, 2) == "0.00")
        #expect(Text.figure(1234.5) == "1,235")
        #expect(Text.figure(12.34) == "12.3")
        #expect(Text.figure(0.756) == "0.76")
        #expect(Text.figure(nil) == "–")
    }

    @Test("Columns")
    func columns() {
        var grid = TextGrid()
        grid.row(["a", "bb", ""])
        grid.row(["ccc", "d", "e"])
        #expect(grid.text == "a    bb\n──────────\nccc   d  e\n")
    }

    @Test("What the system tells of a process")
    func processes() {
        let stat = "12 (a b) c) S 1 12 12 0 -1 4194560 1 2 3 4 170 30 5 6 20 0 7 0"
        #expect(ProcessMeter.ticks(in: stat) == 200)
        #expect(ProcessMeter.ticks(in: "12") == nil)
        let status = "Name:\tVmHWM: 1\nVmHWM:\t    5120 kB\nVmRSS:\t  4096 kB\n"
        #expect(ProcessMeter.kilobytes(of: "VmHWM", in: status) == 5120)
        #expect(ProcessMeter.kilobytes(of: "VmPeak", in: status) == nil)
    }

    @Test("What callgrind counted")
    func profile() {
        let profile = "# callgrind format\nevents: Ir\nsummary: 262581502\n\nfn=(1)\n"
        #expect(InstructionCount.total(in: profile) == 262_581_502)
        #expect(InstructionCount.total(in: "events: Ir\n") == nil)
    }

    @Test("The table tells which goals are met, and which errors came")
    func report() {
        var own = LoadResult()
        (own.replies, own.seconds, own.errors, own.firstError) = (1_000, 1, 2, "no")
        var other = own
        (other.replies, other.errors, other.firstError) = (2_000, 0, nil)
        var report = BenchReport(
            subject: .commentd(at: "a"), rival: .floor(in: "b"))
        report.add(
            .votes1x1, Measurement([own], cpuSeconds: 0.1, peakMegabytes: 12),
            beside: Measurement([other], cpuSeconds: 0.1, peakMegabytes: 6))
        report.add(.size, 19, beside: nil)
        let text = report.text(heading: "x\n", rows: [.votes1x1, .size])
        #expect(report.hasErrors)
        #expect(text.contains("1,000 / 2,000   0.50  ≥ 0.8  missed"))
        #expect(text.contains("≤ 20.0  met"))
        #expect(text.contains("votes-1x1: 2 errors of commentd: no"))
    }
}
