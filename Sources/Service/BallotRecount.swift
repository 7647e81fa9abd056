import Discussion
import Store

/// Takes the ballots of voters whose votes were voided out of the totals, or puts them back, in
/// parts.
struct BallotRecount {
    /// So many ballots, anyone's, are looked through in one part.
    static let ledgerRows = 4096
    /// So many are taken out of the totals, or put back.
    static let ballots = 128
    /// So many voters are done with.
    private static let voters = 256

    private let work: Work
    private var store: Store { work.store }

    init(_ work: Work) { self.work = work }

    /// Does the next part; false where there is none.
    func step() throws -> Bool {
        guard let part = try store.nextLedgerPart(ballots: Self.ledgerRows) else { return false }
        let ballots = try store.ballotsToRecount(in: part, limit: Self.ballots)
        for ballot in ballots { try recount(ballot) }
        if ballots.count < Self.ballots {
            try store.passRecounts(part)
        } else {
            try store.passRecounts(ballots)
        }
        for (voterID, siteID) in try store.takeRecounted(limit: Self.voters) {
            guard var voter = try store.person(voterID) else { continue }
            voter.restraints.remove(.recounted)
            try store.saveRestraints(voter, in: siteID)
        }
        return true
    }

    private func recount(_ ballot: Store.Ballot) throws {
        guard let voter = try store.person(ballot.voterID) else { return }
        let isCounted = !voter.restraints.contains(.voided)
        guard ballot.isCounted != isCounted else { return }
        try store.setCounted(isCounted, of: ballot)
        guard ballot.value != 0, var target = try store.head(of: ballot.commentID) else { return }
        let step = isCounted ? 1 : -1
        if ballot.value > 0 { target.tally.up += step } else { target.tally.down += step }
        store.saveVotes(of: target.tally)
        try store.countGround(
            of: voter.id, on: target.tally, in: target.siteID,
            from: isCounted ? 0 : ballot.value, to: isCounted ? ballot.value : 0)
        work.recordVotes(of: target.tally, in: target.siteID)
    }
}
