import Discussion
import JSONValues
import Store
import Wire

/// Makes, confirms and ends subscriptions, and keeps each thread's count of them.
struct Following {
    private let work: Work
    private var store: Store { work.store }

    init(_ work: Work) { self.work = work }

    /// Throws where a person has as many subscriptions as they may. `field` is the member that
    /// asks for one more.
    func checkRoom(for person: Person?, field: String) throws {
        guard let person else { return }
        if try store.subscriptionCount(of: person.id) >= Store.maxSubscriptions {
            throw Refusal.tooLarge(
                "a person has at most \(Store.maxSubscriptions) subscriptions",
                limit: Store.maxSubscriptions, field: field)
        }
    }

    /// Adds a subscription, or finds the one that is the same. One by e-mail waits for its
    /// confirmation unless the site vouches for the address; so does one whose address is new.
    func add(_ new: Subscription, isVouchedFor: Bool, to thread: inout Thread) throws
        -> Subscription
    {
        var wanted = new
        wanted.waitsSince = new.email == nil || isVouchedFor ? nil : work.now
        guard var known = try store.subscription(like: new) else {
            wanted.id = try store.insert(wanted)
            wanted.tokenDigest = digest(of: wanted)
            try store.save(wanted)
            if wanted.isConfirmed { try count(1, in: &thread) }
            if !wanted.isConfirmed { try store.insertConfirmation(of: wanted, at: work.now) }
            return wanted
        }
        let isSameAddress = known.email == new.email
        if isSameAddress, known.isConfirmed || !wanted.isConfirmed { return known }
        let wasConfirmed = known.isConfirmed
        if !isSameAddress { try give(&known, new.email) }
        known.waitsSince = wanted.waitsSince
        try store.save(known)
        let step = (known.isConfirmed ? 1 : 0) - (wasConfirmed ? 1 : 0)
        if step != 0 { try count(step, in: &thread) }
        if !known.isConfirmed { try store.insertConfirmation(of: known, at: work.now) }
        return known
    }

    /// Gives a subscription another address, and with it another token: who could read what went
    /// to the one before must not confirm the next.
    private func give(_ subscription: inout Subscription, _ email: String?) throws {
        let hadEmail = subscription.email != nil
        subscription.email = email
        subscription.since = max(work.now, subscription.since.adding(milliseconds: 1))
        subscription.tokenDigest = digest(of: subscription)
        // The next one is another mail, and not put off because the old address took none.
        try store.removeConfirmation(of: subscription)
        if hadEmail != (email != nil) { try Inheriting(work).readdress(subscription) }
    }

    /// Has the author of a new comment hear of what they asked for, unless it was refused.
    func add(_ author: Person, _ scope: FollowScope, to subject: inout Subject) throws {
        let comment = subject.comment
        guard comment.status == .approved || comment.status == .pending else { return }
        _ = try add(
            Subscription(
                siteID: comment.siteID, personID: author.id, threadID: comment.threadID,
                scope: scope, commentID: scope == .replies ? comment.id : nil,
                email: author.email, since: work.now, waitsSince: nil),
            isVouchedFor: false, to: &subject.thread)
    }

    /// Confirms a subscription.
    func confirm(_ subscription: Subscription) throws {
        guard !subscription.isConfirmed else { return }
        var subscription = subscription
        subscription.waitsSince = nil
        try store.save(subscription)
        try count(1, of: subscription)
    }

    /// Takes a confirmation back: the address is dead.
    func suspend(_ subscription: Subscription) throws {
        guard subscription.isConfirmed else { return }
        var subscription = subscription
        subscription.waitsSince = work.now
        try store.save(subscription)
        try count(-1, of: subscription)
    }

    /// So many subscriptions follow their thread into another in one part.
    static let moved = 64

    /// Has the next subscriptions follow their thread's comments into another; false where all
    /// have. Of two that have become the same the one that is confirmed stays.
    func follow(_ move: ThreadMove) throws -> Bool {
        let subscriptions = try store.subscriptions(to: move.fromID, limit: Self.moved)
        var passed = 0
        for subscription in subscriptions where passed < Inheriting.notices {
            var there = Subscription(
                siteID: subscription.siteID, personID: subscription.personID,
                threadID: move.toID, scope: subscription.scope,
                commentID: subscription.commentID, email: subscription.email,
                since: subscription.since, waitsSince: subscription.waitsSince)
            there.id = subscription.id
            if let same = try store.subscription(like: there) {
                guard subscription.isConfirmed, !same.isConfirmed else {
                    try end(subscription)
                    passed += try Inheriting(work).pass(from: subscription, to: move.toID)
                    continue
                }
                try end(same)
            }
            try store.move(subscription, to: move.toID)
            guard subscription.isConfirmed else { continue }
            try count(-1, of: subscription)
            try count(1, of: there)
        }
        return !subscriptions.isEmpty
    }

    /// Ends a subscription. What was due because of it alone is told no more. How many notices were
    /// looked at for that.
    @discardableResult
    func cancel(_ subscription: Subscription) throws -> Int {
        try end(subscription)
        return try Inheriting(work).pass(from: subscription, to: subscription.threadID)
    }

    /// Ends a subscription, and leaves what was due because of it to nobody.
    func end(_ subscription: Subscription) throws {
        try store.delete(subscription)
        if subscription.isConfirmed { try count(-1, of: subscription) }
    }

    /// Nil where the token is that of no subscription of the site. What is looked up and compared
    /// is the same for all.
    func subscription(with token: String, in site: Site?) throws -> Subscription? {
        try store.countTokenUse()
        let known = try store.subscription(SubscriptionTokens.number(in: token) ?? 0)
        let isRight = work.options.tokens.isRight(
            token, of: known?.id ?? 0, since: known?.since ?? work.now,
            digest: known?.tokenDigest ?? [UInt8](repeating: 0, count: 16))
        guard let known, isRight, known.siteID == site?.id else { return nil }
        return known
    }

    func digest(of subscription: Subscription) -> [UInt8] {
        SubscriptionTokens.digest(
            of: work.options.tokens.token(of: subscription.id, since: subscription.since))
    }

    private func count(_ step: Int, of subscription: Subscription) throws {
        guard var thread = try store.thread(subscription.threadID) else { return }
        try count(step, in: &thread)
    }

    private func count(_ step: Int, in thread: inout Thread) throws {
        thread.followers += step
        try store.saveFollowers(of: thread)
    }
}

extension FollowScope {
    /// What a comment's `notify` asks for; nil: nothing.
    init?(notify: String?) {
        switch notify {
        case "thread": self = .thread
        case "replies": self = .replies
        default: return nil
        }
    }
}

extension Work {
    /// Writes a subscription as its holder may see it.
    func write(_ subscription: Subscription, of person: Person, to json: inout JSONWriter) throws {
        let thread = try store.thread(subscription.threadID)
        json.object { json in
            writeMembers(of: subscription, threadName: thread?.name ?? "", to: &json)
            json.member(
                "token", options.tokens.token(of: subscription.id, since: subscription.since))
            json.member("person", person.name)
            json.member("email", ifAny: subscription.email)
            json.member("created_at", subscription.since)
        }
    }

    /// Writes what a subscription is to, without the object's braces.
    func writeMembers(
        of subscription: Subscription, threadName: String, to json: inout JSONWriter
    ) {
        json.member("id", WireNumber.subscription(subscription.id))
        json.member("scope", subscription.scope.name)
        json.member("confirmed", subscription.isConfirmed)
        json.member("thread", threadName)
        json.member("comment_id", ifAny: subscription.commentID?.text)
    }
}

/// Ids of what has a number for a name: a letter, so that one kind is not taken for another.
enum WireNumber {
    /// The id of a subscription.
    static func subscription(_ number: Int64) -> String { "S\(number)" }

    /// The id of a notice.
    static func notice(_ number: Int64) -> String { "N\(number)" }

    /// The number of an id; 0, which nothing has, where it is none.
    static func number(_ letter: Character, in text: String) -> Int64 {
        guard text.first == letter, let number = Int64(text.dropFirst()),
            number > 0, text.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { return 0 }
        return number
    }
}
