import Discussion
import Ranking
import Store

/// Recounts what fitted voters' votes come to, from the ledger.
struct GroundRecount {
    private static let ballots = 4096
    private let store: Store

    init(_ store: Store) { self.store = store }

    func problems() throws -> [Discrepancy] {
        var problems: [Discrepancy] = []
        for siteID in try store.sitesWithFits() {
            for fit in try store.fits(of: siteID) {
                let wrong = try wrongComments(of: fit)
                guard wrong > 0 else { continue }
                problems.append(
                    Discrepancy("site \(siteID): \(wrong) comments whose common ground differs"))
            }
        }
        return problems
    }

    private func wrongComments(of fit: Fit) throws -> Int {
        var (wrong, found) = (0, 0)
        var place: (Int64, Int64) = (0, 0)
        var open: (id: CommentID, sums: GroundSums)?
        func close() throws {
            guard let (id, sums) = open, sums.votes != 0 else { return }
            found += 1
            if try store.grounds(of: [id], in: fit)[id] != sums { wrong += 1 }
        }
        while true {
            let ballots = try store.ballots(past: place, limit: Self.ballots, fittedIn: fit)
            for ballot in ballots {
                if open?.id != ballot.commentID {
                    try close()
                    open = (ballot.commentID, GroundSums())
                }
                guard let voter = ballot.voter,
                    fit.counts(ballotOn: ballot.commentID, by: ballot.voterID)
                else { continue }
                open?.sums.add(
                    GroundSums(of: voter, value: ballot.value, mean: fit.scale.mean))
            }
            guard ballots.count == Self.ballots, let last = ballots.last else { break }
            place = (last.commentID.rawValue, last.voterID)
        }
        try close()
        return wrong + abs(found - (try store.groundCount(of: fit)))
    }
}
