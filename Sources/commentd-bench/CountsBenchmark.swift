import Discussion
import JSONValues

/// How long the badges of a front page take: `thread.counts` of 1,000 pages, by itself and while
/// votes pour in.
struct CountsBenchmark {
    /// Pages that one call asks for, of all that there are.
    private static let asked = 1_000
    private static let pages = 5_000

    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    /// Measures, and prints the table; 1 where the server answered with errors.
    func run() throws -> Int32 {
        var contender = Contender.commentd(at: options.commentd)
        if let missing = contender.missingFile { throw BenchProblem("\(missing): not there") }
        let work = try WorkFolder(in: options.work)
        let shape = SiteShape(threadSizes: Array(repeating: 2, count: Self.pages))
        contender.data = try SiteLoader(contender: contender, shape: shape).load(in: work)
        var grid = TextGrid()
        grid.row(["beside", "calls/s", "median ms", "p99 ms", "longest ms"])
        var errors = 0
        for voters in [0, 64] {
            let server = try RunningServer(contender, in: work)
            defer { server.stop() }
            var plans = [LoadPlan(calls(of: shape), .jsonRPC, connections: 1, depth: 1)]
            if voters > 0 {
                let votes = Workload.votesAnywhere.lines(
                    Int(options.seconds + 2) * 60_000, shape, .jsonRPC, seed: 1)
                plans.append(
                    LoadPlan(votes, .jsonRPC, connections: voters, depth: voters))
            }
            let (measurement, results) = try server.drive(plans, .seconds(options.seconds))
            errors += measurement.errors
            guard let asked = results.first else { continue }
            func ms(_ share: Double) -> String {
                Text.figure(Double(asked.latency.quantile(share)) / 1e6)
            }
            grid.row([
                voters == 0 ? "nothing" : "votes, \(voters) × \(voters)",
                Text.figure(asked.perSecond), ms(0.5), ms(0.99), ms(1),
            ])
        }
        Terminal.print(
            """
            thread.counts of \(Text.grouped(Self.asked)) pages of \
            \(Text.grouped(Self.pages)), one call after the other.


            """ + grid.text)
        return errors == 0 ? 0 : 1
    }

    /// Each asks for other pages.
    private func calls(of shape: SiteShape) -> CommandLines {
        var dice = SeededDice(seed: 1)
        return .calls(64, "thread.counts", mayRepeat: true) { _, json in
            json.name("threads")
            json.array { json in
                for _ in 0..<Self.asked { json.string(Dialect.url(dice.below(shape.threads) + 1)) }
            }
        }
    }
}
