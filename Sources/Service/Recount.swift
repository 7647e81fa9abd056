import Discussion
import Glibc
import Ranking
import Store

/// Recounts every total of a database from its rows, by code of its own: none of what keeps the
/// totals is used to check them.
package struct Recount {
    private let store: Store

    package init(_ store: Store) { self.store = store }

    /// What differs; empty where all is as it should be.
    package func problems() throws -> [Discrepancy] {
        try store.begin()
        defer { store.rollBack() }
        var problems = try store.fileProblems()
        guard problems.isEmpty else { return problems }
        problems += try store.countProblems()
        problems += try queueProblems()
        problems += try GroundRecount(store).problems()
        let closed = try store.markedComments(.closed)
        let shadowed = try store.markedComments(.shadowed)
        var last: Int64 = 0
        while true {
            let threads = try store.threads(after: last, limit: 100)
            guard let end = threads.last else { return problems }
            for thread in threads {
                problems += try self.problems(
                    of: thread, closed: closed[thread.id, default: 0],
                    shadowed: shadowed[thread.id, default: 0])
            }
            last = end.id
        }
    }

    /// Cases whose place in the order is not what their severity, exposure and time make it.
    private func queueProblems() throws -> [Discrepancy] {
        var wrong = 0
        var last: Int64 = 0
        while true {
            let cases = try store.cases(after: last, limit: 1000)
            guard let end = cases.last else { break }
            wrong += cases.count {
                let hours = Double($0.since.milliseconds) / 3_600_000
                return abs(hours / 4 - log2($0.severity * $0.exposure) - $0.urgency) > 1e-6
            }
            last = end.commentID.rawValue
        }
        return wrong > 0 ? [Discrepancy("\(wrong) cases out of their order in the queue")] : []
    }

    /// What a comment's subtree comes to.
    private struct Sums {
        var visible = 0
        var replies = 0
        var listed = 0
        var children = 0
    }

    private func problems(
        of thread: Thread, closed: Int, shadowed: Int
    ) throws -> [Discrepancy] {
        let editions = try store.editions()
        let rows = try store.tallies(of: thread.id, edition: editions.number)
        let fit = try store.fitInForce(of: thread.siteID)
        let grounds = try fit.map { try store.grounds(of: rows.map(\.tally.id), in: $0) } ?? [:]
        var below: [CommentID?: [Int]] = [:]
        for (index, row) in rows.enumerated() {
            below[row.tally.parentID, default: []].append(index)
        }
        var wrong = 0
        var reached = 0
        let roots = sums(under: nil, rows.map(\.tally), below) { tally, sums in
            reached += 1
            if sums.visible != tally.descendants || sums.replies != tally.replies
                || sums.listed != tally.listed || sums.children != tally.children
            {
                wrong += 1
            }
        }
        var misplaced = rows.count {
            !isPlaced(
                $0.tally, $0.rank, siblings: below, editions.formulas, fit, grounds[$0.tally.id])
        }
        misplaced += try misplacedInNext(of: thread, editions, fit, grounds)
        var problems: [String] = []
        if wrong > 0 { problems.append("\(wrong) comments whose counts of replies differ") }
        if reached < rows.count { problems.append("\(rows.count - reached) comments out of reach") }
        if misplaced > 0 { problems.append("\(misplaced) comments whose rank keys differ") }
        if roots.visible != thread.visible || roots.replies != thread.replies
            || roots.listed != thread.listed || roots.children != thread.children
            || rows.count(where: { $0.tally.status == .pending }) - shadowed != thread.pending
            || shadowed != thread.shadowed
            || lastComment(rows.map(\.tally)) != thread.lastCommentAt
            || closed != thread.closedComments
        {
            problems.append("the thread's own counts differ")
        }
        return problems.map { Discrepancy("thread \(thread.id): \($0)") }
    }

    /// Adds up what is below a comment, from the leaves; without recursion, since threads are deep.
    private func sums(
        under root: CommentID?, _ tallies: [Tally], _ below: [CommentID?: [Int]],
        _ check: (Tally, Sums) -> Void
    ) -> Sums {
        var order: [Int] = []
        var open = below[root] ?? []
        while let index = open.popLast() {
            order.append(index)
            open += below[tallies[index].id] ?? []
        }
        var totals: [CommentID?: Sums] = [:]
        for index in order.reversed() {
            let tally = tallies[index]
            let own = totals[tally.id] ?? Sums()
            check(tally, own)
            let isVisible = tally.status == .approved
            totals[tally.parentID, default: Sums()].visible += own.visible + (isVisible ? 1 : 0)
            totals[tally.parentID, default: Sums()].replies += isVisible ? 1 : 0
            totals[tally.parentID, default: Sums()].listed += isVisible || own.visible > 0 ? 1 : 0
            totals[tally.parentID, default: Sums()].children += 1
        }
        return totals[root] ?? Sums()
    }

    /// Whether a comment has a rank exactly where its siblings are many, and the right one.
    private func isPlaced(
        _ tally: Tally, _ rank: StoredRank?, siblings: [CommentID?: [Int]], _ formulas: Formulas,
        _ fit: Fit?, _ sums: GroundSums?
    ) -> Bool {
        let isRanked = (siblings[tally.parentID]?.count ?? 0) > SiblingSet.maxUnindexed
        guard tally.isRanked == isRanked, let keys = tally.rankKeys(formulas) else {
            return tally.isRanked == isRanked && rank == nil
        }
        guard let rank else { return false }
        return isRight(rank, of: tally, keys, fit, sums)
    }

    private func isRight(
        _ rank: StoredRank, of tally: Tally, _ keys: RankKeys, _ fit: Fit?, _ sums: GroundSums?
    ) -> Bool {
        guard rank.keys == keys, rank.isListed == tally.isListed, rank.down == tally.down
        else { return false }
        guard let fit else { return true }
        return rank.grounds[fit.slot] == -fit.scale.lowerBound(sums ?? GroundSums())
    }

    /// How many ranks of the edition that is being made are wrong, or missing where it has been.
    private func misplacedInNext(
        of thread: Thread, _ editions: Editions, _ fit: Fit?, _ grounds: [CommentID: GroundSums]
    ) throws -> Int {
        guard let next = editions.next else { return 0 }
        return try store.tallies(of: thread.id, edition: 1 - editions.number).count { row in
            guard let keys = row.tally.rankKeys(next) else { return row.rank != nil }
            guard let rank = row.rank else { return row.tally.rankPlace <= editions.reached }
            return !isRight(rank, of: row.tally, keys, fit, grounds[row.tally.id])
        }
    }

    private func lastComment(_ tallies: [Tally]) -> Moment? {
        tallies.filter { $0.status == .approved }.map(\.id.createdAt).max()
    }
}
