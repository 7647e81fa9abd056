import Configuration
import Discussion
import JSONValues
import Store
import Wire

/// `anchor.list`: the passages of a page that comments are about, each with its latest comments.
struct ListAnchors: UseCase {
    /// So many of a passage's comments are shown.
    static let latest = 3

    private let site: String
    private let thread: String
    private let viewer: String?
    private let limit: Int
    private let after: Place?

    /// Where a passage stands in the list: where it began in the page, then the newest comment's
    /// id, so that no two stand in one place.
    private struct Place: Comparable {
        let start: Int
        let id: CommentID

        static func < (left: Place, right: Place) -> Bool {
            (left.start, left.id) < (right.start, right.id)
        }
    }

    private struct Passage {
        let place: Place
        /// The newest comment's selector.
        let anchor: [UInt8]
        var count = 1
        var latest: [CommentID]
    }

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        site = try arguments.site()
        thread = try arguments.identifier("thread") ?? ""
        viewer = try arguments.person("viewer")?.name
        limit =
            arguments.integer("limit") == nil ? limits.maxList : try arguments.pageSize(limits)
        after = try Cursor(arguments, kind: Cursor.anchors, words: 2).map {
            Place(
                start: Int(truncatingIfNeeded: $0.words[0]),
                id: CommentID(rawValue: Int64(bitPattern: $0.words[1])))
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.store.site(named: site)
        let thread = try site.flatMap { try work.store.thread(named: self.thread, in: $0) }
        var passages = try thread.map { try self.passages(of: $0, in: work) } ?? []
        passages.sort { $0.place < $1.place }
        if let after { passages.removeAll { $0.place <= after } }
        let page = passages.prefix(limit)
        let audience = try work.audience(isModerator: false, viewer: viewer, in: site)
        let encoder = CommentEncoder(work: work, site: self.site, audience: audience)
        try json.object { json in
            json.name("anchors")
            try json.array { json in
                guard let thread else { return }
                let place = encoder.place(in: thread.name)
                for passage in page { try write(passage, thread, place, encoder, to: &json) }
            }
            let next = passages.count > page.count ? page.last.map(cursor) : nil
            json.member("next", orNull: next)
        }
    }

    /// A thread's passages, in no order.
    private func passages(of thread: Thread, in work: Work) throws -> [Passage] {
        var passages: [Passage] = []
        var known: [Anchor: Int] = [:]
        for comment in try work.store.newestAnchored(in: thread.id) {
            let anchor = try comment.passage()
            if let index = known[anchor] {
                passages[index].count += 1
                if passages[index].latest.count < Self.latest {
                    passages[index].latest.append(comment.id)
                }
            } else {
                known[anchor] = passages.count
                passages.append(
                    Passage(
                        place: Place(start: anchor.start ?? .max, id: comment.id),
                        anchor: comment.anchor, latest: [comment.id]))
            }
        }
        return passages
    }

    private func write(
        _ passage: Passage, _ thread: Thread, _ place: [UInt8], _ encoder: CommentEncoder,
        to json: inout JSONWriter
    ) throws {
        let store = encoder.work.store
        try json.object { json in
            json.name("anchor")
            json.raw(passage.anchor)
            json.member("count", passage.count)
            json.name("latest")
            json.openArray()
            let tallies = try passage.latest.map { id in
                guard let tally = try store.tally(of: id, in: thread.id) else {
                    throw Refusal(.internalFault, "a comment without a tally")
                }
                return tally
            }
            try store.forEachRow(of: tallies, withPrivate: false) { row, tally in
                json.openObject()
                try encoder.writeMembers(
                    of: row, by: nil, tally, in: place, .whole, to: &json)
                json.closeObject()
            }
            json.closeArray()
        }
    }

    private func cursor(_ passage: Passage) -> Cursor {
        Cursor(
            kind: Cursor.anchors,
            words: [
                UInt64(truncatingIfNeeded: passage.place.start),
                UInt64(bitPattern: passage.place.id.rawValue),
            ])
    }
}
