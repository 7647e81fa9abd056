import Discussion
import JSONValues
import Moderation
import Store

/// What became of one person's decision on a comment.
enum DecisionFate {
    case stands
    /// Its own maker took it back.
    case withdrawn
    /// Somebody else took it back, or decided otherwise on the same text.
    case overturned

    /// `later`: what persons did with the comment afterwards, in order.
    init(of entry: ReportEntry, later: [(entry: PersonsDecision, to: Status?)]) {
        self = .stands
        for (next, status) in later {
            // What follows is about another text.
            if next.action == "edit" { return }
            let isByMaker = next.actorID == entry.actorID
            if next.undoes == entry.id {
                self = isByMaker ? .withdrawn : .overturned
                return
            }
            let isOwn = next.actorID == next.personID
            guard !isByMaker, !isOwn, ModeratorFigures.judging.contains(next.action) else {
                continue
            }
            if status != entry.to { self = .overturned }
            return
        }
    }
}

/// What each moderator did in a time: the section `moderators`.
struct ModeratorFigures {
    private var records: [Int64: Record] = [:]
    private var names: [Int64: String] = [:]

    private static let maxModerators = 1000
    static let judging: Set<String> = ["approve", "reject", "spam", "delete"]

    private struct Record {
        var decisions = 0
        var judged = 0
        var overturned = 0
        var withdrawn = 0
        var waits = WaitTimes()
    }

    /// Whether an entry says what shall become of a comment, which others may see otherwise.
    static func judges(_ entry: ReportEntry) -> Bool { judging.contains(entry.action) }

    /// Takes a person's entry about somebody else's comment; `fate` of one that judges.
    mutating func take(_ entry: ReportEntry, _ fate: DecisionFate?) {
        guard let actorID = entry.actorID else { return }
        var record = records.removeValue(forKey: actorID) ?? Record()
        record.decisions += 1
        if let waited = entry.waited { record.waits.take(milliseconds: waited) }
        switch fate {
        case .stands: record.judged += 1
        case .withdrawn:
            record.judged += 1
            record.withdrawn += 1
        case .overturned:
            record.judged += 1
            record.overturned += 1
        case nil: break
        }
        records[actorID] = record
    }

    /// Looks up who they are.
    mutating func name(_ find: (Int64) throws -> String) throws {
        for id in records.keys { names[id] = try find(id) }
    }

    /// Those who decided most first: nobody is ranked by speed.
    func write(to json: inout JSONWriter) {
        let sorted = records.sorted { ($1.value.decisions, $0.key) < ($0.value.decisions, $1.key) }
        json.array { json in
            for (id, record) in sorted.prefix(Self.maxModerators) {
                let times = record.waits.percentiles([50, 95]).map { $0.map { Int($0 / 1000) } }
                json.object { json in
                    json.member("moderator", names[id] ?? "erased")
                    json.member("decisions", record.decisions)
                    json.member("timed", record.waits.count)
                    json.member("median_s", orNull: times[0])
                    json.member("p95_s", orNull: times[1])
                    json.member("judged", record.judged)
                    json.member("overturned", record.overturned)
                    json.member("withdrawn", record.withdrawn)
                    json.member(
                        "upheld", Share(record.judged - record.overturned, of: record.judged))
                }
            }
        }
    }
}
