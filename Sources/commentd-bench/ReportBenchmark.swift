import JSONValues

/// How long `moderation.report` takes of a whole site, by itself and while votes pour in, and what
/// it costs those.
struct ReportBenchmark {
    /// Comments that moderators decide on, of all that there are.
    private static let decided = 20_000
    /// In one command.
    private static let batch = 1000

    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    /// Measures, and prints the table; 1 where the server answered with errors.
    func run() throws -> Int32 {
        var contender = Contender.commentd(at: options.commentd)
        if let missing = contender.missingFile { throw BenchProblem("\(missing): not there") }
        let work = try WorkFolder(in: options.work)
        // Ten votes a comment in the mean, and some.
        let shape = SiteShape(comments: options.sizes.last ?? 1_000_000, votesFactor: 4)
        contender.data = try SiteLoader(contender: contender, shape: shape).load(in: work)
        let folder = try work.makeFolder()
        try contender.copyData(into: folder)
        let server = try RunningServer(contender, on: folder, isTemporary: true)
        defer { server.stop() }
        try decide(shape, server.socket)
        var grid = TextGrid()
        grid.row(["reports of the whole site", "median s", "longest s"])
        func row(_ name: String, _ seconds: [Double]) {
            grid.row([
                name, Text.figure(median(seconds)), Text.figure(seconds.max()),
            ])
        }
        row("by themselves", try (0..<options.rounds).map { _ in try Self.report(server.socket) })
        let (calm, _) = try server.drive([votes(shape, 1)], .seconds(options.seconds))
        let socket = server.socket
        let runner = try BackgroundThread { [seconds = options.seconds] in
            try Self.reports(socket, seconds: seconds + 1)
        }
        let found = Result { try server.drive([votes(shape, 2)], .seconds(options.seconds)) }
        row("beside votes, 16 × 16", try runner.join())
        let busy = try found.get().0
        let log = FileSystem.size(RunningServer.database(in: folder) + "-wal") ?? 0
        Terminal.print(grid.text)
        Terminal.print(
            """

            votes/s without reports \(Text.grouped(Int(calm.perSecond))), beside them \
            \(Text.grouped(Int(busy.perSecond))); the log afterwards \
            \(Text.grouped(log >> 20)) MB

            """)
        return calm.errors + busy.errors == 0 ? 0 : 1
    }

    /// Seconds that one report of all that there is takes.
    private static func report(_ socket: String) throws -> Double {
        let start = Clock.nanoseconds
        let result = try OneCommand.ask(
            "moderation.report", [.init("since", .string("2020-01-01T00:00:00Z"))], socket)
        guard result["health"] != nil else { throw BenchProblem("a report lacks a section") }
        return Double(Clock.nanoseconds - start) / 1e9
    }

    private static func reports(_ socket: String, seconds: Double) throws -> [Double] {
        let start = Clock.nanoseconds
        var found: [Double] = []
        repeat {
            found.append(try report(socket))
        } while Double(Clock.nanoseconds - start)
            < seconds * 1e9
        return found
    }

    /// Has moderators decide on the newest comments.
    private func decide(_ shape: SiteShape, _ socket: String) throws {
        let last = shape.comments
        let first = max(1, last - Self.decided + 1)
        for start in stride(from: first, through: last, by: Self.batch) {
            let numbers = start...min(last, start + Self.batch - 1)
            _ = try OneCommand.ask(
                "moderation.decide",
                [
                    .init("comments", .array(numbers.map { .string("ref:c\($0)") })),
                    .init("action", .string(start / Self.batch % 2 == 0 ? "approve" : "reject")),
                    .init("moderator", .string("moderator-\(start / Self.batch % 7)")),
                ], socket)
        }
    }

    private func votes(_ shape: SiteShape, _ seed: Int) -> LoadPlan {
        let count = Int(options.seconds + 2) * 60_000
        let lines = Workload.votesAnywhere.lines(count, shape, .jsonRPC, seed: seed)
        return LoadPlan(lines, .jsonRPC, connections: 16, depth: 16)
    }
}
