import Discussion
import JSONValues
import Store
import Wire

/// `vote.cast`: sets a voter's one vote on a comment, and the comment's totals with it.
struct CastVote: UseCase {
    private let site: String
    private let comment: CommentName
    private let voter: PersonClaim
    private let value: Int
    private let at: Moment?

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        comment = try arguments.commentName("comment")
        voter = try arguments.requiredPerson("voter")
        value = arguments.integer("value") ?? 0
        at = try arguments.time("at")
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let moment = try work.moment(at)
        guard let site = try work.store.site(named: site) else { throw Refusal.noSuchComment }
        let known = try work.store.person(named: voter.name, in: site)
        var target = try work.head(comment, in: site, seenBy: known)
        let id = target.tally.id
        guard target.tally.isVisible else { throw try refusal(ofOwn: id, site, in: work) }
        try check(target, known, site, in: work, at: moment)
        let isLimited = work.settings.votes.limitsChanges
        if isLimited { try checkChange(by: known, on: id, in: work, at: moment) }
        let change = try save(known, on: id, site, in: work, at: moment)
        if change.hasChanged {
            let person = try work.store.makePerson(voter, known: known, in: site, at: moment)
            if change.isFirst { work.store.count(in: site.id, ballots: 1) }
            if isLimited { try keepPace(of: person.id, in: work, at: moment) }
            try work.store.countGround(
                of: person.id, on: target.tally, in: site.id, from: change.before, to: change.after)
        }
        if change.before != change.after {
            let reach = target.tally.reach
            target.tally.up += (change.after > 0 ? 1 : 0) - (change.before > 0 ? 1 : 0)
            target.tally.down += (change.after < 0 ? 1 : 0) - (change.before < 0 ? 1 : 0)
            work.store.saveVotes(
                of: target.tally, withDowns: change.before < 0 || change.after < 0)
            try Queue(work).expose(target.tally, from: reach)
        }
        // Also where the totals stay: the voter's own page shows the vote.
        if change.hasChanged { work.recordVotes(of: target.tally, in: site.id) }
        json.object { json in
            json.member("id", id.text)
            json.name("votes")
            writeVotes(target.tally, to: &json)
            json.member("value", value)
        }
    }

    private static let isOwn = Refusal(.forbidden, "no one votes on their own comment")

    /// To its author, who is the voter, a comment in the shadow is as any other; one that waits is
    /// not there.
    private func refusal(ofOwn id: CommentID, _ site: Site, in work: Work) throws -> Refusal {
        let comment = try work.store.comment(id, in: site)
        return comment?.marks.contains(.shadowed) ?? false ? Self.isOwn : .noSuchComment
    }

    /// What a vote changes.
    private struct Change {
        /// As the totals had it, and have it now: 0 where it does not count.
        var before = 0
        var after = 0
        /// Whether there was none before, not even a withdrawn one.
        var isFirst = false
        var hasChanged = false
    }

    /// Writes the vote, and gives what it changes. Who was never heard of is made known only where
    /// there is a vote to keep.
    private func save(
        _ known: Person?, on id: CommentID, _ site: Site, in work: Work, at moment: Moment
    ) throws -> Change {
        guard known != nil || value != 0 else { return Change() }
        let person = try known ?? work.store.makePerson(voter, in: site, at: moment)
        if person.restraints.divideBallots {
            return try saveRestrained(person, on: id, in: work, at: moment)
        }
        let old = try work.store.saveVote(value, on: id, by: person.id, at: moment)
        let hasChanged = value != old ?? 0
        return Change(
            before: old ?? 0, after: value, isFirst: hasChanged && old == nil,
            hasChanged: hasChanged)
    }

    /// As above for a voter whose ballots say each for itself whether they count.
    private func saveRestrained(
        _ person: Person, on id: CommentID, in work: Work, at moment: Moment
    ) throws -> Change {
        let old = try work.store.ballot(on: id, by: person.id)
        guard value != old?.value ?? 0 else { return Change() }
        let isCounted = !person.restraints.contains(.voided)
        try work.store.saveBallot(
            value, isCounted: isCounted, on: id, by: person.id, at: moment)
        let before = old.map { $0.isCounted ? $0.value : 0 } ?? 0
        return Change(
            before: before, after: isCounted ? value : 0, isFirst: old == nil, hasChanged: true)
    }

    private func check(
        _ target: CommentHead, _ voter: Person?, _ site: Site, in work: Work, at moment: Moment
    ) throws {
        if let voter, voter.id == target.authorID {
            throw Self.isOwn
        }
        try work.checkNotBanned(voter, claimed: self.voter, in: site)
        if self.voter.isGuest, !work.settings.votes.takesGuests {
            throw Refusal(.forbidden, "guests do not vote here")
        }
        if value < 0, !work.settings.votes.takesDown {
            throw Refusal(.forbidden, "there are no down-votes here")
        }
        let standing = work.settings.votes.minApprovedToVoteDown
        if value < 0, standing > 0, voter?.approved ?? 0 < standing {
            throw Refusal(
                .forbidden, "down-votes are taken from persons with \(standing) approved comments")
        }
        guard let thread = try work.store.thread(target.tally.threadID) else {
            throw Refusal(.internalFault, "a comment without a thread")
        }
        try work.checkOpen(thread, from: target.tally.id, at: moment)
    }

    /// Throws where a vote would change that may not be changed any more, or where this would be
    /// one too many in a minute.
    private func checkChange(
        by voter: Person?, on id: CommentID, in work: Work, at moment: Moment
    ) throws {
        guard let voter else { return }
        let limits = work.settings.votes
        let old = try work.store.ballot(on: id, by: voter.id)
        guard value != old?.value ?? 0 else { return }
        if limits.changeDays > 0, let old, old.value != 0,
            moment > old.castAt.adding(milliseconds: Int64(limits.changeDays) * 86_400_000)
        {
            throw Refusal(
                .forbidden, "a vote can be changed for \(limits.changeDays) days")
        }
        guard limits.perMinute > 0 else { return }
        let recent = try recentVotes(of: voter.id, in: work)
        guard recent.count >= limits.perMinute else { return }
        var refusal = Refusal(
            .rateLimited, "one person casts at most \(limits.perMinute) votes a minute")
        let oldest = recent[recent.count - limits.perMinute]
        refusal.retryAfterMs = Int(
            oldest.milliseconds + Self.minute - work.now.milliseconds)
        throw refusal
    }

    private static let minute: Int64 = 60_000

    /// The moments of the votes that were cast within a minute. What is replayed counts by when it
    /// arrives.
    private func recentVotes(of voterID: Int64, in work: Work) throws -> [Moment] {
        let start = work.now.adding(milliseconds: -Self.minute)
        return try work.store.voteTimes(of: voterID).filter { $0 > start && $0 <= work.now }
    }

    private func keepPace(of voterID: Int64, in work: Work, at moment: Moment) throws {
        let limit = work.settings.votes.perMinute
        guard limit > 0 else { return }
        let times = try recentVotes(of: voterID, in: work) + [work.now]
        try work.store.saveVoteTimes(Array(times.suffix(limit)), of: voterID)
    }
}
