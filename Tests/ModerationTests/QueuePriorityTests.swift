import Discussion
import Testing

@testable import Moderation

@Suite("The order of the moderation queue")
struct QueuePriorityTests {
    private func reason(_ action: RuleAction, isDryRun: Bool = false) -> Reason {
        Reason(rule: "r", action: action, detail: "", isDryRun: isDryRun)
    }

    /// Newcomers' flags.
    private func flags(_ counts: KeyValuePairs<FlagReason, Int>) -> [FlagSum] {
        counts.map {
            FlagSum(
                reason: $0.key, count: $0.value, weight: $0.value * 1000, newCount: $0.value,
                newWeight: $0.value * 1000)
        }
    }

    @Test("Severity goes by the strictest action, and by the flags' weights")
    func severity() {
        #expect(QueuePriority.severity(pending: []) == 1)
        #expect(QueuePriority.severity(pending: [reason(.hold), reason(.flag)]) == 2)
        #expect(QueuePriority.severity(pending: [reason(.hold), reason(.spam)]) == 3)
        #expect(QueuePriority.severity(pending: [reason(.spam, isDryRun: true)]) == 1)
        #expect(QueuePriority.severity(pending: [], flags: flags([.abuse: 2])) == 7)
        #expect(QueuePriority.severity(flagged: flags([.illegal: 1, .spam: 2]), reasons: []) == 9)
        #expect(QueuePriority.severity(flagged: flags([.other: 1]), reasons: [reason(.flag)]) == 3)
        #expect(QueuePriority.severity(flagged: [], reasons: []) == 1)
        let doubtful = FlagSum(
            reason: .illegal, count: 3, weight: 900, newCount: 0, newWeight: 0)
        #expect(QueuePriority.severity(flagged: [doubtful], reasons: []) == 4.5)
    }

    @Test("Four hours of waiting count as much as twice the severity")
    func waiting() {
        let start = Moment(milliseconds: 1_800_000_000_000)
        let now = start.adding(milliseconds: 14_400_000)
        let early = QueuePriority.orderKey(severity: 2, exposure: 1, since: start)
        let late = QueuePriority.orderKey(severity: 4, exposure: 1, since: now)
        #expect(abs(early - late) < 1e-9)
        #expect(abs(QueuePriority.priority(orderKey: early, at: now) - 2) < 1e-9)
        #expect(abs(QueuePriority.priority(orderKey: late, at: now) - 2) < 1e-9)
    }

    @Test("Exposure grows with replies and votes, slowly")
    func exposure() {
        #expect(QueuePriority.exposure(replies: 0, votes: 0) == 1)
        #expect(QueuePriority.exposure(replies: 1, votes: 2) == 3)
        #expect(QueuePriority.exposure(replies: -5, votes: 0) == 1)
    }

    @Test("A case is weighed anew about each time that replies and votes double, or halve")
    func refreshes() {
        let passed = (1...200).filter { QueuePriority.isRefreshed(from: $0 - 1, to: $0) }
        #expect(passed == [7, 15, 31, 63, 127])
        let fallen = (1...200).filter { QueuePriority.isRefreshed(from: $0, to: $0 - 1) }
        #expect(fallen == passed)
        #expect(!QueuePriority.isRefreshed(from: 20, to: 20))
    }

    @Test("The order of two cases never changes while they wait")
    func stable() {
        let moments = (0..<40).map { Moment(milliseconds: 1_700_000_000_000 + $0 * 7_654_321) }
        let keys = moments.enumerated().map { index, since in
            QueuePriority.orderKey(
                severity: Double(1 + index * 7 % 11), exposure: Double(1 + index % 5), since: since)
        }
        for later in [Int64(0), 3_600_000, 86_400_000_000] {
            let now = Moment(milliseconds: 1_700_000_400_000_000 + later)
            let priorities = keys.map { QueuePriority.priority(orderKey: $0, at: now) }
            let byKey = keys.indices.sorted { keys[$0] > keys[$1] }
            #expect(zip(byKey, byKey.dropFirst()).allSatisfy { priorities[$0] >= priorities[$1] })
        }
    }
}
