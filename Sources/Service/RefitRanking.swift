import Discussion
import JSONValues
import Ranking
import Store
import Wire

/// `ranking.refit`: fits a site's common ground to its votes as they are now, and returns once that
/// is in force. Fitted where it is asked for, at low priority; brought in by who writes.
struct RefitRanking: UseCase {
    private let site: String

    init(_ arguments: Arguments) throws(Refusal) { site = try arguments.site() }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let summary = try work.store.site(named: site).map { try refit($0, in: work) }
        json.object { json in
            json.member("voters", summary?.voters ?? 0)
            json.member("comments", summary?.comments ?? 0)
            json.member("votes", summary?.votes ?? 0)
            json.member("loss", summary?.loss ?? 0)
            json.member("fitted_at", summary?.fittedAt ?? work.now)
            json.member("speaks", summary?.speaks ?? false)
        }
    }

    private func refit(_ site: Site, in work: Work) throws -> FitSummary {
        if work.store.isWriter {
            let delivery = try fit(site, in: work)
            try BringingIn(work).finish(delivery)
            return delivery.summary
        }
        let summary = try work.options.fits.alone(.command) {
            let delivery = try fit(site, in: work)
            // No snapshot is held while the writer is waited for.
            try work.store.renewSnapshot()
            work.options.fits.deliver(delivery)
            work.options.wakeWriter()
            guard work.options.fits.waitForArrival() else { throw Self.hasFailed }
            return delivery.summary
        }
        guard let summary else {
            var refusal = Refusal(.overloaded, "another fit is under way")
            refusal.retryAfterMs = 1000
            throw refusal
        }
        return summary
    }

    private func fit(_ site: Site, in work: Work) throws -> FitExchange.Delivery {
        var delivery: FitExchange.Delivery?
        try LowPriority.run {
            delivery = try Fitting(store: work.store, settings: work.settings.ranking)
                .fit(site, at: work.now)
        }
        guard let delivery else { throw Self.hasFailed }
        return delivery
    }

    private static let hasFailed = Refusal(.internalFault, "the fit did not come into force")
}
