import Discussion
import JSONValues
import Store
import Wire

/// `moderation.report`: the moderation queue report.
struct MakeReport: UseCase {
    /// How far a report goes back unless told otherwise.
    private static let defaultDays: Int64 = 7

    private let site: String
    private let since: Moment?
    private let until: Moment?
    private let sections: Set<ReportSection>

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        since = try arguments.time("since")
        until = try arguments.time("until")
        if let since, let until, since > until {
            throw .invalid("since", "must not be after until")
        }
        let named = arguments.texts("sections")?.compactMap { ReportSection(rawValue: $0) }
        sections = Set(named ?? ReportSection.allCases)
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        // What happens in this very millisecond belongs to a report of now.
        let until = self.until ?? work.now.adding(milliseconds: 1)
        let week = Self.defaultDays * 86_400_000
        let start = Moment(milliseconds: max(0, until.milliseconds - week))
        let since = self.since ?? start
        if since > until { throw Refusal.invalid("since", "must not be after until") }
        let isFree = work.options.isReporting.withLock { isRunning in
            defer { isRunning = true }
            return !isRunning
        }
        guard isFree else {
            var refusal = Refusal(.overloaded, "another report is being made")
            refusal.retryAfterMs = 500
            throw refusal
        }
        defer { work.options.isReporting.withLock { $0 = false } }
        let siteID = try work.store.site(named: site)?.id ?? 0
        let figures = try ReportReader(
            store: work.store, siteID: siteID, since: since, until: until, now: work.now,
            checkGoesOn: work.options.checkGoesOn
        ).figures(sections)
        json.object { json in
            json.member("site", site)
            json.member("since", since.text)
            json.member("until", until.text)
            json.member("made_at", work.now.text)
            figures.write(to: &json)
        }
    }
}

/// The sections of one report, as far as they were asked for.
struct ReportFigures {
    var queue: QueueFigures?
    var flow: FlowFigures?
    var rules: RuleFigures?
    var moderators: ModeratorFigures?
    var readers: ReaderFigures?
    var classifiers: ClassifierFigures?
    var health: HealthFigures?

    func write(to json: inout JSONWriter) {
        func section(_ name: ReportSection, _ write: ((inout JSONWriter) -> Void)?) {
            guard let write else { return }
            json.name(dynamic: name.rawValue)
            write(&json)
        }
        section(.now, queue?.write)
        section(.flow, flow?.write)
        section(.rules, rules?.write)
        section(.moderators, moderators?.write)
        section(.readers, readers?.write)
        section(.classifiers, classifiers?.write)
        section(.health, health?.write)
    }
}
