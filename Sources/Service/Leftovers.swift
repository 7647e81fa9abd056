import Discussion
import JSONValues
import Store

/// What commands have left to be done after they were answered, in parts that are small enough to
/// stand between other commands. Each part leaves the database as a recount would have it, and says
/// in rows where the next one begins.
struct Leftovers {
    /// So many comments are let out of the shadow in one part.
    static let comments = 64

    /// So many threads are put where lists have them in one part.
    static let threads = 128

    private let work: Work
    private var store: Store { work.store }

    init(_ work: Work) { self.work = work }

    /// Does the next part; false where nothing is left.
    func step() throws -> Bool {
        try store.flushCounts()
        guard try changeComments() else { return try keepUp() }
        // Votes and replies know comments as they were.
        try store.settleCounts()
        return true
    }

    /// What may change comments, or where they stand, otherwise than votes and replies do.
    private func changeComments() throws -> Bool {
        if let ended = try store.endedSanction(at: work.now) {
            let sanctioning = Sanctioning(work)
            try sanctioning.end(ended)
            if ended.kind != .warn {
                try sanctioning.record(
                    "none", on: ended.target, in: ended.siteID, until: nil)
            }
            return true
        }
        if try uncoverComments() { return true }
        // Those who follow stand where their thread goes before anyone is told of a comment there.
        if let move = try store.nextMoveOfFollowers() { return try Following(work).follow(move) }
        if try Announcing(work).step() { return true }
        if try BallotRecount(work).step() { return true }
        if let move = try store.nextMove() {
            try Moving(work).part(of: move)
            return true
        }
        if try Erasing(work).step() { return true }
        return try Reranking(work).step()
    }

    /// What leaves them as they are.
    private func keepUp() throws -> Bool {
        if try BringingIn(work).step() { return true }
        if try Renaming(work).step() { return true }
        if try EventUpkeep(work).step() { return true }
        if try store.placeThreads(limit: Self.threads) { return true }
        if try NoticeUpkeep(work).step() { return true }
        if try Retention(work).step() { return true }
        let next = [
            try NoticeUpkeep(work).next(), try Erasing(work).next(), try Retention(work).next(),
        ]
        try store.noteNoLeftover(before: next.compactMap { $0 }.min())
        return false
    }

    /// Comments of a sanction that is over wait from now on as any others; false where there is no
    /// such sanction.
    @discardableResult
    func uncoverComments() throws -> Bool {
        guard let over = try store.overSanction(), let site = try store.site(over.siteID) else {
            return false
        }
        for id in try store.takeShadows(of: over.id, limit: Self.comments) {
            guard let comment = try store.comment(id, in: site), comment.marks.contains(.shadowed)
            else { continue }
            var subject = try work.subject(comment)
            try Standing(work).mark(&subject, comment.marks.subtracting(.shadowed))
            try Queue(work).put(
                subject, as: .pending, reasons: try store.reasons(on: id), since: work.now)
            var data = JSONWriter(capacity: 64)
            data.object { data in
                data.member("from", comment.status.name)
                data.member("to", comment.status.name)
                data.member("shadowed", false)
            }
            store.record(
                Event(subject, type: "comment.status", at: work.now, data: data.bytes))
        }
        return true
    }
}

extension Work {
    /// Tells followers a comment's votes as they now are.
    func recordVotes(of tally: Tally, in siteID: Int64) {
        var data = JSONWriter(capacity: 64)
        writeVotes(tally, to: &data)
        store.recordVotes(
            Event(
                siteID: siteID, type: "votes", at: now, threadID: tally.threadID,
                commentID: tally.id, data: data.bytes),
            of: tally.id)
    }
}
