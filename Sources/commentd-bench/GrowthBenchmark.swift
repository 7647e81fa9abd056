import Discussion

/// The same loads on sites of several sizes, and on a short and a long thread.
final class GrowthBenchmark {
    /// What is measured of a site, in the order in which it is.
    private enum Load: CaseIterable {
        case start
        case pages
        case mix
        case memory
        case votes
        case submits
        case votesOfTheDay
        case submitsOfTheDay

        var title: String {
            switch self {
            case .start: "start ms"
            case .pages: "pages/s"
            case .mix: "mix/s"
            case .memory: "peak MB"
            case .votes: "votes/s"
            case .submits: "submits/s"
            case .votesOfTheDay: "day's votes/s"
            case .submitsOfTheDay: "day's submits/s"
            }
        }
    }

    /// Comments that are submitted in a measurement: more would make another site of the smallest.
    private static let submits = 20_000

    private let options: BenchOptions
    private let work: WorkFolder
    private var sites: [(shape: SiteShape, contender: Contender)] = []
    /// Of each load the values of each round, by site.
    private var found: [Load: [Rounds]] = [:]
    private var remarks: [String] = []

    init(_ options: BenchOptions) throws {
        self.options = options
        work = try WorkFolder(in: options.work)
        if let missing = Contender.commentd(at: options.commentd).missingFile {
            throw BenchProblem("\(missing): not there")
        }
    }

    /// Measures, and prints the tables; 1 where a server answered with errors.
    func run() throws -> Int32 {
        for size in options.sizes { try load(SiteShape(comments: size)) }
        for round in 0..<options.rounds {
            for index in sites.indices {
                let size = Text.grouped(sites[index].shape.comments)
                Terminal.complain("round \(round + 1) of \(options.rounds): \(size) comments")
                try measure(index, round)
            }
        }
        Terminal.print(table)
        if !options.threads.isEmpty {
            sites = []
            try load(SiteShape(threadSizes: options.threads))
            try compareThreads()
        }
        for remark in remarks { Terminal.print("\(remark)\n") }
        return remarks.isEmpty ? 0 : 1
    }

    private func load(_ shape: SiteShape) throws {
        var contender = Contender.commentd(at: options.commentd)
        contender.data = try SiteLoader(contender: contender, shape: shape).load(in: work)
        sites.append((shape, contender))
    }

    // MARK: - Sites

    private func measure(_ index: Int, _ round: Int) throws {
        let (shape, contender) = sites[index]
        let folder = try work.makeFolder()
        defer { FileSystem.remove(folder) }
        try contender.copyData(into: folder)
        add(try StartTime(contender).run(on: folder), .start, index)
        let server = try RunningServer(contender, on: folder, isTemporary: false)
        defer { server.stop() }
        let seconds = options.seconds
        func rate(_ load: Load, _ workload: Workload, _ count: Int, _ depth: Int, _ span: LoadSpan)
            throws
        {
            let lines = workload.lines(count, shape, .jsonRPC, seed: round + 1)
            let connections = load == .pages ? 16 : 64
            let plan = LoadPlan(lines, .jsonRPC, connections: connections, depth: depth)
            let (measurement, _) = try server.drive([plan], span)
            note(measurement, "\(Text.grouped(shape.comments)) comments, \(load.title)")
            add(measurement.perSecond, load, index)
            if load == .mix { add(measurement.peakMegabytes, .memory, index) }
        }
        let count = Int((seconds + 1) * 100_000)
        try rate(.pages, .coldPages(sorts: Sort.allCases), count, 1, .seconds(seconds))
        try rate(.mix, .mix, count, 1, .seconds(seconds))
        try rate(.votesOfTheDay, .votesOfTheDay, count, 64, .seconds(seconds))
        try rate(
            .submitsOfTheDay, .commentsOfTheDay, Self.submits + 64 * 64, 64,
            .commands(Self.submits))
        try rate(.votes, .votesAnywhere, count, 64, .seconds(seconds))
        try rate(.submits, .comments, Self.submits + 64 * 64, 64, .commands(Self.submits))
    }

    private func add(_ value: Double, _ load: Load, _ index: Int) {
        let none = Array(repeating: Rounds(), count: options.sizes.count)
        let first = index == 0 ? nil : found[load]?[0].values.last
        found[load, default: none][index].add(value, beside: first)
    }

    private func note(_ measurement: Measurement, _ what: String) {
        guard measurement.errors > 0 else { return }
        remarks.append("\(what): \(measurement.errors) errors: \(measurement.firstError ?? "")")
    }

    /// Each figure with its ratio to that of the first site in the same round.
    private var table: String {
        var grid = TextGrid()
        grid.row(["comments"] + Load.allCases.flatMap { [$0.title, "ratio"] })
        for (index, site) in sites.enumerated() {
            grid.row(
                [Text.grouped(site.shape.comments)]
                    + Load.allCases.flatMap { load in
                        let rounds = found[load]?[index]
                        return [Text.figure(rounds?.median), Text.figure(rounds?.ratio)]
                    })
        }
        return """
            Rounds: \(options.rounds). Ratios to the first site in the same round, medians.
            Goals: pages ≥ 0.8, votes and submits ≥ 0.5; memory ≤ 120 MB, from 100,000 to 1,000,000
            comments ≤ 1.3; start ≤ 50 ms. Votes and submits are spread over all comments, threads
            and people; a day's over 90 threads and 2,000 people.


            """ + grid.text
    }

    // MARK: - Threads

    /// Pages of each thread in all sorts while votes come in on it, so that none can be kept.
    private func compareThreads() throws {
        guard let (shape, contender) = sites.first else { return }
        var rounds = Rounds()
        for round in 0..<options.rounds {
            Terminal.complain("round \(round + 1) of \(options.rounds): pages of two threads")
            let rates = try [1, 2].map { thread in
                let server = try RunningServer(contender, in: work)
                defer { server.stop() }
                let pages = Workload.pagesOf(thread: thread).lines(
                    1000, shape, .jsonRPC, seed: 1)
                let votes = Workload.votesOn(thread: thread).lines(
                    Int((options.seconds + 2) * 1000), shape, .jsonRPC, seed: round + 1)
                var storm = LoadPlan(votes, .jsonRPC, connections: 1, depth: 256)
                storm.perSecond = BenchRow.votesBesideHotPages
                let plans = [LoadPlan(pages, .jsonRPC, connections: 16, depth: 1), storm]
                let (measurement, _) = try server.drive(plans, .seconds(options.seconds))
                note(measurement, "pages of thread \(thread)")
                return measurement.perSecond
            }
            rounds.add(rates[0], beside: rates[1])
        }
        let sizes = shape.threadSizes.map { Text.grouped($0) }
        let ratio = rounds.ratio
        var grid = TextGrid()
        grid.row(["one thread, pages/s", "\(sizes[0])", "\(sizes[1])", "ratio", "goal", ""])
        grid.row([
            "", Text.figure(rounds.median), Text.figure(rounds.otherMedian), Text.figure(ratio),
            "≤ 1.5", ratio.map { $0 <= 1.5 ? "met" : "missed" } ?? "",
        ])
        Terminal.print("\n" + grid.text)
    }
}
