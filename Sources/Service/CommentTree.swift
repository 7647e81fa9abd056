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

    /// Reads a page of what `choice` takes of `list`, `depth` levels of replies below it with up to
    /// `children` each, and at most `max` comments in all.
    init(
        reader: SiblingReader, thread: Thread, list: (set: SiblingSet, rows: Int),
        choice: SiblingChoice?, after: Place?, limit: Int, depth: Int, children: Int, max: Int
    ) throws {
        self.thread = thread
        var page = try reader.next(
            in: list.set, children: list.rows, after: after, limit: limit + 1, choice: choice)
        if page.count > limit {
            page.removeLast()
            next = page.last.map { reader.order.place($0) }
        }
        nodes = page.map { Node(tally: $0) }
        roots = nodes.indices
        var level = roots
        for remaining in stride(from: depth, through: 0, by: -1) where !level.isEmpty {
            let start = nodes.count
            try readReplies(
                of: level, with: reader, limit: remaining == 0 ? 0 : children, max: max)
            level = start..<nodes.count
        }
    }

    /// Reads up to `limit` replies to each node of a level, as long as there are at most `max`
    /// nodes.
    private mutating func readReplies(
        of level: Range<Int>, with reader: SiblingReader, limit: Int, max: Int
    ) throws {
        let shown = try level.map { try shownReplies(to: nodes[$0].tally, reader) }
        let isRead = limit > 0 && nodes.count < max
        let parents = level.filter {
            isRead && shown[$0 - level.lowerBound] > 0
                && nodes[$0].tally.children <= SiblingSet.maxUnindexed
        }
        let lists = try ReplyLists(
            to: parents.map { nodes[$0].tally.id }, in: thread.id, with: reader)
        var parent = 0
        for index in level where shown[index - level.lowerBound] > 0 {
            let (tally, start) = (nodes[index].tally, nodes.count)
            let room = min(limit, Swift.max(0, max - start))
            if parent < parents.count, parents[parent] == index {
                nodes += lists.first(room, to: parent).map { Node(tally: $0) }
                parent += 1
            } else {
                let set = SiblingSet(threadID: thread.id, parentID: tally.id)
                nodes += try reader.next(
                    in: set, children: tally.children, after: nil, limit: room
                ).map { Node(tally: $0) }
            }
            nodes[index].replies = start..<nodes.count
            nodes[index].more = Swift.max(
                0, shown[index - level.lowerBound] - (nodes.count - start))
            if nodes[index].more > 0 {
                let last = nodes.count > start ? nodes.last?.tally : nil
                nodes[index].next = last.map { reader.order.place($0) } ?? .start
            }
        }
    }

    /// How many direct replies the audience would see.
    private func shownReplies(to tally: Tally, _ reader: SiblingReader) throws -> Int {
        if reader.audience.isModerator { return tally.children }
        guard !reader.ownPending.isEmpty else { return tally.listed }
        let own = reader.ownPending.filter { $0.parentID == tally.id }
        return try tally.listed + reader.unlistedCount(of: own, in: thread.id)
    }
}

extension CommentTree {
    /// A node with how many objects end behind it: its own where it has no replies, and those above
    /// it whose last descendant it is.
    private struct Step {
        let index: Int
        var ends = 0
    }

    /// All nodes in the order in which they are written.
    private var steps: [Step] {
        var steps: [Step] = []
        steps.reserveCapacity(nodes.count)
        func add(_ index: Int) {
            steps.append(Step(index: index))
            nodes[index].replies.forEach(add)
            steps[steps.count - 1].ends += 1
        }
        roots.forEach(add)
        return steps
    }

    /// Writes the page's comments, each with its replies, without the array's brackets.
    func write(
        with encoder: CommentEncoder, _ order: Order, to json: inout JSONWriter
    ) throws {
        let encoder = try grounded(encoder)
        let (place, steps) = (encoder.place(in: thread.name), steps)
        let texts = encoder.audience.isModerator ? nil : encoder.work.texts
        let kept = keptTexts(of: steps, in: texts)
        var made: [(key: CommentID, value: CommentText, bytes: Int)] = []
        var open: [Int] = []
        var at = 0
        func writeKept(to json: inout JSONWriter) throws {
            while at < steps.count, let text = kept[at] {
                json.openObject()
                try encoder.writeMembers(of: text, nodes[steps[at].index].tally, to: &json)
                end(steps[at], &open, order, to: &json)
                at += 1
            }
        }
        let missing = steps.indices.filter { kept[$0] == nil }.map {
            nodes[steps[$0].index].tally
        }
        let withPrivate = encoder.audience.isModerator
        try encoder.work.store.forEachRow(of: missing, withPrivate: withPrivate) { row, tally in
            try writeKept(to: &json)
            guard nodes[steps[at].index].tally.id == tally.id else { throw Self.hasLostRow }
            json.openObject()
            let form = encoder.audience.form(of: row.status, by: row.authorID, tally)
            let spans = try encoder.writeMembers(
                of: row, by: nil, tally, in: place, form, to: &json)
            if texts?.isAskedAgain == true, row.status == .approved {
                let text = CommentText(
                    bytes: json.bytes(spans.before, spans.behind), split: spans.before.count,
                    authorID: row.authorID)
                made.append((row.id, text, text.bytes.count))
            }
            end(steps[at], &open, order, to: &json)
            at += 1
        }
        try writeKept(to: &json)
        if at < steps.count { throw Self.hasLostRow }
        texts?.keep(made)
    }

    /// The same, with what explains the common ground of every comment where that is asked for.
    private func grounded(_ encoder: CommentEncoder) throws -> CommentEncoder {
        guard let fit = encoder.explained?.fit else { return encoder }
        var encoder = encoder
        encoder.grounds = try encoder.work.store.grounds(of: nodes.map(\.tally.id), in: fit)
        return encoder
    }

    /// For each step the kept text, if there is one.
    private func keptTexts(of steps: [Step], in texts: PageTexts?) -> [CommentText?] {
        texts?.comments(steps.map { nodes[$0.index].tally.id }, in: thread.id)
            ?? [CommentText?](repeating: nil, count: steps.count)
    }

    /// Begins a comment's children, and ends what ends with it.
    private func end(
        _ step: Step, _ open: inout [Int], _ order: Order, to json: inout JSONWriter
    ) {
        json.name("children")
        json.openObject()
        json.name("comments")
        json.openArray()
        open.append(step.index)
        for _ in 0..<step.ends {
            if let index = open.popLast() { end(nodes[index], order, to: &json) }
        }
    }

    private static var hasLostRow: Refusal { Refusal(.internalFault, "a tally without a comment") }

    private func end(_ node: Node, _ order: Order, to json: inout JSONWriter) {
        json.closeArray()
        json.member("more", node.more)
        json.member("next", orNull: node.next.map { Cursor($0, in: order) })
        json.closeObject()
        json.closeObject()
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
