import Discussion
import Imports
import JSONValues
import Moderation
import Store

/// Reads an export back, a line at a time. What is there already stays as it is.
///
/// `isModerated`: the rules judge what is published and nobody has judged, neither rules nor a
/// person. Whether a person has, the lines behind a comment's say: it is held back for them.
///
/// All that stands behind a comment's line belongs to it; a transaction should end only where
/// `isBetweenComments`, so that none is ever seen by halves.
final class ArchiveImport {
    let writer: ImportWriter
    var work: Work { writer.work }
    var store: Store { writer.store }
    /// The comment whose lines are being read.
    var group: Group?
    /// Comments that have another id here than where they come from.
    let moved: MovedComments
    private let isModerated: Bool
    /// A comment that the rules may have to judge, with lines behind its own.
    private var held: HeldComment?
    private var ruleSets: [Int64: Int64] = [:]
    /// What keeps comments in the shadow, by the numbers in the lines.
    var shadowing: [Int64: Int64] = [:]
    /// Which one of those that say the same a line is.
    var repeats = ArchiveRepeats()

    /// What is known of a comment while its lines are being read.
    struct Group {
        let name: CommentName
        /// Nil: it was there already, or could not be taken.
        var comment: Comment?
        var siteID: Int64
        /// Where it is to stand how the comment came to be.
        var place = MakingPlace.history
        /// Whether that has been entered.
        var hasMaking = false
        var hasDecisions = false
        var hasFlags = false
        var hasCase = false
        /// Entries of the history by their numbers in the lines.
        var entries: [Int64: Int64] = [:]
        /// What the lines say of its status, and what the rules did, where that is something else.
        var judged: (from: Status, action: String)?
    }

    init(_ writer: ImportWriter, isModerated: Bool) throws {
        self.writer = writer
        self.isModerated = isModerated
        moved = try MovedComments()
    }

    /// Whether nothing more is to come of the last comment when this is the next line.
    static func isBetweenComments(_ line: ArchiveLine) -> Bool {
        switch line {
        case .revision, .decision, .flag, .waiting, .vote: false
        default: true
        }
    }

    func take(_ line: ReadLines.Line) throws {
        if held?.takes(line) ?? false { return }
        try release()
        try write(line)
    }

    /// Writes the comment that was held back, and what stands behind it.
    private func release() throws {
        guard let held else { return }
        self.held = nil
        try take(held.comment, held.html, isJudging: !held.isDecided)
        for line in held.lines { try write(line) }
    }

    private func write(_ line: ReadLines.Line) throws {
        if Self.isBetweenComments(line.content) { try closeGroup() }
        switch line.content {
        case .site(let site): try take(site)
        case .rules(let rules): try take(rules)
        case .thread(let thread): try take(thread)
        case .person(let site, let claim, let firstSeen):
            _ = try writer.person(claim, in: self.site(site), at: firstSeen ?? work.now)
        case .sanction(let sanction): try take(sanction)
        case .comment(let comment) where isModerated && !comment.isJudged:
            held = HeldComment(comment, html: line.html)
        case .comment(let comment): try take(comment, line.html, isJudging: false)
        case .revision(let name, let number, let body, let at):
            try take(Revision(number: number, body: body, at: at), of: name)
        case .vote(let vote): try take(vote)
        case .decision(let decision): try take(decision)
        case .flag(let flag): try take(flag)
        case .waiting(let item): try take(item)
        case .subscription(let subscription): try take(subscription)
        case .other(let type): writer.counts.skip(type)
        }
    }

    /// Ends what is known of the last comment. To be called before a transaction ends.
    func closeGroup() throws {
        try release()
        guard let group else { return }
        self.group = nil
        guard let comment = group.comment else { return }
        if !group.hasMaking {
            try store.enter(ImportWriter.making(of: comment), of: comment, at: group.place)
        } else if let judged = group.judged {
            try writer.enter(judged.action, of: comment, from: judged.from)
        }
        if group.hasDecisions { try teach(comment) }
        guard !group.hasCase, !comment.marks.contains(.shadowed) else { return }
        let isPending = comment.status == .pending
        guard
            try isPending
                || group.hasFlags && comment.status == .approved
                    && store.hasNewEvidence(on: comment.id)
        else { return }
        try Queue(work).put(
            writer.subject(comment), as: isPending ? .pending : .flagged,
            reasons: store.reasons(on: comment.id), since: comment.id.createdAt)
    }

    /// Has classifiers learn what a person decided of the text last.
    private func teach(_ comment: Comment) throws {
        guard let last = try store.lastDecision(on: comment.id), let status = last.toStatus,
            ["approve", "reject", "spam"].contains(last.action),
            comment.editedAt.map({ $0 <= last.at }) ?? true
        else { return }
        try store.saveLesson(status, of: comment.id, in: comment.siteID)
    }

    func site(_ name: String) throws -> Site { try work.makeSite(named: name, at: work.now) }

    func personID(_ person: ArchivePerson, in site: Site, at moment: Moment) throws -> Int64 {
        if person.erased > 0 {
            return try store.erasedPerson(person.erased, in: site, at: moment)
        }
        return try writer.person(PersonClaim(name: person.name), in: site, at: moment).id
    }

    /// The comment of that name here.
    func find(_ name: CommentName, in site: Site) throws -> CommentID? {
        if case .id(let id) = name, let here = try moved.place(of: id) { return here }
        let id: CommentID? =
            switch name {
            case .none: nil
            case .id(let id): id
            case .ref(let ref): try writer.commentID(ref: ref, in: site)
            }
        guard let id, try writer.head(of: id)?.siteID == site.id else { return nil }
        return id
    }

    private func take(_ given: ArchiveSite) throws {
        guard try store.site(named: given.name) == nil else {
            return writer.counts.skip(ImportCounts.known)
        }
        let site = try work.makeSite(named: given.name, at: given.createdAt ?? work.now)
        if given.settings != SiteSettings() { try store.save(given.settings, of: site) }
        writer.counts.add("sites")
    }

    private func take(_ rules: ArchiveRules) throws {
        guard let digest = Digest(bytes: rules.digest) else {
            throw ImportProblem("digest: expected 32 hexadecimal digits")
        }
        let kept = KeptRules(
            digest: digest, version: rules.version, rules: rules.rules, lists: rules.lists)
        ruleSets[rules.number] = try store.ruleSetID(
            of: kept, in: site(rules.site).id, at: rules.firstUsedAt)
    }

    private func take(_ given: ArchiveThread) throws {
        let site = try site(given.site)
        let (thread, isNew) = try writer.thread(
            given.name, in: site, at: given.createdAt ?? work.now)
        guard isNew else { return writer.counts.skip(ImportCounts.known) }
        guard given.settings != ThreadSettings() else { return }
        var changed = thread
        changed.settings = given.settings
        try store.saveSettings(of: changed)
    }
}

extension ArchiveImport {
    private func take(
        _ given: ArchiveComment, _ html: HTMLRecipe?, isJudging: Bool
    ) throws {
        let site = try site(given.site)
        group = Group(name: given.name, comment: nil, siteID: site.id)
        if let known = try known(given, in: site) {
            if let id = given.id, id != known { try moved.note(known, of: id) }
            return writer.counts.skip(ImportCounts.known)
        }
        let thread = try writer.thread(given.thread, in: site, at: given.createdAt).thread
        let personID =
            try given.isAuthorErased
            ? store.erasedPerson(1, in: site, at: given.createdAt)
            : writer.person(given.author, in: site, at: given.createdAt).id
        var new = NewComment(
            site: site, threadID: thread.id, personID: personID, status: given.status,
            body: given.body, createdAt: given.createdAt, html: html)
        (new.id, new.ref, new.fingerprint) = (given.id, given.ref, given.fingerprint)
        if let parent = given.parent {
            // One that is nowhere is an orphan, which the writer makes a root.
            new.parentID = try find(parent, in: site) ?? CommentID(rawValue: 0)
        }
        let shadows = given.shadowedBy.compactMap { shadowing[$0] }
        let isShadowed = given.status == .pending && !shadows.isEmpty
        new.marks = isShadowed ? given.marks : given.marks.subtracting(.shadowed)
        (new.roles, new.isGuest) = (given.author.roles, given.author.isGuest)
        (new.revision, new.rules) = (given.revision, given.rules)
        (new.editedAt, new.masked, new.anchor) = (given.editedAt, given.masked, given.anchor)
        if !given.isAuthorErased {
            (new.ip, new.userAgent) = try Retention(work).keptOrigin(
                of: given.author, at: given.createdAt)
        }
        let moderation =
            isJudging ? ImportModeration(writer, siteName: given.site, site: site) : nil
        let judged = try moderation?.judge(&new, by: given.author, thread)
        guard let (comment, place) = try writer.add(new, hasMaking: true) else { return }
        if let id = given.id, id != comment.id { try moved.note(comment.id, of: id) }
        if let judged {
            try moderation?.keep(judged, of: comment)
            if comment.status != given.status {
                group?.judged = (given.status, judged.verdict.actionName)
            }
        }
        for sanction in shadows { try store.insertShadow(of: comment.id, by: sanction) }
        try keepJudgements(given, of: comment)
        group?.comment = comment
        group?.place = place
    }

    private func keepJudgements(_ given: ArchiveComment, of comment: Comment) throws {
        for item in given.judgements {
            guard let rules = ruleSets[item.rules] else {
                writer.counts.skip("judgements by rules that no line before them has")
                continue
            }
            try store.insert(
                Judgement(
                    ruleSetID: rules, status: item.status, facts: Array(item.facts.utf8)),
                on: comment.id, revision: item.revision)
        }
        var positions: [Int: Int] = [:]
        for item in given.reasons {
            let position = positions[item.revision, default: 0]
            try store.insert(
                item.reason, on: comment.id, revision: item.revision, position: position)
            positions[item.revision] = position + 1
        }
    }

    /// The comment here that a line is of, if an earlier import or whoever made it has brought it.
    private func known(_ given: ArchiveComment, in site: Site) throws -> CommentID? {
        if let ref = given.ref, let id = try writer.commentID(ref: ref, in: site) { return id }
        return try store.comment(like: given, in: site)
    }
}
