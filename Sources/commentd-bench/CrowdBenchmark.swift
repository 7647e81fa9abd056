import Discussion

/// What 500 hostile connections cost an honest client: its votes and pages alone, beside such
/// connections to another server, which take the machine's time alone, and beside those to its own,
/// in turn.
struct CrowdBenchmark {
    private static let connections = 500

    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    /// Where the hostile connections lead.
    private enum Crowd: CaseIterable {
        case nowhere, elsewhere, here
    }

    private struct Found {
        var p50: [Double] = []
        var p99: [Double] = []
        var megabytes: [Double] = []

        /// The median of the rounds' ratios of the p99.
        func ratio(to other: Found) -> Double? { median(zip(p99, other.p99).map { $0 / $1 }) }
    }

    /// Measures, and prints the table; 1 where the honest client was answered with errors.
    func run() throws -> Int32 {
        var contender = Contender.commentd(at: options.commentd)
        if let missing = contender.missingFile { throw BenchProblem("\(missing): not there") }
        let work = try WorkFolder(in: options.work)
        let shape = SiteShape(comments: 10_000)
        contender.data = try SiteLoader(contender: contender, shape: shape).load(in: work)
        let loads: [(name: String, workload: Workload)] = [
            ("votes", .votesAnywhere), ("pages", .coldPages(sorts: [.best])),
        ]
        var found = loads.map { _ in Crowd.allCases.map { _ in Found() } }
        var errors = 0
        for round in 1...options.rounds {
            for (row, load) in loads.enumerated() {
                for (column, crowd) in Crowd.allCases.enumerated() {
                    Terminal.complain("round \(round): \(load.name), the crowd \(crowd)")
                    errors += try measure(
                        load.workload, contender, shape, in: work, beside: crowd,
                        into: &found[row][column])
                }
            }
        }
        var grid = TextGrid()
        grid.row([
            "honest client", "p50 µs", "p99 µs", "500 elsewhere: p50", "p99", "500 here: p50",
            "p99", "to alone", "to elsewhere", "MB",
        ])
        for (load, cells) in zip(loads, found) {
            let times = cells.flatMap { [median($0.p50), median($0.p99)] }.map(Text.figure)
            grid.row(
                [load.name] + times + [
                    Text.figure(cells[2].ratio(to: cells[0])),
                    Text.figure(cells[2].ratio(to: cells[1])),
                    Text.figure(median(cells[2].megabytes)),
                ])
        }
        Terminal.print(grid.text)
        return errors == 0 ? 0 : 1
    }

    private func measure(
        _ workload: Workload, _ contender: Contender, _ shape: SiteShape, in work: WorkFolder,
        beside crowd: Crowd, into found: inout Found
    ) throws -> Int {
        let server = try RunningServer(contender, in: work)
        defer { server.stop() }
        let other = crowd == .elsewhere ? try RunningServer(contender, in: work) : nil
        defer { other?.stop() }
        let count = Int(options.seconds + 2) * 10_000
        let plan = LoadPlan(
            workload.lines(count, shape, .jsonRPC, seed: 1), .jsonRPC, connections: 1, depth: 1)
        let stop = HostileCrowd.Stop()
        let socket = (other ?? server).socket
        let hostile =
            crowd == .nowhere
            ? nil
            : try BackgroundThread {
                try HostileCrowd(Self.connections, at: socket).run(until: stop)
            }
        let driven = Result { try server.drive([plan], .seconds(options.seconds, warmUp: 2)) }
        stop.isAsked.store(true, ordering: .relaxed)
        _ = try hostile?.join()
        let (measurement, results) = try driven.get()
        found.p50.append(measurement.p50)
        found.p99.append(measurement.p99)
        found.megabytes.append(measurement.peakMegabytes)
        return results.reduce(0) { $0 + $1.errors }
    }
}
