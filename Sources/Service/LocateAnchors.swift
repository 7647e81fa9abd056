import Configuration
import Discussion
import JSONValues
import Store
import Wire

/// `anchor.locate`: where the passages that comments are about stand in a page's present text.
struct LocateAnchors: UseCase {
    /// A page's text may take so many bytes.
    static let maxTextBytes = 1 << 20
    /// A call ends after so many of `AnchorLocator`'s steps, each about 5 to 20 ns.
    static let maxWork = 25_000_000
    /// So many comments are read at a time.
    private static let chunk = 500

    private let site: String
    private let thread: String
    private let text: String
    private let after: CommentID

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        thread = try arguments.identifier("thread") ?? ""
        text = try arguments.required("text")
        if text.utf8.count > Self.maxTextBytes {
            throw .tooLarge(
                "a page's text has at most \(Self.maxTextBytes) bytes", limit: Self.maxTextBytes,
                field: "text")
        }
        let cursor = try Cursor(arguments, kind: Cursor.located, words: 1)
        after = CommentID(rawValue: cursor.map { Int64(bitPattern: $0.words[0]) } ?? 0)
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.store.site(named: site)
        let thread = try site.flatMap { try work.store.thread(named: self.thread, in: $0) }
        try json.object { json in
            json.name("anchors")
            json.openArray()
            let last = try thread.flatMap { try write(of: $0, in: work, to: &json) }
            json.closeArray()
            json.member(
                "next",
                orNull: last.map {
                    Cursor(kind: Cursor.located, words: [UInt64(bitPattern: $0.rawValue)])
                })
        }
    }

    /// Writes places up to the bounds of a call; past which comment it goes on, nil: there is none.
    private func write(
        of thread: Thread, in work: Work, to json: inout JSONWriter
    ) throws -> CommentID? {
        var comments = try work.store.anchored(in: thread.id, after: after, limit: Self.chunk)
        if comments.isEmpty { return nil }
        var locator = AnchorLocator(text)
        var known: [Anchor: Anchor.Place] = [:]
        var (last, count) = (after, 0)
        while !comments.isEmpty {
            for comment in comments {
                if count == Store.maxAnchored || locator.work > Self.maxWork { return last }
                let anchor = try comment.passage()
                let place = known[anchor] ?? locator.place(of: anchor)
                known[anchor] = place
                write(place, of: comment.id, to: &json)
                (last, count) = (comment.id, count + 1)
            }
            comments = try work.store.anchored(in: thread.id, after: last, limit: Self.chunk)
        }
        return nil
    }

    private func write(_ place: Anchor.Place, of id: CommentID, to json: inout JSONWriter) {
        json.object { json in
            json.member("comment_id", id)
            json.member("start", orNull: place.range?.lowerBound)
            json.member("end", orNull: place.range?.upperBound)
            json.member("match", place.match.rawValue)
            json.member("similarity", (place.similarity * 1000).rounded() / 1000)
        }
    }
}
