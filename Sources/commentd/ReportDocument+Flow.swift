import Discussion
import JSONValues

// What comes in, and whether people keep up.
extension ReportDocument {
    var flow: ReportPart {
        var part = ReportPart(name: "flow", title: "Flow by day")
        let days = report["flow"].array ?? []
        guard !days.isEmpty else { return part }
        func total(_ find: (JSONValue) -> JSONValue) -> Int {
            days.reduce(0) { $0 + (find($1).integer ?? 0) }
        }
        let submitted = total { $0["submitted"] }
        let published = total { $0["at_once"]["approved"] }
        let share = ReportWords.percent(Double(published) / Double(max(1, submitted)))
        part.sentences.append(
            "\(ReportWords.grouped(submitted)) submitted"
                + (submitted > 0 ? ", \(share) published at once" : ""))
        part.tables = [daily(days), hourly(days)]
        return part
    }

    private func daily(_ days: [JSONValue]) -> ReportTable {
        var table = ReportTable(
            "Submitted by day",
            [
                .text("day"), .number("submitted"), .number("published"), .number("held"),
                .number("refused"), .number("spam"), .number("approved*"), .number("refused*"),
                .number("other*"),
            ])
        table.note =
            "What became of comments as they came in. * by people that day, of any comments"
        for day in days {
            let (rules, hand) = (day["at_once"], day["by_hand"])
            let refused = ["rejected", "spam", "deleted"].reduce(0) {
                $0 + (hand[$1].integer ?? 0)
            }
            table.rows.append(
                [day["day"].text ?? ""]
                    + [
                        day["submitted"], rules["approved"], rules["pending"], rules["rejected"],
                        rules["spam"], hand["approved"], .integer(refused), hand["other"],
                    ].map(ReportWords.number))
        }
        let kinds = [
            ("published", "approved"), ("held", "pending"), ("refused", "rejected"),
            ("spam", "spam"),
        ]
        table.plot = .stacks(
            labels: days.map { $0["day"].text ?? "" },
            series: kinds.map { name, status in
                .init(name: name, counts: days.map { $0["at_once"][status].integer ?? 0 })
            })
        return table
    }

    private func hourly(_ days: [JSONValue]) -> ReportTable {
        var table = ReportTable(
            "By hour of the day, UTC",
            [.text("hour"), .number("submitted"), .number("decided by people")])
        func hours(_ name: String) -> [Int] {
            (0..<24).map { hour in
                days.reduce(0) { sum, day in
                    let counts = day[name].array ?? []
                    return sum + (hour < counts.count ? counts[hour].integer ?? 0 : 0)
                }
            }
        }
        let (submitted, decided) = (hours("submitted_by_hour"), hours("decided_by_hour"))
        let labels = (0..<24).map { $0 < 10 ? "0\($0)" : "\($0)" }
        table.rows = labels.indices.map {
            [labels[$0], ReportWords.grouped(submitted[$0]), ReportWords.grouped(decided[$0])]
        }
        table.plot = .stacks(
            labels: labels, series: [.init(name: "submitted", counts: submitted)])
        return table
    }

    /// Submitted on each day of the report's time, from the first that had any to the last.
    var submittedByDay: [Int] {
        var counts: [Int: Int] = [:]
        for row in report["flow"].array ?? [] {
            guard let day = Moment(text: (row["day"].text ?? "") + "T00:00:00Z")?.day else {
                continue
            }
            counts[day] = row["submitted"].integer ?? 0
        }
        guard let first = counts.keys.min(), let last = counts.keys.max() else { return [] }
        return (first...last).map { counts[$0] ?? 0 }
    }

    var health: ReportPart {
        let health = report["health"]
        var part = ReportPart(name: "health", title: "Health")
        let growth = health["growth"].integer ?? 0
        part.sentences.append(
            "\(ReportWords.number(health["came"])) were held and "
                + "\(ReportWords.number(health["left"])) left: the queue "
                + (growth == 0
                    ? "is as long as before"
                    : "\(growth > 0 ? "grew" : "shrank") by \(ReportWords.grouped(abs(growth)))"))
        part.sentences.append(
            "For over 24 h wait \(ReportWords.number(health["pending_over_24h"])) pending, "
                + "\(ReportWords.number(health["flagged_over_24h"])) flagged")
        let decided = health["decided"].integer ?? 0
        if decided > 0 {
            part.sentences.append(
                "\(ReportWords.counted(decided, "decision", "decisions")) on what waited: median "
                    + "\(ReportWords.duration(health["median_s"])), 95 % within "
                    + "\(ReportWords.duration(health["p95_s"]))")
            part.tables.append(decisionTimes(health))
        }
        part.tables.append(heldByDay(health))
        return part
    }

    private func decisionTimes(_ health: JSONValue) -> ReportTable {
        let bands = health["decision_times"].array ?? []
        var table = ReportTable("Time to decision", [.text("waited"), .number("decisions")])
        let names = ReportWords.bands(bands)
        table.rows = zip(names, bands).map { [$0, ReportWords.number($1["decisions"])] }
        table.plot = .stacks(
            labels: ReportWords.bandEnds(bands),
            series: [
                .init(name: "decisions", counts: bands.map { $0["decisions"].integer ?? 0 })
            ])
        return table
    }

    private func heldByDay(_ health: JSONValue) -> ReportTable {
        var table = ReportTable(
            "Growth of what is held, by day",
            [.text("day"), .number("came"), .number("left"), .number("growth so far")])
        let days = health["days"].array ?? []
        var sum = 0
        var sums: [Int] = []
        table.rows = days.map { day in
            sum += (day["came"].integer ?? 0) - (day["left"].integer ?? 0)
            sums.append(sum)
            return [
                day["day"].text ?? "", ReportWords.number(day["came"]),
                ReportWords.number(day["left"]), ReportWords.grouped(sum),
            ]
        }
        table.plot = .level(labels: days.map { $0["day"].text ?? "" }, heights: sums)
        return table
    }
}
