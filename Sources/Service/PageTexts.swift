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
    /// What stands before the badges, then what stands behind them.
    let bytes: [UInt8]
    /// How many of the bytes stand before the badges.
    let split: Int
    /// Approved comments, which badges may depend on.
    let approved: Int

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
        split = json.count
        if let url = author.url { json.member("url", url) }
        // The comma in between is not the member's own.
        bytes = json.bytes(0..<split, min(split + 1, json.count)..<json.count)
        approved = author.approved
    }
}

/// What is kept for the readers of pages beside the pages themselves.
final class KeptTexts: Sendable {
    /// In groups by thread.
    let comments = SnapshotCache<CommentID, CommentText>(maxBytes: 10 << 20, groups: \.rewritten)
    /// By their row id, each a group of its own.
    let authors = SnapshotCache<Int64, AuthorText>(maxBytes: 6 << 20, groups: \.persons)

    /// To be taken before a snapshot.
    var stamps: (comments: UInt64, authors: UInt64) { (comments.stamp, authors.stamp) }

    func announce(_ change: Store.Change) {
        comments.announce(change)
        authors.announce(change)
    }

    func conclude() {
        comments.conclude()
        authors.conclude()
    }
}

/// The texts that one page may take from what is kept, and give to it.
struct PageTexts {
    let kept: KeptTexts
    /// Taken before the page's snapshot.
    let stamps: (comments: UInt64, authors: UInt64)
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
    /// What comments say of a person.
    func author(_ id: Int64) throws -> AuthorText {
        // What the open transaction has changed is nobody else's business yet.
        let texts = store.hasRewrittenAuthors ? nil : texts
        if let texts,
            let known = texts.kept.authors.value(of: id, in: id, for: texts.stamps.authors)
        {
            return known
        }
        guard let author = try store.author(id).map({ AuthorText($0) }) else {
            throw Refusal(.internalFault, "a comment without an author")
        }
        texts?.kept.authors.keep(
            [(id, author, author.bytes.count)], for: texts?.stamps.authors ?? 0)
        return author
    }
}
