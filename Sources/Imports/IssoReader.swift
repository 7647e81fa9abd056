import Discussion
import JSONValues

/// What Isso's generic importer takes: an array of threads, each with its comments.
struct IssoReader {
    private let sink: any ForeignSink

    init(_ sink: any ForeignSink) { self.sink = sink }

    func read(_ source: any ByteSource) throws {
        var walker = JSONWalker(source, sink)
        var thread = ForeignThread(key: "0")
        var count = 0
        try walker.walk { path, first in
            if path.isEmpty, first != 0x5B {
                throw ImportProblem("is no export of Isso: expected an array", line: 1, column: 1)
            }
            if path.count == 1 {
                guard first == 0x7B else {
                    throw ImportProblem("is no export of Isso: expected a thread")
                }
                count += 1
                thread = ForeignThread(key: "\(count)")
            }
            switch path.count {
            case 0, 1: return .enter
            case 2: return path[1] == "comments" ? .enter : .take
            default: return .take
            }
        } take: { path, value in
            if path.count == 2 {
                let text = trimmed(value.text)
                if path[1] == "id" { (thread.name, thread.url) = (text, text) }
                if path[1] == "title" { thread.title = text }
            } else {
                try take(value, in: thread.key)
            }
        } leave: { path in
            if path.count == 1 { try sink.take(thread) }
        }
        try walker.expectEnd()
    }

    private func take(_ value: JSONValue, in thread: String) throws {
        guard value.object != nil else { throw ImportProblem("a comment is no object") }
        var comment = ForeignComment(
            source: value.id("id") ?? "", thread: thread, host: "local")
        comment.parent = value.id("parent")
        comment.at =
            value.number("created").flatMap { moment(String($0)) }
            ?? moment(value.trimmedText("created"))
        comment.body = HTMLText.text(of: value.object?["text"]?.text ?? "", keepsLines: true)
        comment.ip = value.trimmedText("remote_addr")
        comment.status =
            switch value.number("mode") {
            case 2: .pending
            case 4: .deleted
            default: .approved
            }
        (comment.up, comment.down) = (value.voteCount("likes"), value.voteCount("dislikes"))
        let (name, email) = (value.trimmedText("author"), value.trimmedText("email"))
        comment.person = "g\(email?.lowercased() ?? "") \(name ?? "")"
        var person = ForeignPerson(key: comment.person)
        (person.name, person.email) = (name, email)
        person.url = value.trimmedText("website")
        try sink.take(person)
        try sink.take(comment)
    }
}
