import Discussion

/// A server under the same load for long: 2,000 writes and 10,000 reads a second. What it holds of
/// memory, descriptors and log is looked at every ten seconds.
struct SoakBenchmark {
    private static let sliceSeconds = 10.0
    private static let votesPerSecond = 1_800
    private static let commentsPerSecond = 200
    private static let pagesPerSecond = 10_000
    /// What is bounded: growth once it has settled, and the log, in MB of 10^6 bytes and 2^20.
    private static let maxGrowthPerHour = 1.0
    private static let maxLogBytes = 64 << 20
    /// So long it has to settle, where the whole takes six times as long or more.
    private static let settlingSeconds = 600.0

    private let options: BenchOptions
    private let shape = SiteShape(comments: 10_000)

    /// A look at the server.
    private struct Sample {
        let seconds: Double
        let megabytes: Double
        let descriptors: Int
        let logBytes: Int
    }

    init(_ options: BenchOptions) { self.options = options }

    /// Runs for `--seconds`, and prints what was found; 1 where a bound was passed, or the server
    /// answered with errors.
    func run() throws -> Int32 {
        var contender = Contender.commentd(at: options.commentd)
        if let missing = contender.missingFile { throw BenchProblem("\(missing): not there") }
        let work = try WorkFolder(in: options.work)
        contender.data = try SiteLoader(contender: contender, shape: shape).load(in: work)
        let folder = try work.makeFolder()
        try contender.copyData(into: folder)
        let server = try RunningServer(contender, on: folder, isTemporary: false)
        defer { server.stop() }
        let log = RunningServer.database(in: folder) + "-wal"
        var samples: [Sample] = []
        var (writes, reads, errors) = (0, 0, 0)
        var firstError: String?
        let slices = max(1, Int(options.seconds / Self.sliceSeconds))
        for slice in 1...slices {
            let (results, meter) = try drive(server, slice)
            writes += results[0].replies + results[1].replies
            reads += results[2].replies
            errors += results.reduce(0) { $0 + $1.errors }
            firstError = firstError ?? results.compactMap(\.firstError).first
            samples.append(
                Sample(
                    seconds: Double(slice) * Self.sliceSeconds, megabytes: meter.megabytes,
                    descriptors: meter.descriptors, logBytes: FileSystem.size(log) ?? 0))
            if slice % 6 == 0 { Terminal.complain(line(of: samples)) }
        }
        let seconds = Double(slices) * Self.sliceSeconds
        Terminal.print(
            """
            \(Text.grouped(Int(seconds))) s: \(Text.grouped(Int(Double(writes) / seconds))) \
            writes/s, \(Text.grouped(Int(Double(reads) / seconds))) reads/s, \
            \(errors) errors\(firstError.map { ": \($0)" } ?? "")

            """)
        return report(samples) && errors == 0 ? 0 : 1
    }

    private func drive(
        _ server: RunningServer, _ slice: Int
    ) throws -> ([LoadResult], (megabytes: Double, descriptors: Int)) {
        func plan(_ workload: Workload, _ perSecond: Int, connections: Int) -> LoadPlan {
            let count = Int(Double(perSecond) * Self.sliceSeconds) + perSecond
            return LoadPlan(
                workload.lines(count, shape, .jsonRPC, seed: slice), .jsonRPC,
                connections: connections, depth: 64, perSecond: perSecond)
        }
        let plans = [
            plan(.votesAnywhere, Self.votesPerSecond, connections: 8),
            plan(.comments, Self.commentsPerSecond, connections: 4),
            plan(.hotPages(threads: 80), Self.pagesPerSecond, connections: 16),
        ]
        return try server.soak(plans, seconds: Self.sliceSeconds)
    }

    private func line(of samples: [Sample]) -> String {
        guard let last = samples.last else { return "" }
        return "\(Int(last.seconds)) s: \(Text.fixed(last.megabytes, 1)) MB, "
            + "\(last.descriptors) descriptors, log \(last.logBytes >> 20) MiB"
    }

    /// Prints what was found; false where a bound was passed.
    private func report(_ samples: [Sample]) -> Bool {
        let all = samples.last?.seconds ?? 0
        let settled = samples.filter { $0.seconds > min(Self.settlingSeconds, all / 6) }
        let growth = Self.slope(settled.map { ($0.seconds / 3600, $0.megabytes) })
        let descriptors = settled.map(\.descriptors)
        let log = samples.map(\.logBytes).max() ?? 0
        let isGrowing = growth > Self.maxGrowthPerHour
        let isLeaking = descriptors.min() != descriptors.max()
        let isLong = log >= Self.maxLogBytes
        Terminal.print(
            """
            memory \(Text.fixed(samples.last?.megabytes ?? 0, 1)) MB, growing by \
            \(Text.fixed(growth, 2)) MB/h once settled\(isGrowing ? ": too much" : "")
            descriptors \(descriptors.min() ?? 0) to \(descriptors.max() ?? 0)\
            \(isLeaking ? ": not constant" : "")
            the log's largest size \(Text.fixed(Double(log) / 1_048_576, 1)) MiB\
            \(isLong ? ": too long" : "")

            """)
        return !isGrowing && !isLeaking && !isLong
    }

    /// The slope of the line that lies closest to the points (least squares); 0 of fewer than two.
    static func slope(_ points: [(x: Double, y: Double)]) -> Double {
        let count = Double(points.count)
        let (x, y) = points.reduce((0, 0)) { ($0.0 + $1.x / count, $0.1 + $1.y / count) }
        let spread = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
        return spread > 0 ? points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / spread : 0
    }
}
