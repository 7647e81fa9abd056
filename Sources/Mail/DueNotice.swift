import Discussion
import JSONValues
import Wire

/// A notice as `notification.list` gives it, as far as a mail says it.
package struct DueNotice: Sendable {
    package let id: String
    package let kind: String
    package let personID: String
    package let personName: String
    package let email: String
    package let thread: String
    package let title: String
    package let url: String?
    package let subscriptionID: String?
    /// `thread`, `replies`, or `comment` for the replies to one comment.
    package let scope: String
    package let token: String?
    package let createdAt: Moment
    package let tries: Int
    package let comment: Comment?

    /// What is told of a comment.
    package struct Comment: Sendable {
        package let id: String
        package let author: String
        package let body: String
        package let html: String
    }

    /// A body is told up to so many characters.
    static let maxBody = 2000

    /// Nil where it is no notice, or goes to no address.
    package init?(_ json: JSONValue) {
        func text(_ path: String...) -> String? {
            path.reduce(json) { $0.object?[$1] ?? .null }.text
        }
        guard let id = text("id"), let kind = text("kind"), let person = text("person", "id"),
            let email = text("person", "email"),
            let createdAt = text("created_at").flatMap({ Moment(text: $0) })
        else { return nil }
        self.id = id
        self.kind = kind
        self.createdAt = createdAt
        personID = person
        personName = text("person", "name") ?? person
        self.email = email
        thread = text("page", "thread") ?? ""
        title = text("page", "title") ?? thread
        url = [text("page", "url") ?? "", thread].first(where: isWebAddress)
        subscriptionID = text("subscription", "id")
        let isOfComment = text("subscription", "comment_id") != nil
        scope = isOfComment ? "comment" : text("subscription", "scope") ?? ""
        token = text("token")
        tries = json.object?["tries"]?.integer ?? 0
        comment = text("comment", "id").map { id in
            let body = text("comment", "body") ?? ""
            let isCut = body.unicodeScalars.count > Self.maxBody
            let cut = String(String.UnicodeScalarView(body.unicodeScalars.prefix(Self.maxBody)))
            return Comment(
                id: id, author: text("comment", "author", "name") ?? "",
                body: isCut ? cut + "…" : body,
                html: isCut ? "<p>" + escapedHTML(cut) + "…</p>" : text("comment", "html") ?? "")
        }
    }
}

/// Text as HTML that shows it, in an attribute too. Scalar by scalar: to `Character` a quote with a
/// mark above it is no quote.
package func escapedHTML(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": escaped += "&amp;"
        case "<": escaped += "&lt;"
        case ">": escaped += "&gt;"
        case "\"": escaped += "&quot;"
        case "'": escaped += "&#39;"
        default: escaped.unicodeScalars.append(scalar)
        }
    }
    return escaped
}
