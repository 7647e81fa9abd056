import JSONValues

/// The random commands of moderators, and deletions.
extension ModelRun {
    mutating func delete(in site: String) throws {
        let id = subject(of: "delete", in: site)
        let author = sites[site]?.comments[id]?.author ?? ""
        let person = random.chance(80) && author != "" ? author : anyPerson()
        let isModerator = random.chance(20)
        let roles: JSONValue = isModerator ? ["moderator"] : []
        let (expect, params) = expecting(
            ["comment": name(id, in: site), "by": ["id": .string(person), "roles": roles]], id, site
        )
        let now = now
        try send("comment.delete", params, to: site) { model, _ in
            [
                model.delete(id, by: person, asModerator: isModerator, expect: expect, now: now)
                    ?? 0
            ]
        }
    }

    /// Another text, mostly by who may give it one.
    mutating func edit(in site: String) throws {
        let id = random.chance(50) ? subject(of: "approve", in: site) : anyID(in: site)
        let author = sites[site]?.comments[id]?.author ?? ""
        let isModerator = random.chance(40)
        let person = !isModerator && random.chance(85) && author != "" ? author : anyPerson()
        let roles: JSONValue = isModerator ? ["moderator"] : []
        let word = random.chance(60) ? "" : random.pick(Self.words) ?? ""
        let body = "\(word) edited \(commands)"
        let (expect, params) = expecting(
            [
                "comment": name(id, in: site), "by": ["id": .string(person), "roles": roles],
                "body": .string(body),
            ], id, site)
        let now = now
        try send("comment.edit", params, to: site) { model, _ in
            let code = model.edit(
                id, by: person, asModerator: isModerator, body, expect: expect, now: now)
            return [code ?? 0]
        }
    }

    /// A page's other address, or another page's.
    mutating func move(in site: String) throws {
        let pages = Self.threads + Self.destinations
        let (from, to) = (random.pick(pages) ?? "", random.pick(pages) ?? "")
        let params: JSONValue = ["thread": .string(from), "to": .string(to)]
        try send("thread.move", params, to: site) { model, _ in [model.move(from, to) ?? 0] }
    }

    private static let decisions: [(weight: Int, value: String)] = ModelSite.actions.map {
        (["undo": 5, "restore": 3, "approve": 3][$0] ?? 1, $0)
    }

    /// Mostly a comment for which the action makes sense.
    private mutating func subject(of action: String, in site: String) -> String {
        guard random.chance(60), let model = sites[site] else { return anyID(in: site) }
        let ids =
            switch action {
            case "undo": model.entries.filter { $0.actor != "rules" }.suffix(12).map(\.comment)
            case "restore": model.comments.values.filter { $0.status == "deleted" }.map(\.id)
            case "approve": Array(model.waiting.keys)
            default: model.comments.values.compactMap(\.parent)
            }
        return random.pick(ids.sorted()) ?? anyID(in: site)
    }

    mutating func decide(in site: String, on chosen: String? = nil, _ action: String? = nil) throws
    {
        let action = action ?? random.pick(weighted: Self.decisions) ?? ""
        var subjects = [chosen ?? subject(of: action, in: site)]
        while random.chance(25) { subjects.append(subject(of: action, in: site)) }
        // The same comment twice is an error of its own.
        let ids = Set(subjects).sorted()
        let moderator = random.pick(Self.moderators) ?? ""
        let (expect, params) = expecting(
            [
                "comments": .array(ids.map { name($0, in: site) }), "action": .string(action),
                "moderator": .string(moderator),
            ], ids[0], site)
        let now = now
        try send("moderation.decide", params, to: site) { model, _ in
            ids.map { model.decide($0, action, by: moderator, expect: expect, now: now) ?? 0 }
        }
    }

    /// Sometimes with the revision that the comment has, or with another.
    private mutating func expecting(
        _ params: JSONValue, _ id: String, _ site: String
    ) -> (Int?, JSONValue) {
        guard random.chance(10) else { return (nil, params) }
        let revision = sites[site]?.comments[id]?.revision ?? 1
        let expected = revision + (random.chance(70) ? 0 : 1)
        return (expected, params.with(["expect": .integer(expected)]))
    }

    /// Closes a thread, or opens it again: closed ones are rare.
    mutating func close(in site: String) throws {
        let thread = random.pick(Self.threads) ?? ""
        try configure(thread, in: site, isClosed: random.chance(30))
    }

    mutating func configure(
        _ thread: String, in site: String, isClosed: Bool, isPremoderated: Bool? = nil
    ) throws {
        var params: JSONValue = ["thread": .string(thread), "closed": .bool(isClosed)]
        if let isPremoderated {
            params = params.with(["moderation": isPremoderated ? "pre" : "post"])
        }
        try send("thread.configure", params, to: site) { model, _ in
            model.threads[thread, default: ModelSite.Thread()].isClosed = isClosed
            if let isPremoderated {
                model.threads[thread]?.isPremoderated = isPremoderated
            }
            return [0]
        }
    }
}
