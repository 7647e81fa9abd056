/// What is submitted.
struct ModelSubmission {
    var thread: String
    var parent: String?
    var author: String
    var body: String
    /// When, in milliseconds since 1970.
    var at: Int
    /// The host's own name of it.
    var ref: String?
}

/// The commands of commenting. Each gives the code of the error that is due, nil where none is.
extension ModelSite {
    /// Rules of the tests, each by a word that it looks for.
    static let rulesText = """
        {"version": 3, "rules": [
          {"name": "hold", "when": {"words": ["holdme"]}, "then": "hold"},
          {"name": "reject", "when": {"words": ["rejectme"]}, "then": "reject"},
          {"name": "spam", "when": {"words": ["spamme"]}, "then": "spam"},
          {"name": "flag", "when": {"words": ["flagme"]}, "then": "flag"},
          {"name": "newcomer", "then": "hold",
           "when": {"words": ["trustme"], "author": {"approved": {"max": 5}}}},
          {"name": "known for it", "then": "spam",
           "when": {"words": ["trustme"], "author": {"rejected": {"min": 4}}}}]}
        """

    /// `id` is what the server called it; nil where the server refused it.
    mutating func submit(_ new: ModelSubmission, as id: String?) -> Int? {
        if let parent = new.parent {
            guard let above = comments[parent], above.thread == new.thread,
                above.status == "approved"
                    || above.status == "pending" && above.author == new.author
            else { return 404 }
            if isClosed(new.thread, from: parent) { return 423 }
            if depth(of: parent) >= Self.maxDepth { return 413 }
        }
        if isClosed(new.thread, from: nil) { return 423 }
        guard let id else { return nil }
        let isFlagged = new.body.contains("flagme")
        let status = status(of: new)
        threads[new.thread] = threads[new.thread] ?? Thread()
        ids.append(id)
        comments[id] = Comment(
            id: id, thread: new.thread, parent: new.parent, author: new.author, body: new.body,
            created: new.at, ref: new.ref, status: status)
        if isFlagged { flags[id] = [Self.rules: Flag(reason: "")] }
        entries.append(
            Entry(
                comment: id, author: new.author, actor: "rules",
                action: Self.action(status, isFlagged), from: nil, to: status))
        requeue(id, since: new.at)
        return nil
    }

    /// The name of what rules did to a text.
    static func action(_ status: String, _ isFlagged: Bool) -> String {
        let actions = [
            "approved": isFlagged ? "flag" : "approve", "pending": "hold", "rejected": "reject",
            "spam": "spam",
        ]
        return actions[status] ?? ""
    }

    /// `id` is the comment whose text it becomes, which is none of those before it.
    func status(of new: ModelSubmission, apartFrom id: String? = nil) -> String {
        if new.body.contains("holdme") { return "pending" }
        if new.body.contains("rejectme") { return "rejected" }
        if new.body.contains("spamme") { return "spam" }
        if new.body.contains("trustme") {
            // Spam is stricter than holding.
            func count(_ statuses: Set<String>) -> Int {
                let own = id.flatMap { comments[$0]?.status }
                return comments(by: new.author, with: statuses)
                    - (own.map { statuses.contains($0) } ?? false ? 1 : 0)
            }
            if count(["rejected", "spam"]) >= 4 { return "spam" }
            if count(["approved"]) <= 5 { return "pending" }
        }
        return threads[new.thread]?.isPremoderated ?? false ? "pending" : "approved"
    }

    mutating func vote(on id: String, by voter: String, _ value: Int) -> Int? {
        guard let comment = comments[id], comment.status == "approved" else { return 404 }
        if comment.author == voter { return 403 }
        if isClosed(comment.thread, from: id) { return 423 }
        votes[id, default: [:]][voter] = value
        return nil
    }

    mutating func flag(_ id: String, by reporter: String, for reason: String, at: Int) -> Int? {
        guard comments[id]?.status == "approved" else { return 404 }
        let former = flags[id]?[reporter]
        if former?.state == "open" { return nil }
        let isDecided = former.map { ["upheld", "dismissed"].contains($0.state) } ?? false
        let flag = Flag(
            reason: reason, weight: weight(of: reporter),
            isRepeat: isDecided || former?.isRepeat ?? false,
            isOtherReason: former.map { $0.reason != reason } ?? false)
        if let former { formerFlags[reporter, default: []].append(former) }
        flags[id, default: [:]][reporter] = flag
        requeue(id, since: at)
        hide(id)
        return nil
    }

    /// Twice the expected share of right flags, in thousandths, at most 1,500.
    private func weight(of reporter: String) -> Int {
        let raised = flags.values.compactMap { $0[reporter] } + formerFlags[reporter, default: []]
        let agreed = raised.count { $0.state == "upheld" }
        let dismissed = raised.count { $0.state == "dismissed" }
        let share = Double(1 + agreed) / Double(2 + agreed + dismissed)
        return min(1500, Int((2000 * share).rounded()))
    }

    /// Takes a comment away once three readers whom it is new to flag it with enough weight.
    private mutating func hide(_ id: String) {
        guard isHeavy(id), let comment = comments[id], let since = waiting[id]?.since else {
            return
        }
        comments[id]?.status = "pending"
        comments[id]?.revision += 1
        entries.append(
            Entry(
                comment: id, author: comment.author, actor: "rules", action: "hold",
                from: comment.status, to: "pending"))
        requeue(id, since: since)
    }

    /// Whether three readers to whom a comment is new flag it with enough weight.
    func isHeavy(_ id: String) -> Bool {
        let new = flags[id, default: [:]].filter {
            $0.key != Self.rules && $0.value.state == "open" && !$0.value.isRepeat
        }.values
        return new.count >= 3 && new.reduce(0, { $0 + $1.weight }) >= 3000
    }

    mutating func delete(
        _ id: String, by person: String, asModerator: Bool, expect: Int?, now: Int
    ) -> Int? {
        guard let comment = comments[id] else { return 404 }
        let isOwn = comment.author == person
        if !asModerator {
            guard comment.status == "approved" || comment.status == "pending" && isOwn else {
                return 404
            }
            guard isOwn, now - comment.created <= Self.deleteWindow else { return 403 }
        }
        return decide(id, "delete", by: person, expect: expect, now: now)
    }
}
