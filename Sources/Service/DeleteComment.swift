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
        var subject = try work.subject(work.find(comment, in: site))
        let isModerator = work.isModerator(person)
        if !isModerator { try check(subject.comment, in: work, site) }
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

    private func check(_ comment: Comment, in work: Work, _ site: Site) throws {
        let person = try work.store.person(named: person.name, in: site)
        let isOwn = person?.id == comment.authorID
        guard comment.status == .approved || comment.status == .pending && isOwn else {
            throw Refusal.noSuchComment
        }
        guard isOwn else {
            throw Refusal(.forbidden, "only its author and moderators may delete a comment")
        }
        try work.checkNotBanned(person, claimed: self.person, in: site)
        let seconds = work.settings.windows.deleteSeconds
        let end = comment.id.createdAt.adding(milliseconds: Int64(seconds) * 1000)
        if work.now > end {
            throw Refusal(.forbidden, "an author may delete a comment for \(seconds) s")
        }
    }
}
