import Wire

/// What takes long, and is never done on the writer's time.
extension Request {
    /// Whether it depends on no write: it goes to a reader at once.
    var onlyCompiles: Bool { method == .rulesCheck || method == .rulesReload }

    /// Whether it waits for the conversation's earlier writes, to see them, and then goes to a
    /// reader: it compiles rules, walks over many comments or events, or fits a ranking.
    var waitsForWrites: Bool {
        switch method {
        case .rulesBacktest, .rulesTest, .moderationExplain, .rankingRefit, .eventList,
            .commentSearch:
            true
        default: false
        }
    }
}
