import Discussion
import JSONValues

/// How fast `comment.search` is on 100,000 comments in three languages, what the index takes, and
/// what it costs those who submit.
struct SearchBenchmark {
    private static let comments = 100_000
    /// A thread for so many comments.
    private static let threadSize = 300

    private let options: BenchOptions

    init(_ options: BenchOptions) { self.options = options }

    /// Measures, and prints the tables; 1 where the server answered with errors.
    func run() throws -> Int32 {
        let work = try WorkFolder(in: options.work)
        let place = try work.makeFolder()
        let contender = try configured(isIndexed: true, in: work)
        let loaded = try OneCommand.run(
            Self.submissions(Self.comments), through: options.commentd, in: place)
        Terminal.complain(
            "\(Text.grouped(Self.comments)) comments loaded in \(Text.fixed(loaded, 1)) s")
        let begin = Clock.nanoseconds
        let server = try RunningServer(contender, on: place, isTemporary: true)
        defer { server.stop() }
        let behind = try waitForIndex(server.socket)
        let seconds = Double(Clock.nanoseconds - begin) / 1e9
        let database = RunningServer.database(in: place)
        Terminal.print(
            """
            The index followed the last \(Text.grouped(behind)) of \
            \(Text.grouped(Self.comments)) comments in \(Text.fixed(seconds, 1)) s and has \
            \(megabytes(database + ".search")) MB beside \(megabytes(database)) MB.


            """)
        var errors = try searches(server)
        Terminal.print("\n")
        errors += try submits(work)
        return errors == 0 ? 0 : 1
    }

    private func megabytes(_ path: String) -> String {
        Text.fixed(
            Double((FileSystem.size(path) ?? 0) + (FileSystem.size(path + "-wal") ?? 0)) / 1e6, 1)
    }

    /// Waits until the index knows every comment; how many it did not know at first.
    private func waitForIndex(_ socket: String) throws -> Int {
        var first: Int?
        while true {
            let status = try OneCommand.ask("server.status", [], socket)
            let behind = status["queues"]?.object?["unindexed"]?.integer ?? Self.comments
            first = first ?? behind
            if behind == 0 { return first ?? 0 }
            try Interruption.check()
            Clock.pause(microseconds: 20_000)
        }
    }

    /// What is looked for.
    private static let queries: [(name: String, query: String)] = [
        ("common word", SearchTexts.english(1)), ("rare word", SearchTexts.english(15_000)),
        ("two common words", "\(SearchTexts.english(2)) \(SearchTexts.english(3))"),
        ("phrase", "\"\(SearchTexts.english(1)) \(SearchTexts.english(2))\""),
        ("word but not another", "\(SearchTexts.english(1)) -\(SearchTexts.english(2))"),
        ("beginning of words", String(SearchTexts.english(5).prefix(2)) + "*"),
        ("Korean, two syllables, common", SearchTexts.korean(1)),
        ("Korean, two syllables, rare", SearchTexts.korean(15_000)),
        ("Korean, one syllable", String(SearchTexts.korean(40).prefix(1))),
        ("Japanese, two characters", SearchTexts.japanese(3)),
        ("absent word", "zzzyzzzy"), ("absent, two characters", "꿹뺡"),
    ]

    private func searches(_ server: RunningServer) throws -> Int {
        var grid = TextGrid()
        grid.row(["searches, 1 × 1", "found", "p50 ms", "p99 ms"])
        var errors = 0
        for (name, query) in Self.queries {
            let first = try OneCommand.ask(
                "comment.search", [.init("query", .string(query))], server.socket)
            let found = first["comments"]?.array?.count ?? 0
            let isMore = first["next"]?.text != nil
            let lines = CommandLines.calls(1_000, "comment.search", mayRepeat: true) { _, json in
                json.member("query", query)
            }
            let plan = LoadPlan(lines, .jsonRPC, connections: 1, depth: 1)
            let (measurement, _) = try server.drive([plan], .seconds(options.seconds))
            errors += measurement.errors
            grid.row([
                name, "\(found)\(isMore ? "+" : "")", Text.figure(measurement.p50 / 1000),
                Text.figure(measurement.p99 / 1000),
            ])
        }
        Terminal.print(grid.text)
        return errors
    }

    /// Comments a second with and without an index that follows, and a common word looked for
    /// meanwhile.
    private func submits(_ work: WorkFolder) throws -> Int {
        var (rates, costs, errors) = (Rounds(), Rounds(), 0)
        var latencies: [Double] = []
        for round in 0..<options.rounds {
            var figures: [Measurement] = []
            for isIndexed in [true, false] {
                let server = try RunningServer(
                    configured(isIndexed: isIndexed, in: work), on: work.makeFolder(),
                    isTemporary: true)
                defer { server.stop() }
                let plan = Self.load(seed: round)
                let (measurement, _) = try server.drive([plan], .seconds(options.seconds))
                figures.append(measurement)
                errors += measurement.errors
                guard isIndexed else { continue }
                let query = CommandLines.calls(1_000, "comment.search", mayRepeat: true) {
                    $1.member("query", SearchTexts.korean(1))
                }
                let search = LoadPlan(query, .jsonRPC, connections: 1, depth: 1, perSecond: 20)
                let more = Self.load(seed: round + options.rounds)
                let (beside, _) = try server.drive([search, more], .seconds(options.seconds))
                errors += beside.errors
                latencies += [beside.p50 / 1000, beside.p99 / 1000]
            }
            rates.add(figures[0].perSecond, beside: figures[1].perSecond)
            costs.add(figures[0].cpuPerThousand, beside: figures[1].cpuPerThousand)
        }
        var grid = TextGrid()
        grid.row(["submits, 64 × 64", "with the index", "without", "ratio"])
        for (name, figures) in [("comments/s", rates), ("CPU ms a thousand", costs)] {
            grid.row([
                name, Text.figure(figures.median), Text.figure(figures.otherMedian),
                Text.figure(figures.ratio),
            ])
        }
        let all = latencies.enumerated()
        let p50 = median(all.filter { $0.offset % 2 == 0 }.map(\.element))
        let p99 = median(all.filter { $0.offset % 2 == 1 }.map(\.element))
        Terminal.print(
            grid.text
                + "\nA common word meanwhile: p50 \(Text.figure(p50)) ms, "
                + "p99 \(Text.figure(p99)) ms.\n")
        return errors
    }

    /// A commentd without rules, with or without an index.
    private func configured(isIndexed: Bool, in work: WorkFolder) throws -> Contender {
        let folder = try work.makeFolder()
        try FileSystem.write(
            Array("{ search: { index: \(isIndexed) } }".utf8), to: "\(folder)/commentd.json")
        var contender = Contender.commentd(at: options.commentd)
        contender.configuration = folder
        return contender
    }

    private static func write(_ number: Int, _ body: String, to json: inout JSONWriter) {
        json.member("thread", "page-\(number / threadSize)")
        json.member("author", "reader-\(number % 40_000)")
        json.member("body", body)
    }

    private static func load(seed: Int) -> LoadPlan {
        let texts = SearchTexts()
        var dice = SeededDice(seed: UInt64(seed + 1))
        let lines = CommandLines.calls(150_000, "comment.submit", mayRepeat: true) { number, json in
            write(number, texts.text(number, &dice), to: &json)
        }
        return LoadPlan(lines, .jsonRPC, connections: 64, depth: 64)
    }

    private static func submissions(_ count: Int) -> [UInt8] {
        let texts = SearchTexts()
        var dice = SeededDice(seed: 0)
        let lines = CommandLines.calls(count, "comment.submit") { number, json in
            write(number, texts.text(number, &dice), to: &json)
        }
        return lines.bytes
    }
}
