import Discussion
import JSONValues
import Wire

/// Readers of two camps and what they think of a page: each camp likes its own comments and not the
/// other's; some comments both like, some neither.
struct Camps {
    /// So many voters of either camp.
    let sizes: (first: Int, second: Int)
    let comments: Int

    init(_ first: Int = 20, _ second: Int = 9, comments: Int = 16) {
        sizes = (first, second)
        self.comments = comments
    }

    var voters: [String] {
        (0..<sizes.first).map { "a\($0)" } + (0..<sizes.second).map { "b\($0)" }
    }

    /// Whether a comment bridges the camps; else it is one's own, or nobody's.
    static func bridges(_ comment: Int) -> Bool { comment % 4 == 0 }

    /// What a voter thinks of a comment; a few are of two minds.
    static func value(_ voter: Int, isFirst: Bool, _ comment: Int) -> Int {
        let isOdd = (voter * 7 + comment * 5) % 11 == 0
        let likes =
            switch comment % 4 {
            // As many of either camp: fewer than a camp's own.
            case 0: (voter + comment) % 5 != 0
            case 1: isFirst
            case 2: !isFirst
            default: (voter + comment) % 3 == 0
            }
        return likes != isOdd ? 1 : -1
    }

    /// Every vote: the voter, the comment's number, and the value.
    var votes: [(voter: String, comment: Int, value: Int)] {
        voters.enumerated().flatMap { index, voter in
            (0..<comments).map { comment in
                (
                    voter, comment,
                    Self.value(index, isFirst: index < sizes.first, comment)
                )
            }
        }
    }
}

extension TestPage {
    /// Submits the comments of camps, every third from the fourth on as a reply to the first, and
    /// casts all votes; the comments' ids.
    @discardableResult
    func fill(_ camps: Camps) throws -> [String] {
        var ids: [String] = []
        for comment in 0..<camps.comments {
            let parent = comment > 3 && comment % 3 == 0 ? ids[0] : nil
            ids.append(try say("Comment \(comment)", by: "author", under: parent))
            server.clock.advance(seconds: 1)
        }
        for (voter, comment, value) in camps.votes {
            try vote(value, on: ids[comment], by: .string(voter))
        }
        return ids
    }

    @discardableResult
    func refit() throws -> JSONValue {
        try server.call("ranking.refit", ["site": .string(site)])
    }

    /// Roots and replies by common ground, each with its rank.
    func ranks() throws -> [(id: String, rank: JSONValue)] {
        let list = try list(["sort": "common_ground", "limit": 1000, "explain": true, "depth": 0])
        return (list["comments"].array ?? []).map { ($0["id"].text ?? "", $0["rank"]) }
    }
}
