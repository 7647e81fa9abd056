import Configuration
import Discussion
import JSONValues
import Moderation
import Store
import Wire

/// `comment.submit`: a comment or a reply, judged at once.
struct SubmitComment: UseCase {
    private let site: String
    private let thread: String
    private let parent: CommentName?
    private let author: PersonClaim
    private let body: String
    private let ref: String?
    private let anchor: String?
    private let at: Moment?
    /// What the author wants to hear of; nil: nothing.
    private let notify: FollowScope?
    /// Where `ref` is given.
    private let fingerprint: Digest?
    /// What the rules that held when it was read find in the body.
    private let evidence: Evidence
    /// Which rules those were.
    private let judges: RulesInForce.Loaded
    /// Of the body as it is given: made here, because the thread that writes has most to do.
    private let html: HTMLRecipe

    init(_ arguments: Arguments, _ options: ServiceOptions) throws(Refusal) {
        site = try arguments.site()
        guard let thread = try arguments.identifier("thread"), let body = arguments.text("body"),
            let author = try arguments.person("author")
        else { throw .invalid("", "expected thread, author and body") }
        try checkBody(body, options.settings.limits)
        self.thread = thread
        self.body = body
        self.author = author
        parent = try arguments.comment("parent")
        ref = try arguments.identifier("ref")
        anchor = try arguments.anchor()
        at = try arguments.time("at")
        notify = FollowScope(notify: arguments.text("notify"))
        fingerprint = ref == nil ? nil : arguments.fingerprint
        judges = options.rules.current
        evidence = judges.rules(of: site)
            .evidence(of: body, by: options.classifiers.use(in: site))
        html = HTMLRecipe(body: body, isMasked: false)
    }

    /// What the site knows of where the comment is to stand and of who writes it, before anything
    /// is written.
    private struct Known {
        let site: Site?
        let thread: Thread?
        let author: Person?
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let moment = try work.moment(at)
        let knownSite = try work.store.site(named: site)
        if let record = try submitted(in: work, knownSite) {
            let reasons = try work.store.reasons(on: record.comment.id)
            return try answer(record, reasons, in: work, to: &json)
        }
        let known = Known(
            site: knownSite,
            thread: try knownSite.flatMap { try work.store.thread(named: self.thread, in: $0) },
            author: try knownSite.flatMap { try work.store.person(named: self.author.name, in: $0) }
        )
        let parent = try self.parent.map { try findParent($0, in: work, known, moment) }
        let (verdict, facts, shadow) = try judge(
            in: work, known, isReply: parent != nil, at: moment)

        let site = try work.makeSite(named: site, at: moment)
        let thread =
            try parent?.thread ?? known.thread
            ?? work.store.makeThread(named: self.thread, in: site, at: moment)
        let person = try work.store.makePerson(
            claim(of: known.author, verdict), known: known.author, in: site, at: moment)
        guard let id = try work.store.nextCommentID(at: moment) else {
            throw Refusal.tooLarge(
                "that millisecond holds \(CommentID.perMillisecond) comments already",
                limit: Int(CommentID.perMillisecond), field: "at")
        }
        var comment = comment(
            id, site, thread, person, parent?.head, verdict, isShadowed: shadow != nil)
        (comment.ip, comment.userAgent) = try Retention(work).origin(of: author, at: moment)
        var subject = Subject(
            comment: comment,
            tally: Tally(
                id: id, threadID: thread.id, parentID: comment.parentID, status: verdict.status),
            thread: thread)
        let html = comment.masked == nil ? self.html : HTMLRecipe(of: comment)
        let making = Making(
            shadow == nil ? verdict.making : .shadow, as: comment.status, rules: verdict.rules)
        try work.store.insert(
            comment, by: AuthorText.byline(of: person), making, html: html)
        if let shadow { try work.store.insertShadow(of: id, by: shadow.id) }
        try work.store.insert(verdict.reasons, on: id, revision: 1)
        let rules = try work.store.ruleSetID(
            of: work.inForce.kept(of: self.site), in: site.id, at: work.now)
        try work.store.insert(
            Judgement(ruleSetID: rules, status: verdict.status, facts: facts.stored), on: id,
            revision: 1)
        if let print = evidence(in: work).print {
            try Recent(store: work.store, needs: work.rules(of: self.site).needs, moment: moment)
                .enter(subject.comment, print)
        }
        try Standing(work).add(&subject)
        if let notify { try Following(work).add(person, notify, to: &subject) }
        try record(subject, verdict, in: work, at: moment)
        work.store.count(in: site.id, comments: 1)
        // As badges have it the comment counts already.
        let author =
            work.options.settings.badges.bounds.isEmpty
            ? person : try work.store.person(person.id) ?? person
        let record = CommentRecord(
            comment: subject.comment, author: author, threadName: thread.name,
            tally: subject.tally, html: html)
        try answer(record, verdict.reasons, in: work, to: &json)
    }

    /// What a refused comment says of its author changes nothing that others see.
    private func claim(of known: Person?, _ verdict: Verdict) -> PersonClaim {
        let isRefused = verdict.status == .rejected || verdict.status == .spam
        return isRefused && known != nil ? PersonClaim(name: author.name) : author
    }

    /// The comment that this `ref` already stands for.
    private func submitted(in work: Work, _ site: Site?) throws -> CommentRecord? {
        guard let ref, let site, let id = try work.store.commentID(.ref(ref), in: site),
            let comment = try work.store.comment(id, in: site)
        else { return nil }
        guard comment.fingerprint == fingerprint?.bytes else {
            var refusal = Refusal(.conflict, "ref stands for a comment with other params")
            refusal.field = "ref"
            throw refusal
        }
        let subject = try work.subject(comment)
        return try work.store.record(of: subject.tally, in: subject.thread)
    }

    private func findParent(
        _ name: CommentName, in work: Work, _ known: Known, _ moment: Moment
    ) throws -> (head: CommentHead, thread: Thread) {
        let parent = try work.head(name, in: known.site, seenBy: known.author)
        guard let site = known.site, let thread = try work.store.thread(parent.tally.threadID),
            try work.isThread(thread, ofPage: self.thread, in: site)
        else { throw Refusal.noSuchComment }
        try work.checkOpen(thread, from: parent.tally.id, at: moment)
        let limit = work.settings.limits.maxDepth
        if parent.depth >= limit {
            throw Refusal.tooLarge("replies go \(limit) deep", limit: limit, field: "parent")
        }
        return (parent, thread)
    }

    /// Checks what forbids any comment here, then asks the rules about this one.
    private func judge(
        in work: Work, _ known: Known, isReply: Bool, at moment: Moment
    ) throws -> (verdict: Verdict, facts: Facts, shadow: Sanction?) {
        let (site, thread, person) = (known.site, known.thread, known.author)
        let restraint = try work.restraint(of: person, claimed: author, in: site)
        if let restraint, restraint.kind >= .mute { throw Refusal(because: restraint) }
        if let thread {
            try work.checkOpen(thread, from: nil, at: moment)
            if author.isGuest, !thread.takesGuests { throw Self.takesNoGuests }
            try checkSlowMode(thread, person, in: work, at: moment)
        } else {
            let settings = try work.settings(of: site)
            if settings.isClosed { throw Refusal(.locked, "the site is closed") }
            if author.isGuest, !settings.takesGuests { throw Self.takesNoGuests }
        }
        if notify != nil { try Following(work).checkRoom(for: person, field: "notify") }
        let (verdict, facts) = try Judging(
            work: work, siteName: self.site, site: site, moment: moment
        ).judge(
            evidence(in: work), by: author, person, in: thread, isReply: isReply,
            hasAnchor: anchor != nil)
        switch restraint?.kind {
        case .premoderate: return (restraint.map(verdict.held) ?? verdict, facts, nil)
        case .shadow where verdict.status == .approved:
            return (verdict.shadowed, facts, restraint)
        default: return (verdict, facts, nil)
        }
    }

    private static let takesNoGuests = Refusal(
        .forbidden, "the thread takes no comments from guests")

    /// Rules may have been loaded since the line was read: the new ones judge it then.
    private func evidence(in work: Work) -> Evidence {
        if work.inForce.number == judges.number { return evidence }
        return work.rules(of: site)
            .evidence(of: body, by: work.options.classifiers.use(in: site))
    }

    private func checkSlowMode(
        _ thread: Thread, _ person: Person?, in work: Work, at moment: Moment
    ) throws {
        let pause = Int64(thread.slowModeSeconds) * 1000
        guard pause > 0, let person,
            let last = try work.store.lastComment(
                by: person.id, in: thread.id,
                since: Moment(milliseconds: max(0, moment.milliseconds - pause)))
        else { return }
        let free = last.adding(milliseconds: pause)
        guard last <= moment, moment < free else { return }
        var refusal = Refusal(
            .rateLimited,
            "the thread takes one comment a person each \(thread.slowModeSeconds) s")
        refusal.retryAfterMs = Int(free.milliseconds - moment.milliseconds)
        throw refusal
    }

    private func comment(
        _ id: CommentID, _ site: Site, _ thread: Thread, _ person: Person, _ parent: CommentHead?,
        _ verdict: Verdict, isShadowed: Bool
    ) -> Comment {
        var comment = Comment(
            id: id, siteID: site.id, threadID: thread.id, parentID: parent?.tally.id,
            depth: parent.map { $0.depth + 1 } ?? 0, authorID: person.id, status: verdict.status,
            body: body)
        if isShadowed { comment.marks = .shadowed }
        comment.roles = author.roles
        comment.isGuest = author.isGuest
        comment.rules = verdict.rules
        comment.ref = ref
        comment.fingerprint = fingerprint?.bytes
        comment.anchor = anchor
        comment.masked = verdict.masks.isEmpty ? nil : verdict.masked(body)
        return comment
    }

    private func record(
        _ subject: Subject, _ verdict: Verdict, in work: Work, at moment: Moment
    ) throws {
        let comment = subject.comment
        let isShadowed = comment.marks.contains(.shadowed)
        if !isShadowed, verdict.status == .pending || verdict.isFlagged {
            try Queue(work).put(
                subject, as: verdict.status == .pending ? .pending : .flagged,
                reasons: verdict.reasons, since: moment)
        }
        var data = JSONWriter(capacity: 64)
        data.object { data in
            data.member("status", comment.status.name)
            if isShadowed { data.member("shadowed", true) }
        }
        work.store.record(
            Event(subject, type: "comment.submitted", at: moment, data: data.bytes))
    }

    /// As the author sees it, with the verdict that is kept with it.
    private func answer(
        _ record: CommentRecord, _ reasons: [Reason], in work: Work, to json: inout JSONWriter
    ) throws {
        try json.object { json in
            json.name("comment")
            try json.object { json in
                try CommentEncoder(work: work, site: site)
                    .writeMembers(of: record, .whole, to: &json)
            }
            json.name("decision")
            writeDecision(
                status: record.comment.statusForAuthor, rules: record.comment.rules,
                reasons: reasons,
                to: &json)
        }
    }
}

extension Comment {
    /// As its author is shown it: one in the shadow as if it were published.
    var statusForAuthor: Status { marks.contains(.shadowed) ? .approved : status }
}

extension Verdict {
    /// What the rules did with a comment as it was made.
    var making: Making.Action {
        switch status {
        case .approved: isFlagged ? .flag : .approve
        case .rejected: .reject
        case .spam: .spam
        case .pending, .deleted: .hold
        }
    }

    /// The name under which the history keeps what the rules did.
    var actionName: String { making.name }
}
