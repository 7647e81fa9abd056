import Discussion
import JSONValues

/// Commento's export, which Comentario took over as its version 1, and Comentario's version 3: one
/// object with pages, comments and commenters, in any order.
struct CommentoReader {
    private let sink: any ForeignSink
    private let format: ImportFormat
    private let versions: [Int]

    /// `format`: `commento` or `comentario`.
    init(_ sink: any ForeignSink, format: ImportFormat) {
        self.sink = sink
        self.format = format
        versions = format == .commento ? [1] : [1, 2, 3]
    }

    func read(_ source: any ByteSource) throws {
        var walker = JSONWalker(source, sink)
        var hasVersion = false
        var pages: [String: ForeignThread] = [:]
        var urls: [String: String] = [:]
        try walker.walk { path, first in
            if path.isEmpty, first != 0x7B {
                throw ImportProblem(
                    "is no export of \(format.rawValue): expected an object", line: 1, column: 1)
            }
            switch path.count {
            case 0: return .enter
            case 1 where ["comments", "commenters", "pages"].contains(path[0]):
                return .enter
            default: return path[0] == "version" || path.count == 2 ? .take : .skip
            }
        } take: { path, value in
            switch path[0] {
            case "version":
                guard let version = value.integer, versions.contains(version) else {
                    throw ImportProblem("version: expected one of \(versions)")
                }
                hasVersion = true
            case "pages": take(page: value, &pages)
            case "comments": try take(comment: value, &urls)
            case "commenters": try take(commenter: value)
            default: break
            }
        } leave: { _ in
        }
        try walker.expectEnd()
        guard hasVersion else { throw ImportProblem("version: is missing") }
        for (key, page) in pages.sorted(by: { $0.key < $1.key }) {
            var page = page
            if let url = urls[key] { (page.name, page.url) = (url, url) }
            try sink.take(page)
        }
    }

    private func take(page: JSONValue, _ pages: inout [String: ForeignThread]) {
        guard let id = page.id("id") else { return }
        var thread = ForeignThread(key: id)
        thread.name = page.trimmedText("path")
        (thread.url, thread.title) = (thread.name, page.trimmedText("title"))
        thread.createdAt = moment(page.trimmedText("createdTime"))
        thread.isClosed = page.isTrue("isReadonly")
        pages[id] = thread
    }

    private func take(comment value: JSONValue, _ urls: inout [String: String]) throws {
        guard let id = value.id("commentHex") ?? value.id("id") else {
            throw ImportProblem("comments: one has no id")
        }
        let domain = value.trimmedText("domain") ?? value.trimmedText("host") ?? ""
        let path = value.trimmedText("path") ?? value.trimmedText("url") ?? ""
        var key = domain + path
        var site = domain.isEmpty ? "local" : domain.lowercased()
        if let page = value.id("pageId") {
            // The page's own address stands in its comments' alone.
            let url = value.trimmedText("url").map { String($0.prefix { $0 != "#" }) }
            if let url, urls[page] == nil { urls[page] = url }
            (key, site) = (page, host(of: url ?? urls[page]))
        } else {
            var thread = ForeignThread(key: key)
            (thread.name, thread.url) = (key, domain.isEmpty ? key : "https://\(key)")
            try sink.take(thread)
        }
        var comment = ForeignComment(source: id, thread: key, host: site)
        let parent = value.id("parentHex") ?? value.id("parentId")
        comment.parent = parent == "root" ? nil : parent
        comment.at = moment(
            value.trimmedText("creationDate") ?? value.trimmedText("createdTime"))
        let written = trimmed(value.object?["markdown"]?.text)
        comment.body =
            written.map(TextPolicy.cleaned)
            ?? HTMLText.text(of: value.object?["html"]?.text ?? "", keepsLines: false)
        comment.status = status(of: value)
        comment.setScore(value.voteCount("score"))
        comment.isPinned = value.isTrue("isSticky")
        comment.person = value.id("commenterHex") ?? value.id("userCreated") ?? ""
        comment.ip = value.trimmedText("authorIp")
        try sink.take(comment)
    }

    private func status(of value: JSONValue) -> Status {
        if value.isTrue("deleted") || value.isTrue("isDeleted") { return .deleted }
        if let state = value.trimmedText("state") {
            switch state {
            case "approved": return .approved
            case "flagged", "spam": return .spam
            default: return .pending
            }
        }
        if value.isTrue("isPending") { return .pending }
        return value.object?["isApproved"]?.bool ?? true ? .approved : .rejected
    }

    private func take(commenter value: JSONValue) throws {
        guard let id = value.id("commenterHex") ?? value.id("id") else {
            throw ImportProblem("commenters: one has no id")
        }
        var person = ForeignPerson(key: id)
        person.id = "\(format.rawValue):\(id)"
        (person.name, person.email) = (value.trimmedText("name"), value.trimmedText("email"))
        person.url = value.trimmedText("link") ?? value.trimmedText("websiteUrl")
        if value.isTrue("isModerator") { person.roles = .moderator }
        try sink.take(person)
    }
}
