import Discussion
import JSONValues

/// What a client asks a server for, by numbers.
enum Action: Equatable {
    case vote(comment: Int, voter: Int, value: Int)
    case submit(thread: Int, parent: Int?, author: Int, body: String)
    /// The first page of a thread: roots, with three replies each.
    case page(thread: Int, roots: Int = 20, sort: Sort? = nil)

    /// Whether it changes something.
    var isWrite: Bool { if case .page = self { false } else { true } }
}

/// The language in which a server is asked: one line of JSON a command in any case.
enum Dialect: Sendable {
    /// JSON-RPC, as commentd speaks it.
    case jsonRPC
    /// The flat objects that the C daemon reads.
    case flat

    /// What stands near the beginning of a reply that is an error.
    var errorMark: StaticString {
        switch self {
        case .jsonRPC: "\"error\":"
        case .flat: "\"ok\":false"
        }
    }

    /// A command as a line, without its end, that the C daemon gets with this number. Those of
    /// JSON-RPC have an id and, where they write, a key to be replaced, see `SentID` and
    /// `IdempotencyKey`.
    func line(_ action: Action, number: Int) -> [UInt8] {
        switch self {
        case .jsonRPC: Self.request(action, number: SentID.first, recorded: nil)
        case .flat: Self.object(action, number: number)
        }
    }

    /// A comment of a site's history, to be recorded under a name by which it can be found.
    static func recorded(_ entry: SiteHistory.Entry, in shape: SiteShape) -> [UInt8] {
        request(
            .submit(
                thread: entry.thread, parent: entry.parent, author: entry.author, body: entry.body),
            number: entry.comment,
            recorded: (entry.comment, shape.moment(of: entry.comment)))
    }

    /// A vote of a site's history, the `index`-th on its comment.
    static func recorded(
        _ vote: SiteHistory.Vote, _ index: Int, on comment: Int, in shape: SiteShape
    ) -> [UInt8] {
        let at = shape.moment(of: comment).adding(milliseconds: Int64(index) + 1)
        return request(
            .vote(comment: comment, voter: vote.voter, value: vote.value), number: comment,
            recorded: (nil, at))
    }
}

extension Dialect {
    /// A person's id.
    static func person(_ number: Int) -> String { "u\(number)" }

    /// The host's name of a page.
    static func url(_ thread: Int) -> String { "https://example.org/2026/11/post-\(thread)/" }

    private static func request(
        _ action: Action, number: Int, recorded: (comment: Int?, at: Moment)?
    ) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.member("jsonrpc", "2.0")
            json.member("id", number)
            json.member("method", method(action))
            json.name("params")
            json.object { json in
                write(action, to: &json)
                json.member("ref", ifAny: recorded?.comment.map { "c\($0)" })
                json.member("at", ifAny: recorded?.at.text)
                if recorded == nil, action.isWrite { json.member("key", IdempotencyKey.zeros) }
            }
        }
        return json.bytes
    }

    private static func method(_ action: Action) -> String {
        switch action {
        case .vote: "vote.cast"
        case .submit: "comment.submit"
        case .page: "comment.list"
        }
    }

    private static func write(_ action: Action, to json: inout JSONWriter) {
        switch action {
        case .vote(let comment, let voter, let value):
            json.member("comment", "ref:c\(comment)")
            json.member("voter", person(voter))
            json.member("value", value)
        case .submit(let thread, let parent, let author, let body):
            json.member("thread", url(thread))
            json.member("parent", ifAny: parent.map { "ref:c\($0)" })
            json.name("author")
            json.object { json in
                json.member("id", person(author))
                json.member("name", "user \(author)")
            }
            json.member("body", body)
        case .page(let thread, let roots, let sort):
            json.member("thread", url(thread))
            json.member("limit", roots)
            json.member("sort", ifAny: sort?.name)
        }
    }

    private static func object(_ action: Action, number: Int) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            switch action {
            case .vote(let comment, let voter, let value):
                json.member("op", "vote")
                json.member("req", number)
                json.member("comment", comment)
                json.member("voter", voter)
                json.member("value", value)
            case .submit(let thread, let parent, let author, let body):
                json.member("op", "comment")
                json.member("req", number)
                json.member("thread", thread)
                json.member("parent", parent ?? 0)
                json.member("author", author)
                json.member("body", body)
            case .page(let thread, _, _):
                json.member("op", "nested")
                json.member("req", number)
                json.member("thread", thread)
            }
        }
        return json.bytes
    }
}
