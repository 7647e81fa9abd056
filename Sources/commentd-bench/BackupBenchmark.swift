import JSONValues

/// Backups one after the other while 64 × 64 votes pour in, each of them held against a recount
/// afterwards; and what they cost those who vote.
struct BackupBenchmark {
    private static let backups = 50

    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    /// What the thread that asks for backups found.
    private struct Made: Sendable {
        var copies: [String] = []
        var milliseconds: [Double] = []
    }

    /// Measures, and prints the table; 1 where a copy is not whole, or errors came.
    func run() throws -> Int32 {
        var contender = Contender.commentd(at: options.commentd)
        if let missing = contender.missingFile { throw BenchProblem("\(missing): not there") }
        let work = try WorkFolder(in: options.work)
        let shape = SiteShape(comments: options.sizes.first ?? 10_000)
        contender.data = try SiteLoader(contender: contender, shape: shape).load(in: work)
        let folder = try work.makeFolder()
        var grid = TextGrid()
        grid.row(["votes, 64 × 64", "votes/s", "p50 µs", "p99 µs", "backups", "ms each", "longest"])
        var wrong = 0
        for hasBackups in [false, true] {
            let server = try RunningServer(contender, in: work)
            let socket = server.socket
            let count = Int(options.seconds + 2) * 60_000
            let plan = LoadPlan(
                Workload.votesAnywhere.lines(count, shape, .jsonRPC, seed: 1), .jsonRPC,
                connections: 64, depth: 64)
            let maker =
                hasBackups
                ? try BackgroundThread { try Self.make(Self.backups, in: folder, socket) } : nil
            let driven = Result { try server.drive([plan], .seconds(options.seconds, warmUp: 1)) }
            let made = try maker?.join() ?? Made()
            let (measurement, results) = try driven.get()
            server.stop()
            wrong += results.reduce(0) { $0 + $1.errors }
            for copy in made.copies { wrong += try isWhole(copy, in: folder) ? 0 : 1 }
            grid.row([
                hasBackups ? "beside backups" : "alone", Text.figure(measurement.perSecond),
                Text.figure(measurement.p50), Text.figure(measurement.p99),
                "\(made.copies.count)", Text.figure(median(made.milliseconds)),
                Text.figure(made.milliseconds.max()),
            ])
        }
        Terminal.print(grid.text)
        if wrong > 0 { Terminal.complain("\(wrong) errors, or copies that are not whole") }
        return wrong == 0 ? 0 : 1
    }

    private static func make(_ count: Int, in folder: String, _ socket: String) throws -> Made {
        var made = Made()
        for number in 1...count {
            let path = "\(folder)/copy\(number).db"
            let begin = Clock.nanoseconds
            _ = try OneCommand.ask("server.backup", [.init("path", .string(path))], socket)
            made.milliseconds.append(Double(Clock.nanoseconds - begin) / 1e6)
            made.copies.append(path)
        }
        return made
    }

    /// Whether all totals of a copy equal their recount; it is removed then.
    private func isWhole(_ copy: String, in folder: String) throws -> Bool {
        let checked = try ChildProcess(
            options.commentd, ["check", "--db", copy], log: "\(folder)/check")
        do throws(BenchProblem) { try checked.wait() } catch {
            Terminal.complain("\(copy): \(error)")
            return false
        }
        for end in ["", "-wal", "-shm"] { FileSystem.remove(copy + end) }
        return true
    }
}
