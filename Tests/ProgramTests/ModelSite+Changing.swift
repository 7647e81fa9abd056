/// Other texts and other addresses in the model.
extension ModelSite {
    mutating func edit(
        _ id: String, by person: String, asModerator: Bool, _ body: String, expect: Int?, now: Int
    ) -> Int? {
        guard let old = comments[id] else { return 404 }
        if asModerator {
            if old.status == "deleted" { return 409 }
        } else {
            let isOwn = old.author == person
            guard old.status == "approved" || old.status == "pending" && isOwn else { return 404 }
            if !isOwn { return 403 }
            if isClosed(old.thread, from: id) { return 423 }
            let isReplied = ModelTree(self, thread: old.thread).descendants[id, default: 0] > 0
            if now - old.created > Self.editWindow || isReplied { return 403 }
        }
        if let expect, expect != old.revision { return 409 }
        let judged = status(
            of: ModelSubmission(
                thread: old.thread, parent: old.parent, author: old.author, body: body, at: now),
            apartFrom: id)
        let isHeld = judged == "approved" && isBound(id)
        let status = isHeld ? "pending" : judged
        let isFlagged = body.contains("flagme")
        comments[id]?.body = body
        comments[id]?.status = status
        comments[id]?.revision += 1
        flags[id, default: [:]][Self.rules] = isFlagged ? Flag(reason: "") : nil
        entries.append(
            Entry(
                comment: id, author: old.author, actor: person, action: "edit", from: nil, to: "-"))
        entries.append(
            Entry(
                comment: id, author: old.author, actor: "rules",
                action: isHeld ? "hold" : Self.action(judged, isFlagged), from: old.status,
                to: status))
        requeue(id, since: now)
        return nil
    }

    /// Whether rules alone may not publish another text of a comment.
    private func isBound(_ id: String) -> Bool {
        let verdict = entries.last {
            $0.comment == id && $0.actor != "rules" && !$0.isUndone
                && ["approve", "reject", "spam"].contains($0.action)
        }
        return ["rejected", "spam"].contains(verdict?.to)
            || comments[id]?.status == "pending" && isHeavy(id)
    }

    /// A page has another address, or becomes one with the page that is there.
    mutating func move(_ from: String, _ to: String) -> Int? {
        guard let thread = threads[from] else { return 404 }
        if from == to { return nil }
        threads[from] = nil
        threads[to] = threads[to] ?? thread
        for (id, comment) in comments where comment.thread == from { comments[id]?.thread = to }
        return nil
    }
}
