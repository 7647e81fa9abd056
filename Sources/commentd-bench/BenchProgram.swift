/// The program: from its arguments to an exit status.
enum BenchProgram {
    /// 0: measured; 1: failed, or a server answered with errors; 2: used wrongly.
    static func run(_ arguments: [String]) -> Int32 {
        Interruption.prepare()
        do {
            let options = try BenchOptions(arguments)
            switch options.command {
            case .help:
                Terminal.print(BenchUsage.text)
                return 0
            case .table: return try Benchmark(options, beside: floor(options)).run()
            case .compare(let base):
                return try Benchmark(options, beside: Contender.commentd(at: base, "base")).run()
            case .classifier:
                guard let folder = options.data else {
                    throw WrongUsage("classifier needs --data: the folder of the collections")
                }
                return try ClassifierBenchmark(folder: folder).run()
            case .texts: return try TextBenchmark(folder: options.data).run()
            case .rules:
                guard let folder = options.data else {
                    throw WrongUsage("rules needs --data: the folder of the collections")
                }
                return try RulesBenchmark(
                    commentd: options.commentd, folder: folder,
                    work: WorkFolder(in: options.work)
                ).run()
            case .backtest:
                guard let folder = options.data else {
                    throw WrongUsage("backtest needs --data: the folder of the collections")
                }
                return try BacktestBenchmark(
                    commentd: options.commentd, folder: folder, seconds: options.seconds,
                    rounds: options.rounds, work: WorkFolder(in: options.work)
                ).run()
            case .imports: return try ImportBenchmark(options).run()
            case .ranking: return try RankingBenchmark(options).run()
            case .hostile: return try HostileBenchmark(options).run()
            case .backups: return try BackupBenchmark(options).run()
            case .crowd: return try CrowdBenchmark(options).run()
            case .live: return try LiveBenchmark(options).run()
            case .anchors: return try AnchorBenchmark(options).run()
            case .search: return try SearchBenchmark(options).run()
            case .counts: return try CountsBenchmark(options).run()
            case .report: return try ReportBenchmark(options).run()
            case .follow: return try FollowBenchmark(options).run()
            case .growth: return try GrowthBenchmark(options).run()
            case .soak: return try SoakBenchmark(options).run()
            }
        } catch let problem as WrongUsage {
            Terminal.complain("\(problem)\nTry: commentd-bench --help")
            return 2
        } catch {
            Terminal.complain("\(error)")
            return 1
        }
    }

    /// The C daemon, where it is there; else a line that says what is missing.
    private static func floor(_ options: BenchOptions) -> Contender? {
        guard let folder = options.floors else {
            Terminal.complain("no C daemon beside commentd: --floors DIR was not given")
            return nil
        }
        let floor = Contender.floor(in: folder)
        if let missing = floor.missingFile {
            Terminal.complain(
                "no C daemon beside commentd: \(missing) is not there (make all data)")
            return nil
        }
        return floor
    }
}

/// Why a measurement could not be made, for people.
struct BenchProblem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// What the system says of the call that just failed, read from `errno`.
    init(system what: String) { description = "\(what): \(SystemError.text)" }
}

/// A wrong use of the program, for people.
struct WrongUsage: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
