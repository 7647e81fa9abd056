import Discussion

/// Disqus's export: threads, and behind them posts that name them.
final class DisqusReader: XMLHandler {
    private let sink: any ForeignSink
    private var texts = ElementTexts()
    private var fields: [String: String] = [:]
    private var key = ""
    private var threadOfPost = ""
    private var parentOfPost: String?
    private var forum: String?
    /// With a thread all that is in it was deleted.
    private var deletedThreads: Set<String> = []

    init(_ sink: any ForeignSink) { self.sink = sink }

    func start(_ name: String, _ attributes: [String: String]) throws(ImportProblem) {
        let path = texts.path
        if path.isEmpty, name != "disqus" {
            throw ImportProblem("is no export of Disqus: it begins with \(name.prefix(64))")
        }
        let id = attributes["dsq:id"] ?? ""
        if path.count == 1 {
            fields.removeAll(keepingCapacity: true)
            (key, threadOfPost, parentOfPost) = (id, "", nil)
        } else if path.count == 2, path[1] == "post" {
            if name == "thread" { threadOfPost = id }
            if name == "parent" { parentOfPost = id }
        }
        let isWanted = path.count == 2 || path.count == 3 && path[2] == "author"
        texts.start(name, isWanted: isWanted && name != "author")
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) { texts.add(bytes) }

    func end(_ name: String) throws(ImportProblem) {
        let text = texts.end()
        let path = texts.path
        if let text { fields[path.count == 3 ? "author.\(name)" : name] = text }
        guard path.count == 1 else { return }
        if name == "thread" { try pass { try self.endThread() } }
        if name == "post" { try pass { try self.endPost() } }
    }

    private func field(_ name: String) -> String? { trimmed(fields[name]) }

    private func endThread() throws {
        var thread = ForeignThread(key: key)
        forum = field("forum") ?? forum
        thread.url = field("link")
        thread.name = thread.url ?? field("id")
        thread.title = field("title").flatMap { trimmed(HTMLText.text(of: $0, keepsLines: false)) }
        thread.createdAt = moment(fields["createdAt"])
        thread.isClosed = field("isClosed") == "true" || field("isDeleted") == "true"
        if field("isDeleted") == "true" { deletedThreads.insert(key) }
        try sink.take(thread)
    }

    private func endPost() throws {
        let host = field("forum") ?? forum ?? "local"
        let source = key.isEmpty ? field("id") ?? "" : key
        var comment = ForeignComment(source: source, thread: threadOfPost, host: host)
        comment.parent = parentOfPost
        let isDeleted = field("isDeleted") == "true" || deletedThreads.contains(threadOfPost)
        let isSpam = field("isSpam") == "true"
        // What says neither yes nor no of itself is for a moderator to see.
        let isPlain = ["true", "false"].contains(field("isSpam") ?? "false")
        let isHeld = field("isApproved") == "false" || !isPlain
        comment.status = isSpam ? .spam : isDeleted ? .deleted : isHeld ? .pending : .approved
        comment.at = moment(fields["createdAt"])
        comment.body = HTMLText.text(of: fields["message"] ?? "", keepsLines: false)
        comment.ip = field("ipAddress")
        comment.up = field("likes").flatMap { Int32($0) }.map { Int($0) } ?? 0
        comment.down = field("dislikes").flatMap { Int32($0) }.map { Int($0) } ?? 0
        let (name, email) = (field("author.name"), field("author.email"))
        let user = field("author.isAnonymous") == "true" ? nil : field("author.username")
        comment.person = user.map { "u\($0)" } ?? "g\(email?.lowercased() ?? "") \(name ?? "")"
        var person = ForeignPerson(key: comment.person)
        person.id = user.map { "disqus:user-\($0)" }
        (person.name, person.email, person.url) = (name, email, field("author.link"))
        try sink.take(person)
        try sink.take(comment)
    }
}
