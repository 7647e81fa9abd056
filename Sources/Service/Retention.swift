import Configuration
import Discussion
import Store
import Wire

/// What is kept of where people come from, and what goes after its time, a bounded part at a time:
/// addresses and user agents, the key of networks' hashes, results of keys, moments of votes.
struct Retention {
    /// So many comments, rows of keys or voters are looked at in one part.
    static let rows = 256
    /// Between two looks at what one or the other is kept for, in milliseconds: what comes to its
    /// end in between goes together.
    private static let slack: Int64 = 60_000
    /// A clock that is set right now and then goes back by less.
    private static let aheadMs: Int64 = 60_000
    /// How long the moment of a vote counts, and between two looks at all voters'.
    private static let pace = (countsMs: Int64(60_000), lookMs: Int64(3_600_000))

    private let work: Work
    private var store: Store { work.store }
    private var settings: Settings.Privacy { work.settings.privacy }
    private var keepMs: Int64 { Int64(settings.keepAddressesSeconds) * 1000 }
    private var rotateMs: Int64 { Int64(settings.rotateSeconds) * 1000 }
    private var keyMs: Int64 { Int64(work.settings.windows.keySeconds) * 1000 }

    init(_ work: Work) { self.work = work }

    /// What is kept of where a comment comes from that was written at a moment.
    func origin(
        of author: PersonClaim, at moment: Moment
    ) throws -> (ip: String?, userAgent: String?) {
        if keepMs > 0, moment.adding(milliseconds: keepMs) <= work.now { return (nil, nil) }
        guard settings.hashesAddresses, let ip = author.ip else {
            return (author.ip, author.userAgent)
        }
        // What is no address has no network that could stand for it.
        guard let network = AddressRange.network(of: ip) else { return (nil, author.userAgent) }
        let hash = work.options.tokens.hash(ofNetwork: network, salt: try salt())
        return (hash, author.userAgent)
    }

    /// As above for a comment from elsewhere, whose address may have been a network's hash there.
    func keptOrigin(
        of author: PersonClaim, at moment: Moment
    ) throws -> (ip: String?, userAgent: String?) {
        let origin = try origin(of: author, at: moment)
        guard settings.hashesAddresses, origin.userAgent != nil || author.userAgent == nil,
            keepMs == 0 || moment.adding(milliseconds: keepMs) > work.now,
            author.ip.map({ AddressRange.network(of: $0) == nil }) ?? false
        else { return origin }
        return (author.ip, origin.userAgent)
    }

    /// What makes hashes now; another one where its time is over.
    private func salt() throws -> [UInt8] {
        if let known = try store.addressKey(), !isOver(known.since) { return known.key }
        let salt = SubscriptionTokens.newSalt()
        try store.saveAddressKey(salt, since: work.now)
        return salt
    }

    private func isOver(_ since: Moment) -> Bool {
        since.adding(milliseconds: rotateMs) <= work.now
            || work.now.adding(milliseconds: Self.aheadMs) < since
    }

    /// Does the next part; false where nothing is to be done now.
    func step() throws -> Bool {
        if let known = try store.addressKey(), isOver(known.since) || !settings.hashesAddresses {
            try store.removeAddressKey()
            return true
        }
        if keepMs > 0 {
            let end = work.now.adding(milliseconds: 1 - keepMs)
            if try store.forgetAddresses(before: end, limit: Self.rows) { return true }
        }
        let past = work.now.adding(milliseconds: -keyMs)
        if try store.forgetKeys(usedBy: past, limit: Self.rows) { return true }
        guard store.nextPaceSweep <= work.now else { return false }
        return try store.sweepPaces(
            before: work.now.adding(milliseconds: -Self.pace.countsMs), limit: Self.rows,
            at: work.now, pause: Self.pace.lookMs)
    }

    /// When there will be something to do. What comes meanwhile is kept at least as long as what
    /// comes now.
    func next() throws -> Moment? {
        let now = work.now
        var moments = [
            store.nextPaceSweep,
            (try store.oldestKeyUse() ?? now).adding(milliseconds: keyMs + Self.slack),
        ]
        if keepMs > 0 {
            let oldest = try store.oldestAddress() ?? now
            moments.append(oldest.adding(milliseconds: keepMs + Self.slack))
        }
        if settings.hashesAddresses {
            let since = try store.addressKey()?.since ?? now
            moments.append(since.adding(milliseconds: rotateMs))
        }
        return moments.min()
    }
}
