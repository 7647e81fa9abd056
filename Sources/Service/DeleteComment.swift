import Discussion
import JSONValues
import Store
import Wire

/// `comment.delete`: takes a comment away, by its author for a while, by moderators always.
struct DeleteComment: UseCase {
    private let site: String
    private let comment: CommentName
    private let person: PersonClaim
    private let expected: Int?

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        comment = try arguments.commentName("comment")
        person = try arguments.requiredPerson("by")
        expected = arguments.integer("expect")
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        guard let site = try work.store.site(named: site) else { throw Refusal.noSuchComment }
        let isModerator = work.isModerator(person)
        var subject = try work.subject(
            work.find(isModerator ? comment : findOwn(in: work, site), in: site))
        try work.check(subject.comment, expect: expected)
        if isModerator {
            try Queue(work).checkLease(on: subject.comment.id, for: person.name, in: site)
        }
        let actor = try work.store.makePerson(work.believed(person), in: site, at: work.now)
        try Ruling(work, subject: subject).apply(.delete, by: actor.id, reason: nil)
        subject = try work.subject(work.find(.id(subject.comment.id), in: site))
        guard let record = try work.store.record(of: subject.tally, in: subject.thread) else {
            throw Refusal.noSuchComment
        }
        let audience = isModerator ? Audience.moderators : .everyone
        try json.object { json in
            json.name("comment")
            try json.object { json in
                try CommentEncoder(work: work, site: self.site, audience: audience)
                    .writeMembers(of: record, isModerator ? .whole : .tombstone, to: &json)
            }
        }
    }

    /// The comment, where the person may delete it as its author.
    private func findOwn(in work: Work, _ site: Site) throws -> CommentName {
        let person = try work.store.person(named: person.name, in: site)
        let head = try work.head(comment, in: site, seenBy: person)
        guard person?.id == head.authorID else {
            throw Refusal(.forbidden, "only its author and moderators may delete a comment")
        }
        try work.checkNotBanned(person, claimed: self.person, in: site)
        let seconds = work.settings.windows.deleteSeconds
        let end = head.tally.id.createdAt.adding(milliseconds: Int64(seconds) * 1000)
        if work.now > end {
            throw Refusal(.forbidden, "an author may delete a comment for \(seconds) s")
        }
        return .id(head.tally.id)
    }
}
