import Discussion
import JSONValues
import Store

/// What was submitted and decided, by UTC day: the section `flow`.
struct FlowFigures {
    private var days = DayList<Day>()

    private static let maxDays = 1000
    private static let settling: Set<String> = ["approve", "reject", "spam", "delete"]
    private static let ruleStatuses: [Status] = [.approved, .pending, .rejected, .spam]
    private static let handStatuses: [Status] = [.approved, .rejected, .spam, .deleted]

    private struct Day: ReportDay {
        let day: Int
        var submitted = 0
        /// By status: what became of comments as they came in.
        var atOnce = Counts()
        /// What rules made of the texts of that day, edited ones too, and what flags took away.
        var byRules = Counts()
        /// What persons decided that day.
        var byHand = Counts()
        /// Decisions of persons that leave the status as it is, or bring an earlier one back.
        var others = 0
        /// By the hour of the day, in UTC.
        var submittedByHour = [Int](repeating: 0, count: 24)
        var decidedByHour = [Int](repeating: 0, count: 24)

        init(day: Int) { self.day = day }
    }

    /// Counts by status.
    private struct Counts {
        private var counts = [Int](repeating: 0, count: Status.allCases.count)

        subscript(status: Status) -> Int {
            get { counts[status.rawValue] }
            set { counts[status.rawValue] = newValue }
        }
    }

    /// Takes an entry that is not somebody's about their own comment.
    mutating func take(_ entry: ReportEntry) {
        let day = Moment(milliseconds: entry.at).day
        let hour = Int(entry.at - Int64(day) * 86_400_000) / 3_600_000
        days.change(day) { day in
            if entry.actorID == nil {
                guard let status = entry.to else { return }
                day.byRules[status] += 1
                guard entry.from == nil else { return }
                day.submitted += 1
                day.atOnce[status] += 1
                day.submittedByHour[hour] += 1
                return
            }
            day.decidedByHour[hour] += 1
            if let status = entry.to, Self.settling.contains(entry.action) {
                day.byHand[status] += 1
            } else {
                day.others += 1
            }
        }
    }

    /// Days without any are left out, and of over 1,000 the newest are given.
    func write(to json: inout JSONWriter) {
        json.array { json in
            for day in days.inOrder.suffix(Self.maxDays) {
                json.object { json in
                    json.member("day", CivilDate(day: day.day).text)
                    json.member("submitted", day.submitted)
                    json.name("at_once")
                    write(day.atOnce, Self.ruleStatuses, to: &json)
                    json.name("by_rules")
                    write(day.byRules, Self.ruleStatuses, to: &json)
                    json.name("by_hand")
                    write(day.byHand, Self.handStatuses, others: day.others, to: &json)
                    json.name("submitted_by_hour")
                    json.array { json in day.submittedByHour.forEach { json.integer($0) } }
                    json.name("decided_by_hour")
                    json.array { json in day.decidedByHour.forEach { json.integer($0) } }
                }
            }
        }
    }

    private func write(
        _ counts: Counts, _ statuses: [Status], others: Int? = nil, to json: inout JSONWriter
    ) {
        json.object { json in
            for status in statuses {
                json.name(dynamic: status.name)
                json.integer(counts[status])
            }
            json.member("other", ifAny: others)
        }
    }
}
