import Discussion
import JSONValues
import Store
import Wire

/// `moderation.decide`: one action on many comments, each by itself.
struct Decide: UseCase {
    /// So many comments are decided on in one part, some milliseconds of the writer's time. Keys of
    /// parts that were given up to a day ago hold results for so many.
    private static let commentsPerPart = 64

    private let site: String
    private var comments: [String]
    /// Those that parts before this one have decided on.
    private var earlier: [String] = []
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

    /// How many comments it is about.
    var count: Int { comments.count }

    /// It in parts that are one after the other what it is.
    var parts: [Decide] {
        stride(from: 0, to: comments.count, by: Self.commentsPerPart).map { start in
            var part = self
            part.comments = Array(comments[start...].prefix(Self.commentsPerPart))
            part.earlier = Array(comments[..<start])
            return part
        }
    }

    /// The result of all parts, of what they came to: a part's refusal is one of each comment.
    func joined(_ outcomes: [Outcome]) -> [UInt8] {
        var json = JSONWriter()
        json.object { json in
            json.name("results")
            json.array { json in
                for (part, outcome) in zip(parts, outcomes) {
                    switch outcome {
                    case .result(let result):
                        // What stands in the brackets of {"results":[…]}.
                        json.raw(result.dropFirst(Self.resultHead).dropLast(2))
                    case .refused(let refusal):
                        for name in part.comments { Self.write(refusal, of: name, to: &json) }
                    }
                }
            }
        }
        return json.bytes
    }

    private static let resultHead = #"{"results":["#.utf8.count

    private static func write(_ refusal: Refusal, of name: String, to json: inout JSONWriter) {
        json.object { json in
            json.member("id", name)
            json.name("error")
            Reply.write(refusal, to: &json)
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let site = try work.store.site(named: site)
        var named: Set<CommentID> = []
        if let site {
            for name in earlier {
                if let id = try work.store.commentID(CommentName(text: name), in: site) {
                    named.insert(id)
                }
            }
        }
        try json.object { json in
            json.name("results")
            try json.array { json in
                for name in comments {
                    do {
                        let subject = try decide(name, in: work, site, &named)
                        json.object { json in
                            json.member("id", subject.comment.id.text)
                            json.member("status", subject.comment.status.name)
                            json.member("revision", subject.comment.revision)
                        }
                    } catch let refusal as Refusal where refusal.kind != .internalFault {
                        Self.write(refusal, of: name, to: &json)
                    }
                }
            }
        }
    }

    /// Checks all before it writes anything, so that a refusal leaves no trace among the others.
    private func decide(
        _ name: String, in work: Work, _ site: Site?, _ named: inout Set<CommentID>
    ) throws -> Subject {
        guard let site else { throw Refusal.noSuchComment }
        let subject = try work.subject(work.find(CommentName(text: name), in: site))
        guard named.insert(subject.comment.id).inserted else {
            throw Refusal.invalid("comments", "names the same comment twice")
        }
        try work.check(subject.comment, expect: expected)
        try Queue(work).checkLease(on: subject.comment.id, for: moderator.name, in: site)
        let ruling = Ruling(work, subject: subject)
        try ruling.check(action)
        let actor = try work.store.makePerson(work.believed(moderator), in: site, at: work.now)
        return try ruling.apply(action, by: actor.id, reason: reason)
    }
}
