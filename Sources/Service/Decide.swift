import Discussion
import JSONValues
import Store
import Wire

/// `moderation.decide`: one action on many comments, each by itself.
struct Decide: UseCase {
    private let site: String
    private let comments: [String]
    private let action: Decision
    private let moderator: PersonClaim
    private let reason: String?
    private let expected: Int?

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        comments = arguments.texts("comments") ?? []
        for (index, name) in comments.enumerated() {
            if let problem = TextPolicy.problem(ofIdentifier: name) {
                throw .invalid("comments[\(index)]", problem)
            }
        }
        guard let action = arguments.text("action").flatMap({ Decision(rawValue: $0) }) else {
            throw .invalid("action", "is missing")
        }
        self.action = action
        moderator = try arguments.requiredPerson("moderator")
        reason = try arguments.prose("reason")
        expected = arguments.integer("expect")
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.store.site(named: site)
        var decided: Set<CommentID> = []
        try json.object { json in
            json.name("results")
            try json.array { json in
                for name in comments {
                    do {
                        let subject = try decide(name, in: work, site, &decided)
                        json.object { json in
                            json.member("id", subject.comment.id.text)
                            json.member("status", subject.comment.status.name)
                            json.member("revision", subject.comment.revision)
                        }
                    } catch let refusal as Refusal where refusal.kind != .internalFault {
                        json.object { json in
                            json.member("id", name)
                            json.name("error")
                            Reply.write(refusal, to: &json)
                        }
                    }
                }
            }
        }
    }

    /// Checks all before it writes anything, so that a refusal leaves no trace among the others.
    private func decide(
        _ name: String, in work: Work, _ site: Site?, _ decided: inout Set<CommentID>
    ) throws -> Subject {
        guard let site else { throw Refusal.noSuchComment }
        let subject = try work.subject(work.find(CommentName(text: name), in: site))
        if decided.contains(subject.comment.id) {
            throw Refusal.invalid("comments", "names the same comment twice")
        }
        try work.check(subject.comment, expect: expected)
        try Queue(work).checkLease(on: subject.comment.id, for: moderator.name, in: site)
        let ruling = Ruling(work, subject: subject)
        try ruling.check(action)
        let actor = try work.store.makePerson(work.believed(moderator), in: site, at: work.now)
        decided.insert(subject.comment.id)
        return try ruling.apply(action, by: actor.id, reason: reason)
    }
}
