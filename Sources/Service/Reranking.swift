import Discussion
import Store

/// Has comments ranked as the settings say: where those have changed the ranks of comments with
/// many siblings are made anew beside the old ones, in parts, and then take their place at once.
struct Reranking {
    /// So many ranks are made, or deleted, in one part.
    static let ranks = 256

    private let work: Work
    private var store: Store { work.store }

    init(_ work: Work) { self.work = work }

    /// Has the settings hold at once where no ranks have to be made anew.
    func adopt() throws {
        var editions = try store.editions()
        let wanted = work.settings.ranking.formulas
        guard editions.formulas != wanted, try store.hasNoRanks() else { return }
        editions.formulas = wanted
        editions.next = nil
        editions.isClean = true
        try store.save(editions)
    }

    /// Does the next part; false where there is none.
    func step() throws -> Bool {
        try adopt()
        var editions = try store.editions()
        let wanted = work.settings.ranking.formulas
        if let next = editions.next {
            if next != wanted {
                editions.next = nil
                editions.isClean = false
            } else if try store.extendEdition(limit: Self.ranks) {
                return true
            } else {
                editions.number = 1 - editions.number
                editions.formulas = next
                editions.next = nil
                editions.isClean = false
            }
        } else if !editions.isClean {
            if try store.deleteOtherEdition(limit: Self.ranks) { return true }
            editions.isClean = true
        } else if editions.formulas != wanted {
            editions.next = wanted
            editions.reached = .start
        } else {
            return false
        }
        try store.save(editions)
        return true
    }
}
