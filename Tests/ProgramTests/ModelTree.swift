import Foundation

/// Who reads a page.
enum ModelReader: Equatable {
    case anyone
    case person(String)
    case moderators
}

/// One thread of the model as it is now, with all that depends on what stands below a comment.
struct ModelTree {
    /// What of a comment a reader sees.
    enum Form { case whole, tombstone, nothing }

    let site: ModelSite
    let thread: String
    private var children: [String: [ModelSite.Comment]] = [:]
    private(set) var descendants: [String: Int] = [:]

    init(_ site: ModelSite, thread: String) {
        self.site = site
        self.thread = thread
        for comment in site.comments.values where comment.thread == thread {
            children[comment.parent ?? "", default: []].append(comment)
        }
        _ = countBelow("")
    }

    private mutating func countBelow(_ id: String) -> Int {
        var count = 0
        for child in children[id, default: []] {
            count += (child.status == "approved" ? 1 : 0) + countBelow(child.id)
        }
        descendants[id] = count
        return count
    }

    /// Visible comments, replies included.
    var count: Int { descendants["", default: 0] }
    var comments: [ModelSite.Comment] { children.values.flatMap { $0 } }

    /// Direct visible replies; of nil, the visible roots.
    func replies(to id: String?) -> Int {
        children[id ?? "", default: []].count { $0.status == "approved" }
    }

    func form(of comment: ModelSite.Comment, for reader: ModelReader) -> Form {
        if reader == .moderators || comment.status == "approved" { return .whole }
        if comment.status == "pending", reader == .person(comment.author) { return .whole }
        return descendants[comment.id, default: 0] > 0 ? .tombstone : .nothing
    }

    /// The ids of the replies to a comment, or of the roots, as a reader sees them.
    func level(_ parent: String?, _ sort: String, for reader: ModelReader) -> [String] {
        let seen = children[parent ?? "", default: []].filter {
            form(of: $0, for: reader) != .nothing
        }
        if sort == "oldest" { return seen.map(\.id).sorted() }
        if sort == "newest" { return seen.map(\.id).sorted().reversed() }
        return seen.map { place(of: $0, sort) }.sorted().map(\.id)
    }

    /// Smaller stands first: pinned roots, the higher score, fewer down-votes, the older.
    private struct Place: Comparable {
        let pin: Int
        let score: Double
        let down: Int
        let id: String

        static func < (left: Place, right: Place) -> Bool {
            (left.pin, -left.score, left.down, left.id)
                < (right.pin, -right.score, right.down, right.id)
        }
    }

    private func place(of comment: ModelSite.Comment, _ sort: String) -> Place {
        let isFirst = comment.parent == nil && comment.marks.contains("pinned")
        return Place(
            pin: isFirst ? 0 : 1, score: score(of: comment, sort),
            down: site.votes(on: comment.id, of: -1), id: comment.id)
    }

    /// The score as section 7 of the contract has it.
    func score(of comment: ModelSite.Comment, _ sort: String) -> Double {
        let up = Double(site.votes(on: comment.id, of: 1))
        let down = Double(site.votes(on: comment.id, of: -1))
        let seconds = Double(comment.created) / 1000
        switch sort {
        case "best": return ModelRanking.wilson(up + 1, down)
        case "top", "most_voted": return up - down
        case "hot": return ModelRanking.hot(up - down, seconds)
        case "controversial":
            return up > 0 && down > 0 ? pow(up + down, min(up, down) / max(up, down)) : 0
        case "discussed": return Double(descendants[comment.id, default: 0])
        default: return seconds
        }
    }
}

/// The formulas that need more than a line, from their published forms.
enum ModelRanking {
    static func wilson(_ up: Double, _ down: Double) -> Double {
        let z = 1.281551565545
        let n = up + down
        let p = up / n
        let root = ((p * (1 - p) + z * z / (4 * n)) / n).squareRoot()
        return max(0, min(1, (p + z * z / (2 * n) - z * root) / (1 + z * z / n)))
    }

    static func hot(_ score: Double, _ seconds: Double) -> Double {
        let order = log10(max(abs(score), 1))
        let sign: Double = score > 0 ? 1 : score < 0 ? -1 : 0
        return ((sign * order + (seconds - 1_134_028_003) / 45_000) * 1e7).rounded() / 1e7
    }
}
