/// What one kind of clients does in a measurement.
struct LoadPlan: Sendable {
    /// The commands, sent in this order by all connections together, again and again.
    let lines: CommandLines
    /// What tells an error reply.
    let errorMark: StaticString
    let connections: Int
    /// How many commands a connection has in flight at most.
    let depth: Int
    /// So many commands a second are sent, as long as `depth` allows; nil: the next one as soon as
    /// a reply has come.
    var perSecond: Int?

    init(
        _ lines: CommandLines, _ dialect: Dialect, connections: Int, depth: Int,
        perSecond: Int? = nil
    ) {
        self.lines = lines
        errorMark = dialect.errorMark
        self.connections = connections
        self.depth = depth
        self.perSecond = perSecond
    }
}

/// How long a measurement goes on.
enum LoadSpan: Sendable {
    /// So many seconds, after others that are not counted.
    case seconds(Double, warmUp: Double = 1)
    /// Until the first plan has so many replies, from the first on.
    case commands(Int)

    var warmUpNanoseconds: UInt64 {
        if case .seconds(_, let warmUp) = self { UInt64(warmUp * 1e9) } else { 0 }
    }
}

/// What came of one plan.
struct LoadResult: Sendable {
    /// Replies that were counted, errors included.
    var replies = 0
    var errors = 0
    /// The first reply that was an error, shortened.
    var firstError: String?
    var seconds = 0.0
    var latency = LatencyHistogram()
    /// Whether lines came again that should not.
    var isRepeating = false

    var perSecond: Double { seconds > 0 ? Double(replies) / seconds : 0 }
}
