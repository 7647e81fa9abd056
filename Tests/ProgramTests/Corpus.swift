import Foundation
import JSONValues

/// A comment of a published collection, on its way to a line of an export.
struct CorpusComment {
    let ref: String
    var parent: String?
    let thread: String
    let author: String
    let body: String
    /// Milliseconds since 1970.
    let at: Int
    var up = 0
    var down = 0

    /// Votes past so many are left out: a million rows of them would say no more.
    static let maxVotes = 60
}

/// Published collections, as comments.
enum Corpus {
    static let root = ReplayFiles.root.appending(path: "threads")

    /// Comments in the order of their times as lines, their votes by voters with numbers.
    static func lines(_ comments: [CorpusComment]) -> String {
        let formatter = ISO8601DateFormatter()
        var json = JSONWriter()
        var text: [UInt8] = []
        func line(_ write: (inout JSONWriter) -> Void) {
            json.reset()
            json.object { write(&$0) }
            text += json.bytes + [0x0A]
        }
        for comment in comments.sorted(by: { ($0.at, $0.ref) < ($1.at, $1.ref) }) {
            let date = Date(timeIntervalSince1970: Double(comment.at / 1000))
            let at = formatter.string(from: date)
            line { json in
                json.member("type", "comment")
                json.member("ref", comment.ref)
                json.member("thread", comment.thread)
                json.member("parent_id", ifAny: comment.parent.map { "ref:\($0)" })
                json.name("author")
                json.object { $0.member("id", comment.author.isEmpty ? "nobody" : comment.author) }
                json.member("body", comment.body)
                json.member("created_at", at)
            }
            let (up, down) = (votes(comment.up), votes(comment.down))
            for number in 0..<(up + down) {
                line { json in
                    json.member("type", "vote")
                    json.member("comment_id", "ref:\(comment.ref)")
                    json.member("voter", "v\(number)")
                    json.member("value", number < up ? 1 : -1)
                    json.member("at", at)
                }
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    static func votes(_ count: Int) -> Int { max(0, min(CorpusComment.maxVotes, count)) }

    private static func objects(_ path: String) throws -> [JSONValue] {
        try String(contentsOf: root.appending(path: path), encoding: .utf8).split(separator: "\n")
            .map { try JSONValue(parsing: String($0)) }
    }

    /// Reddit's, as two collections have them.
    static func reddit(_ name: String) throws -> [CorpusComment] {
        let rows = try objects("\(name)/comments.jsonl")
        func text(_ row: JSONValue, _ name: String) -> String? {
            row[name].text.flatMap { $0.isEmpty ? nil : $0 }
        }
        let threads = Dictionary(
            rows.map { ($0["name"].text ?? "", text($0, "link_id") ?? text($0, "parent_id")) },
            uniquingKeysWith: { first, _ in first })
        return rows.map { row in
            let parent = text(row, "parent_id")
            let score = row["ups"].integer ?? 0
            var thread = text(row, "link_id") ?? parent ?? row["name"].text ?? ""
            // One that does not say where it stands stands where its parent does.
            for _ in 0..<100 where thread.hasPrefix("t1_") {
                guard let above = threads[thread] ?? nil, above != thread else { break }
                thread = above
            }
            return CorpusComment(
                ref: row["name"].text ?? "",
                parent: parent.flatMap { threads[$0] == nil ? nil : $0 }, thread: thread,
                author: row["author"].text ?? row["author_name"].text ?? "",
                body: row["body"].text.flatMap { $0.isEmpty ? nil : $0 } ?? "(none)",
                at: Int((row["created_utc"].double ?? 0) * 1000), up: max(0, score),
                down: max(0, -score))
        }
    }

    static func metadecidim() throws -> [CorpusComment] {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = "dd/MM/yyyy HH:mm:ss"
        return try objects("metadecidim/comments.jsonl").map { row in
            let date = formatter.date(from: row["created_at"].text ?? "")
            return CorpusComment(
                ref: "m\(row["id"].integer ?? 0)",
                parent: row["ancestry"].text?.split(separator: "/").last.map { "m\($0)" },
                thread: "/proposals/\(row["commentable_id"].integer ?? 0)",
                author: "p\(row["author"]["id"].integer ?? 0)", body: row["body"].text ?? "",
                at: Int((date?.timeIntervalSince1970 ?? 0) * 1000),
                up: row["total_likes"].integer ?? 0, down: row["total_dislikes"].integer ?? 0)
        }
    }

    /// Questions and answers are roots and replies, and comments reply to either.
    static func stackExchange(_ name: String) throws -> [CorpusComment] {
        let folder = root.appending(path: "stackexchange/\(name)")
        let posts = try ReplayFiles.rows(folder.appending(path: "Posts.xml"))
        let comments = try ReplayFiles.rows(folder.appending(path: "Comments.xml"))
        let questions = Dictionary(
            posts.map { ("p" + ($0["Id"] ?? ""), "/q/" + ($0["ParentId"] ?? $0["Id"] ?? "")) },
            uniquingKeysWith: { first, _ in first })
        let formatter = ISO8601DateFormatter()
        func comment(_ row: [String: String], _ kind: String, _ above: String?) -> CorpusComment {
            let ref = kind + (row["Id"] ?? "")
            let date = formatter.date(from: (row["CreationDate"] ?? "").prefix(19) + "Z")
            let score = Int(row["Score"] ?? "") ?? 0
            return CorpusComment(
                ref: ref, parent: above.map { "p" + $0 },
                thread: questions[above.map { "p" + $0 } ?? ref] ?? ref,
                author: row["OwnerUserId"] ?? row["UserId"] ?? "",
                body: (row["Body"] ?? row["Text"]).flatMap { $0.isEmpty ? nil : $0 } ?? "(none)",
                at: Int((date?.timeIntervalSince1970 ?? 0) * 1000), up: max(0, score),
                down: max(0, -score))
        }
        return posts.map { comment($0, "p", $0["ParentId"]) }
            + comments.map { comment($0, "c", $0["PostId"]) }
    }
}
