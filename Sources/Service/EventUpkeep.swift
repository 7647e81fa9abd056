import Discussion
import JSONValues
import Store

/// What becomes of the log of events with time, a bounded part at a time: followers of each site
/// hear of other rules, and the oldest events go.
struct EventUpkeep {
    /// So many sites are looked at in one part.
    static let sites = 64
    /// So many rows of the log go in one part.
    static let rows = 64

    private let work: Work
    private var store: Store { work.store }

    init(_ work: Work) { self.work = work }

    /// Does the next part; false where nothing is to be done now.
    func step() throws -> Bool {
        if try tellRules() { return true }
        return try store.cutEvents(keeping: work.settings.limits.maxEvents, rows: Self.rows)
    }

    /// Tells the next sites where other rules judge than their followers know of.
    private func tellRules() throws -> Bool {
        let number = work.inForce.number
        let told = store.toldRules.map { $0.number == number ? $0.upTo : 0 } ?? 0
        guard told < .max else { return false }
        let sites = try store.siteRules(after: told, limit: Self.sites)
        for site in sites {
            let rules = work.inForce.kept(of: site.name)
            guard rules.digest != site.digest else { continue }
            try store.saveRules(rules.digest, of: site.id)
            var data = JSONWriter(capacity: 32)
            data.object { $0.member("version", rules.version) }
            store.record(
                Event(
                    siteID: site.id, type: "rules", at: work.now, threadID: nil, commentID: nil,
                    data: data.bytes))
        }
        let isLast = sites.count < Self.sites
        if !isLast { store.noteLeftover() }
        store.toldRules = (number, isLast ? .max : sites.last?.id ?? .max)
        return !isLast
    }
}
