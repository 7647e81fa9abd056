import Discussion
import JSONValues
import Ranking
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
        guard let site = try work.store.site(named: site),
            let id = try work.store.commentID(comment, in: site),
            var target = try work.store.voteTarget(id, in: site), target.tally.isVisible
        else { throw Refusal.noSuchComment }
        let known = try work.store.person(named: voter.name, in: site)
        try check(target, known, in: work, at: moment)
        let old = try save(known, on: id, site, in: work, at: moment)
        if value != old ?? 0 {
            _ = try work.store.makePerson(voter, in: site, at: moment)
            let reach = target.tally.reach
            target.tally.up += (value > 0 ? 1 : 0) - ((old ?? 0) > 0 ? 1 : 0)
            target.tally.down += (value < 0 ? 1 : 0) - ((old ?? 0) < 0 ? 1 : 0)
            try work.store.saveVotes(of: target.tally, keys: target.tally.rankKeys)
            try Queue(work).expose(target.tally, from: reach)
            if old == nil { work.store.count(in: site.id, ballots: 1) }
            record(target.tally, site, in: work)
        }
        json.object { json in
            json.member("id", id.text)
            json.name("votes")
            writeVotes(target.tally, to: &json)
            json.member("value", value)
        }
    }

    /// Writes the vote, and gives the one that stood before. Who was never heard of is made known
    /// only where there is a vote to keep.
    private func save(
        _ known: Person?, on id: CommentID, _ site: Site, in work: Work, at moment: Moment
    ) throws -> Int? {
        guard known != nil || value != 0 else { return nil }
        let person = try known ?? work.store.makePerson(voter, in: site, at: moment)
        return try work.store.saveVote(value, on: id, by: person.id, at: moment)
    }

    private func check(
        _ target: VoteTarget, _ voter: Person?, in work: Work, at moment: Moment
    ) throws {
        if let voter, voter.id == target.authorID {
            throw Refusal(.forbidden, "no one votes on their own comment")
        }
        if self.voter.isGuest, !work.settings.votes.takesGuests {
            throw Refusal(.forbidden, "guests do not vote here")
        }
        if value < 0, !work.settings.votes.takesDown {
            throw Refusal(.forbidden, "there are no down-votes here")
        }
        guard let thread = try work.store.thread(target.tally.threadID) else {
            throw Refusal(.internalFault, "a comment without a thread")
        }
        try work.checkOpen(thread, from: target.tally.id, at: moment)
    }

    private func record(_ tally: Tally, _ site: Site, in work: Work) {
        var data = JSONWriter(capacity: 64)
        writeVotes(tally, to: &data)
        work.store.recordVotes(
            Event(
                siteID: site.id, type: "votes", at: work.now, threadID: tally.threadID,
                commentID: tally.id, data: data.bytes),
            of: tally.id)
    }
}
