import Discussion
import JSONValues
import Ranking
import Store

/// A page of siblings with the first replies to each, level by level.
///
/// Levels are read from the top down, so that where the bound on the whole is reached it is the
/// deepest replies that are left out, and counted as such.
struct CommentTree {
    /// One comment of the tree. Its replies stand next to each other in `nodes`.
    private struct Node {
        let tally: Tally
        var replies = 0..<0
        /// Replies that the audience would see, but which are left out here.
        var more = 0
        /// Where the replies go on.
        var next: Place?
    }

    private var nodes: [Node] = []
    private var roots = 0..<0
    private let thread: Thread
    /// Where the page goes on; nil at its end.
    private(set) var next: Place?

    /// Reads a page of `list`, `depth` levels of replies below it with up to `children` each, and
    /// at most `max` comments in all.
    init(
        reader: SiblingReader, thread: Thread, list: (set: SiblingSet, rows: Int), after: Place?,
        limit: Int, depth: Int, children: Int, max: Int
    ) throws {
        self.thread = thread
        var page = try reader.next(
            in: list.set, children: list.rows, after: after, limit: limit + 1)
        if page.count > limit {
            page.removeLast()
            next = page.last?.place(reader.sort)
        }
        nodes = page.map { Node(tally: $0) }
        roots = nodes.indices
        var level = roots
        for remaining in stride(from: depth, through: 0, by: -1) where !level.isEmpty {
            let start = nodes.count
            for index in level {
                let room = remaining == 0 ? 0 : min(children, max - nodes.count)
                try readReplies(of: index, with: reader, limit: room)
            }
            level = start..<nodes.count
        }
    }

    private mutating func readReplies(
        of index: Int, with reader: SiblingReader, limit: Int
    ) throws {
        let tally = nodes[index].tally
        let own = reader.ownPending.filter { $0.parentID == tally.id }
        let all =
            try reader.audience.isModerator
            ? tally.children : tally.listed + reader.unlistedCount(of: own, in: thread.id)
        guard all > 0 else { return }
        let set = SiblingSet(threadID: thread.id, parentID: tally.id)
        let replies = try reader.next(
            in: set, children: tally.children, after: nil, limit: limit)
        nodes[index].replies = nodes.count..<(nodes.count + replies.count)
        nodes[index].more = max(0, all - replies.count)
        if nodes[index].more > 0 {
            nodes[index].next = replies.last?.place(reader.sort) ?? .start
        }
        nodes += replies.map { Node(tally: $0) }
    }

    /// Writes the page's comments, each with its replies, without the array's brackets.
    func write(
        with encoder: CommentEncoder, _ sort: Sort, to json: inout JSONWriter
    ) throws {
        let place = encoder.place(in: thread.name)
        for index in roots { try write(index, with: encoder, in: place, sort, to: &json) }
    }

    private func write(
        _ index: Int, with encoder: CommentEncoder, in place: [UInt8], _ sort: Sort,
        to json: inout JSONWriter
    ) throws {
        let node = nodes[index]
        json.openObject()
        try writeMembers(of: node.tally, with: encoder, in: place, to: &json)
        if node.replies.isEmpty, node.more == 0 {
            json.members("\"children\":{\"comments\":[],\"more\":0,\"next\":null}")
            return json.closeObject()
        }
        json.name("children")
        json.openObject()
        json.name("comments")
        json.openArray()
        for reply in node.replies {
            try write(reply, with: encoder, in: place, sort, to: &json)
        }
        json.closeArray()
        json.member("more", node.more)
        json.member("next", orNull: node.next.map { Cursor($0, in: sort) })
        json.closeObject()
        json.closeObject()
    }

    private func writeMembers(
        of tally: Tally, with encoder: CommentEncoder, in place: [UInt8],
        to json: inout JSONWriter
    ) throws {
        let audience = encoder.audience
        let isThere = try encoder.work.store.read(tally.id, withPrivate: audience.isModerator) {
            row in
            let form = audience.form(of: row.status, by: row.authorID, tally)
            try encoder.writeMembers(of: row, tally, in: place, form, to: &json)
        }
        if !isThere { throw Refusal(.internalFault, "a tally without a comment") }
    }
}

extension SiblingReader {
    /// How many of the viewer's own waiting comments stand in no public page.
    func unlistedCount(
        of own: [(id: CommentID, parentID: CommentID?)], in threadID: Int64
    ) throws -> Int {
        try own.count {
            try store.tally($0.id, parent: $0.parentID, thread: threadID).map { !$0.isListed }
                ?? false
        }
    }
}
