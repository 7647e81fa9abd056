import Discussion

/// What 500 hostile connections cost an honest client: its votes and pages alone and beside them,
/// in turn.
struct CrowdBenchmark {
    private static let connections = 500

    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    private struct Found {
        var p50: [Double] = []
        var p99: [Double] = []
        var megabytes: [Double] = []
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
        var found = loads.map { _ in [Found(), Found()] }
        var errors = 0
        for round in 1...options.rounds {
            for (row, load) in loads.enumerated() {
                for column in 0...1 {
                    Terminal.complain(
                        "round \(round): \(load.name)\(column == 1 ? ", beside the crowd" : "")")
                    errors += try measure(
                        load.workload, contender, shape, in: work, hasCrowd: column == 1,
                        into: &found[row][column])
                }
            }
        }
        var grid = TextGrid()
        grid.row(["honest client", "p50 µs", "p99 µs", "beside 500: p50", "p99", "p99 ratio", "MB"])
        for (load, cells) in zip(loads, found) {
            let ratios = zip(cells[1].p99, cells[0].p99).map { $0 / $1 }
            grid.row([
                load.name, Text.figure(median(cells[0].p50)), Text.figure(median(cells[0].p99)),
                Text.figure(median(cells[1].p50)), Text.figure(median(cells[1].p99)),
                Text.figure(median(ratios)), Text.figure(median(cells[1].megabytes)),
            ])
        }
        Terminal.print(grid.text)
        return errors == 0 ? 0 : 1
    }

    private func measure(
        _ workload: Workload, _ contender: Contender, _ shape: SiteShape, in work: WorkFolder,
        hasCrowd: Bool, into found: inout Found
    ) throws -> Int {
        let server = try RunningServer(contender, in: work)
        defer { server.stop() }
        let count = Int(options.seconds + 2) * 10_000
        let plan = LoadPlan(
            workload.lines(count, shape, .jsonRPC, seed: 1), .jsonRPC, connections: 1, depth: 1)
        let stop = HostileCrowd.Stop()
        let socket = server.socket
        let crowd =
            hasCrowd
            ? try BackgroundThread {
                try HostileCrowd(Self.connections, at: socket).run(until: stop)
            } : nil
        let driven = Result { try server.drive([plan], .seconds(options.seconds, warmUp: 2)) }
        stop.isAsked.store(true, ordering: .relaxed)
        _ = try crowd?.join()
        let (measurement, results) = try driven.get()
        found.p50.append(measurement.p50)
        found.p99.append(measurement.p99)
        found.megabytes.append(measurement.peakMegabytes)
        return results.reduce(0) { $0 + $1.errors }
    }
}
