import Configuration
import Daemon
import Discussion
import Glibc
import JSONValues
import Moderation
import Service
import Wire

/// `commentd demonstration`: a new database with a made-up month of comments, so that there is
/// something to report of.
struct Demonstration {
    private let line: CommandLineOptions

    /// Enough for classifiers to speak in a month of a small site.
    private static let minExamples = 40
    /// Comments that moderators look through at a time.
    private static let shownCases = 40

    init(_ line: CommandLineOptions) { self.line = line }

    func run() throws {
        if access(line.database, F_OK) == 0 {
            throw UsageProblem("\(line.database) is there already: --db names a new database")
        }
        var options = try line.serverOptions(compilesRules: false)
        options.durability = .normal
        options.allowsBackdating = true
        options.settings.classifier.minExamples = Self.minExamples
        options.rules = try RulesInForce { [line] in try Self.rules(line.configuration) }
        let until =
            try line.until.map { text in
                guard let moment = Moment(text: Report.moment(text)) else {
                    throw UsageProblem("--until is a time such as 2026-11-01T00:00:00Z")
                }
                return moment
            } ?? Moment.now
        guard until.milliseconds > Int64(DemonstrationMonth.days) * 86_400_000 else {
            throw UsageProblem("--until is too long ago")
        }
        let service = try LocalService(options, isReading: false)
        var month = DemonstrationMonth(until: until, texts: DemonstrationTexts(data: line.data))
        while let now = month.now {
            try play(&month, on: service)
            if month.isForLearning { try service.learn(at: now) }
            month.endStep()
        }
        try service.followTexts()
        let start = until.adding(milliseconds: -Int64(DemonstrationMonth.days) * 86_400_000)
        try Terminal.print(
            "commentd report --db \(line.database) --since \(start.text) --until \(until.text)\n")
    }

    /// The configuration's rules, and some that are only tried.
    private static func rules(_ directory: String?) throws -> RulesInForce.Loaded {
        let loaded = try CommandLineOptions.load(directory)
        let tried = try StrictJSON.parse(Array(triedRules.utf8)).array ?? []
        let document = JSONValue.object(
            JSONObject([
                .init("version", .integer(loaded.rules?["version"].integer ?? 1)),
                .init("rules", .array((loaded.rules?["rules"].array ?? []) + tried)),
            ]))
        return RulesInForce.Loaded(
            rules: try RuleSet.compile(document, lists: loaded.lists), lists: loaded.lists)
    }

    private static let triedRules = """
        [{"name": "any-link", "when": {"links": {"min": 1}}, "then": "hold", "dry_run": true},
         {"name": "name-calling", "when": {"words": ["idiot", "clown", "fool", "liar"]},
          "then": "hold", "dry_run": true}]
        """

    /// Half an hour.
    private func play(_ month: inout DemonstrationMonth, on service: LocalService) throws {
        let submissions = month.submissions()
        for (planned, result) in try zip(submissions, carryOut(submissions, on: service)) {
            let isVisible = result["comment"]["status"].text == Status.approved.name
            month.tell(planned.ref ?? "", isVisible: isVisible)
        }
        _ = try carryOut(month.reactions(), on: service)
        guard !month.onShift.isEmpty || month.isLast, let now = month.now else { return }
        let asking = DemonstrationMonth.Planned(
            at: now.adding(milliseconds: 1_440_000), method: "moderation.queue",
            params: .object(JSONObject([.init("limit", .integer(Self.shownCases))])))
        let queue = try carryOut([asking], on: service).first ?? .null
        let waiting = (queue["items"].array ?? []).compactMap { $0["comment"]["ref"].text }
        _ = try carryOut(month.decisions(waiting: waiting), on: service)
    }

    /// Carries commands out at their moments; their results, null of those that were refused, such
    /// as a vote on what has been taken away since.
    private func carryOut(
        _ planned: [DemonstrationMonth.Planned], on service: LocalService
    ) throws -> [JSONValue] {
        let commands = planned.sorted { $0.at < $1.at }.compactMap { planned in
            Method(rawValue: planned.method).map { method in
                (
                    at: planned.at,
                    request: Request(
                        id: .integer(1), method: method,
                        params: planned.params.object ?? JSONObject())
                )
            }
        }
        return try service.replay(commands).map { outcome in
            guard case .result(let bytes) = outcome else { return .null }
            return try StrictJSON.parse(bytes, maxDepth: 64)
        }
    }
}
