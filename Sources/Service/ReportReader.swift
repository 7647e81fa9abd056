import Discussion
import JSONValues
import Moderation
import Store

/// Reads what a report says, in parts, each from a snapshot of its own: so that the log does not
/// grow behind it however long it takes.
struct ReportReader {
    let store: Store
    /// 0 for a site that nobody has used yet: it has no rows.
    let siteID: Int64
    let since: Moment
    let until: Moment
    let now: Moment
    /// Throws where the report is not wanted any more.
    let checkGoesOn: () throws -> Void

    /// Rows of a part: some milliseconds' work.
    private static let partSize = 4096

    /// The figures of these sections.
    func figures(_ sections: Set<ReportSection>) throws -> ReportFigures {
        var figures = ReportFigures()
        if sections.contains(.now) { figures.queue = try readQueue() }
        if !sections.isDisjoint(with: [.flow, .moderators, .health]) {
            try readHistory(sections, into: &figures)
        }
        if sections.contains(.rules) { figures.rules = try readRules() }
        if sections.contains(.readers) { figures.readers = try readFlags() }
        if sections.contains(.classifiers) { figures.classifiers = try readClassifiers() }
        return figures
    }

    /// Runs `part` from one snapshot after another until it finds fewer rows than it may.
    private func walk(_ part: (_ limit: Int) throws -> Int) throws {
        repeat {
            try checkGoesOn()
            try store.renewSnapshot()
        } while try part(Self.partSize) == Self.partSize
    }

    private func readHistory(
        _ sections: Set<ReportSection>, into figures: inout ReportFigures
    ) throws {
        var flow = FlowFigures()
        var moderators = ModeratorFigures()
        var health = try readHealth()
        var made = ReportPlace(CommentID(first: since).rawValue - 1)
        try walk { limit in
            try store.reportMakings(
                of: siteID, past: &made, before: CommentID(first: until), limit: limit
            ) { entry in
                health.take(entry)
                flow.take(entry)
            }
        }
        var place = ReportPlace(since.milliseconds - 1)
        try walk { limit in
            var decisions: [ReportEntry] = []
            let count = try store.reportEntries(
                of: siteID, past: &place, before: until, limit: limit
            ) { entry in
                health.take(entry)
                if entry.isOwn { return }
                flow.take(entry)
                if entry.actorID != nil { decisions.append(entry) }
            }
            for entry in decisions {
                let isJudged =
                    sections.contains(.moderators) && ModeratorFigures.judges(entry)
                let fate =
                    isJudged
                    ? DecisionFate(
                        of: entry,
                        later: try store.laterEntries(on: entry.commentID, after: entry.id))
                    : nil
                moderators.take(entry, fate)
            }
            return count
        }
        try store.renewSnapshot()
        try moderators.name { try store.reportedName(ofPerson: $0) }
        if sections.contains(.flow) { figures.flow = flow }
        if sections.contains(.moderators) { figures.moderators = moderators }
        if sections.contains(.health) { figures.health = health }
    }

    private func readHealth() throws -> HealthFigures {
        var health = HealthFigures(at: now)
        try forEachCase { health.take($0) }
        return health
    }

    private func readQueue() throws -> QueueFigures {
        var queue = QueueFigures(at: now)
        try forEachCase { item in
            queue.take(item, reasons: try store.waitingReasons(of: item.commentID))
        }
        try readPace(of: &queue)
        try store.renewSnapshot()
        try queue.name { try store.reportedName(ofPerson: $0) }
        try queue.describe { try store.waitingComment($0) }
        return queue
    }

    /// What left the queue in the last day.
    private func readPace(of queue: inout QueueFigures) throws {
        var place = ReportPlace(queue.pace.start.milliseconds - 1)
        try walk { limit in
            try store.leavings(
                of: siteID, past: &place, before: now.adding(milliseconds: 1), limit: limit
            ) { queue.pace.take(at: $0, waited: $1) }
        }
    }

    /// The oldest first, of each state.
    private func forEachCase(_ take: (QueueCase) throws -> Void) throws {
        for state in CaseState.allCases {
            var last: (since: Int64, id: Int64)?
            try walk { limit in
                let items = try store.casesByAge(
                    of: siteID, state: state, oldestFirst: true, after: last, limit: limit)
                for item in items { try take(item) }
                last = items.last.map { ($0.since.milliseconds, $0.commentID.rawValue) } ?? last
                return items.count
            }
        }
    }

    private func readRules() throws -> RuleFigures {
        var rules = RuleFigures()
        if let kept = try store.newestRules(of: siteID, before: until) {
            rules.take(inForce: KeptRule.all(in: kept))
        }
        var place = ReportPlace(CommentID(first: since).rawValue - 1)
        try walk { limit in
            try store.ruleHits(
                of: siteID, past: &place, before: CommentID(first: until), limit: limit
            ) { rules.take($0) }
        }
        return rules
    }

    private func readFlags() throws -> ReaderFigures {
        var readers = ReaderFigures()
        var place = ReportPlace(0)
        try walk { limit in
            try store.reportFlags(
                of: siteID, past: &place, from: since, to: until, limit: limit
            ) { readers.take($0) }
        }
        try store.renewSnapshot()
        try readers.name(
            threads: { try store.reportedName(ofThread: $0) },
            authors: { try store.reportedName(ofPerson: $0) })
        return readers
    }

    private func readClassifiers() throws -> ClassifierFigures {
        var classifiers = ClassifierFigures()
        for model in try store.learnedModels(of: siteID) {
            guard let trait = Trait(rawValue: model.trait),
                let classifier = Classifier(serialized: model.model)
            else { continue }
            classifiers.take(trait, classifier, learnedAt: model.learnedAt)
        }
        var place = ReportPlace(CommentID(first: since).rawValue - 1)
        try walk { limit in
            try store.judgedTexts(
                of: siteID, past: &place, before: CommentID(first: until), limit: limit
            ) { classifiers.take($0, facts: $1) }
        }
        return classifiers
    }
}
