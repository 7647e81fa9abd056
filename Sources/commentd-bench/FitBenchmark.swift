/// What common ground costs a running daemon: the votes before and after a fit, the fit itself, and
/// the votes that come meanwhile.
struct FitBenchmark {
    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    /// Measures sites of several sizes; 1 where the server answered with errors.
    func run() throws -> Int32 {
        let contender = Contender.commentd(at: options.commentd)
        if let missing = contender.missingFile { throw BenchProblem("\(missing): not there") }
        var grid = TextGrid()
        grid.row([
            "votes", "votes/s", "changed/s", "refit s", "votes p99 ms meanwhile",
            "changed/s, fitted",
            "CPU ms/1000", "fitted", "peak MB",
        ])
        var errors = 0
        for size in options.sizes.sorted() where size <= Self.mostVotes {
            errors += try measure(size, contender, &grid)
        }
        Terminal.print(
            "Through the daemon, votes 64 × 64; meanwhile 200 a second on one connection\n"
                + grid.text)
        return errors == 0 ? 0 : 1
    }

    /// Larger ones take too long to be voted together.
    private static let mostVotes = 2_000_000

    private func measure(
        _ size: Int, _ contender: Contender, _ grid: inout TextGrid
    ) throws -> Int {
        let work = try WorkFolder(in: options.work)
        let server = try RunningServer(contender, on: work.makeFolder(), isTemporary: true)
        defer { server.stop() }
        let site = TwoCamps(votes: size)
        let comments = CommandLines.calls(site.comments, "comment.submit") { index, json in
            json.member("thread", "page-\(index / 200)")
            json.member("author", "author-\(index % 500)")
            json.member("body", "Comment \(index)")
            json.member("ref", "c\(index)")
        }
        var votes: [(comment: Int, voter: Int, isUp: Bool)] = []
        site.forEachVote { votes.append(($0, $1, $2)) }
        _ = try drive(comments, server)
        let first = try drive(lines(votes) { $0.isUp ? 1 : -1 }, server)
        // Some votes are taken back, and cast anew, with and without a fit: as much work each time.
        let some = Array(votes.prefix(min(votes.count, 100_000)))
        let withdrawn = try drive(lines(some) { _ in 0 }, server)
        let again = try drive(lines(some) { $0.isUp ? 1 : -1 }, server)
        let (seconds, p99) = try refit(some, server)
        let fittedWithdrawn = try drive(lines(some) { _ in 0 }, server)
        let fittedAgain = try drive(lines(some) { $0.isUp ? 1 : -1 }, server)
        func mean(_ left: Measurement, _ right: Measurement) -> String {
            Text.grouped(Int((left.perSecond + right.perSecond) / 2))
        }
        func cost(_ left: Measurement, _ right: Measurement) -> String {
            Text.fixed((left.cpuPerThousand + right.cpuPerThousand) / 2, 1)
        }
        grid.row([
            Text.grouped(votes.count), Text.grouped(Int(first.perSecond)), mean(withdrawn, again),
            Text.fixed(seconds, 2), Text.fixed(p99, 1), mean(fittedWithdrawn, fittedAgain),
            cost(withdrawn, again), cost(fittedWithdrawn, fittedAgain),
            Text.fixed(fittedAgain.peakMegabytes, 0),
        ])
        return [first, withdrawn, again, fittedWithdrawn, fittedAgain].reduce(0) { $0 + $1.errors }
    }

    private func lines(
        _ votes: [(comment: Int, voter: Int, isUp: Bool)],
        _ value: ((comment: Int, voter: Int, isUp: Bool)) -> Int
    ) -> CommandLines {
        CommandLines.calls(votes.count, "vote.cast") { index, json in
            json.member("comment", "ref:c\(votes[index].comment)")
            json.member("voter", "v\(votes[index].voter)")
            json.member("value", value(votes[index]))
        }
    }

    private func drive(_ lines: CommandLines, _ server: RunningServer) throws -> Measurement {
        let plan = LoadPlan(lines, .jsonRPC, connections: 64, depth: 64)
        return try server.drive([plan], .commands(lines.count)).0
    }

    /// Seconds that a fit takes while votes come in, and their 99th percentile in milliseconds.
    private func refit(
        _ votes: [(comment: Int, voter: Int, isUp: Bool)], _ server: RunningServer
    ) throws -> (Double, Double) {
        let call = CommandLines.calls(1, "ranking.refit", mayRepeat: true) { _, _ in }
        let plans = [
            LoadPlan(call, .jsonRPC, connections: 1, depth: 1),
            LoadPlan(
                lines(votes) { $0.isUp ? 1 : -1 }, .jsonRPC, connections: 1, depth: 16,
                perSecond: 200),
        ]
        let (measurement, results) = try server.drive(plans, .commands(1))
        if let error = measurement.firstError { throw BenchProblem(error) }
        let latency = results.last.map { Double($0.latency.quantile(0.99)) / 1e6 } ?? 0
        return (measurement.p50 / 1e6, latency)
    }
}
