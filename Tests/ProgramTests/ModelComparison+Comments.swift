import JSONValues

/// Lists and single comments, as a reader sees them.
extension ModelComparison {
    /// Walks a whole thread in each sort: every level page by page, and on through the cursors of
    /// the replies that a page leaves out.
    mutating func compare(_ tree: ModelTree, _ sorts: [String], _ reader: ModelReader) throws {
        for sort in sorts {
            var walk = Walk(tree: tree, sort: sort, reader: reader)
            walk.longest = random.pick([3, 9, 40]) ?? 9
            let roots = try pages(of: nil, from: .null, walk)
            try expect(
                roots, tree.level(nil, sort, for: reader),
                "roots of \(tree.thread) by \(sort) for \(reader)")
        }
    }

    struct Walk {
        let tree: ModelTree
        let sort: String
        let reader: ModelReader
        /// The longest page.
        var longest = 9
    }

    /// The ids of a level from a cursor on, each comment compared on the way with all below it.
    private mutating func pages(
        of parent: String?, from cursor: JSONValue, _ walk: Walk
    ) throws -> [String] {
        var ids: [String] = []
        var cursor = cursor
        repeat {
            let limit = random.number(1...walk.longest)
            var params: JSONValue = [
                "thread": .string(walk.tree.thread), "sort": .string(walk.sort),
                "limit": .integer(limit), "depth": .integer(random.number(0...2)),
                "children": .integer(random.number(0...4)), "explain": true,
            ]
            if let parent { params = params.with(["parent": .string(parent)]) }
            if cursor != .null { params = params.with(["cursor": cursor]) }
            let page = try read("comment.list", asked(params, by: walk.reader))
            try expect(page["total"], .integer(walk.tree.count), "total of \(walk.tree.thread)")
            let comments = page["comments"].array ?? []
            cursor = page["next"]
            if comments.count != limit, cursor != .null || comments.count > limit {
                throw run.mismatch("\(comments.count) comments on a page of \(limit)")
            }
            for comment in comments {
                ids.append(comment["id"].text ?? "")
                try visit(comment, walk)
            }
            if ids.count > site.comments.count {
                throw run.mismatch("the pages below \(parent ?? "-") by \(walk.sort) do not end")
            }
        } while cursor != .null
        return ids
    }

    private mutating func visit(_ shown: JSONValue, _ walk: Walk) throws {
        let id = shown["id"].text ?? ""
        try compare(shown, to: id, in: walk.tree, for: walk.reader)
        if let comment = site.comments[id] {
            let (score, due) = (
                shown["rank"]["score"].double ?? .nan, walk.tree.score(of: comment, walk.sort)
            )
            if !(abs(score - due) <= abs(due) * 1e-12) {
                throw run.mismatch("score of \(id) by \(walk.sort): \(score), expected \(due)")
            }
        }
        let children = shown["children"]
        var ids: [String] = []
        for child in children["comments"].array ?? [] {
            ids.append(child["id"].text ?? "")
            try visit(child, walk)
        }
        let level = walk.tree.level(id, walk.sort, for: walk.reader)
        try expect(children["more"], .integer(level.count - ids.count), "more below \(id)")
        if children["more"] != 0 { ids += try pages(of: id, from: children["next"], walk) }
        try expect(ids, level, "replies to \(id) by \(walk.sort) for \(walk.reader)")
    }

    private func asked(_ params: JSONValue, by reader: ModelReader) -> JSONValue {
        switch reader {
        case .anyone: params
        case .person(let name): params.with(["viewer": .string(name)])
        case .moderators: params.with(["view": "moderator"])
        }
    }

    /// `comment.get`: the comment, its tombstone, or 404.
    func compareComment(_ id: String, in tree: ModelTree, for reader: ModelReader) throws {
        guard let comment = site.comments[id] else { return }
        let params = asked(["comment": .string(id)], by: reader)
        if tree.form(of: comment, for: reader) == .nothing {
            let code = try readError("comment.get", params)
            try expect(code, 404, "\(id) for \(reader)")
        } else {
            let shown = try read("comment.get", params)
            try compare(shown["comment"], to: id, in: tree, for: reader)
        }
    }

    private func compare(
        _ shown: JSONValue, to id: String, in tree: ModelTree, for reader: ModelReader
    ) throws {
        guard let comment = site.comments[id], comment.thread == tree.thread else {
            throw run.mismatch("\(id) is not of \(tree.thread)")
        }
        let isWhole = tree.form(of: comment, for: reader) == .whole
        let (up, down) = (site.votes(on: id, of: 1), site.votes(on: id, of: -1))
        let hidden = comment.status == "deleted" ? "deleted" : "hidden"
        var expected: [(String, JSONValue)] = [
            ("parent_id", comment.parent.map { .string($0) } ?? .null),
            ("ref", comment.ref.map { .string($0) } ?? .null),
            ("depth", .integer(site.depth(of: id))),
            ("body", isWhole ? .string(comment.body) : .null),
            ("status", .string(isWhole ? comment.status : hidden)),
            ("hidden", isWhole ? .null : true), ("revision", .integer(comment.revision)),
            ("created_at", run.text(comment.created)),
            (
                "votes",
                ["up": .integer(up), "down": .integer(down), "score": .integer(up - down)]
            ),
            ("replies", .integer(tree.replies(to: id))),
            ("descendants", .integer(tree.descendants[id, default: 0])),
        ]
        expected += ["pinned", "closed", "featured"].map {
            ($0, .bool(comment.marks.contains($0)))
        }
        for (member, value) in expected {
            try expect(shown[member], value, "\(member) of \(id) for \(reader)")
        }
        try expect(
            shown["author"]["id"], isWhole ? .string(comment.author) : .null, "author of \(id)")
        if case .person(let viewer) = reader, isWhole {
            try compare(shown["viewer"], of: comment, for: viewer)
        }
    }

    private func compare(
        _ shown: JSONValue, of comment: ModelSite.Comment, for viewer: String
    ) throws {
        let vote = site.votes[comment.id]?[viewer] ?? 0
        let isFlagged = site.flags[comment.id]?[viewer]?.state == "open"
        try expect(shown["vote"], .integer(vote), "\(viewer)'s vote on \(comment.id)")
        try expect(shown["flagged"], .bool(isFlagged), "\(viewer)'s flag on \(comment.id)")
        try expect(shown["own"], .bool(comment.author == viewer), "\(comment.id) is \(viewer)'s")
    }
}
