import Discussion

extension Tally {
    /// The score as used by a sort; for `newest` and `oldest` the time in seconds.
    package func score(_ sort: Sort) -> Double {
        switch sort {
        case .best: Scores.best(up: up, down: down)
        case .top: Double(Scores.top(up: up, down: down))
        case .hot: Scores.hot(up: up, down: down, createdSeconds: id.createdAt.seconds)
        case .controversial: Scores.controversial(up: up, down: down)
        case .discussed: Double(descendants)
        case .newest, .oldest: id.createdAt.seconds
        }
    }

    /// The comment's place among its siblings.
    package func place(_ sort: Sort) -> Place {
        switch sort {
        case .newest: return Place(pin: 1, key: 0, down: 0, id: -id.rawValue)
        case .oldest: return Place(pin: 1, key: 0, down: 0, id: id.rawValue)
        default:
            let isFirst = isPinned && parentID == nil
            return Place(
                pin: isFirst ? 0 : 1, key: -score(sort), down: Int64(down), id: id.rawValue)
        }
    }

    /// The keys that an index orders this comment by; nil while its siblings are few.
    package var rankKeys: RankKeys? {
        guard isRanked else { return nil }
        return RankKeys(
            best: -score(.best), top: down - up, hot: -score(.hot),
            controversial: -score(.controversial), discussed: -descendants)
    }
}
