/// How long a page takes while votes pour in, beside how long it takes without them.
struct PageUnderVotes {
    /// What was found, of one server.
    struct Figures: Sendable {
        let calm: Measurement
        let busy: Measurement
        /// The votes meanwhile, a second.
        let votesPerSecond: Double
    }

    private let contender: Contender
    private let options: BenchOptions
    private let shape: SiteShape

    init(_ contender: Contender, _ options: BenchOptions, _ shape: SiteShape) {
        self.contender = contender
        self.options = options
        self.shape = shape
    }

    func run(in work: WorkFolder) throws -> Figures {
        let seconds = options.seconds
        func plans(_ row: BenchRow) -> [LoadPlan] {
            row.plans(shape, contender.dialect, seconds: seconds + 2, seed: 1) ?? []
        }
        let (pages, votes) = (plans(.coldPages), plans(.votes64x64))
        let server = try RunningServer(contender, in: work)
        defer { server.stop() }
        let calm = try server.drive(pages, .seconds(seconds)).0
        // In a thread of its own: the reader of pages shall not wait for the reader of votes.
        let socket = server.socket
        let storm = try BackgroundThread {
            try LoadGenerator(votes, to: socket).run(.seconds(seconds + 0.5))
        }
        let found = Result { try server.drive(pages, .seconds(seconds)).0 }
        let results = try storm.join()
        var busy = try found.get()
        busy.isRepeating = results.contains(where: \.isRepeating)
        busy.errors += results.reduce(0) { $0 + $1.errors }
        busy.firstError = busy.firstError ?? results.first?.firstError
        return Figures(
            calm: calm, busy: busy, votesPerSecond: results.first?.perSecond ?? 0)
    }
}
