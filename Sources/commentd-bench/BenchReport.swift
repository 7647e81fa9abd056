/// What was measured so far, and the table that comes of it.
struct BenchReport {
    /// What a row that is a rate found, round by round, and the one beside it.
    private struct RateRounds {
        var own: [Measurement] = []
        var other: [Measurement] = []

        func rounds(_ figure: (Measurement) -> Double) -> Rounds {
            var rounds = Rounds()
            for (index, measurement) in own.enumerated() {
                rounds.add(
                    figure(measurement),
                    beside: index < other.count ? figure(other[index]) : nil)
            }
            return rounds
        }
    }

    private let subject: String
    private let rival: String?
    /// Whether the goals of rates, which are ratios to the C daemon, hold here.
    private let hasRateGoals: Bool
    private var rates: [BenchRow: RateRounds] = [:]
    private var figures: [BenchRow: Rounds] = [:]
    private var pages: [String: Rounds] = [:]
    /// What came beside the figures, each said once.
    private var remarks: [String] = []
    /// Whether a server answered with errors.
    private(set) var hasErrors = false

    init(subject: Contender, rival: Contender?) {
        self.subject = subject.name
        self.rival = rival?.name
        hasRateGoals = rival?.dialect == .flat
    }

    /// Adds a round of a row that is a rate.
    mutating func add(_ row: BenchRow, _ own: Measurement, beside other: Measurement?) {
        rates[row, default: RateRounds()].own.append(own)
        note(row, subject, own)
        if let other, let rival {
            rates[row, default: RateRounds()].other.append(other)
            note(row, rival, other)
        }
    }

    /// Adds a round of a row that is one figure.
    mutating func add(_ row: BenchRow, _ own: Double, beside other: Double?) {
        figures[row, default: Rounds()].add(own, beside: other)
    }

    /// Adds a round of pages under votes.
    mutating func add(pages own: PageUnderVotes.Figures, beside other: PageUnderVotes.Figures?) {
        for (name, figure) in Self.pageFigures {
            pages[name, default: Rounds()].add(figure(own), beside: other.map(figure))
        }
        for found in [own.calm, own.busy] { note(.pageUnderVotes, subject, found) }
        if let other, let rival {
            for found in [other.calm, other.busy] { note(.pageUnderVotes, rival, found) }
        }
    }

    private mutating func note(_ row: BenchRow, _ name: String, _ found: Measurement) {
        if found.errors > 0 {
            hasErrors = true
            remarks.append(
                "\(row.rawValue): \(found.errors) errors of \(name): \(found.firstError ?? "")")
        }
        let remark = "\(row.rawValue): too few commands were prepared for \(name): some came again"
        if found.isRepeating, !remarks.contains(remark) { remarks.append(remark) }
    }

    // MARK: - The table

    /// The table of these rows, as text.
    func text(heading: String, rows: [BenchRow]) -> String {
        var parts = [heading]
        let rates = rows.filter { self.rates[$0] != nil && $0.isRate }
        if !rates.isEmpty { parts.append(rateTable(rates)) }
        let figures = figureTable(rows)
        if !figures.isEmpty { parts.append(figures) }
        if !remarks.isEmpty { parts.append(remarks.map { "\($0)\n" }.joined()) }
        return parts.joined(separator: "\n")
    }

    private func rateTable(_ rows: [BenchRow]) -> String {
        var grid = TextGrid()
        let pair = rival.map { "\(subject) / \($0)" } ?? subject
        grid.row([
            pair, "per second", "ratio", "goal", "", "p50 µs", "p99 µs", "CPU ms/1,000",
            "peak MB",
        ])
        for row in rows {
            guard let rounds = rates[row] else { continue }
            func cell(_ figure: (Measurement) -> Double) -> String {
                Self.pair(rounds.rounds(figure))
            }
            let ratio = rounds.rounds(\.perSecond).ratio
            let goal = hasRateGoals ? row.goal : nil
            grid.row([
                row.rawValue, cell(\.perSecond), Text.figure(ratio),
                goal.map { "≥ \(Text.fixed($0, 1))" } ?? "", Self.verdict(ratio, atLeast: goal),
                cell(\.p50), cell(\.p99), cell(\.cpuPerThousand), cell(\.peakMegabytes),
            ])
        }
        return grid.text
    }

    private static func pair(_ rounds: Rounds) -> String {
        let own = Text.figure(rounds.median)
        return rounds.others.isEmpty ? own : "\(own) / \(Text.figure(rounds.otherMedian))"
    }

    private static func verdict(_ value: Double?, atLeast goal: Double?) -> String {
        guard let value, let goal else { return "" }
        return value >= goal ? "met" : "missed"
    }

    /// The figures that pages under votes make, in the order of the table.
    private static let pageFigures: KeyValuePairs<String, PageFigure> = [
        "p99 of a page, µs": { $0.calm.p99 },
        "p99 of a page under 64 × 64 votes, µs": { $0.busy.p99 },
        pageRatio: { $0.calm.p99 > 0 ? $0.busy.p99 / $0.calm.p99 : 0 },
        "  votes/s meanwhile": { $0.votesPerSecond },
        "  pages/s meanwhile": { $0.busy.perSecond },
    ]

    private typealias PageFigure = @Sendable (PageUnderVotes.Figures) -> Double

    private static let pageRatio = "  as a ratio to the one without"

    /// The most that a figure may be.
    private static let most = [
        pageRatio: 3.0, BenchRow.memory.title: 120, BenchRow.start.title: 50,
        BenchRow.size.title: 20,
    ]

    private func figureTable(_ rows: [BenchRow]) -> String {
        var grid = TextGrid()
        grid.row(["", subject, rival ?? "", "goal", ""])
        var count = 0
        func add(_ name: String, _ rounds: Rounds?) {
            guard let rounds, let value = rounds.median else { return }
            count += 1
            let most = Self.most[name]
            grid.row([
                name, Text.figure(value),
                rounds.others.isEmpty ? "" : Text.figure(rounds.otherMedian),
                most.map { "≤ \(Text.figure($0))" } ?? "",
                most.map { value <= $0 ? "met" : "missed" } ?? "",
            ])
        }
        if rows.contains(.pageUnderVotes) {
            for (name, _) in Self.pageFigures { add(name, pages[name]) }
        }
        for row in rows where row != .pageUnderVotes { add(row.title, figures[row]) }
        return count > 0 ? grid.text : ""
    }
}
