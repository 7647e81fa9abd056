import Wire

/// What takes long, and is never done on the writer's time.
extension Request {
    /// Whether it compiles rules, walks over many rows or fits a ranking. In a batch it goes to
    /// a reader too: there it sees all that came before the batch, and of its writes some or none.
    var isLong: Bool {
        switch method {
        case .rulesBacktest, .rulesTest, .moderationExplain, .moderationReport, .rankingRefit: true
        default: onlyCompiles
        }
    }

    /// Whether it depends on no write.
    var onlyCompiles: Bool { method == .rulesCheck || method == .rulesReload }

    /// Whether it waits for the conversation's earlier writes, to see them, and then goes to a
    /// reader.
    var waitsForWrites: Bool {
        method == .eventList || method == .commentSearch || isLong && !onlyCompiles
    }
}
