import Discussion

/// The rows of the table, by the names that `--only` takes.
enum BenchRow: String, CaseIterable, Sendable {
    case votes64x64 = "votes-64x64"
    case votes64x1 = "votes-64x1"
    case votes1x1 = "votes-1x1"
    case comments = "comments-64x64"
    case coldPages = "pages-cold"
    case hotPages = "pages-hot"
    case mix
    case pageUnderVotes = "page-p99"
    case memory
    case start
    case size
    case instructions

    /// What it measures, for people.
    var title: String {
        switch self {
        case .votes64x64: "votes, 64 connections × 64 in flight"
        case .votes64x1: "votes, 64 × 1"
        case .votes1x1: "votes, 1 × 1"
        case .comments: "comments, 64 × 64"
        case .coldPages: "pages, each another thread's, 16 × 1"
        case .hotPages: "pages of ten threads, 1,000 votes/s, 16 × 1"
        case .mix: "90 % pages, 9 % votes, 1 % comments, 64 × 1"
        case .pageUnderVotes: "p99 of a page under 64 × 64 votes"
        case .memory: "peak memory after the mix, MB"
        case .start: "start to first reply, ms"
        case .size: "program without symbols, MB"
        case .instructions: "instructions a vote, by callgrind"
        }
    }

    /// What the rate shall be at least, as a ratio to the C daemon's.
    var goal: Double? {
        switch self {
        case .votes64x64, .votes64x1: 1.0
        case .votes1x1, .coldPages: 0.8
        case .comments: 0.6
        case .hotPages: 4.0
        case .mix: 1.5
        case .pageUnderVotes, .memory, .start, .size, .instructions: nil
        }
    }

    /// A load whose rate is compared; the other rows compare something else.
    var isRate: Bool { goal != nil }

    /// The votes that pour in beside the pages of `hotPages`, each second.
    static let votesBesideHotPages = 1000
    static let hotThreads = 10

    /// What clients do in a row that is a rate; nil in the others. The first plan is what the row
    /// is about. Lines are prepared for so many seconds.
    func plans(
        _ shape: SiteShape, _ dialect: Dialect, seconds: Double, seed: Int
    ) -> [LoadPlan]? {
        func plan(
            _ work: Workload, perSecond rate: Int, _ connections: Int, _ depth: Int
        ) -> LoadPlan {
            let count = Int(seconds * Double(rate)) + 1000
            return LoadPlan(
                work.lines(count, shape, dialect, seed: seed), dialect,
                connections: connections, depth: depth)
        }
        switch self {
        case .votes64x64: return [plan(.votes(threads: 1), perSecond: 120_000, 64, 64)]
        case .votes64x1: return [plan(.votes(threads: 1), perSecond: 60_000, 64, 1)]
        case .votes1x1: return [plan(.votes(threads: 1), perSecond: 20_000, 1, 1)]
        case .comments: return [plan(.comments, perSecond: 60_000, 64, 64)]
        case .coldPages:
            return [plan(.coldPages(sorts: [.best]), perSecond: 100_000, 16, 1)]
        case .mix: return [plan(.mix, perSecond: 100_000, 64, 1)]
        case .hotPages:
            let pages = plan(.hotPages(threads: Self.hotThreads), perSecond: 0, 16, 1)
            // Against the rate of pages alone: the C daemon would wait for the disk at each vote.
            if dialect == .flat { return [pages] }
            var votes = plan(.votes(threads: Self.hotThreads), perSecond: 1200, 1, 256)
            votes.perSecond = Self.votesBesideHotPages
            return [pages, votes]
        case .pageUnderVotes, .memory, .start, .size, .instructions: return nil
        }
    }
}
