import Discussion
import JSONValues
import Store

/// The lines of an export of a whole database.
struct ArchiveLines {
    private let work: Work
    /// Every site, oldest first.
    let sites: [ArchivedSite]
    private let names: [Int64: String]

    init(_ work: Work) throws {
        self.work = work
        sites = try work.store.archivedSites()
        names = Dictionary(sites.map { ($0.site.id, $0.site.name) }) { first, _ in first }
    }

    private func name(_ siteID: Int64) -> String { names[siteID] ?? "" }

    func write(_ site: ArchivedSite, to json: inout JSONWriter) {
        json.object { json in
            json.member("type", "site")
            json.member("site", site.site.name)
            json.member("created_at", site.createdAt)
            json.name("settings")
            json.writeSettings(site.settings)
        }
    }

    func write(_ rules: ArchivedRules, to json: inout JSONWriter) {
        json.object { json in
            json.member("type", "rule_set")
            json.member("n", Int(rules.id))
            json.member("site", name(rules.siteID))
            json.member("digest", hexadecimal(rules.kept.digest.bytes))
            json.member("version", rules.kept.version)
            json.member("first_used_at", rules.firstUsedAt)
            json.member("rules", rules.kept.rules)
            json.member("lists", rules.kept.lists)
        }
    }

    /// A thread's own settings; those that it leaves to the site are not there.
    func write(_ thread: Thread, to json: inout JSONWriter) {
        let settings = thread.settings
        json.object { json in
            json.member("type", "thread")
            json.member("site", name(thread.siteID))
            json.member("thread", thread.name)
            json.member("title", orNull: settings.title)
            json.member("url", orNull: settings.url)
            json.member("count", thread.visible)
            json.member("closed", settings.isClosed)
            json.member("moderation", ifAny: settings.moderation?.name)
            json.member("close_after_days", ifAny: settings.closeAfterDays)
            json.member("slow_mode_s", ifAny: settings.slowModeSeconds)
            json.member("default_sort", ifAny: settings.defaultSort?.name)
            if let takesGuests = settings.takesGuests { json.member("guests", takesGuests) }
            json.member("created_at", thread.createdAt)
        }
    }

    func write(_ person: Person, in siteID: Int64, to json: inout JSONWriter) throws {
        let site = Site(id: siteID, name: name(siteID))
        try json.object { json in
            try ExportLines(work: work, site: site, person: person).writeMembers(to: &json)
            json.member("site", site.name)
        }
    }

    /// `number` is what the lines of comments call it. Of somebody who was erased nothing is
    /// imposed any more but what keeps their comments in the shadow: false where it is not written.
    func write(
        _ sanction: Sanction, number: Int, to json: inout JSONWriter
    ) throws -> Bool {
        let moderator = try work.store.person(sanction.moderatorID)
        var person: Person?
        if case .person(let id) = sanction.target { person = try work.store.person(id) }
        let isErased = person?.isErased ?? false
        if isErased, sanction.kind != .shadow { return false }
        json.object { json in
            json.member("type", "sanction")
            json.member("n", number)
            json.member("site", name(sanction.siteID))
            json.member("person", ifAny: person?.name)
            if isErased { json.member("person_erased", true) }
            if case .range(let range) = sanction.target { json.member("range", range.text) }
            json.member("kind", sanction.kind.name)
            json.member("since", sanction.since)
            json.member("until", orNull: sanction.until?.text)
            json.member("reason", sanction.reason)
            json.member("moderator", orNull: moderator?.name)
            if moderator?.isErased ?? false { json.member("moderator_erased", true) }
            let voids = !isErased && person?.restraints.contains(.voided) ?? false
            if voids, sanction.kind != .warn { json.member("void_votes", true) }
        }
        return true
    }

    func write(_ ballot: ArchivedBallot, erased: Int, to json: inout JSONWriter) {
        json.object { json in
            json.member("type", "vote")
            json.member("comment_id", ballot.ballot.commentID)
            json.member("voter", ballot.voter ?? Person.erasedName)
            if erased > 0 { json.member("erased", erased) }
            json.member("value", ballot.ballot.value)
            json.member("at", ballot.ballot.castAt)
            if !ballot.ballot.isCounted { json.member("counted", false) }
        }
    }

    func write(
        _ flag: ArchivedFlag, erased: Int, settledBy: Int?, to json: inout JSONWriter
    ) {
        json.object { json in
            json.member("type", "flag")
            json.member("comment_id", flag.flag.commentID)
            json.member("reporter", flag.reporter ?? Person.erasedName)
            if erased > 0 { json.member("erased", erased) }
            json.member("reason", flag.flag.reason.rawValue)
            json.member("detail", ifAny: flag.flag.detail)
            json.member("at", flag.flag.raisedAt)
            json.member("state", flag.flag.state.name)
            json.member("weight", flag.weight)
            if flag.isRepeat { json.member("repeated", true) }
            json.member("settled_by", ifAny: settledBy)
        }
    }

    /// `number` is what other lines call the entry, `undoing` the number of the one that it undid.
    func write(
        _ entry: HistoryEntry, number: Int?, undoing: Int?, to json: inout JSONWriter
    ) throws {
        let actor = try entry.actorID.flatMap { try work.store.person($0) }
        let person = try entry.personID.flatMap { try work.store.person($0) }
        try json.object { json in
            json.member("type", "decision")
            json.member("n", ifAny: number)
            json.member("site", name(entry.siteID))
            try work.writeMembers(of: entry, to: &json)
            // Somebody may be called `rules`.
            if let actor { json.member("actor_id", actor.name) }
            if actor?.isErased ?? false { json.member("actor_erased", true) }
            if person?.isErased ?? false { json.member("person_erased", true) }
            json.member("from_marks", ifAny: entry.fromMarks?.rawValue)
            json.member("to_marks", ifAny: entry.toMarks?.rawValue)
            json.member("waited_ms", ifAny: entry.waitedMilliseconds.map { Int($0) })
            json.member("undoes", ifAny: undoing)
        }
    }

    func write(_ item: QueueCase, isTold: Bool, to json: inout JSONWriter) {
        json.object { json in
            json.member("type", "case")
            json.member("comment_id", item.commentID)
            json.member("state", item.state.name)
            json.member("since", item.since)
            json.member("severity", item.severity)
            json.member("exposure", item.exposure)
            if isTold { json.member("told", true) }
        }
    }

    /// The token itself stays out: who has that may end the subscription.
    func write(_ subscription: Subscription, to json: inout JSONWriter) throws {
        let thread = try work.store.thread(subscription.threadID)
        let person = try work.store.person(subscription.personID)
        json.object { json in
            json.member("type", "subscription")
            work.writeMembers(of: subscription, threadName: thread?.name ?? "", to: &json)
            json.member("site", name(subscription.siteID))
            json.member("person", orNull: person?.name)
            json.member("email", ifAny: subscription.email)
            json.member("created_at", subscription.since)
            json.member("waits_since", ifAny: subscription.waitsSince?.text)
            json.member("token_digest", hexadecimal(subscription.tokenDigest))
        }
    }
}

extension ArchiveLines {
    /// As moderators see it, and what else its rows say. `shadows` are the numbers of the sanctions
    /// because of which it is, or was, shown to its author alone.
    func write(
        _ comment: Comment, _ tally: Tally, shadows: [Int], to json: inout JSONWriter
    ) throws {
        let store = work.store
        guard let thread = try store.thread(comment.threadID),
            let record = try store.record(of: tally, in: thread)
        else { throw Refusal(.internalFault, "a comment without a thread or an author") }
        try json.object { json in
            json.member("type", "comment")
            try CommentEncoder(work: work, site: name(comment.siteID), audience: .moderators)
                .writeMembers(of: record, .whole, to: &json)
            if !comment.roles.isEmpty {
                json.name("roles")
                json.array { json in comment.roles.list.forEach { json.string($0) } }
            }
            if comment.rules != 0 { json.member("rules", comment.rules) }
            json.member("fingerprint", ifAny: comment.fingerprint.map(hexadecimal))
            if !shadows.isEmpty {
                json.name("shadowed_by")
                json.array { json in shadows.forEach { json.integer($0) } }
            }
            try writeJudgements(of: comment.id, to: &json)
            try writeReasons(of: comment.id, to: &json)
        }
    }

    private func writeJudgements(of id: CommentID, to json: inout JSONWriter) throws {
        let judgements = try work.store.archivedJudgements(on: id)
        guard !judgements.isEmpty else { return }
        json.name("judgements")
        json.array { json in
            for item in judgements {
                json.object { json in
                    json.member("revision", item.revision)
                    json.member("rule_set", Int(item.judgement.ruleSetID))
                    json.member("status", item.judgement.status.name)
                    json.member("facts", String(decoding: item.judgement.facts, as: UTF8.self))
                }
            }
        }
    }

    private func writeReasons(of id: CommentID, to json: inout JSONWriter) throws {
        let reasons = try work.store.archivedReasons(on: id)
        guard !reasons.isEmpty else { return }
        json.name("reasons")
        json.array { json in
            for item in reasons {
                let reason = item.reason
                json.object { json in
                    json.member("revision", item.revision)
                    json.member("rule", reason.rule)
                    json.member("action", reason.action.rawValue)
                    json.member("detail", reason.detail)
                    json.member("start", ifAny: reason.span?.lowerBound)
                    json.member("end", ifAny: reason.span?.upperBound)
                    json.member("count", reason.count)
                    if let score = reason.score { json.member("score", score) }
                    if reason.isDryRun { json.member("dry_run", true) }
                }
            }
        }
    }
}

/// Bytes as lower-case digits, two each.
func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
        decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
