import JSONValues

/// What a thousand followers cost those who vote, and how long a line is on its way to them: the
/// same votes without followers, with followers of another site, and with followers of the very
/// site, in turn.
struct LiveBenchmark {
    private static let followers = 1000
    /// The site that is voted on, and one that is not.
    private static let audiences: [(name: String, site: String?)] = [
        ("none", nil), ("of another site", "quiet"), ("of the site", "default"),
    ]

    private struct Load {
        let name: String
        let connections: Int
        let depth: Int
        var perSecond: Int?
    }

    private static let loads = [
        Load(name: "1 × 1", connections: 1, depth: 1),
        Load(name: "64 × 64", connections: 64, depth: 64),
        Load(name: "200 a second", connections: 1, depth: 64, perSecond: 200),
    ]

    private struct Found {
        var perSecond: [Double] = []
        var p50: [Double] = []
        var p99: [Double] = []
        var cpu: [Double] = []
        var live = LiveFigures()
        var seconds = 0.0
    }

    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    /// Measures, and prints the table; 1 where the server answered with errors.
    func run() throws -> Int32 {
        var contender = Contender.commentd(at: options.commentd)
        if let missing = contender.missingFile { throw BenchProblem("\(missing): not there") }
        let work = try WorkFolder(in: options.work)
        let shape = SiteShape(comments: 10_000)
        contender.data = try SiteLoader(contender: contender, shape: shape).load(in: work)
        let folder = try work.makeFolder()
        try FileSystem.write(
            Array("{limits: {max_connections: 4000}}".utf8), to: "\(folder)/commentd.json")
        contender.configuration = folder
        var found: [[Found]] = Self.loads.map { _ in Self.audiences.map { _ in Found() } }
        var errors = 0
        for round in 1...options.rounds {
            for (row, load) in Self.loads.enumerated() {
                for (column, audience) in Self.audiences.enumerated() {
                    Terminal.complain("round \(round): \(load.name), followers \(audience.name)")
                    errors += try measure(
                        load, audience.site, contender, shape, in: work,
                        into: &found[row][column])
                }
            }
        }
        Terminal.print(heading + table(found))
        return errors == 0 ? 0 : 1
    }

    private func measure(
        _ load: Load, _ site: String?, _ contender: Contender, _ shape: SiteShape,
        in work: WorkFolder, into found: inout Found
    ) throws -> Int {
        let server = try RunningServer(contender, in: work)
        defer { server.stop() }
        let count = Int(options.seconds + 2) * (load.depth == 1 ? 10_000 : 60_000)
        let plan = LoadPlan(
            Workload.votesAnywhere.lines(count, shape, .jsonRPC, seed: 1), .jsonRPC,
            connections: load.connections, depth: load.depth, perSecond: load.perSecond)
        let stop = LiveFollowers.Stop()
        let socket = server.socket
        let crowd = try site.map { site in
            try BackgroundThread {
                try LiveFollowers(Self.followers, of: site, at: socket).run(until: stop)
            }
        }
        let driven = Result { try server.drive([plan], .seconds(options.seconds, warmUp: 2)) }
        stop.isAsked.store(true, ordering: .relaxed)
        let live = try crowd?.join()
        let (measurement, results) = try driven.get()
        found.perSecond.append(measurement.perSecond)
        found.p50.append(measurement.p50)
        found.p99.append(measurement.p99)
        found.cpu.append(measurement.cpuPerThousand)
        if let live { found.live.add(live) }
        found.seconds += options.seconds + 2
        return measurement.errors + results.reduce(0) { $0 + $1.errors }
    }

    private var heading: String {
        """
        Votes while \(Text.grouped(Self.followers)) follow; delay from a write's reply to the \
        line, of ten writes a second on the site that is followed. Medians of \
        \(options.rounds) rounds.


        """
    }

    private func table(_ found: [[Found]]) -> String {
        var grid = TextGrid()
        grid.row([
            "votes", "followers", "votes/s", "ratio", "p50 µs", "p99 µs", "CPU ms/1,000",
            "delay p50 ms", "p99 ms", "told", "MB/s to them",
        ])
        for (load, row) in zip(Self.loads, found) {
            let base = median(row[0].perSecond) ?? 0
            for (audience, cell) in zip(Self.audiences, row) {
                let rate = median(cell.perSecond) ?? 0
                func ms(_ share: Double) -> String {
                    audience.site == nil
                        ? "" : Text.figure(Double(cell.live.delay.quantile(share)) / 1e6)
                }
                let due = cell.live.writes * Self.followers
                grid.row([
                    load.name, audience.name, Text.figure(rate),
                    Text.figure(base > 0 ? rate / base : 0), Text.figure(median(cell.p50)),
                    Text.figure(median(cell.p99)), Text.figure(median(cell.cpu)), ms(0.5),
                    ms(0.99),
                    due > 0
                        ? "\(Text.fixed(Double(cell.live.delay.count) / Double(due) * 100, 0)) %"
                        : "",
                    due > 0 ? Text.figure(Double(cell.live.bytes) / 1e6 / cell.seconds) : "",
                ])
            }
        }
        return grid.text
    }
}

extension LiveFigures {
    fileprivate mutating func add(_ other: LiveFigures) {
        delay.add(other.delay)
        writes += other.writes
        bytes += other.bytes
    }
}
