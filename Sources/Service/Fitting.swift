import Configuration
import Discussion
import Ranking
import Store

/// Fits the model of common ground to a site's votes, which are read in short snapshots.
struct Fitting {
    /// So many ballots are read from one snapshot.
    private static let pageSize = 8192

    let store: Store
    let settings: Settings.Ranking

    /// Nil where `isCancelled` says so, which is asked all along. A transaction must be open.
    func fit(
        _ site: Site, at now: Moment, isCancelled: () -> Bool = { false }
    ) throws -> FitExchange.Delivery? {
        let ballots = try store.ballots(of: site.id)
        guard var matrix = try read(site, isCancelled) else { return nil }
        matrix.keepVoters(withAtLeast: settings.minVotesPerVoter)
        // That takes seconds, in which the log could not start anew.
        let model = try store.withoutSnapshot {
            GroundModel.fit(matrix, isCancelled: isCancelled)
        }
        guard let model else { return nil }
        return FitExchange.Delivery(
            siteID: site.id, model: model,
            summary: FitSummary(
                of: model, at: now, ballots: ballots, minPerSide: settings.minVotersPerSide))
    }

    /// The counting votes on visible comments, the newest comments' first; nil where cancelled.
    private func read(_ site: Site, _ isCancelled: () -> Bool) throws -> VoteMatrix? {
        var matrix = VoteMatrix()
        var place: (Int64, Int64)? = Store.endOfLedger
        var comment: CommentID?
        var isVisible = false
        while let start = place {
            if isCancelled() { return nil }
            try store.renewSnapshot()
            let page = try store.ledgerPage(before: start, limit: Self.pageSize)
            place = page.next
            for ballot in page.ballots {
                if ballot.commentID != comment {
                    matrix.endComment()
                    comment = ballot.commentID
                    isVisible = try store.isVisible(ballot.commentID, in: site.id)
                }
                if isVisible, !matrix.add(ballot.voterID, isUp: ballot.isUp) {
                    matrix.endComment()
                    return matrix
                }
            }
        }
        matrix.endComment()
        return matrix
    }
}

/// Fits sites anew whose votes have changed enough since they were fitted last. For one thread of
/// its own, with a connection that only reads.
package struct Refitting {
    private let store: Store
    private let options: ServiceOptions

    package init(store: Store, options: ServiceOptions) {
        self.store = store
        self.options = options
    }

    /// Fits every site that is due, one after the other, each until it is in force; false where
    /// none was.
    package func refit(at now: Moment, isCancelled: () -> Bool) throws -> Bool {
        var hasFitted = false
        defer { if hasFitted { store.releaseMemory() } }
        for (site, ballots) in try store.sitesWithBallots() where !isCancelled() {
            let last = try store.newestFit(of: site.id)
            let elapsed = last.map { (now.milliseconds - $0.fittedAt.milliseconds) / 1000 }
            guard
                options.settings.ranking.isDue(
                    ballots: ballots - (last?.ballots ?? 0), seconds: elapsed.map { Int($0) })
            else { continue }
            hasFitted = true
            _ = try options.fits.alone(.background) { try refit(site, at: now, isCancelled) }
        }
        return hasFitted
    }

    private func refit(_ site: Site, at now: Moment, _ isCancelled: () -> Bool) throws {
        try store.begin()
        let delivery: FitExchange.Delivery?
        do {
            defer { store.rollBack() }
            delivery = try Fitting(store: store, settings: options.settings.ranking)
                .fit(site, at: now, isCancelled: isCancelled)
        }
        guard let delivery else { return }
        options.fits.deliver(delivery)
        options.wakeWriter()
        _ = options.fits.waitForArrival()
    }
}
