import Configuration
import Discussion
import JSONValues
import Store
import Wire

/// `comment.list`: a page of roots or replies, each with its replies, every level in one order.
struct ListComments: UseCase {
    /// The most comments in one reply, whatever the params multiply to.
    static let maxComments = 5000

    private let site: String
    private let thread: String
    private let parent: CommentName?
    private let sort: Sort?
    private let limit: Int
    private let depth: Int
    private let children: Int
    private let viewer: String?
    private let isModerator: Bool
    private let explains: Bool
    /// Only comments on passages, only others; nil: all.
    private let isAnchored: Bool?
    private let arguments: Arguments

    init(_ arguments: Arguments, limits: Settings.Limits) throws(Refusal) {
        self.arguments = arguments
        site = try arguments.site()
        thread = try arguments.identifier("thread") ?? ""
        parent = try arguments.comment("parent")
        sort = arguments.text("sort").flatMap { Sort(name: $0) }
        limit = try arguments.pageSize(limits)
        depth = arguments.integer("depth") ?? 1
        children = arguments.integer("children") ?? 3
        viewer = try arguments.person("viewer")?.name
        isModerator = arguments.text("view") == "moderator"
        isAnchored = arguments.flag("anchored")
        explains = arguments.flag("explain") ?? false
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        _ = try write(in: work, to: &json)
    }

    /// Writes the page, and gives the thread whose changes alone will change it; nil where there is
    /// none, or time itself will.
    func write(in work: Work, to json: inout JSONWriter) throws -> Int64? {
        let site = try work.store.site(named: site)
        let thread = try site.flatMap { try work.store.thread(named: self.thread, in: $0) }
        let sort = try self.sort ?? thread?.defaultSort ?? work.settings(of: site).defaultSort
        let (order, place) = try Cursor.place(arguments, in: work.order(by: sort, in: site))
        let audience = try work.audience(isModerator: isModerator, viewer: viewer, in: site)
        let constancy = CommentEncoder.Constancy()
        let encoder = CommentEncoder(
            work: work, site: self.site, audience: audience, explained: explains ? order : nil,
            constancy: constancy)
        guard let thread else {
            if parent != nil { throw Refusal.noSuchComment }
            write(total: 0, sort, next: nil, to: &json) { _ in }
            return nil
        }
        let (home, top) = try list(under: parent, thread, site, audience, in: work)
        let reader = try SiblingReader(
            store: work.store, order: order, audience: audience, thread: home)
        let tree = try CommentTree(
            reader: reader, thread: home, list: top, choice: choice(of: top.set, in: work),
            after: place, limit: limit, depth: depth, children: children, max: Self.maxComments)
        try write(
            total: thread.visible, sort, next: tree.next.map { Cursor($0, in: order) },
            to: &json
        ) { json in
            try tree.write(with: encoder, order, to: &json)
        }
        return constancy.isPassing || home.id != thread.id ? nil : thread.id
    }

    /// Which of the list are asked for.
    private func choice(of set: SiblingSet, in work: Work) throws -> SiblingChoice? {
        guard let isAnchored else { return nil }
        let ids = Set(try work.store.anchored(in: set))
        return isAnchored ? .only(ids) : .allBut(ids)
    }

    /// The list asked for, how many rows it has, and the thread in which it stands: another than
    /// the one asked for where comments are on their way between the two.
    private func list(
        under parent: CommentName?, _ thread: Thread, _ site: Site?, _ audience: Audience,
        in work: Work
    ) throws -> (home: Thread, list: (set: SiblingSet, rows: Int)) {
        guard let parent else {
            return (thread, (SiblingSet(threadID: thread.id, parentID: nil), thread.children))
        }
        let tally = try work.head(parent, in: site) { audience.form(of: $0) != .nothing }.tally
        let isHere = tally.threadID == thread.id
        guard let site, let home = try isHere ? thread : work.store.thread(tally.threadID),
            try work.isThread(home, ofPage: self.thread, in: site)
        else { throw Refusal.noSuchComment }
        return (home, (SiblingSet(threadID: home.id, parentID: tally.id), tally.children))
    }

    private func write(
        total: Int, _ sort: Sort, next: Cursor?, to json: inout JSONWriter,
        _ comments: (inout JSONWriter) throws -> Void
    ) rethrows {
        try json.object { json in
            json.member("thread", thread)
            json.member("total", total)
            json.member("sort", sort.name)
            json.name("comments")
            try json.array(comments)
            json.member("next", orNull: next)
        }
    }
}
