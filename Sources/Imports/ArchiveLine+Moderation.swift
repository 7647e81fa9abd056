import Discussion
import JSONValues

extension ArchiveLine {
    static func decision(_ members: LineMembers) throws(ImportProblem) -> ArchiveDecision {
        // In a line that names an actor by id alone, `rules` are the rules.
        var actor = try members.person("actor_id", erased: "actor_erased")
        if actor == nil, let name = try members.identifier("actor"), name != "rules" {
            actor = ArchivePerson(name: name)
        }
        return ArchiveDecision(
            number: try members.integer("n").map { Int64($0) }, site: try members.site(),
            at: try members.required("at", members.moment("at")), actor: actor,
            action: try members.required("action", members.identifier("action")),
            comment: try members.comment("comment_id"),
            person: try members.person("person_id", erased: "person_erased"),
            from: try members.status("from"), to: try members.status("to"),
            fromMarks: try members.count("from_marks").map { Marks(rawValue: $0) },
            toMarks: try members.count("to_marks").map { Marks(rawValue: $0) },
            reason: try members.text("reason", atMost: 65_536), rules: try members.count("rules"),
            waitedMilliseconds: try members.integer("waited_ms").map { Int64($0) },
            undoes: try members.integer("undoes").map { Int64($0) },
            until: try members.moment("until"), range: try members.identifier("range"))
    }

    static func flag(_ members: LineMembers) throws(ImportProblem) -> ArchiveFlag {
        let reason = try members.choice("reason", FlagReason.allCases, \.rawValue)
        return ArchiveFlag(
            site: try members.site(),
            comment: try members.required("comment_id", members.comment("comment_id")),
            reporter: try members.required(
                "reporter", members.person("reporter", numbered: "erased")),
            reason: try members.required("reason", reason),
            detail: try members.text("detail", atMost: 65_536),
            at: try members.required("at", members.moment("at")),
            state: try members.choice("state", FlagState.allCases, \.name) ?? .open,
            weight: try members.count("weight") ?? 1000, isRepeat: try members.bool("repeated"),
            settledBy: try members.integer("settled_by").map { Int64($0) })
    }

    static func waiting(_ members: LineMembers) throws(ImportProblem) -> ArchiveCase {
        let state = try members.choice("state", CaseState.allCases, \.name)
        let severity = try members.number("severity") ?? 1
        let exposure = try members.number("exposure") ?? 1
        guard severity > 0 else { throw members.problem("severity", "expected more than 0") }
        guard exposure > 0 else { throw members.problem("exposure", "expected more than 0") }
        return ArchiveCase(
            comment: try members.required("comment_id", members.comment("comment_id")),
            site: try members.site(), state: try members.required("state", state),
            since: try members.required("since", members.moment("since")), severity: severity,
            exposure: exposure, isTold: try members.bool("told"))
    }

    static func subscription(
        _ members: LineMembers
    ) throws(ImportProblem) -> ArchiveSubscription {
        let comment = try members.comment("comment_id")
        let name = try members.choice("scope", FollowScope.names, { $0 })
        let scope: FollowScope =
            name == FollowScope.thread.name ? .thread : comment == nil ? .ownReplies : .replies
        if scope == .thread, comment != nil {
            throw members.problem("comment_id", "goes with the scope replies")
        }
        // `S` and the number.
        let id = try members.identifier("id")
        let since = try members.required("created_at", members.moment("created_at"))
        let isConfirmed = try members.bool("confirmed")
        return ArchiveSubscription(
            site: try members.site(), number: id.flatMap { Int64($0.dropFirst()) },
            thread: try members.required("thread", members.identifier("thread", atMost: 1024)),
            person: try members.required("person", members.identifier("person")), scope: scope,
            comment: comment, email: try members.identifier("email", atMost: 320), since: since,
            waitsSince: try isConfirmed ? nil : members.moment("waits_since") ?? since,
            tokenDigest: try members.bytes("token_digest") ?? [])
    }
}

extension ArchiveComment {
    init(_ members: LineMembers) throws(ImportProblem) {
        site = try members.site()
        thread = try members.required("thread", members.identifier("thread", atMost: 1024))
        ref = try members.identifier("ref")
        id = try Self.id(members)
        let created = try members.moment("created_at") ?? id?.createdAt
        createdAt = try members.required("created_at", created)
        if let id, id.createdAt != createdAt {
            throw members.problem("id", "is of another time than created_at")
        }
        if id == nil, ref == nil { throw members.problem("id", "is missing, and ref too") }
        parent = try members.comment("parent_id")
        guard let person = try members.object("author") else {
            throw members.problem("author", "is missing")
        }
        isAuthorErased = try person.bool("erased")
        var claim = try person.claim()
        claim.roles = Roles(names: try members.texts("roles"))
        author = claim
        status = try members.status("status") ?? .approved
        revision = max(1, try members.count("revision") ?? 1)
        // Where words are masked, `original` is what was written.
        let shown = try members.text("body", atMost: ArchiveLine.maxBodyBytes) ?? ""
        let original = try members.text("original", atMost: ArchiveLine.maxBodyBytes)
        body = original ?? shown
        masked = original == nil ? nil : shown
        editedAt = try members.moment("edited_at")
        marks = try Self.marks(members)
        rules = try members.count("rules") ?? 0
        fingerprint = try ref == nil ? nil : members.bytes("fingerprint")
        anchor = members.json("anchor").map { String(decoding: $0, as: UTF8.self) }
        if let anchor, anchor.utf8.first != 0x7B || anchor.utf8.count > 65_536 {
            throw members.problem("anchor", "expected an object of at most 65536 bytes")
        }
        shadowedBy = try members.integers("shadowed_by").map { Int64($0) }
        judgements = try Self.judgements(members)
        reasons = try Self.reasons(members)
    }

    private static func id(_ members: LineMembers) throws(ImportProblem) -> CommentID? {
        guard let text = try members.identifier("id") else { return nil }
        guard let id = CommentID(text: text), id.rawValue > 0 else {
            throw members.problem("id", "expected a comment's id")
        }
        return id
    }

    private static func marks(_ members: LineMembers) throws(ImportProblem) -> Marks {
        var marks: Marks = []
        if try members.bool("pinned") { marks.insert(.pinned) }
        if try members.bool("closed") { marks.insert(.closed) }
        if try members.bool("featured") { marks.insert(.featured) }
        if try members.bool("shadowed") { marks.insert(.shadowed) }
        return marks
    }

    private static func judgements(
        _ members: LineMembers
    ) throws(ImportProblem) -> [(revision: Int, rules: Int64, status: Status, facts: String)] {
        var all: [(revision: Int, rules: Int64, status: Status, facts: String)] = []
        for item in try members.objects("judgements") {
            let status = try item.required("status", item.status("status"))
            if status == .deleted { throw item.problem("status", "no rule deletes") }
            all.append(
                (
                    try item.required("revision", item.count("revision")),
                    Int64(try item.required("rule_set", item.integer("rule_set"))), status,
                    try item.required("facts", item.exact("facts"))
                ))
        }
        return all
    }

    private static func reasons(
        _ members: LineMembers
    ) throws(ImportProblem) -> [(revision: Int, reason: Reason)] {
        var all: [(revision: Int, reason: Reason)] = []
        for item in try members.objects("reasons") {
            let action = try item.choice("action", RuleAction.allCases, \.rawValue)
            let start = try item.count("start")
            let end = try item.count("end")
            let span = start.map { $0..<max($0, end ?? $0) }
            let reason = Reason(
                rule: try item.required("rule", item.text("rule")),
                action: try item.required("action", action),
                detail: try item.text("detail", atMost: 65_536) ?? "", span: span,
                count: try item.count("count") ?? 1, score: try item.number("score"),
                isDryRun: try item.bool("dry_run"))
            all.append((try item.count("revision") ?? 1, reason))
        }
        return all
    }
}
