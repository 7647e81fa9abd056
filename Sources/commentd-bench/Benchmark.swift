/// The table: each row measured round by round, the two contenders in turn.
final class Benchmark {
    private let options: BenchOptions
    private let work: WorkFolder
    private let shape = SiteShape(comments: 100_000)
    private var subject: Contender
    private var rival: Contender?
    private var report: BenchReport

    /// `rival`: who is measured beside commentd, if anyone.
    init(_ options: BenchOptions, beside rival: Contender?) throws {
        self.options = options
        self.rival = rival
        subject = .commentd(at: options.commentd)
        for contender in [subject, rival].compactMap({ $0 }) {
            if let missing = contender.missingFile { throw BenchProblem("\(missing): not there") }
        }
        work = try WorkFolder(in: options.work)
        report = BenchReport(subject: subject, rival: rival)
    }

    /// Measures, and prints the table; 1 where a server answered with errors.
    func run() throws -> Int32 {
        try loadData()
        for round in 0..<options.rounds {
            for row in options.rows {
                Terminal.complain("round \(round + 1) of \(options.rounds): \(row.title)")
                try measure(row, round)
            }
        }
        Terminal.print(report.text(heading: heading, rows: options.rows))
        return report.hasErrors ? 1 : 0
    }

    private var heading: String {
        "\(Text.grouped(shape.comments)) comments; rounds: \(options.rounds), each "
            + "\(Text.figure(options.seconds)) s a row; ratios are medians of the rounds'\n"
    }

    /// Fills a database of each commentd with that build itself: files may differ.
    private func loadData() throws {
        guard options.rows != [.size] else { return }
        let shape = shape
        func loaded(_ contender: Contender) throws -> Contender {
            guard contender.data.isEmpty else { return contender }
            var contender = contender
            contender.data = try SiteLoader(contender: contender, shape: shape).load(in: work)
            return contender
        }
        subject = try loaded(subject)
        rival = try rival.map(loaded)
    }

    private func measure(_ row: BenchRow, _ round: Int) throws {
        switch row {
        case .memory where options.rows.contains(.mix): return
        case .memory: try measureRate(.mix, round)
        case .pageUnderVotes:
            let (own, other) = try inTurn(round) {
                try PageUnderVotes($0, options, shape).run(in: work)
            }
            report.add(pages: own, beside: other)
        case .start:
            let (own, other) = try inTurn(round) { try StartTime($0).run(in: work) }
            report.add(.start, own, beside: other)
        case .size:
            guard round == 0 else { return }
            let (own, other) = try inTurn(round) { try ProgramSize($0).run(in: work) }
            report.add(.size, own, beside: other)
        case .instructions:
            guard round == 0 else { return }
            let (own, other) = try inTurn(round) {
                try InstructionCount($0, shape).run(in: work)
            }
            if let own { report.add(.instructions, own, beside: other ?? nil) }
        default: try measureRate(row, round)
        }
    }

    private func measureRate(_ row: BenchRow, _ round: Int) throws {
        let seed = BenchRow.allCases.count * round + (BenchRow.allCases.firstIndex(of: row) ?? 0)
        let (own, other) = try inTurn(round) { contender in
            let seconds = options.seconds + 1
            let plans = row.plans(shape, contender.dialect, seconds: seconds, seed: seed + 1) ?? []
            let server = try RunningServer(contender, in: work)
            defer { server.stop() }
            return try server.drive(plans, .seconds(options.seconds)).0
        }
        report.add(row, own, beside: other)
        if row == .mix { report.add(.memory, own.peakMegabytes, beside: other?.peakMegabytes) }
    }

    /// Measures both, the other one first in every second round.
    private func inTurn<Figure>(
        _ round: Int, _ measure: (Contender) throws -> Figure
    ) throws -> (Figure, Figure?) {
        guard let rival else { return (try measure(subject), nil) }
        if round % 2 == 0 {
            let own = try measure(subject)
            return (own, try measure(rival))
        }
        let other = try measure(rival)
        return (try measure(subject), other)
    }
}
