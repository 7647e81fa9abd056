import Discussion
import JSONValues

/// Remark42's backup: a line that describes it, then a comment a line. What its interface gives is
/// read too: an array of comments, or trees of them.
struct Remark42Reader {
    private let sink: any ForeignSink

    init(_ sink: any ForeignSink) { self.sink = sink }

    func read(_ source: any ByteSource) throws {
        var walker = JSONWalker(source, sink)
        var threads: Set<String> = []
        var hasAny = false
        while try walker.hasMore() {
            var head: [String: JSONValue] = [:]
            // A comment that is a line of its own is read member by member: what it is shows only
            // at its end.
            var members: [JSONObject.Member] = []
            try walker.walk { path, first in
                try Self.choice(path, first)
            } take: { path, value in
                if path.count == 1, let name = path.last, !name.isEmpty {
                    head[name] = value
                    members.append(.init(name, value))
                } else {
                    try take(value, &threads)
                }
            } leave: { _ in
            }
            hasAny = true
            if head["id"] != nil, head["locator"] != nil {
                try take(.object(JSONObject(members)), &threads)
            } else {
                guard Self.isPart(head) else {
                    throw ImportProblem("is no backup of Remark42", line: 1, column: 1)
                }
                for post in head["posts"]?.array ?? [] where post.isTrue("read_only") {
                    try take(post: post, &threads)
                }
            }
        }
        if !hasAny { throw ImportProblem("is empty") }
    }

    /// Whether an object is the head of a backup, or what the interface gives: those have one of
    /// these members. What is no object has none at all.
    private static func isPart(_ head: [String: JSONValue]) -> Bool {
        head.isEmpty || ["version", "posts", "users", "info", "count"].contains { head[$0] != nil }
    }

    private static func choice(
        _ path: [String], _ first: UInt8
    ) throws(ImportProblem) -> JSONWalker.Choice {
        guard let name = path.last else {
            if first == 0x7B || first == 0x5B { return .enter }
            throw ImportProblem("is no backup of Remark42", line: 1, column: 1)
        }
        if path.count == 1 { return name == "comments" ? .enter : .take }
        // In trees comments are members called `comment`; in a list they are its elements.
        if name == "comment" { return .take }
        if name == "replies" { return .enter }
        if path.count == 2, path[0] == "comments", first == 0x7B { return .enter }
        return name.isEmpty && first == 0x7B ? .enter : .skip
    }

    private func take(post: JSONValue, _ threads: inout Set<String>) throws {
        guard let url = post.trimmedText("url"), threads.insert(url).inserted else { return }
        var thread = ForeignThread(key: url)
        (thread.name, thread.url, thread.isClosed) = (url, url, true)
        try sink.take(thread)
    }

    private func take(_ value: JSONValue, _ threads: inout Set<String>) throws {
        guard let id = value.id("id"), let url = value.object?["locator"]?.trimmedText("url") else {
            throw ImportProblem("is no backup of Remark42: a comment without id or locator")
        }
        // So many threads are remembered; another time one is taken twice, which changes nothing.
        if threads.count > 65_536 { threads.removeAll() }
        if threads.insert(url).inserted {
            var thread = ForeignThread(key: url)
            (thread.name, thread.url, thread.title) = (url, url, value.trimmedText("title"))
            try sink.take(thread)
        }
        var comment = ForeignComment(source: id, thread: url, host: host(of: url))
        comment.parent = value.id("pid")
        comment.at = moment(value.trimmedText("time"))
        comment.editedAt = moment(value.object?["edit"]?.trimmedText("time"))
        let written = value.object?["orig"]?.text.flatMap { trimmed($0) }
        comment.body =
            written.map(TextPolicy.cleaned)
            ?? HTMLText.text(of: value.object?["text"]?.text ?? "", keepsLines: false)
        comment.status = value.isTrue("delete") ? .deleted : .approved
        comment.isPinned = value.isTrue("pin")
        let user = value.object?["user"] ?? .null
        comment.ip = user.trimmedText("ip")
        comment.person = user.trimmedText("id") ?? ""
        var person = ForeignPerson(key: comment.person)
        if !comment.person.isEmpty { person.id = "remark42:\(comment.person)" }
        person.name = user.trimmedText("name")
        if user.isTrue("admin") { person.roles = .moderator }
        try takeVotes(of: value, to: &comment)
        try sink.take(person)
        try sink.take(comment)
    }

    /// Votes that are told by their voters, and what the score has beside them.
    private func takeVotes(of value: JSONValue, to comment: inout ForeignComment) throws {
        var rest = value.voteCount("score")
        for member in value.object?["votes"]?.object?.members ?? [] {
            guard let isUp = member.value.bool else { continue }
            comment.votes.append(("remark42:\(member.name)", isUp ? 1 : -1))
            rest -= isUp ? 1 : -1
        }
        comment.setScore(rest)
    }
}
