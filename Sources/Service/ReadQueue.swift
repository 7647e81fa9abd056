import Configuration
import Discussion
import JSONValues
import Moderation
import Store
import Wire

/// `moderation.queue`: the comments that wait for a person.
struct ReadQueue: UseCase {
    private enum Order: UInt8 {
        case priority = 0
        case oldest = 1
        case newest = 2
    }

    private let site: String
    private let states: [CaseState]
    private let order: Order
    private let limit: Int
    /// The order key and the id of the last case of the page before.
    private let after: (key: UInt64, id: Int64)?

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        site = try arguments.site()
        states =
            switch arguments.text("state") {
            case "pending": [.pending]
            case "flagged": [.flagged]
            default: CaseState.allCases
            }
        order =
            switch arguments.text("order") {
            case "oldest": .oldest
            case "newest": .newest
            default: .priority
            }
        limit = try arguments.pageSize(limits)
        // A cursor belongs to its order and to the states it was read for.
        let kind =
            Cursor.queue + order.rawValue * 4 + UInt8(states.count == 1 ? states[0].rawValue : 2)
        let cursor = try Cursor(arguments, kind: kind, words: 2)
        after = cursor.map { ($0.words[0], Int64(bitPattern: $0.words[1])) }
        self.kind = kind
    }

    private let kind: UInt8

    func apply(in work: Work, to json: inout JSONWriter) throws {
        guard let site = try work.store.site(named: site) else {
            return write(total: 0, next: nil, to: &json) { _ in }
        }
        let totals = try work.store.queueTotals(of: site.id)
        let total = states.reduce(0) { $0 + ($1 == .pending ? totals.pending : totals.flagged) }
        var cases = try merged(of: site, in: work)
        let hasMore = cases.count > limit
        if hasMore { cases.removeLast() }
        let next = hasMore ? cases.last.map { cursor(past: $0).text } : nil
        try write(total: total, next: next, to: &json) { json in
            for item in cases { try write(item, site, in: work, to: &json) }
        }
    }

    /// One case more than the page holds, of all states, in order.
    private func merged(of site: Site, in work: Work) throws -> [QueueCase] {
        let cases = try states.flatMap { state in
            switch order {
            case .priority:
                try work.store.casesByUrgency(
                    of: site.id, state: state,
                    after: after.map { (Double(bitPattern: $0.key), $0.id) }, limit: limit + 1)
            case .oldest, .newest:
                try work.store.casesByAge(
                    of: site.id, state: state, oldestFirst: order == .oldest,
                    after: after.map { (Int64(bitPattern: $0.key), $0.id) }, limit: limit + 1)
            }
        }
        return Array(cases.sorted(by: precedes).prefix(limit + 1))
    }

    private func precedes(_ left: QueueCase, _ right: QueueCase) -> Bool {
        switch order {
        case .priority: (left.urgency, left.commentID) < (right.urgency, right.commentID)
        case .oldest: (left.since, left.commentID) < (right.since, right.commentID)
        case .newest: (left.since, left.commentID) > (right.since, right.commentID)
        }
    }

    private func cursor(past item: QueueCase) -> Cursor {
        let key =
            order == .priority
            ? item.urgency.bitPattern : UInt64(bitPattern: item.since.milliseconds)
        return Cursor(kind: kind, words: [key, UInt64(bitPattern: item.commentID.rawValue)])
    }

    private func write(
        total: Int, next: String?, to json: inout JSONWriter,
        _ items: (inout JSONWriter) throws -> Void
    ) rethrows {
        try json.object { json in
            json.member("total", total)
            json.name("items")
            try json.array(items)
            json.member("next", orNull: next)
        }
    }

    private func write(
        _ item: QueueCase, _ site: Site, in work: Work, to json: inout JSONWriter
    ) throws {
        let subject = try work.subject(work.find(.id(item.commentID), in: site))
        guard let record = try work.store.record(of: subject.tally, in: subject.thread) else {
            throw Refusal(.internalFault, "a case without a comment")
        }
        try json.object { json in
            json.name("comment")
            try json.object { json in
                try CommentEncoder(work: work, site: self.site, audience: .moderators)
                    .writeMembers(of: record, .whole, to: &json)
            }
            json.member("state", item.state.name)
            json.member(
                "priority", QueuePriority.priority(orderKey: -item.urgency, at: work.now))
            let waited = work.now.milliseconds - item.since.milliseconds
            json.member("waiting_s", Int(max(0, waited) / 1000))
            json.name("reasons")
            writeReasons(try work.store.reasons(on: item.commentID), to: &json)
            writeWeighing(item, waited: waited, to: &json)
            let sums = try work.store.flagSums(on: item.commentID)
            json.name("flags")
            writeFlags(sums, to: &json)
            let earlier = try record.comment.editedAt.map {
                try work.store.openFlagCount(on: item.commentID, before: $0)
            }
            json.name("flagging")
            writeFlagging(sums, earlier: earlier, work.settings.flags, to: &json)
            json.name("author")
            writeAuthor(record.author, to: &json)
            let holder = try item.holder(at: work.now).flatMap { try work.store.person($0) }
            json.member("claimed_by", orNull: holder?.name)
            json.member(
                "claimed_until", orNull: holder == nil ? nil : item.lease?.until.text)
        }
    }

    /// What the priority is made of.
    private func writeWeighing(_ item: QueueCase, waited: Int64, to json: inout JSONWriter) {
        json.name("weighing")
        json.object { json in
            json.member("severity", item.severity)
            json.member("exposure", item.exposure)
            json.member("doublings", Double(waited) / 1000 / QueuePriority.doublingSeconds)
        }
    }

    private func writeFlags(_ sums: [FlagSum], to json: inout JSONWriter) {
        json.array { json in
            for sum in sums {
                json.object { json in
                    json.member("reason", sum.reason.rawValue)
                    json.member("count", sum.count)
                    json.member("weight", weight(sum.weight))
                }
            }
        }
    }

    /// How far the flags are from hiding the comment by themselves.
    private func writeFlagging(
        _ sums: [FlagSum], earlier: Int?, _ settings: Settings.Flags, to json: inout JSONWriter
    ) {
        json.object { json in
            json.member("flaggers", sums.reduce(0) { $0 + $1.newCount })
            json.member("min_flaggers", settings.minFlaggers)
            json.member("weight", weight(sums.reduce(0) { $0 + $1.newWeight }))
            json.member("hide_weight", settings.hideWeight)
            json.member("repeated", sums.reduce(0) { $0 + $1.count - $1.newCount })
            json.member("before_edit", ifAny: earlier)
        }
    }

    private func weight(_ thousandths: Int) -> Double {
        Double(thousandths) / Double(FlagWeight.perOne)
    }

    private func writeAuthor(_ author: Person, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", author.name)
            json.member("name", author.displayName ?? author.name)
            json.member("approved", author.approved)
            json.member("rejected", author.rejected)
            json.member("first_seen", author.firstSeen.text)
        }
    }
}
