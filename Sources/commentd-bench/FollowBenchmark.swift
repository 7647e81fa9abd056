import JSONValues

/// How long others wait while thousands of followers are told of comments: votes beside comments on
/// a page that many follow, and beside the same comments on a page that nobody does.
struct FollowBenchmark {
    private static let followers = 10_000
    /// Comments a second on the page: each is ten thousand notices.
    private static let commentsPerSecond = 1

    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    /// Measures, and prints the table; 1 where the server answered with errors.
    func run() throws -> Int32 {
        var contender = Contender.commentd(at: options.commentd)
        if let missing = contender.missingFile { throw BenchProblem("\(missing): not there") }
        let work = try WorkFolder(in: options.work)
        let shape = SiteShape(comments: 10_000)
        contender.data = try SiteLoader(contender: contender, shape: shape).load(in: work)
        var grid = TextGrid()
        grid.row(["votes", "page", "votes/s", "median ms", "p99 ms", "longest ms"])
        var errors = 0
        for (connections, depth) in [(1, 1), (64, 64)] {
            for page in ["quiet", "followed"] {
                Terminal.complain("\(connections) × \(depth), \(page)")
                let server = try RunningServer(contender, in: work)
                defer { server.stop() }
                let all = LoadPlan(Self.follows, .jsonRPC, connections: 1, depth: 256)
                let (made, _) = try server.drive([all], .commands(Self.followers))
                let count = Int(options.seconds + 2) * (depth == 1 ? 10_000 : 60_000)
                let votes = Workload.votesAnywhere.lines(count, shape, .jsonRPC, seed: 1)
                let plans = [
                    LoadPlan(votes, .jsonRPC, connections: connections, depth: depth),
                    LoadPlan(
                        comments(on: page), .jsonRPC, connections: 1, depth: 1,
                        perSecond: Self.commentsPerSecond),
                ]
                let (measurement, results) = try server.drive(plans, .seconds(options.seconds))
                errors += made.errors + measurement.errors
                guard let voters = results.first else { continue }
                func ms(_ share: Double) -> String {
                    Text.figure(Double(voters.latency.quantile(share)) / 1e6)
                }
                grid.row([
                    "\(connections) × \(depth)", page, Text.figure(voters.perSecond), ms(0.5),
                    ms(0.99), ms(1),
                ])
            }
        }
        Terminal.print(
            """
            \(Text.grouped(Self.followers)) follow a page that gets \(Self.commentsPerSecond) \
            comment a second; votes meanwhile anywhere.


            """ + grid.text)
        return errors == 0 ? 0 : 1
    }

    private static var follows: CommandLines {
        .calls(followers, "subscription.add") { index, json in
            json.member("thread", "followed")
            json.member("person", "follower-\(index)")
            json.member("scope", "thread")
        }
    }

    private func comments(on page: String) -> CommandLines {
        .calls(Int(options.seconds + 3) * Self.commentsPerSecond * 2, "comment.submit") {
            index, json in
            json.member("thread", page)
            json.member("author", "author-\(index)")
            json.member("body", "A comment, number \(index), that nobody has written before.")
        }
    }
}
