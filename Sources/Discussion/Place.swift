/// A place in an order, such that smaller stands first: pinned roots, then the negated score, then
/// fewer down-votes, then the older comment. The id makes it total.
///
/// Negating the score makes all four parts ascend, so that one row comparison continues a page.
package struct Place: Sendable, Hashable, Comparable {
    /// 0 for a pinned root in a sort that puts those first, else 1.
    package let pin: Int64
    package let key: Double
    package let down: Int64
    /// The comment's id, negated under `newest`.
    package let id: Int64

    package init(pin: Int64, key: Double, down: Int64, id: Int64) {
        self.pin = pin
        self.key = key
        self.down = down
        self.id = id
    }

    package static func < (left: Place, right: Place) -> Bool {
        (left.pin, left.key, left.down, left.id) < (right.pin, right.key, right.down, right.id)
    }
}

/// A comment's negated scores, kept with it once its siblings are too many to sort in memory.
package struct RankKeys: Sendable, Equatable {
    package let best: Double
    package let top: Int
    package let hot: Double
    package let controversial: Double
    package let discussed: Int

    package init(best: Double, top: Int, hot: Double, controversial: Double, discussed: Int) {
        self.best = best
        self.top = top
        self.hot = hot
        self.controversial = controversial
        self.discussed = discussed
    }
}
