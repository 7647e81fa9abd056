import Discussion
import JSONValues
import Moderation
import Store
import Wire

/// `comment.edit`: gives a comment another text, which is judged as a new one's is. Its author may
/// for a while, moderators always.
struct EditComment: UseCase {
    private let site: String
    private let comment: CommentName
    private let person: PersonClaim
    private let body: String
    private let expected: Int?
    /// What the rules that held when it was read find in the body.
    private let evidence: Evidence
    /// Which rules those were.
    private let judges: RulesInForce.Loaded

    init(_ arguments: Arguments, _ options: ServiceOptions) throws(Refusal) {
        site = try arguments.site()
        comment = try arguments.commentName("comment")
        person = try arguments.requiredPerson("by")
        body = try arguments.required("body")
        try checkBody(body, options.settings.limits)
        expected = arguments.integer("expect")
        judges = options.rules.current
        evidence = judges.rules(of: site)
            .evidence(of: body, by: options.classifiers.use(in: site))
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        guard let site = try work.store.site(named: site) else { throw Refusal.noSuchComment }
        let isModerator = work.isModerator(person)
        let subject =
            try isModerator
            ? work.subject(work.find(comment, in: site)) : findOwn(in: work, site)
        if isModerator, subject.comment.status == .deleted {
            throw Refusal(.conflict, "the comment is deleted: restore it first")
        }
        try work.check(subject.comment, expect: expected)
        if isModerator {
            try Queue(work).checkLease(on: subject.comment.id, for: person.name, in: site)
        }
        guard !isSame(body, subject.comment.body) else {
            let reasons = try work.store.reasons(on: subject.comment.id)
            return try answer(subject, reasons, isModerator, in: work, to: &json)
        }
        if try work.store.formerTextCount(of: subject.comment.id) >= Store.maxRevisions - 1 {
            throw Refusal.tooLarge(
                "a comment has at most \(Store.maxRevisions) texts", limit: Store.maxRevisions)
        }
        let rejudging = Rejudging(
            work: work, siteName: self.site, site: site, subject: subject, body: body)
        let outcome = try rejudging.outcome(
            evidence(in: work), by: isModerator ? nil : person)
        // What a refused text says of its author changes nothing that others see.
        let isRefused = outcome.status == .rejected || outcome.status == .spam
        let claim = isRefused ? PersonClaim(name: person.name) : work.believed(person)
        let editor = try work.store.makePerson(claim, in: site, at: work.now)
        let edited = try rejudging.write(outcome, editedBy: editor.id)
        try answer(edited, outcome.reasons, isModerator, in: work, to: &json)
    }

    /// The comment, where the person may edit it as its author.
    private func findOwn(in work: Work, _ site: Site) throws -> Subject {
        let person = try work.store.person(named: person.name, in: site)
        let head = try work.head(comment, in: site, seenBy: person)
        guard person?.id == head.authorID else {
            throw Refusal(.forbidden, "only its author and moderators may edit a comment")
        }
        let restraint = try work.restraint(of: person, claimed: self.person, in: site)
        if let restraint, restraint.kind >= .mute { throw Refusal(because: restraint) }
        let subject = try work.subject(work.find(.id(head.tally.id), in: site))
        try work.checkOpen(subject.thread, from: subject.comment.id, at: work.now)
        let windows = work.settings.windows
        if !windows.isOpenForEdits(of: subject.comment.id, at: work.now) {
            throw Refusal(.forbidden, "an author may edit a comment for \(windows.editSeconds) s")
        }
        if subject.tally.descendants > 0, !windows.editsAfterReply {
            throw Refusal(.forbidden, "a comment that was replied to stays as its author left it")
        }
        return subject
    }

    /// Rules may have been loaded since the line was read: the new ones judge it then.
    private func evidence(in work: Work) -> Evidence {
        if work.inForce.number == judges.number { return evidence }
        return work.rules(of: site)
            .evidence(of: body, by: work.options.classifiers.use(in: site))
    }

    /// Whether a text says what the other does: white space around it does not count.
    private func isSame(_ left: String, _ right: String) -> Bool {
        left.trimmed.elementsEqual(right.trimmed)
    }

    /// As the author sees it, or as moderators do, with the verdict on the text.
    private func answer(
        _ subject: Subject, _ reasons: [Reason], _ isModerator: Bool, in work: Work,
        to json: inout JSONWriter
    ) throws {
        guard let record = try work.store.record(of: subject.tally, in: subject.thread) else {
            throw Refusal(.internalFault, "a tally without a comment")
        }
        let audience = isModerator ? Audience.moderators : .everyone
        try json.object { json in
            json.name("comment")
            try json.object { json in
                try CommentEncoder(work: work, site: site, audience: audience)
                    .writeMembers(of: record, .whole, to: &json)
            }
            json.name("decision")
            let comment = record.comment
            writeDecision(
                status: isModerator ? comment.status : comment.statusForAuthor,
                rules: comment.rules, reasons: reasons, to: &json)
        }
    }
}

extension Work {
    /// Whether a person acts as a moderator: whoever holds a moderator's token does, whatever roles
    /// the command claims.
    func isModerator(_ person: PersonClaim) -> Bool {
        !access.isBelieved || !person.roles.isDisjoint(with: [.moderator, .staff])
    }
}

extension String {
    /// Without the white space around it, scalar by scalar: nothing is folded.
    fileprivate var trimmed: Substring.UnicodeScalarView {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return Substring(self).unicodeScalars[endIndex...] }
        return Substring(self).unicodeScalars[first...last]
    }
}
