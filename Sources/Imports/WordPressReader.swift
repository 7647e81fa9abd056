import Discussion

/// WordPress's export (WXR): pages are `item`s of an RSS channel, with their comments in them.
final class WordPressReader: XMLHandler {
    private let sink: any ForeignSink
    private var texts = ElementTexts()
    private var fields: [String: String] = [:]
    private var site: String?
    private var thread = ForeignThread(key: "")
    private var items = 0
    /// The item's `wp:post_type`, and whether it has comments of people.
    private var kind = ""
    private var hasComments = false
    private var isInComment = false
    private var hasChannel = false

    init(_ sink: any ForeignSink) { self.sink = sink }

    private static let ofItem: Set<String> = [
        "title", "link", "guid", "wp:post_date_gmt", "wp:comment_status", "wp:post_type",
    ]

    func start(_ name: String, _ attributes: [String: String]) throws(ImportProblem) {
        let parent = texts.path.last
        if parent == nil, name != "rss" {
            throw ImportProblem("is no export of WordPress: it begins with \(name.prefix(64))")
        }
        if name == "channel", parent == "rss" { hasChannel = true }
        if name == "item", parent == "channel" {
            items += 1
            thread = ForeignThread(key: "\(items)")
            (kind, hasComments) = ("", false)
        }
        if name == "wp:comment", parent == "item" {
            isInComment = true
            fields.removeAll(keepingCapacity: true)
        }
        let isWanted =
            parent == "wp:comment" || parent == "item" && Self.ofItem.contains(name)
            || parent == "channel" && name == "link"
        texts.start(name, isWanted: isWanted)
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) { texts.add(bytes) }

    func end(_ name: String) throws(ImportProblem) {
        let text = texts.end()
        let parent = texts.path.last
        if let text {
            if parent == "wp:comment" { fields[name] = text }
            if parent == "channel" { site = site ?? trimmed(text) }
            if parent == "item" { take(name, text) }
        }
        if name == "wp:comment", isInComment {
            isInComment = false
            try pass { try self.endComment() }
        }
        if name == "item", parent == "channel" { try pass { try self.endItem() } }
        if parent == nil, !hasChannel { throw ImportProblem("has no channel") }
    }

    private func take(_ name: String, _ text: String) {
        switch name {
        case "title": thread.title = trimmed(HTMLText.text(of: text, keepsLines: false))
        case "link": thread.name = trimmed(text) ?? thread.name
        case "guid": thread.name = thread.name ?? trimmed(text)
        case "wp:post_date_gmt": thread.createdAt = moment(text)
        case "wp:comment_status": thread.isClosed = trimmed(text) == "closed"
        case "wp:post_type": kind = trimmed(text) ?? ""
        default: break
        }
    }

    private func field(_ name: String) -> String? { trimmed(fields["wp:comment_\(name)"]) }

    private func endComment() throws {
        let type = field("type") ?? ""
        if type == "pingback" || type == "trackback" { return sink.skip("\(type)s") }
        guard ["", "comment", "review"].contains(type) else {
            return sink.skip("comments of another kind")
        }
        hasComments = true
        let host = host(of: site)
        var comment = ForeignComment(
            source: field("id") ?? "", thread: thread.key, host: host)
        if let parent = field("parent"), parent != "0" { comment.parent = parent }
        comment.status =
            switch field("approved") {
            case "1": .approved
            case "spam": .spam
            case "trash", "post-trashed": .deleted
            default: .pending
            }
        comment.at = moment(fields["wp:comment_date_gmt"]) ?? moment(fields["wp:comment_date"])
        comment.body = HTMLText.text(of: fields["wp:comment_content"] ?? "", keepsLines: true)
        comment.ip = field("author_IP")
        comment.userAgent = field("agent")
        let (name, email) = (field("author"), field("author_email"))
        let user = field("user_id").flatMap { $0 == "0" ? nil : $0 }
        comment.person = user.map { "u\($0)" } ?? "g\(email?.lowercased() ?? "") \(name ?? "")"
        var person = ForeignPerson(key: comment.person)
        person.id = user.map { "wordpress:\(host):user-\($0)" }
        (person.name, person.email, person.url) = (name, email, field("author_url"))
        try sink.take(person)
        try sink.take(comment)
    }

    /// Kinds of items that are no pages of their own, beside those of themes (`wp_…`).
    private static let partKinds: Set<String> = [
        "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache",
        "user_request",
    ]

    /// What is no page makes no thread, unless people have commented on it.
    private func endItem() throws {
        let isPart = Self.partKinds.contains(kind) || kind.hasPrefix("wp_")
        if kind == "attachment" { sink.skip("attachments") }
        if isPart { sink.skip("items that are no pages") }
        guard hasComments || !isPart && kind != "attachment" else { return }
        thread.url = thread.name
        try sink.take(thread)
    }
}

extension XMLHandler {
    /// Hands something to the sink, whose failures are no problem of the file's.
    func pass(_ body: () throws -> Void) throws(ImportProblem) {
        do { try body() } catch let problem as ImportProblem { throw problem } catch {
            throw ImportProblem("cannot be taken: \(error)")
        }
    }
}
