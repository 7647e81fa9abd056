import Configuration

/// What the mail of a digest says, and where its links lead.
package struct MailText: Sendable {
    package let subject: String
    package let text: String
    package let html: String
    /// Where one request ends what the mail is because of; nil: nowhere.
    package let unsubscribe: String?

    /// So many comments are told whole; of the rest how many there are.
    static let maxComments = 20

    package init(_ digest: MailDigest, _ settings: Settings.Mail, site: String) {
        let links = Links(base: settings.baseURL, site: site)
        let first = digest.first
        let ways = Self.ways(out: digest, links)
        unsubscribe = ways.first?.url
        let (subject, text, html) = MailTemplates.template(first.kind, settings)
        let comments = digest.notices.compactMap { notice in
            notice.comment.map { (notice: notice, comment: $0) }
        }
        let values: [String: String] = [
            "title": first.title, "url": first.url ?? "", "name": first.personName, "site": site,
            "count": "\(digest.notices.count)",
            "confirm_url": first.token.map { links.confirm($0) } ?? "",
        ]
        let more = comments.count - Self.maxComments
        let told = comments.prefix(Self.maxComments)
        var plain = values.mapValues(HeaderField.oneLine)
        self.subject = Self.filled(subject, plain)
        plain["comments"] =
            told.map { item in
                let lines = item.comment.body.split(
                    separator: "\n", omittingEmptySubsequences: false)
                let quoted = lines.map { "> \($0)" }.joined(separator: "\n")
                let link = Self.link(to: item.comment, of: item.notice)
                return "\(Self.head(of: item.comment, item.notice))\n\(quoted)\n\(link)\n"
            }.joined(separator: "\n") + (more > 0 ? "\n+ \(more)\n" : "")
        let page = [plain["title"] ?? "", plain["url"] ?? ""].filter { !$0.isEmpty }
        plain["page"] = page.joined(separator: "\n")
        plain["unsubscribe"] = ways.map { "\($0.text): \($0.url)" }.joined(separator: "\n")
        self.text = Self.filled(text, plain)
        var rich = values.mapValues { escapedHTML(HeaderField.oneLine($0)) }
        rich["comments"] =
            told.map { item in
                let link = escapedHTML(Self.link(to: item.comment, of: item.notice))
                let name = "<bdi>\(escapedHTML(Self.head(of: item.comment, item.notice)))</bdi>"
                let head = link.isEmpty ? name : "<a href=\"\(link)\">\(name)</a>"
                return "<p>\(head)</p>\n<blockquote>\(item.comment.html)</blockquote>"
            }.joined(separator: "\n") + (more > 0 ? "\n<p>+ \(more)</p>" : "")
        let title = "<bdi>\(rich["title"] ?? "")</bdi>"
        rich["page"] = first.url == nil ? title : "<a href=\"\(rich["url"] ?? "")\">\(title)</a>"
        rich["unsubscribe"] = ways.map {
            "<p><a href=\"\(escapedHTML($0.url))\">\(escapedHTML($0.text))</a></p>"
        }.joined(separator: "\n")
        self.html =
            "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>"
            + escapedHTML(HeaderField.oneLine(self.subject)) + "</title></head>\n<body>\n"
            + Self.filled(html, rich) + "\n</body></html>"
    }

    /// Who wrote a comment; for moderators, where too.
    private static func head(of comment: DueNotice.Comment, _ notice: DueNotice) -> String {
        let place = notice.kind == "moderation" ? " · \(notice.title)" : ""
        return HeaderField.oneLine(comment.author + place)
    }

    /// Where a comment stands, in the words of an address; empty where the page has none.
    private static func link(to comment: DueNotice.Comment, of notice: DueNotice) -> String {
        guard let url = notice.url else { return "" }
        return HeaderField.oneLine(url) + (url.contains("#") ? "" : "#comment-\(comment.id)")
    }

    /// A way out of each subscription that the digest is because of, the widest first.
    private static func ways(
        out digest: MailDigest, _ links: Links
    ) -> [(text: String, url: String)] {
        var seen: Set<String> = []
        var ways: [(rank: Int, text: String, url: String)] = []
        for notice in digest.notices where notice.kind != "moderation" {
            guard let id = notice.subscriptionID, let token = notice.token,
                seen.insert(id).inserted
            else { continue }
            let (rank, text) =
                switch notice.scope {
                case "thread": (0, "Stop hearing of this page")
                case "replies": (1, "Stop hearing of replies to your comments on this page")
                default: (2, "Stop hearing of replies to one of the comments")
                }
            ways.append((rank, text, links.unsubscribe(token)))
        }
        return ways.sorted { $0.rank < $1.rank }.map { ($0.text, $0.url) }
    }

    /// A template with its placeholders filled; what is filled in is not looked at again.
    private static func filled(_ template: String, _ values: [String: String]) -> String {
        template.replacing(/\{([a-z_]+)\}/) { match in
            values[String(match.1)] ?? String(match.0)
        }
    }
}

/// Addresses that the host takes, with the token that it passes back.
struct Links {
    let base: String
    let site: String

    func confirm(_ token: String) -> String { link("confirm", token) }
    func unsubscribe(_ token: String) -> String { link("unsubscribe", token) }

    private func link(_ name: String, _ token: String) -> String {
        // Tokens are digits, and a site's name needs no escape either.
        "\(base)/\(name)?token=\(token)" + (site == "default" ? "" : "&site=\(site)")
    }
}
