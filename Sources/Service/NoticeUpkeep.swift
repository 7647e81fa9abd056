import Configuration
import Discussion
import JSONValues
import Store

/// What becomes of notices with time, a bounded part at a time: those who follow the queue hear of
/// what waits for long; what was told goes, what nobody takes is given up.
struct NoticeUpkeep {
    /// So many rows are removed in one part.
    static let rows = 256
    /// So many cases are told in one part, each to all who follow the queue.
    static let cases = 16

    /// A clock that is set right now and then goes back by less.
    private static let aheadMs: Int64 = 60_000

    private let work: Work
    private var store: Store { work.store }
    private var keptMs: Int64 { Int64(work.settings.windows.noticeSeconds) * 1000 }

    init(_ work: Work) { self.work = work }

    /// Does the next part; false where nothing is to be done now.
    func step() throws -> Bool {
        if try tellQueue() { return true }
        let limit = Self.rows
        // Made tomorrow: the clock was set back since. They would wait until it is tomorrow again.
        let ahead = work.now.adding(milliseconds: Self.aheadMs)
        if try store.remakeNotices(madeAfter: ahead, limit: limit, at: work.now) > 0 {
            return true
        }
        let past = work.now.adding(milliseconds: -keptMs)
        if try store.removeNotices(.told, madeBefore: past, limit: limit) > 0 { return true }
        if try giveUp(madeBefore: past) { return true }
        // What was given up is kept as long again, so that somebody sees it.
        let longPast = work.now.adding(milliseconds: -2 * keptMs)
        if try store.removeNotices(.failed, madeBefore: longPast, limit: limit) > 0 {
            return true
        }
        let forgotten = try store.unconfirmedSubscriptions(before: past, limit: Self.rows)
        var passed = 0
        for subscription in forgotten where passed < Inheriting.notices {
            passed += try Following(work).cancel(subscription)
        }
        return !forgotten.isEmpty
    }

    /// What nobody has taken is given up; what there is nothing to be told of any more just goes.
    private func giveUp(madeBefore moment: Moment) throws -> Bool {
        let untaken = try store.untakenNotices(madeBefore: moment, limit: Self.rows)
        var writers: [Int64: NoticeWriter] = [:]
        for (id, siteID) in untaken {
            guard let site = try store.site(siteID),
                let notice = try store.dueNotice(id, in: siteID)
            else { throw Refusal(.internalFault, "a notice without its site") }
            if try writers[siteID, default: NoticeWriter(work: work, site: site)].isVoid(notice) {
                try store.remove(notice)
            } else {
                try store.expire(notice, at: work.now)
            }
        }
        return !untaken.isEmpty
    }

    /// When there will be something to do, as far as is known; nil: never.
    func next() throws -> Moment? {
        var moments = [
            try store.oldestNotice(.told)?.adding(milliseconds: keptMs),
            try store.oldestNotice(.due)?.adding(milliseconds: keptMs),
            try store.oldestNotice(.failed)?.adding(milliseconds: 2 * keptMs),
            try store.oldestUnconfirmed()?.adding(milliseconds: keptMs),
        ]
        if work.settings.queueNotice.isOn {
            moments.append(
                try store.oldestUntoldCase()?.adding(
                    milliseconds: Int64(work.settings.queueNotice.afterSeconds) * 1000))
        }
        return moments.compactMap { $0 }.min()
    }

    private func tellQueue() throws -> Bool {
        let settings = work.settings.queueNotice
        guard settings.isOn else { return false }
        let start = work.now.adding(milliseconds: -Int64(settings.afterSeconds) * 1000)
        let cases = try store.untoldCases(since: start, limit: Self.cases)
        for (commentID, siteID) in cases {
            try store.noteTold(commentID)
            guard let site = try store.site(siteID) else { continue }
            for follower in settings.persons where follower.isOf(site.name) {
                var claim = PersonClaim(name: follower.name)
                claim.displayName = follower.displayName
                let person = try store.makePerson(claim, in: site, at: work.now)
                try store.insertQueueNotice(
                    of: commentID, to: person, hasEmail: follower.email != nil, in: siteID,
                    at: work.now)
            }
        }
        return !cases.isEmpty
    }
}

extension Settings.QueueNotice.Follower {
    /// Whether they follow the queue of a site.
    func isOf(_ site: String) -> Bool { sites.contains { $0.hasSameBytes(as: site) } }
}
