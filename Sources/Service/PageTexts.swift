import Discussion
import JSONValues
import Store

/// What comments say, encoded, so that a page that votes have made void is made anew from its
/// tallies alone: all of a comment's members that neither votes nor replies change.
struct CommentText: Sendable {
    /// What stands before the counts, then what stands behind them.
    let bytes: [UInt8]
    /// How many of the bytes stand before the counts.
    let split: Int
    let authorID: Int64
}

/// What comments say of their author, encoded: a page has some from many persons, and a person's is
/// in many pages.
struct AuthorText: Sendable {
    /// All members but badges.
    let bytes: [UInt8]
    /// Approved comments, which badges may depend on.
    let approved: Int

    /// The same where it stands.
    struct View {
        let members: UnsafeBufferPointer<UInt8>
        let approved: Int
    }

    func withView(_ body: (View) -> Void) {
        bytes.withUnsafeBufferPointer { body(View(members: $0, approved: approved)) }
    }

    /// What a comment's own row says of who writes it; nil where they have no name any more.
    static func byline(of author: Person) -> String? {
        author.isErased ? nil : String(decoding: AuthorText(Author(author)).bytes, as: UTF8.self)
    }

    init(_ author: Author) {
        var json = JSONWriter(capacity: 128)
        if let name = author.name {
            json.member("id", name)
            json.member("name", author.displayName ?? name)
        } else {
            json.member("id", Person.erasedName)
            json.member("name", Person.erasedName)
            json.member("erased", true)
        }
        if let url = author.url { json.member("url", url) }
        bytes = json.bytes
        approved = author.approved
    }
}

/// What is kept for the readers of pages beside the pages themselves.
final class KeptTexts: Sendable {
    /// In groups by thread.
    let comments = SnapshotCache<CommentID, CommentText>(maxBytes: 10 << 20, groups: \.rewritten)
    /// What of the readers' own tables of authors is void: by row id, each a group of its own.
    let authors = GroupStamps(\.persons)

    /// To be taken before a snapshot.
    var stamps: (comments: UInt64, authors: UInt64) {
        (comments.stamps.stamp, authors.stamp)
    }

    func announce(_ change: Store.Change) {
        comments.stamps.announce(change)
        authors.announce(change)
    }

    func conclude() {
        comments.stamps.conclude()
        authors.conclude()
    }
}

/// The texts that one page may take from what is kept, and give to it.
struct PageTexts {
    let kept: KeptTexts
    /// Taken before the page's snapshot.
    let stamps: (comments: UInt64, authors: UInt64)
    /// The thread's own.
    let authors: AuthorTable
    /// Whether comments' texts are worth keeping: the page is one that is asked for again.
    let isAskedAgain: Bool

    /// The kept texts of comments of a thread; nil where one is not known.
    func comments(_ ids: [CommentID], in threadID: Int64) -> [CommentText?] {
        let none = [CommentText?](repeating: nil, count: ids.count)
        guard isAskedAgain else { return none }
        let known = kept.comments.values(of: ids, in: threadID, for: stamps.comments)
        return known.isEmpty ? none : known
    }

    func keep(_ texts: [(key: CommentID, value: CommentText, bytes: Int)]) {
        kept.comments.keep(texts, for: stamps.comments)
    }
}

extension Work {
    /// Hands over what comments say of a person.
    func withAuthor(_ id: Int64, _ body: (AuthorText.View) -> Void) throws {
        // What the open transaction has changed is nobody else's business yet.
        let isOwn = store.hasRewrittenAuthors
        if !isOwn, let oldest = texts.kept.authors.oldestGood(of: id, for: texts.stamps.authors),
            let known = texts.authors.text(of: id, noOlderThan: oldest)
        {
            return body(known)
        }
        guard let author = try store.author(id).map({ AuthorText($0) }) else {
            throw Refusal(.internalFault, "a comment without an author")
        }
        if !isOwn { texts.authors.keep(author, of: id, for: texts.stamps.authors) }
        author.withView(body)
    }
}
