import JSONValues

/// How fast `rules.backtest` goes through stored real comments, alone and while clients vote; and
/// how many votes come through meanwhile, beside how many do without it.
struct BacktestBenchmark {
    let commentd: String
    let folder: String
    let seconds: Double
    let rounds: Int
    let work: WorkFolder

    private static let comments = 120_000
    /// A thread for so many comments.
    private static let threadSize = 300
    private static let votes = 400_000
    private static let votedOn = 20_000

    func run() throws -> Int32 {
        let place = try work.makeFolder()
        let contender = Contender.commentd(at: commentd)
        try load(into: place)
        let server = try RunningServer(contender, on: place, isTemporary: true)
        defer { server.stop() }
        let rules = try self.rules(server.socket)
        var alone: [Double] = []
        var beside: [Double] = []
        var calm: [Double] = []
        var busy: [Double] = []
        for round in 0..<rounds {
            alone.append(try Self.backtests(rules, server.socket, atLeast: 0)[0])
            calm.append(try server.drive([votes(round * 2)], .seconds(seconds)).0.perSecond)
            let socket = server.socket
            let runner = try BackgroundThread { [seconds] in
                try Self.backtests(rules, socket, atLeast: seconds + 1)
            }
            let found = Result {
                try server.drive([votes(round * 2 + 1)], .seconds(seconds)).0
            }
            beside += try runner.join()
            let measurement = try found.get()
            if measurement.errors > 0 {
                throw BenchProblem(measurement.firstError ?? "a vote was refused")
            }
            busy.append(measurement.perSecond)
        }
        var grid = TextGrid()
        grid.row(["median", "alone", "side by side"])
        func row(_ name: String, _ values: [Double], _ others: [Double]) {
            grid.row([name] + [values, others].map { Text.grouped(Int(median($0) ?? 0)) })
        }
        row("comments/s of rules.backtest", alone, beside)
        row("votes/s meanwhile, 16 × 16", calm, busy)
        Terminal.print(
            """
            The shipped rules on \(Text.grouped(Self.comments)) stored comments out of the \
            collections.


            """ + grid.text)
        return 0
    }

    /// Comments a second of each backtest, until so many seconds are over.
    private static func backtests(
        _ rules: JSONValue, _ socket: String, atLeast seconds: Double
    ) throws -> [Double] {
        var rates: [Double] = []
        let begin = Clock.nanoseconds
        repeat {
            let start = Clock.nanoseconds
            let result = try OneCommand.ask(
                "rules.backtest", [.init("rules", rules), .init("limit", .integer(1_000_000))],
                socket)
            let count = result["comments"]?.integer ?? 0
            // The odd text breaks the text policy.
            if count < comments / 10 * 9 { throw BenchProblem("\(count) comments were looked at") }
            rates.append(Double(count) * 1e9 / Double(Clock.nanoseconds - start))
        } while Double(Clock.nanoseconds - begin) < seconds * 1e9
        return rates
    }

    /// The rules that the server has, as a document.
    private func rules(_ socket: String) throws -> JSONValue {
        guard let rules = try OneCommand.ask("rules.get", [], socket)["rules"] else {
            throw BenchProblem("the server has no rules")
        }
        return rules
    }

    /// Votes on the first comments, another voter's each.
    private func votes(_ round: Int) -> LoadPlan {
        var lines = CommandLines(areNumbered: false)
        for number in 0..<Self.votes {
            let comment = number % Self.votedOn
            let voter = round * Self.votes + number
            lines.append(
                Array(
                    """
                    {"id":1,"method":"vote.cast","params":{"comment":"ref:c\(comment)",\
                    "voter":"v\(voter)","value":1}}
                    """.utf8), isKeyed: false)
        }
        return LoadPlan(lines, .jsonRPC, connections: 16, depth: 16)
    }

    /// Submits the comments through a pipe, as a host does. Those that are voted on are harmless.
    private func load(into place: String) throws {
        let texts = try RealTexts.all(in: folder)
        guard !texts.isEmpty else { throw BenchProblem("\(folder): no texts") }
        var bytes: [UInt8] = []
        for number in 0..<Self.comments {
            let body =
                number < Self.votedOn
                ? "Comment number \(number) is one to be voted on." : texts[number % texts.count]
            var json = JSONWriter()
            json.object { json in
                json.member("id", number)
                json.member("method", "comment.submit")
                json.name("params")
                json.object { json in
                    json.member("thread", "page-\(number / Self.threadSize)")
                    json.member("author", "reader-\(number % 40_000)")
                    json.member("body", body)
                    if number < Self.votedOn { json.member("ref", "c\(number)") }
                }
            }
            bytes += json.bytes
            bytes.append(0x0A)
        }
        let seconds = try OneCommand.run(bytes, through: commentd, in: place)
        Terminal.complain(
            "\(Text.grouped(Self.comments)) comments, \(Text.grouped(texts.count)) different "
                + "texts, loaded in \(Text.fixed(seconds, 1)) s")
    }
}
