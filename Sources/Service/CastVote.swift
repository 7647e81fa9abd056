import Discussion
import JSONValues
import Ranking
import Store
import Wire

/// `vote.cast`: sets a voter's one vote on a comment, and the comment's totals with it.
struct CastVote {
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
        var subject = try work.findVisible(comment, in: site)
        let known = try work.store.person(named: voter.name, in: site)
        try check(subject, known, in: work, at: moment)
        let old = try known.flatMap {
            try work.store.vote(on: subject.comment.id, by: $0.id)
        }
        if value != old ?? 0 {
            let person = try work.store.makePerson(voter, in: site, at: moment)
            try save(&subject, by: person.id, from: old, in: work, at: moment)
        }
        json.object { json in
            json.member("id", subject.comment.id.text)
            json.name("votes")
            writeVotes(subject.tally, to: &json)
            json.member("value", value)
        }
    }

    private func check(
        _ subject: Subject, _ voter: Person?, in work: Work, at moment: Moment
    ) throws {
        if let voter, voter.id == subject.comment.authorID {
            throw Refusal(.forbidden, "no one votes on their own comment")
        }
        if self.voter.isGuest, !work.settings.votes.takesGuests {
            throw Refusal(.forbidden, "guests do not vote here")
        }
        if value < 0, !work.settings.votes.takesDown {
            throw Refusal(.forbidden, "there are no down-votes here")
        }
        try work.checkOpen(subject.thread, from: subject.comment, at: moment)
    }

    private func save(
        _ subject: inout Subject, by voterID: Int64, from old: Int?, in work: Work,
        at moment: Moment
    ) throws {
        subject.tally.up += (value > 0 ? 1 : 0) - ((old ?? 0) > 0 ? 1 : 0)
        subject.tally.down += (value < 0 ? 1 : 0) - ((old ?? 0) < 0 ? 1 : 0)
        try work.store.saveVote(value, on: subject.comment.id, by: voterID, at: moment)
        try work.store.saveVotes(of: subject.tally, keys: subject.tally.rankKeys)
        if old == nil { try work.store.count(in: subject.comment.siteID, ballots: 1) }
        var data = JSONWriter(capacity: 64)
        writeVotes(subject.tally, to: &data)
        work.store.recordVotes(
            Event(subject, type: "votes", at: work.now, data: data.bytes),
            of: subject.comment.id)
    }
}
