import Discussion
import JSONValues

/// Every number of a report, found again from the tables by other means: each is counted by itself,
/// over all rows, where the report goes through them once.
struct ReportRecount {
    let tables: ReportTables
    /// Milliseconds since 1970.
    let since: Int64
    let until: Int64
    let now: Int64

    static let day: Int64 = 86_400_000
    static let statuses = ["approved", "pending", "rejected", "spam", "deleted"]

    init(_ tables: ReportTables, of report: JSONValue) throws {
        func time(_ name: String) -> Int64 {
            Moment(text: report[name].text ?? "")?.milliseconds ?? -1
        }
        self.tables = tables
        (since, until, now) = (time("since"), time("until"), time("made_at"))
    }

    /// The entries of the report's time.
    var entries: [ReportTables.Entry] { tables.entries.filter { $0.at >= since && $0.at < until } }

    /// Those that are not somebody's about their own comment.
    var othersEntries: [ReportTables.Entry] {
        entries.filter { $0.actor == nil || $0.actor != $0.person }
    }

    static func dayText(_ at: Int64) -> String {
        String(Moment(milliseconds: at).text.prefix(10))
    }

    /// To four digits.
    static func rounded(_ value: Double) -> JSONValue {
        let parts = Int((value * 10_000).rounded())
        // As JSON has it: a whole number is an integer.
        return parts % 10_000 == 0 ? .integer(parts / 10_000) : .number(Double(parts) / 10_000)
    }

    /// A share with the roots of (p − s)² n = z² p (1 − p) in p, which is what Wilson's interval
    /// lies between.
    static func share(_ part: Int, _ whole: Int) -> JSONValue {
        guard whole > 0 else { return .null }
        let (n, s, z2) = (Double(whole), Double(part) / Double(whole), 3.8414588206941227)
        let (a, b, c) = (n + z2, -(2 * n * s + z2), n * s * s)
        let root = max(0, b * b - 4 * a * c).squareRoot()
        return [
            "share": rounded(s), "low": rounded(max(0, (-b - root) / (2 * a))),
            "high": rounded(min(1, (-b + root) / (2 * a))),
        ]
    }

    /// The value that at least so many percent do not exceed, the smallest there is.
    static func percentile(_ percent: Int, _ values: [Int64]) -> Int64? {
        values.sorted().first { value in
            values.count { $0 <= value } * 100 >= percent * values.count
        }
    }

    static func seconds(_ milliseconds: Int64?) -> JSONValue {
        milliseconds.map { .integer(Int($0 / 1000)) } ?? .null
    }

    var flow: JSONValue {
        let all = othersEntries.filter { $0.actor != nil || $0.to != nil }
        let days = Set(all.map { Self.dayText($0.at) }).sorted()
        return .array(days.map { day in flow(of: day, all.filter { Self.dayText($0.at) == day }) })
    }

    private func flow(of day: String, _ entries: [ReportTables.Entry]) -> JSONValue {
        let rules = entries.filter { $0.actor == nil }
        let first = rules.filter { $0.from == nil }
        let hand = entries.filter { $0.actor != nil }
        let settling = hand.filter {
            ["approve", "reject", "spam", "delete"].contains($0.action) && $0.to != nil
        }
        func count(_ entries: [ReportTables.Entry], _ names: [String]) -> [(String, JSONValue)] {
            names.map { name in
                let status = Self.statuses.firstIndex(of: name)
                return (name, .integer(entries.count { $0.to == status }))
            }
        }
        func hours(_ entries: [ReportTables.Entry]) -> JSONValue {
            .array(
                (0..<24).map { hour in
                    .integer(entries.count { Int($0.at % Self.day / 3_600_000) == hour })
                })
        }
        let byRules = ["approved", "pending", "rejected", "spam"]
        let byHand = count(settling, ["approved", "rejected", "spam", "deleted"])
        return [
            "day": .string(day), "submitted": .integer(first.count),
            "at_once": .made(count(first, byRules)), "by_rules": .made(count(rules, byRules)),
            "by_hand": .made(byHand + [("other", .integer(hand.count - settling.count))]),
            "submitted_by_hour": hours(first), "decided_by_hour": hours(hand),
        ]
    }

    var health: JSONValue {
        func isCome(_ entry: ReportTables.Entry) -> Bool {
            entry.to == 1 && entry.from != 1
        }
        func isLeft(_ entry: ReportTables.Entry) -> Bool {
            entry.from == 1 && entry.to != nil && entry.to != 1
        }
        let (came, left) = (entries.filter(isCome), entries.filter(isLeft))
        let days = Set((came + left).map { Self.dayText($0.at) }).sorted()
        let waits = entries.compactMap(\.waited)
        func late(_ state: Int) -> JSONValue {
            .integer(tables.cases.count { $0.state == state && $0.since < now - Self.day })
        }
        let ends: [Int64?] = [60, 300, 900, 3600, 14_400, 86_400, 259_200, nil]
        let bands = ends.enumerated().map { place, end -> JSONValue in
            let from = place == 0 ? 0 : (ends[place - 1] ?? 0) * 1000
            let count = waits.count { $0 >= from && ($0 < (end ?? .max / 1000) * 1000) }
            return [
                "under_s": end.map { .integer(Int($0)) } ?? .null, "decisions": .integer(count),
            ]
        }
        return [
            "came": .integer(came.count), "left": .integer(left.count),
            "growth": .integer(came.count - left.count),
            "days": .array(
                days.map { day in
                    [
                        "day": .string(day),
                        "came": .integer(came.count { Self.dayText($0.at) == day }),
                        "left": .integer(left.count { Self.dayText($0.at) == day }),
                    ]
                }),
            "pending": .integer(tables.cases.count { $0.state == 0 }),
            "pending_over_24h": late(0),
            "flagged": .integer(tables.cases.count { $0.state == 1 }),
            "flagged_over_24h": late(1), "decided": .integer(waits.count),
            "median_s": Self.seconds(Self.percentile(50, waits)),
            "p95_s": Self.seconds(Self.percentile(95, waits)), "decision_times": .array(bands),
        ]
    }
}

extension JSONValue {
    /// An object of members.
    static func made(_ members: [(String, JSONValue)]) -> JSONValue {
        .object(JSONObject(members.map { JSONObject.Member($0.0, $0.1) }))
    }
}
