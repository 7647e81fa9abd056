import Discussion
import Ranking
import Store

/// Brings a fit in beside the one in force, in parts, and then in its place at once; takes away the
/// rows of those before. Votes count in both meanwhile.
struct BringingIn {
    /// So many voters are written, or rows deleted, in one part.
    static let rows = 1024
    /// So many ballots, anyone's, are counted.
    static let ballots = 2048
    /// So many ranked comments get their keys.
    static let ranks = 256

    private let work: Work
    private var store: Store { work.store }
    private var exchange: FitExchange { work.options.fits }

    init(_ work: Work) { self.work = work }

    /// Does the next part; false where there is none.
    func step() throws -> Bool {
        guard let fit = try store.fitUnderWay() else { return try begin() }
        switch fit.stage {
        case .voters: try writeVoters(of: fit)
        case .sums:
            if try !store.extendSums(of: fit, limit: Self.ballots) {
                try store.advance(fit, to: .ranks)
            }
        case .ranks:
            if try !store.extendRanks(of: fit, limit: Self.ranks) {
                try store.advance(fit, to: .inForce)
                exchange.noteArrival(of: fit.id)
            }
        case .inForce: return false
        case .going: _ = try store.delete(fit, limit: Self.rows)
        }
        return true
    }

    private func begin() throws -> Bool {
        guard let delivery = exchange.take() else { return false }
        try begin(with: delivery)
        return true
    }

    /// Brings a fit in at once, behind what is under way.
    func finish(_ delivery: FitExchange.Delivery) throws {
        while try step() {}
        exchange.put(delivery)
        try begin(with: delivery)
        while !exchange.isComplete, try step() {}
    }

    private func begin(with delivery: FitExchange.Delivery) throws {
        let fit = try store.insert(
            delivery.summary, delivery.model.scale, of: delivery.siteID)
        exchange.begin(fit.id)
        store.noteLeftover()
        if !delivery.summary.speaks {
            try store.advance(fit, to: .inForce)
            exchange.noteArrival(of: fit.id)
        }
    }

    /// Of a fit whose voters went with the process before nothing can be made.
    private func writeVoters(of fit: Fit) throws {
        guard let voters = exchange.nextVoters(of: fit.id, limit: Self.rows) else {
            return try store.advance(fit, to: .going)
        }
        try store.insert(voters, of: fit)
        if voters.isEmpty { try store.advance(fit, to: .sums) }
    }
}
