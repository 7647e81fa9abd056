import Configuration
import Discussion
import Foundation
import JSONValues
import Testing

@Suite(
    "Replaying whole sites of Stack Exchange",
    .enabled(if: ReplayFiles.exists(ReplayFiles.stackExchange), "the sites are not here"))
struct ReplayStackExchangeTests {
    /// A post or a comment as it was published.
    private struct Published {
        /// `p` or `c` and the number it has there.
        let ref: String
        let parent: String?
        let author: String
        let body: String
        let at: String
        let score: Int
        var down = 0
    }

    /// A site in the order in which it was written: questions are roots, answers replies to them,
    /// and comments replies to either.
    private struct Site {
        var items: [Published] = []
        var votes: [ReplayCommand] = []

        init(_ name: String) throws {
            let folder = ReplayFiles.stackExchange.appending(path: name)
            let posts = try ReplayFiles.rows(folder.appending(path: "Posts.xml"))
            let comments = try ReplayFiles.rows(folder.appending(path: "Comments.xml"))
            items = posts.map { Self.item($0, "p", parent: $0["ParentId"], body: $0["Body"]) }
            items += comments.map { Self.item($0, "c", parent: $0["PostId"], body: $0["Text"]) }
            items.sort { ($0.at, $0.ref) < ($1.at, $1.ref) }
            try readVotes(folder.appending(path: "Votes.xml"))
        }

        private static func item(
            _ row: [String: String], _ kind: String, parent: String?, body: String?
        ) -> Published {
            // The text policy has no room for a few control characters in old posts.
            let allowed = (body ?? "").unicodeScalars.filter {
                $0.value >= 0xA0 || 0x20..<0x7F ~= $0.value || $0 == "\n" || $0 == "\t"
            }
            let text = String(String.UnicodeScalarView(allowed))
            return Published(
                ref: kind + (row["Id"] ?? ""), parent: parent.map { "p" + $0 },
                author: row["OwnerUserId"] ?? row["UserId"] ?? "nobody",
                body: text.isEmpty ? row["Title"] ?? "(none)" : text,
                at: (row["CreationDate"] ?? "") + "Z", score: Int(row["Score"] ?? "") ?? 0)
        }

        /// Votes on posts are rows without names, so each has a voter of its own; comments have
        /// only their sum, which is never negative.
        private mutating func readVotes(_ file: URL) throws {
            let index = Dictionary(
                uniqueKeysWithValues: items.enumerated().map { ($0.element.ref, $0.offset) })
            for row in try ReplayFiles.rows(file) {
                let ref = "p" + (row["PostId"] ?? "")
                guard let value = ["2": 1, "3": -1][row["VoteTypeId"]], let at = index[ref] else {
                    continue
                }
                if value < 0 { items[at].down += 1 }
                vote(on: ref, value, by: "v\(row["Id"] ?? "")", at: row["CreationDate"])
            }
            for item in items where item.ref.hasPrefix("c") {
                for number in 0..<item.score {
                    vote(on: item.ref, 1, by: "\(item.ref) \(number)", at: nil)
                }
            }
        }

        private mutating func vote(
            on ref: String, _ value: Int, by voter: String, at day: String?
        ) {
            var params: JSONValue = [
                "comment": "ref:\(ref)", "voter": .string(voter), "value": .integer(value),
            ]
            if let day { params = params.with(["at": "\(day)Z"]) }
            votes.append(ReplayCommand("vote.cast", params))
        }

        var submissions: [ReplayCommand] {
            items.map { item in
                var params: JSONValue = [
                    "thread": "site", "author": .string(item.author), "body": .string(item.body),
                    "ref": .string(item.ref), "at": .string(item.at),
                ]
                if let parent = item.parent { params = params.with(["parent": "ref:\(parent)"]) }
                return ReplayCommand("comment.submit", params)
            }
        }

        /// What was written in answer to a post, the best first: by the published score, then by
        /// fewer votes against it, then the older.
        func level(_ parent: String?) -> [Published] {
            items.filter { $0.parent == parent }.enumerated()
                .sorted { left, right in
                    (-left.element.score, left.element.down, left.offset)
                        < (-right.element.score, right.element.down, right.offset)
                }
                .map(\.element)
        }
    }

    @Test(
        "Every level by top is in the order of the published scores, page by page",
        arguments: ["conlang-meta", "french-meta"])
    func ordersByPublishedScores(name: String) throws {
        let site = try Site(name)
        var settings = Settings()
        settings.limits.maxBodyBytes = 100_000
        settings.limits.maxLineBytes = 8 << 20
        let server = try TestServer(settings: settings, allowsBackdating: true)
        try server.replay(site.submissions, seed: 1)
        try server.replay(site.votes, seed: 2)
        #expect(
            try server.call("thread.get", ["thread": "site"])["count"].integer == site.items.count)
        try compare(site, nil, server)
        for item in site.items where item.ref.hasPrefix("p") {
            try compare(site, item.ref, server)
        }
    }

    private func compare(_ site: Site, _ parent: String?, _ server: TestServer) throws {
        var params: JSONValue = ["thread": "site", "sort": "top", "limit": 7, "depth": 0]
        if let parent { params = params.with(["parent": "ref:\(parent)"]) }
        var shown: [JSONValue] = []
        while true {
            let page = try server.call("comment.list", params)
            shown += page["comments"].array ?? []
            if page["next"] == .null { break }
            params = params.with(["cursor": page["next"]])
        }
        let published = site.level(parent)
        #expect(shown.map { $0["ref"].text } == published.map(\.ref))
        #expect(shown.map { $0["votes"]["score"].integer } == published.map(\.score))
        #expect(shown.map { $0["votes"]["down"].integer } == published.map(\.down))
    }
}
