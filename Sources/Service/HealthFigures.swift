import Discussion
import JSONValues
import Moderation
import Store

/// Whether people keep up with what waits: the section `health`.
struct HealthFigures {
    private let now: Moment
    private var days = DayList<Day>()
    private var waits = WaitTimes()
    private var waiting: [CaseState: (all: Int, late: Int)] = [:]

    private static let maxDays = 1000
    /// What waits for longer is late.
    private static let lateSeconds: Int64 = 86_400

    private struct Day: ReportDay {
        let day: Int
        var came = 0
        var left = 0

        init(day: Int) { self.day = day }
    }

    init(at now: Moment) { self.now = now }

    /// Takes a case that waits now.
    mutating func take(_ item: QueueCase) {
        var counts = waiting[item.state] ?? (0, 0)
        counts.all += 1
        if now.milliseconds - item.since.milliseconds > Self.lateSeconds * 1000 {
            counts.late += 1
        }
        waiting[item.state] = counts
    }

    /// Takes an entry about a comment.
    mutating func take(_ entry: ReportEntry) {
        if let waited = entry.waited { waits.take(milliseconds: waited) }
        guard let to = entry.to, (entry.from == .pending) != (to == .pending) else { return }
        days.change(Moment(milliseconds: entry.at).day) { day in
            if to == .pending { day.came += 1 } else { day.left += 1 }
        }
    }

    func write(to json: inout JSONWriter) {
        let days = days.inOrder
        let came = days.reduce(0) { $0 + $1.came }
        let left = days.reduce(0) { $0 + $1.left }
        let times = waits.percentiles([50, 95]).map { $0.map { Int($0 / 1000) } }
        json.object { json in
            json.member("came", came)
            json.member("left", left)
            json.name("growth")
            json.integer(came - left)
            json.name("days")
            json.array { json in
                for day in days.suffix(Self.maxDays) {
                    json.object { json in
                        json.member("day", CivilDate(day: day.day).text)
                        json.member("came", day.came)
                        json.member("left", day.left)
                    }
                }
            }
            for state in CaseState.allCases {
                json.name(dynamic: state.name)
                json.integer(waiting[state]?.all ?? 0)
                json.name(dynamic: "\(state.name)_over_24h")
                json.integer(waiting[state]?.late ?? 0)
            }
            json.member("decided", waits.count)
            json.member("median_s", orNull: times[0])
            json.member("p95_s", orNull: times[1])
            json.name("decision_times")
            json.array { json in
                for (end, count) in zip(WaitTimes.bands, waits.counts) {
                    json.object { json in
                        json.member("under_s", orNull: end)
                        json.member("decisions", count)
                    }
                }
            }
        }
    }
}
