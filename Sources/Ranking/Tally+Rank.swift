import Discussion

extension Tally {
    /// The score as used by a sort; for `newest` and `oldest` the time in seconds. Where no common
    /// ground is known of the comment, `best` stands for it.
    package func score(_ sort: Sort, _ formulas: Formulas = Formulas()) -> Double {
        switch sort {
        case .best: Scores.best(up: up, down: down, formulas.best)
        case .top: Double(Scores.top(up: up, down: down))
        case .hot:
            Scores.hot(
                up: up, down: down, createdSeconds: id.createdAt.seconds,
                decaySeconds: formulas.hotDecaySeconds)
        case .controversial: Scores.controversial(up: up, down: down)
        case .discussed: Double(descendants)
        case .newest, .oldest: id.createdAt.seconds
        case .commonGround: ground ?? score(.best, formulas)
        }
    }

    /// The comment's place among its siblings.
    package func place(_ sort: Sort, _ formulas: Formulas = Formulas()) -> Place {
        switch sort {
        case .newest: return Place(pin: 1, key: 0, down: 0, id: -id.rawValue)
        case .oldest: return Place(pin: 1, key: 0, down: 0, id: id.rawValue)
        default:
            let isFirst = isPinned && parentID == nil
            return Place(
                pin: isFirst ? 0 : 1, key: -score(sort, formulas), down: Int64(down),
                id: id.rawValue)
        }
    }

    /// The keys that an index orders this comment by; nil while its siblings are few. That of
    /// common ground is kept beside them.
    package func rankKeys(_ formulas: Formulas) -> RankKeys? {
        guard isRanked else { return nil }
        return RankKeys(
            best: -score(.best, formulas), top: down - up, hot: -score(.hot, formulas),
            controversial: -score(.controversial), discussed: -descendants)
    }
}
