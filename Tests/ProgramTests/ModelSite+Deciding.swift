/// What moderators do in the model.
extension ModelSite {
    static let actions = [
        "approve", "reject", "spam", "delete", "restore", "feature", "unfeature", "pin", "unpin",
        "close", "reopen", "dismiss_flags", "undo",
    ]

    /// What an action makes of a comment and of its open flags.
    private static let verdicts = [
        "approve": (status: "approved", flags: "dismissed"),
        "reject": (status: "rejected", flags: "upheld"),
        "spam": (status: "spam", flags: "upheld"),
        "delete": (status: "deleted", flags: "upheld"),
    ]
    private static let setting = ["feature": "featured", "pin": "pinned", "close": "closed"]
    private static let clearing = ["unfeature": "featured", "unpin": "pinned", "reopen": "closed"]

    mutating func decide(
        _ id: String, _ action: String, by actor: String, expect: Int?, now: Int
    ) -> Int? {
        guard let old = comments[id] else { return 404 }
        if let expect, expect != old.revision { return 409 }
        var new = old
        var flags: String?
        var since = now
        if let verdict = Self.verdicts[action] {
            if old.status == "deleted" { return 409 }
            (new.status, flags) = verdict
            // Who takes their own comment away says nothing of those who flagged it.
            if action == "delete", actor == old.author { flags = "void" }
        } else if let mark = Self.setting[action] {
            new.marks.insert(mark)
        } else if let mark = Self.clearing[action] {
            new.marks.remove(mark)
        } else if action == "dismiss_flags" {
            flags = "dismissed"
        } else if action == "restore" {
            guard old.status == "deleted", let status = statusBeforeDeletion(of: id) else {
                return 409
            }
            new.status = status
        } else {
            guard let undone = takeBack(id) else { return 409 }
            // Flags may have hidden it since a decision that left its status alone.
            new.status = undone.from == undone.to ? old.status : undone.from ?? ""
            new.marks = undone.marks
            since = undone.wait?.since ?? now
            // Flags raised since then are right, if the comment is taken away again.
            if !["approved", "pending"].contains(new.status) { flags = "upheld" }
        }
        if new.status != old.status { new.revision += 1 }
        if let flags { settleFlags(on: id, as: flags) }
        comments[id] = new
        entries.append(
            Entry(
                comment: id, author: old.author, actor: actor, action: action, from: old.status,
                to: new.status, marks: old.marks, wait: waiting[id]))
        requeue(id, since: since)
        return nil
    }

    private func statusBeforeDeletion(of id: String) -> String? {
        entries.last { $0.comment == id && $0.to == "deleted" && $0.from != "deleted" }?.from
    }

    /// Marks the last decision that stands as undone, and opens the flags that it settled.
    private mutating func takeBack(_ id: String) -> Entry? {
        let last = entries.lastIndex {
            $0.comment == id && $0.actor != "rules" && !["undo", "edit"].contains($0.action)
                && !$0.isUndone
        }
        guard let last else { return nil }
        entries[last].isUndone = true
        for (reporter, flag) in flags[id, default: [:]] where flag.settledBy == last {
            flags[id]?[reporter]?.state = "open"
            flags[id]?[reporter]?.settledBy = nil
        }
        for reporter in formerFlags.keys {
            formerFlags[reporter]?.removeAll { $0.settledBy == last }
        }
        return entries[last]
    }

    private mutating func settleFlags(on id: String, as state: String) {
        for (reporter, flag) in flags[id, default: [:]] where flag.state == "open" {
            flags[id]?[reporter]?.state = state
            flags[id]?[reporter]?.settledBy = entries.count
        }
    }
}
