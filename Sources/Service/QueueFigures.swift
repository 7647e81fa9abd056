import Discussion
import JSONValues
import Store

/// The queue as it is: the section `now`.
struct QueueFigures {
    private let now: Moment
    private var counts: [CaseState: Int] = [:]
    private var bands = [(pending: Int, flagged: Int)](
        repeating: (0, 0), count: Self.bandEnds.count)
    private var reasons: [WaitingReason: Int] = [:]
    private var oldest: [Oldest] = []
    private var leases: [Int64: (comments: Int, until: Moment)] = [:]
    private var names: [Int64: String] = [:]
    var pace: QueuePace

    /// The upper ends of the bands of age, in seconds; the last one has none.
    private static let bandEnds: [Int?] = [3600, 14_400, 86_400, 259_200, nil]
    private static let shownCases = 10
    private static let maxReasons = 1000

    private struct Oldest {
        let item: QueueCase
        let reasons: [WaitingReason]
        var comment: WaitingComment?
    }

    init(at now: Moment) {
        self.now = now
        pace = QueuePace(at: now)
    }

    /// Takes the next case of a state, the oldest first.
    mutating func take(_ item: QueueCase, reasons itsReasons: [WaitingReason]) {
        counts[item.state, default: 0] += 1
        pace.take(item)
        let age = now.milliseconds - item.since.milliseconds
        let band = Self.bandEnds.firstIndex { $0.map { age < Int64($0) * 1000 } ?? true } ?? 0
        if item.state == .pending { bands[band].pending += 1 } else { bands[band].flagged += 1 }
        for reason in itsReasons { reasons[reason, default: 0] += 1 }
        if let holder = item.holder(at: now), let lease = item.lease {
            var known = leases[holder] ?? (0, lease.until)
            known.comments += 1
            known.until = min(known.until, lease.until)
            leases[holder] = known
        }
        if oldest.count < Self.shownCases
            || oldest.last.map({ Self.isBefore(item, $0.item) }) ?? true
        {
            oldest.append(Oldest(item: item, reasons: itsReasons))
            oldest.sort { Self.isBefore($0.item, $1.item) }
            if oldest.count > Self.shownCases { oldest.removeLast() }
        }
    }

    private static func isBefore(_ item: QueueCase, _ other: QueueCase) -> Bool {
        (item.since, item.commentID) < (other.since, other.commentID)
    }

    /// Looks up who holds leases.
    mutating func name(_ find: (Int64) throws -> String) throws {
        for id in leases.keys { names[id] = try find(id) }
    }

    /// Looks up what is told of the oldest ones.
    mutating func describe(_ find: (CommentID) throws -> WaitingComment?) throws {
        for index in oldest.indices {
            oldest[index].comment = try find(oldest[index].item.commentID)
        }
    }

    private var waiting: Int { counts.values.reduce(0, +) }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("pending", counts[.pending] ?? 0)
            json.member("flagged", counts[.flagged] ?? 0)
            json.member("oldest_waiting_s", orNull: oldest.first.map { seconds($0.item) })
            json.member("oldest_id", orNull: oldest.first?.item.commentID.text)
            json.name("ages")
            json.array { json in
                for (end, band) in zip(Self.bandEnds, bands) {
                    json.object { json in
                        json.member("under_s", orNull: end)
                        json.member("pending", band.pending)
                        json.member("flagged", band.flagged)
                    }
                }
            }
            json.name("reasons")
            json.array { json in
                for (reason, count) in sortedReasons {
                    json.object { json in
                        json.member("kind", reason.kind.rawValue)
                        json.member("name", orNull: reason.name)
                        json.member("waiting", count)
                    }
                }
            }
            json.name("oldest")
            json.array { json in oldest.forEach { write($0, to: &json) } }
            writeLeases(to: &json)
            pace.write(to: &json, waiting: waiting)
        }
    }

    private var sortedReasons: some Sequence<(WaitingReason, Int)> {
        reasons.map { ($0.key, $0.value) }.sorted { left, right in
            if left.1 != right.1 { return left.1 > right.1 }
            let (first, second) = (left.0, right.0)
            return (first.kind.rawValue, first.name ?? "")
                < (second.kind.rawValue, second.name ?? "")
        }.prefix(Self.maxReasons)
    }

    private func seconds(_ item: QueueCase) -> Int {
        Int(max(0, now.milliseconds - item.since.milliseconds) / 1000)
    }

    private func write(_ oldest: Oldest, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", oldest.item.commentID.text)
            json.member("state", oldest.item.state.name)
            json.member("waiting_s", seconds(oldest.item))
            json.member("thread", oldest.comment?.thread ?? "")
            json.member("author", oldest.comment?.author ?? "erased")
            json.member("author_name", oldest.comment?.authorName ?? "erased")
            json.name("reasons")
            json.array { json in
                for reason in oldest.reasons { json.string(reason.name ?? "none") }
            }
            json.member("claimed_by", orNull: oldest.item.holder(at: now).flatMap { names[$0] })
        }
    }

    private func writeLeases(to json: inout JSONWriter) {
        json.member("unclaimed", waiting - leases.values.reduce(0) { $0 + $1.comments })
        json.name("claimed")
        json.array { json in
            let sorted = leases.map { (name: names[$0.key] ?? "erased", lease: $0.value) }
                .sorted { ($1.lease.comments, $0.name) < ($0.lease.comments, $1.name) }
            for (name, lease) in sorted.prefix(Self.maxReasons) {
                json.object { json in
                    json.member("moderator", name)
                    json.member("comments", lease.comments)
                    json.member("until", lease.until.text)
                }
            }
        }
    }
}

/// How fast the queue of a site grew and shrank in the last day.
struct QueuePace {
    private static let spanSeconds = 86_400

    /// The day's beginning; its end is the report's own moment.
    let start: Moment
    private var came = 0
    private var left = 0

    init(at now: Moment) {
        start = now.adding(milliseconds: -Int64(Self.spanSeconds) * 1000)
    }

    /// Takes one that waits.
    mutating func take(_ item: QueueCase) { if item.since >= start { came += 1 } }

    /// Takes one that people took out in that day, at a moment and after so many milliseconds.
    mutating func take(at: Int64, waited: Int64) {
        left += 1
        if at - waited >= start.milliseconds { came += 1 }
    }

    func write(to json: inout JSONWriter, waiting: Int) {
        json.name("pace")
        json.object { json in
            json.member("span_s", Self.spanSeconds)
            json.member("came", came)
            json.member("left", left)
        }
        json.member("empty_in_s", orNull: secondsToEmpty(waiting))
    }

    /// Until nothing waits, where no more and no less comes and leaves than in that day; nil where
    /// the queue does not shrink.
    private func secondsToEmpty(_ waiting: Int) -> Int? {
        if waiting == 0 { return 0 }
        guard left > came else { return nil }
        let (product, isOver) = waiting.multipliedReportingOverflow(by: Self.spanSeconds)
        return isOver ? nil : (product + left - came - 1) / (left - came)
    }
}
