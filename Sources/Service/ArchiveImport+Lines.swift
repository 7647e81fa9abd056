import Discussion
import Imports
import Moderation
import Store

/// The lines behind a comment's, and what names comments.
extension ArchiveImport {
    /// Whether a line is of the comment whose lines are being read; then nothing has to be looked
    /// for. Nil: it is of another one.
    private func grouped(_ name: CommentName) -> Group? {
        guard let group, group.name == name else { return nil }
        return group
    }

    func take(_ text: Revision, of name: CommentName) throws {
        guard let comment = grouped(name)?.comment else {
            // One that was there has its texts; of any other it cannot be told which one it is.
            return writer.counts.skip(
                grouped(name) == nil ? "revisions of no comment before them" : ImportCounts.known)
        }
        guard text.number < comment.revision, comment.editedAt != nil,
            try !store.hasFormerText(of: comment.id, revision: text.number)
        else { return writer.counts.skip("revisions past the comment's own") }
        try store.insert(text, of: comment.id)
        writer.counts.add("revisions")
    }

    func take(_ given: ArchiveVote) throws {
        let site = try siteOf(given.comment, named: given.site)
        guard let id = try find(given.comment, in: site) else {
            return writer.counts.skip(ImportCounts.voteOnNone)
        }
        let voterID = try personID(given.voter, in: site, at: given.at)
        guard let voter = try store.person(voterID) else { return }
        try writer.vote(given.value, on: id, by: voter, at: given.at)
    }

    func take(_ given: ArchiveDecision) throws {
        if let name = given.comment, let group = grouped(name), group.comment == nil {
            return writer.counts.skip(ImportCounts.known)
        }
        let site = try given.comment.map { try siteOf($0, named: given.site) } ?? site(given.site)
        var commentID: CommentID?
        if let name = given.comment {
            commentID = try find(name, in: site)
            if commentID == nil { return writer.counts.skip("decisions on no comment") }
        }
        var entry = given.entry(
            in: site, on: commentID,
            actorID: try given.actor.map { try personID($0, in: site, at: given.at) },
            personID: try given.person.map { try personID($0, in: site, at: given.at) })
        entry.undoes = given.undoes.flatMap { group?.entries[$0] }
        if try takeMaking(entry) { return }
        let isOfGroup = given.comment.flatMap(grouped) != nil
        // Of several that say the same, as many are there as the file has had.
        if !isOfGroup, try store.entryCount(like: entry) >= repeats.next(of: entry) {
            return writer.counts.skip(ImportCounts.known)
        }
        let id = try store.append(entry)
        writer.counts.add("decisions")
        guard isOfGroup else { return }
        if let number = given.number { group?.entries[number] = id }
        if entry.actorID != nil { group?.hasDecisions = true }
        if entry.fromStatus == nil, entry.toStatus != nil,
            entry.at == group?.comment?.id.createdAt
        {
            group?.hasMaking = true
        }
    }

    /// Enters how the comment whose lines are being read came to be, where an entry says just that;
    /// false where it does not.
    private func takeMaking(_ entry: HistoryEntry) throws -> Bool {
        guard let group, !group.hasMaking, let comment = group.comment,
            let making = Making(entry, of: comment)
        else { return false }
        try store.enter(making, of: comment, at: group.place)
        self.group?.hasMaking = true
        writer.counts.add("decisions")
        return true
    }

    func take(_ given: ArchiveFlag) throws {
        if let group = grouped(given.comment), group.comment == nil {
            return writer.counts.skip(ImportCounts.known)
        }
        let site = try siteOf(given.comment, named: given.site)
        guard let id = try find(given.comment, in: site) else {
            return writer.counts.skip("flags on no comment")
        }
        let reporter = try personID(given.reporter, in: site, at: given.at)
        let former = try store.newestFlag(on: id, by: reporter)
        if former?.state == .open { return writer.counts.skip(ImportCounts.known) }
        let flag = NewFlag(
            reason: given.reason, detail: given.reporter.erased > 0 ? nil : given.detail,
            raisedAt: given.at, weight: given.weight, former: former)
        let entry = given.settledBy.flatMap { group?.entries[$0] }
        try store.insertFlag(
            flag, state: given.state, isRepeat: given.isRepeat, settledBy: entry, on: id,
            by: reporter)
        writer.counts.add("flags")
        guard given.state == .open else { return }
        if grouped(given.comment) != nil {
            group?.hasFlags = true
        } else if let comment = try store.comment(id),
            comment.status == .approved
                || comment.status == .pending, !comment.marks.contains(.shadowed)
        {
            try Queue(work).refresh(
                writer.subject(comment), flags: store.flagSums(on: id), at: given.at)
        }
    }

    func take(_ given: ArchiveCase) throws {
        guard let comment = grouped(given.comment)?.comment else {
            return writer.counts.skip(ImportCounts.known)
        }
        let waits: CaseState? =
            switch comment.status {
            case .pending: comment.marks.contains(.shadowed) ? nil : .pending
            case .approved: .flagged
            default: nil
            }
        guard waits == given.state else { return writer.counts.skip("cases of none that wait") }
        let key = QueuePriority.orderKey(
            severity: given.severity, exposure: given.exposure, since: given.since)
        try store.saveCase(
            QueueCase(
                commentID: comment.id, siteID: comment.siteID, state: given.state,
                since: given.since, severity: given.severity, exposure: given.exposure,
                urgency: -key), replacing: store.queueCase(of: comment.id))
        if given.isTold { try store.noteTold(comment.id) }
        if work.settings.queueNotice.isOn { store.noteLeftover() }
        group?.hasCase = true
    }

    func take(_ given: ArchiveSubscription) throws {
        let site = try site(given.site)
        let comment = try given.comment.map { try find($0, in: site) }
        if let comment, comment == nil {
            return writer.counts.skip("subscriptions to no comment")
        }
        var thread = try writer.thread(given.thread, in: site, at: given.since).thread
        let person = try writer.person(PersonClaim(name: given.person), in: site, at: given.since)
        var subscription = Subscription(
            siteID: site.id, personID: person.id, threadID: thread.id, scope: given.scope,
            commentID: comment ?? nil, email: given.email, since: given.since,
            waitsSince: given.waitsSince)
        guard try store.subscription(like: subscription) == nil,
            try store.subscriptionCount(of: person.id) < Store.maxSubscriptions
        else { return writer.counts.skip(ImportCounts.known) }
        subscription.tokenDigest = given.tokenDigest
        subscription.id = try store.insert(subscription)
        if let number = given.number {
            subscription.id = try store.renumber(subscription, to: number)
        }
        if given.tokenDigest.count != Digest.byteCount {
            subscription.tokenDigest = Following(work).digest(of: subscription)
            try store.save(subscription)
        }
        writer.counts.add("subscriptions")
        guard subscription.isConfirmed else { return }
        thread.followers += 1
        try store.saveFollowers(of: thread)
    }

    /// The site of a comment that a line names by its id, which is of one site only.
    private func siteOf(_ name: CommentName, named site: String) throws -> Site {
        if let group = grouped(name), let site = try store.site(group.siteID) { return site }
        if case .id(let id) = name, let head = try writer.head(of: moved.place(of: id) ?? id),
            let site = try store.site(head.siteID)
        {
            return site
        }
        return try self.site(site)
    }
}
