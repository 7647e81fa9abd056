/// A comment's wide row: what was written, by whom, where, and what became of it.
public struct Comment: Sendable, Equatable {
    /// The row's number in `comments`, which also says when the comment was made.
    public let id: CommentID
    /// Of the site that the comment stands in.
    public let siteID: Int64
    /// Of the thread that the comment stands in; it may be moved to another.
    public let threadID: Int64
    /// Nil for a root.
    public let parentID: CommentID?
    /// 0 for a root.
    public let depth: Int
    /// Of the author's row in `persons`, which stays where they are erased.
    public let authorID: Int64
    /// As moderators see it: a shadowed one is `pending`, and `approved` to its author.
    public var status: Status
    /// Grows with each edit and each change of status.
    public var revision = 1
    /// What moderators have set on it; `shadowed` may be there from the first.
    public var marks: Marks = []
    /// The author's roles when it was written.
    public var roles: Roles = []
    /// Whether it was written under a device's id, not an account's.
    public var isGuest = false
    /// The version of the rules that judged it.
    public var rules = 0
    /// When its text was last changed; nil while it is the first one.
    public var editedAt: Moment?
    /// The host's own name of it.
    public var ref: String?
    /// Of the params it was submitted with, where `ref` is given.
    public var fingerprint: [UInt8]?
    /// Where it was written from, for moderators only: an address, or a hash of its network. Nil
    /// where it was not given or is no longer kept.
    public var ip: String?
    /// What the browser called itself, for moderators only; nil where it is not known or kept.
    public var userAgent: String?
    /// A W3C text selector, as JSON.
    public var anchor: String?
    /// The body as published, where rules masked words in it.
    public var masked: String?
    /// As written; published as it is where `masked` is nil. Empty where it was erased.
    public var body: String

    /// Whether its texts were taken away with its author: none is submitted without any.
    public var isErased: Bool { body.isEmpty }

    /// A comment that nobody has changed yet: all else as it is at first.
    public init(
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
public enum CommentName: Sendable, Equatable {
    case id(CommentID)
    case ref(String)
    /// Text that no comment can be called.
    case none

    /// `ref:` and the host's name, or an id as `CommentID.text` has it; else `none`.
    public init(text: String) {
        if text.utf8.starts(with: "ref:".utf8) {
            self = .ref(String(text.unicodeScalars.dropFirst(4)))
        } else if let id = CommentID(text: text) {
            self = .id(id)
        } else {
            self = .none
        }
    }
}
