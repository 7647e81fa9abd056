import Discussion
import JSONValues
import Store
import Wire

/// `subscription.add`: has somebody hear of comments.
struct AddSubscription: UseCase {
    private let site: String
    private let thread: String?
    private let comment: CommentName?
    private let person: PersonClaim
    private let scope: FollowScope
    private let isVouchedFor: Bool

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        thread = try arguments.identifier("thread")
        comment = try arguments.comment("comment")
        person = try arguments.requiredPerson("person")
        isVouchedFor = arguments.flag("confirmed") ?? false
        let isThread = arguments.text("scope") == FollowScope.thread.name
        scope = isThread ? .thread : comment == nil ? .ownReplies : .replies
        if thread == nil, comment == nil {
            throw .invalid("thread", "is missing: expected a thread or a comment")
        }
        if isThread, comment != nil { throw .invalid("comment", "goes with scope replies") }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let known = try work.store.site(named: site)
        let follower = try known.flatMap { try work.store.person(named: person.name, in: $0) }
        try work.checkNotBanned(follower, claimed: person, in: known)
        let target = try comment.map { try findComment($0, by: follower, in: work, known) }
        if try !isKnown(by: follower, target, in: work, known) {
            try Following(work).checkRoom(for: follower, field: "person")
        }
        let site = try work.makeSite(named: site, at: work.now)
        var thread =
            try target?.thread
            ?? work.store.makeThread(named: thread ?? "", in: site, at: work.now)
        let follows = try work.store.makePerson(person, in: site, at: work.now)
        let subscription = try Following(work).add(
            Subscription(
                siteID: site.id, personID: follows.id, threadID: thread.id, scope: scope,
                commentID: target?.comment.id, email: follows.email, since: work.now,
                waitsSince: nil),
            isVouchedFor: isVouchedFor, to: &thread)
        try json.object { json in
            json.name("subscription")
            try work.write(subscription, of: follows, to: &json)
        }
    }

    /// A visible comment, or one of the person's own that waits.
    private func findComment(
        _ name: CommentName, by follower: Person?, in work: Work, _ site: Site?
    ) throws -> Subject {
        let head = try work.head(name, in: site, seenBy: follower)
        let subject = try work.subject(work.find(.id(head.tally.id), in: site))
        let isHere = try thread.flatMap { name in
            try site.map { try work.isThread(subject.thread, ofPage: name, in: $0) }
        }
        guard isHere ?? true else { throw Refusal.noSuchComment }
        return subject
    }

    /// Whether the person has this subscription already.
    private func isKnown(
        by follower: Person?, _ target: Subject?, in work: Work, _ site: Site?
    ) throws -> Bool {
        guard let follower, let site,
            let thread = try target?.thread ?? work.store.thread(named: thread ?? "", in: site)
        else { return false }
        return try work.store.subscription(
            like: Subscription(
                siteID: site.id, personID: follower.id, threadID: thread.id, scope: scope,
                commentID: target?.comment.id, email: nil, since: work.now, waitsSince: nil)) != nil
    }
}

/// `subscription.confirm`: the address is the person's own.
struct ConfirmSubscription: UseCase {
    private let site: String
    private let token: String

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        token = try arguments.required("token")
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let following = Following(work)
        let known = try work.store.site(named: site)
        if let subscription = try following.subscription(with: token, in: known) {
            try following.confirm(subscription)
        }
        json.object { $0.member("ok", true) }
    }
}

/// `subscription.cancel`: by whoever has the token, or by the host.
struct CancelSubscription: UseCase {
    private let site: String
    private let token: String?
    private let number: Int64?

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        token = arguments.text("token")
        number = arguments.text("subscription").map { WireNumber.number("S", in: $0) }
        if (token == nil) == (number == nil) {
            throw .invalid("token", "expected either a token or a subscription")
        }
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let following = Following(work)
        let known = try work.store.site(named: site)
        if let token {
            if let subscription = try following.subscription(with: token, in: known) {
                try following.cancel(subscription)
            }
        } else {
            guard let number, let subscription = try work.store.subscription(number),
                subscription.siteID == known?.id
            else { throw Refusal(.notFound, "there is no such subscription") }
            try following.cancel(subscription)
        }
        json.object { $0.member("ok", true) }
    }
}

/// `subscription.list`: what a person follows.
struct ListSubscriptions: UseCase {
    private let site: String
    private let person: String

    init(_ arguments: Arguments) throws(Refusal) {
        site = try arguments.site()
        person = try arguments.requiredPerson("person").name
    }

    func apply(in work: Work, to json: inout JSONWriter) throws {
        let known = try work.store.site(named: site)
        let person = try known.flatMap { try work.store.person(named: self.person, in: $0) }
        try json.object { json in
            json.name("subscriptions")
            try json.array { json in
                guard let person else { return }
                for subscription in try work.store.subscriptions(of: person.id) {
                    try work.write(subscription, of: person, to: &json)
                }
            }
        }
    }
}
