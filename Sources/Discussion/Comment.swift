/// A comment's wide row: what was written, by whom, where, and what became of it.
package struct Comment: Sendable, Equatable {
    package let id: CommentID
    package let siteID: Int64
    package let threadID: Int64
    /// Nil for a root.
    package let parentID: CommentID?
    /// 0 for a root.
    package let depth: Int
    package let authorID: Int64
    package var status: Status
    /// Grows with each edit and each change of status.
    package var revision = 1
    package var marks: Marks = []
    /// The author's roles when it was written.
    package var roles: Roles = []
    package var isGuest = false
    /// The version of the rules that judged it.
    package var rules = 0
    package var editedAt: Moment?
    /// The host's own name of it.
    package var ref: String?
    /// Of the params it was submitted with, where `ref` is given.
    package var fingerprint: [UInt8]?
    package var ip: String?
    package var userAgent: String?
    /// A W3C text selector, as JSON.
    package var anchor: String?
    /// The body as published, where rules masked words in it.
    package var masked: String?
    package var body: String

    /// Whether its texts were taken away with its author: none is submitted without any.
    package var isErased: Bool { body.isEmpty }

    package init(
        id: CommentID, siteID: Int64, threadID: Int64, parentID: CommentID?, depth: Int,
        authorID: Int64, status: Status, body: String
    ) {
        self.id = id
        self.siteID = siteID
        self.threadID = threadID
        self.parentID = parentID
        self.depth = depth
        self.authorID = authorID
        self.status = status
        self.body = body
    }
}

/// How a command names a comment: by its id, or by the host's own name.
package enum CommentName: Sendable, Equatable {
    case id(CommentID)
    case ref(String)
    /// Text that no comment can be called.
    case none

    package init(text: String) {
        if text.utf8.starts(with: "ref:".utf8) {
            self = .ref(String(text.unicodeScalars.dropFirst(4)))
        } else if let id = CommentID(text: text) {
            self = .id(id)
        } else {
            self = .none
        }
    }
}
