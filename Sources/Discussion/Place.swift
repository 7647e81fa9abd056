/// A place in an order, such that smaller stands first: pinned roots, then the negated score, then
/// fewer down-votes, then the older comment. The id makes it total.
///
/// Negating the score makes all four parts ascend, so that one row comparison continues a page.
public struct Place: Sendable, Hashable, Comparable {
    /// 0 for a pinned root in a sort that puts those first, else 1.
    public let pin: Int64
    /// The negated score; 0 in `newest` and `oldest`, which go by the id alone.
    public let key: Double
    /// Down-votes that count; 0 in `newest` and `oldest`.
    public let down: Int64
    /// The comment's id, negated under `newest`.
    public let id: Int64

    /// Takes the parts as they are: the score is negated already.
    public init(pin: Int64, key: Double, down: Int64, id: Int64) {
        self.pin = pin
        self.key = key
        self.down = down
        self.id = id
    }

    /// By pin; among equals by key, then by down-votes, then by id.
    public static func < (left: Place, right: Place) -> Bool {
        (left.pin, left.key, left.down, left.id) < (right.pin, right.key, right.down, right.id)
    }
}

/// A comment's negated scores, kept with it once its siblings are too many to sort in memory.
public struct RankKeys: Sendable, Equatable {
    /// From -1 to 0, by whichever of `Formulas.Best` is in force.
    public let best: Double
    /// Down-votes less up-votes.
    public let top: Int
    /// Smaller by 1 for each `Formulas.hotDecaySeconds` that the comment is younger.
    public let hot: Double
    /// Below 0; 0 where one side has no votes.
    public let controversial: Double
    /// Visible comments below it at any depth, negated.
    public let discussed: Int

    /// Takes the scores as they are: negated already.
    public init(best: Double, top: Int, hot: Double, controversial: Double, discussed: Int) {
        self.best = best
        self.top = top
        self.hot = hot
        self.controversial = controversial
        self.discussed = discussed
    }
}
