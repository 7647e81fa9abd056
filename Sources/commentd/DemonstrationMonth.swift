import Discussion
import JSONValues

/// A made-up month of a newspaper's comments, half an hour after another: who writes, what the
/// readers flag, and what the moderators on shift decide. The same in every run.
///
/// It asks nothing and writes nothing: it is told what became of its commands.
struct DemonstrationMonth {
    static let days = 30
    private static let stepMs: Int64 = 30 * 60_000
    /// Comments in half an hour, in the mean.
    private static let perStep = 2.6
    private static let readers = 420
    private static let pages = [
        "/news/harbour-bridge", "/news/ferry-or-tunnel", "/politics/rent-cap", "/local/bus-lines",
        "/culture/library-evenings", "/ko/항구-다리", "/ko/월세-상한", "/ja/港の橋", "/ja/図書館",
        "/sports/cup-final", "/opinion/who-pays", "/news/fishing-pact",
    ]

    /// Who works when, by hours in UTC, and how many comments they look at in half an hour.
    struct Moderator {
        let id: String
        let name: String
        let hours: [Int]
        let pace: Int
    }

    private static let moderators = [
        Moderator(id: "mina", name: "Mina Hart", hours: [7, 8, 9], pace: 2),
        Moderator(id: "jonas", name: "Jonas Weil", hours: [12, 13, 14, 17], pace: 2),
        Moderator(id: "sato", name: "佐藤 花", hours: [22, 23], pace: 2),
        Moderator(id: "dohyun", name: "이도현", hours: [2, 3, 4], pace: 2),
    ]

    /// A command at its moment, and the comment that it makes or is about.
    struct Planned {
        let at: Moment
        let method: String
        let params: JSONValue
        var ref: String?
    }

    private struct Known {
        let kind: DemonstrationTexts.Kind
        let page: String
        let author: String
        var isVisible: Bool
        /// Hard to decide on: left alone until then.
        let restsUntil: Moment
    }

    private let texts: DemonstrationTexts
    private let start: Moment
    private var dice = SeededDice(seed: 9)
    private var step: Int64 = 0
    private var count = 0
    private var known: [String: Known] = [:]
    /// The newest visible comments, which are answered, voted on and flagged.
    private var recent: [String] = []
    /// Decisions that another moderator looks at again.
    private var doubted: [(ref: String, by: String, decision: Decision)] = []

    init(until: Moment, texts: DemonstrationTexts) {
        self.texts = texts
        start = until.adding(milliseconds: -Int64(Self.days) * 86_400_000)
    }

    /// The beginning of the present half hour; nil where the month is over.
    var now: Moment? {
        step < Int64(Self.days) * 48 ? start.adding(milliseconds: step * Self.stepMs) : nil
    }

    private var hour: Int { Int((now?.milliseconds ?? 0) % 86_400_000) / 3_600_000 }
    private var weekday: Int { ((now?.day ?? 0) + 3) % 7 }
    private var isWeekend: Bool { weekday > 4 }

    /// Whether classifiers learn now: every third day.
    var isForLearning: Bool { step % 144 == 143 }

    private var stepsLeft: Int64 { Int64(Self.days) * 48 - 1 - step }

    /// Whether this is the last half hour, in which those on shift have only begun.
    var isLast: Bool { stepsLeft == 0 }

    mutating func endStep() { step += 1 }

    private func moment(_ minute: Int, _ second: Int = 0) -> Moment {
        let ms = Int64(minute * 60 + second) * 1000
        return (now ?? start).adding(milliseconds: ms)
    }
}

// What readers do.
extension DemonstrationMonth {
    /// What comes in in the first twenty minutes, in order.
    mutating func submissions() -> [Planned] {
        // Few write at night; most at noon and in the evening, and more on a day of big news.
        let day = [0.25, 0.2, 0.15, 0.1, 0.1, 0.2, 0.5, 0.9, 1.2, 1.2, 1.2, 1.4]
        let night = [1.7, 1.5, 1.2, 1.2, 1.3, 1.5, 1.8, 2, 2, 1.7, 1, 0.5]
        let news = step / 48 % 11 == 6 ? 2.2 : 1
        let mean = Self.perStep * (day + night)[hour] * (isWeekend ? 0.7 : 1) * news
        let number = Int(mean * 2 * dice.fraction() + 0.5)
        let times = (0..<number).map { _ in dice.below(1200) }.sorted()
        return times.map { submission(at: moment(0, $0)) }
    }

    private mutating func submission(at moment: Moment) -> Planned {
        let draw = dice.below(100)
        let kind: DemonstrationTexts.Kind = draw < 86 ? .fair : draw < 94 ? .advertising : .rude
        count += 1
        let ref = "d\(count)"
        let reader = kind == .advertising ? "new\(count)" : "r\(dice.below(Self.readers))"
        var page = dice.one(of: Self.pages)
        var params: [(String, JSONValue)] = []
        if kind != .advertising, dice.percent(45), let parent = recent.last(where: { _ in true }),
            let place = known[dice.percent(50) ? parent : dice.one(of: recent)]?.page
        {
            page = place
            let below = recent.filter { known[$0]?.page == page }
            params.append(("parent", .string("ref:" + dice.one(of: below))))
        }
        var body = texts.next(kind, &dice)
        if kind == .fair, dice.percent(3) {
            body += " http://source.example/a http://source.example/b"
        }
        let rest = dice.percent(15) ? Int64(dice.below(72)) * 3_600_000 : 0
        known[ref] = Known(
            kind: kind, page: page, author: reader, isVisible: false,
            restsUntil: moment.adding(milliseconds: rest))
        params += [
            ("thread", .string(page)), ("ref", .string(ref)), ("body", .string(body)),
            ("author", Self.person(reader, Self.name(reader))),
        ]
        return Planned(at: moment, method: "comment.submit", params: .made(params), ref: ref)
    }

    private static func person(_ id: String, _ name: String) -> JSONValue {
        .made([("id", .string(id)), ("name", .string(name))])
    }

    private static func name(_ reader: String) -> String {
        let given = ["Ann", "Ben", "Cleo", "Priya", "Marek", "이서연", "박지훈", "高橋 蓮", "鈴木 葵", "Lena"]
        let number = Int(reader.drop { !$0.isNumber }) ?? 0
        return "\(given[number % given.count]) \(number / given.count + 1)"
    }

    /// A comment came in, and is to be seen or not.
    mutating func tell(_ ref: String, isVisible: Bool) {
        known[ref]?.isVisible = isVisible
        guard isVisible else { return }
        recent.append(ref)
        if recent.count > 60 { recent.removeFirst() }
    }

    /// Votes and flags on what is new.
    mutating func reactions() -> [Planned] {
        guard !recent.isEmpty else { return [] }
        var planned: [Planned] = []
        for ref in recent.suffix(6) {
            guard let comment = known[ref], comment.isVisible else { continue }
            for _ in 0..<dice.below(4) {
                let value = dice.percent(comment.kind == .fair ? 75 : 15) ? 1 : -1
                planned.append(
                    reaction("vote.cast", ref, "voter", [("value", .integer(value))]))
            }
            let share = comment.kind == .fair ? 1 : comment.kind == .rude ? 45 : 35
            guard dice.percent(share) else { continue }
            let fitting = comment.kind == .rude ? "abuse" : "spam"
            let reason = dice.percent(85) ? fitting : dice.one(of: ["off_topic", "other"])
            planned.append(reaction("flag.raise", ref, "reporter", [("reason", .string(reason))]))
        }
        return planned
    }

    private mutating func reaction(
        _ method: String, _ ref: String, _ role: String, _ more: [(String, JSONValue)]
    ) -> Planned {
        // Nobody votes on their own comment: those who do have numbers of their own.
        let reader = "r\(Self.readers + dice.below(200))"
        return Planned(
            at: moment(20, dice.below(240)), method: method,
            params: .made([("comment", .string("ref:" + ref)), (role, .string(reader))] + more))
    }
}

// What moderators do.
extension DemonstrationMonth {
    /// Who is on shift.
    var onShift: [Moderator] {
        // Before the month's end nobody was there, so that something waits.
        if (1..<12).contains(stepsLeft) { return [] }
        return Self.moderators.filter { $0.hours.contains(hour) && (!isWeekend || $0.id != "mina") }
    }

    /// What the moderators on shift decide of what waits, the most urgent first.
    mutating func decisions(waiting: [String]) -> [Planned] {
        let now = moment(24)
        var rest = waiting.filter { known[$0].map { $0.restsUntil <= now } ?? false }[...]
        var planned: [Planned] = []
        var second = 0
        if isLast { return claims }
        for moderator in onShift {
            for ref in rest.prefix(moderator.pace) {
                rest.removeFirst()
                guard let kind = known[ref]?.kind else { continue }
                let isRight = dice.percent(moderator.id == "jonas" ? 93 : 96)
                let decision = isRight ? kind.decision : kind == .fair ? .reject : .approve
                second += 10 + dice.below(20)
                planned.append(decide(ref, decision, by: moderator, second))
                // Some are looked at again, wrong ones more often: readers complain.
                if dice.percent(isRight ? 1 : 45) {
                    doubted.append((ref, moderator.id, kind.decision))
                }
            }
        }
        return planned + secondLooks(after: second)
    }

    /// Who is on shift, or would be next, has claimed something.
    private var claims: [Planned] {
        let moderators = (onShift + Self.moderators).prefix(2)
        return moderators.enumerated().map { place, moderator in
            Planned(
                at: moment(29, place), method: "moderation.claim",
                params: .made([
                    ("n", .integer(2 - place)),
                    ("moderator", Self.person(moderator.id, moderator.name)),
                ]))
        }
    }

    private mutating func secondLooks(after second: Int) -> [Planned] {
        guard step % 8 == 0 else { return [] }
        var planned: [Planned] = []
        var later = second
        for doubt in doubted {
            guard let moderator = onShift.first(where: { $0.id != doubt.by }) else { continue }
            later += 5
            planned.append(decide(doubt.ref, doubt.decision, by: moderator, later))
            doubted.removeAll { $0.ref == doubt.ref }
        }
        return planned
    }

    private func decide(
        _ ref: String, _ decision: Decision, by moderator: Moderator, _ second: Int
    ) -> Planned {
        Planned(
            at: moment(24, min(second, 340)), method: "moderation.decide",
            params: .made([
                ("comments", .array([.string("ref:" + ref)])),
                ("action", .string(decision.rawValue)),
                ("moderator", Self.person(moderator.id, moderator.name)),
            ]))
    }
}

extension JSONValue {
    /// An object of members.
    fileprivate static func made(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject(members.map { JSONObject.Member($0.0, $0.1) }))
    }
}
