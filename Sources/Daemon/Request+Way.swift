import Wire

/// What takes long, and is never done on the writer's time.
extension Request {
    /// Whether it depends on no write: it goes to a reader at once.
    var onlyCompiles: Bool { method == .rulesCheck || method == .rulesReload }

    /// Whether it waits for the conversation's earlier writes, to see them, and then goes to a
    /// reader: it compiles rules, walks over many rows or events, fits a ranking or copies it all.
    var waitsForWrites: Bool {
        switch method {
        case .rulesBacktest, .rulesTest, .moderationExplain, .moderationReport, .rankingRefit,
            .eventList, .commentSearch, .serverBackup:
            true
        default: false
        }
    }

    /// How many comments it decides on.
    var decisions: Int {
        method == .moderationDecide ? params["comments"]?.array?.count ?? 0 : 0
    }

    /// Whether it may take seconds, so that no page may wait behind it.
    var isErrand: Bool {
        switch method {
        case .rulesCheck, .rulesReload, .rulesTest, .rulesBacktest, .moderationExplain,
            .moderationReport, .rankingRefit, .serverBackup:
            true
        default: false
        }
    }
}
