import JSONValues
import Testing

@Suite("Following")
struct FollowTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    @Test("Who follows a page hears of every new comment on it, and of none before")
    func thread() throws {
        try page.say("Before", by: "ann")
        try page.follow(by: "bob")
        let root = try page.say("Root", by: "ann")
        try page.say("Reply", by: "cat", under: root)
        try TestPage(page.server, name: "other").say("Elsewhere", by: "ann")
        try TestPage(page.server, site: "other").say("In another site", by: "ann")
        #expect(try page.told() == ["bob: Reply", "bob: Root"])
    }

    @Test("Who follows replies to their own comments hears of any reply below one of them")
    func ownReplies() throws {
        let mine = try page.say("Mine", by: "bob")
        try page.follow(by: "bob", "replies")
        let reply = try page.say("Reply", by: "ann", under: mine)
        try page.say("Deeper", by: "cat", under: reply)
        try page.say("Another root", by: "ann")
        let later = try page.say("Mine too", by: "bob")
        try page.say("To the later one", by: "ann", under: later)
        #expect(try page.told() == ["bob: Deeper", "bob: Reply", "bob: To the later one"])
    }

    @Test("Who follows one comment hears of the replies to that comment")
    func oneComment() throws {
        let root = try page.say("Root", by: "ann")
        let other = try page.say("Other", by: "ann")
        let subscription = try page.follow(repliesTo: root, by: "bob")
        #expect(subscription["comment_id"] == .string(root))
        #expect(subscription["scope"] == "replies")
        let reply = try page.say("Reply", by: "cat", under: root)
        try page.say("Deeper", by: "cat", under: reply)
        try page.say("To the other", by: "cat", under: other)
        #expect(try page.told() == ["bob: Reply"])
    }

    @Test("Nobody hears of their own comments, and one person hears of a comment once")
    func onceAndNeverOwn() throws {
        let root = try page.say("Root", by: "bob")
        try page.follow(by: "bob")
        try page.follow(by: "bob", "replies")
        try page.follow(repliesTo: root, by: "bob")
        let reply = try page.say("Reply", by: "ann", under: root)
        try page.say("My answer", by: "bob", under: reply)
        #expect(try page.told() == ["bob: Reply"])
    }

    @Test("A comment is submitted with the wish to hear of more")
    func notify() throws {
        let first = try page.say("First", by: "ann", with: ["notify": "replies"])
        try page.say("Second", by: "bob", with: ["notify": "thread"])
        let third = try page.say("Third", by: "cat", with: ["notify": "none"])
        try page.say("To the first", by: "dan", under: first)
        try page.say("To the third", by: "dan", under: third)
        #expect(
            try page.told() == [
                "ann: To the first", "bob: Third", "bob: To the first", "bob: To the third",
            ])
        let own = try page.subscriptions(of: "ann")
        #expect(own.map { $0["comment_id"] } == [.string(first)])
        try page.submit("Again", by: "ann", with: ["notify": "replies", "ref": "r"])
        try page.submit("Again", by: "ann", with: ["notify": "replies", "ref": "r"])
        #expect(try page.subscriptions(of: "ann").count == 2)
    }

    @Test("A refused comment subscribes nobody, one that waits does")
    func notifyRefused() throws {
        let page = try TestPage(
            rules: """
                {"version": 1, "rules": [
                  {"name": "no", "when": {"words": ["bad"]}, "then": "reject"},
                  {"name": "hold", "when": {"words": ["wait"]}, "then": "hold"}]}
                """)
        try page.say("bad", by: "ann", with: ["notify": "thread"])
        try page.say("wait", by: "bob", with: ["notify": "thread"])
        #expect(try page.subscriptions(of: "ann") == [])
        #expect(try page.subscriptions(of: "bob").count == 1)
    }

    @Test("A notice holds what is needed to tell it, and the same id until it is acknowledged")
    func noticeMembers() throws {
        try page.configure(["title": "A page", "url": "https://news.example/1"])
        let subscription = try page.follow(
            by: ["id": "bob", "name": "Bob", "email": "bob@example.org"],
            with: ["confirmed": true])
        try page.say("Hello", by: ["id": "ann", "name": "Ann", "email": "ann@example.org"])
        let notice = try #require(try page.notices().first)
        #expect(notice["kind"] == "comment")
        #expect(
            notice["person"] == ["id": "bob", "name": "Bob", "email": "bob@example.org"])
        #expect(notice["comment"]["author"]["name"] == "Ann")
        #expect(notice["comment"]["author"].object?["email"] == nil)
        #expect(
            notice["page"] == [
                "thread": "page", "title": "A page", "url": "https://news.example/1",
            ])
        #expect(notice["subscription"]["id"] == subscription["id"])
        #expect(notice["token"] == subscription["token"])
        #expect(notice["tries"] == 0)
        #expect(try page.notices() == [notice])
        #expect(try page.acknowledge([notice]) == 1)
        #expect(try page.notices() == [])
        #expect(try page.acknowledge([notice]) == 0)
    }

    @Test("Following twice is following once; another address takes the old one's place")
    func again() throws {
        let first = try page.follow(by: "bob")
        #expect(first["confirmed"] == true)
        #expect(try page.follow(by: "bob") == first)
        let mailed = try page.follow(by: ["id": "bob", "email": "b@example.org"])
        #expect(mailed["id"] == first["id"])
        #expect(mailed["confirmed"] == false)
        #expect(mailed["email"] == "b@example.org")
        let vouched = try page.follow(
            by: ["id": "bob", "email": "b@example.org"], with: ["confirmed": true])
        #expect(vouched["confirmed"] == true)
        #expect(try page.follow(by: "bob")["confirmed"] == true)
        let moved = try page.follow(by: ["id": "bob", "email": "c@example.org"])
        #expect(moved["confirmed"] == false)
        try page.say("Hello", by: "ann")
        #expect(try page.told() == ["bob: confirm"])
    }

    @Test("Notices go to the address that was confirmed, whatever the person says of themselves")
    func keepsAddress() throws {
        try page.follow(by: ["id": "bob", "email": "b@example.org"], with: ["confirmed": true])
        try page.say("I am another", by: ["id": "bob", "email": "victim@example.org"])
        try page.say("Hello", by: "ann")
        #expect(try page.notices().map { $0["person"]["email"] } == ["b@example.org"])
    }

    @Test("What cannot be followed is refused and leaves nothing behind")
    func refuses() throws {
        let id = try page.say("Hello", by: "ann")
        let server = page.server
        let spam = try page.say("Away", by: "ann")
        try page.decide("spam", spam)
        try server.refusal(
            of: "subscription.add", ["person": "bob", "scope": "thread"], code: -32602,
            field: "thread")
        try server.refusal(
            of: "subscription.add",
            page.following(by: "bob", with: ["comment": .string(id)]), code: -32602,
            field: "comment")
        for comment: JSONValue in ["ref:none", .string(spam)] {
            try server.refusal(
                of: "subscription.add",
                ["comment": comment, "person": "bob", "scope": "replies"], code: 404)
        }
        try server.refusal(
            of: "subscription.add",
            [
                "comment": .string(id), "thread": "other", "person": "bob", "scope": "replies",
            ], code: 404)
        try server.refusal(
            of: "subscription.add", page.following(by: "bob", "everything"), code: -32602,
            field: "scope")
        try server.refusal(
            of: "subscription.cancel", ["subscription": "S1"], code: 404)
        try server.refusal(of: "subscription.cancel", [:], code: -32602)
        try server.refusal(
            of: "subscription.cancel", ["subscription": "S1", "token": "t"], code: -32602)
    }

    @Test("A person's subscriptions are bounded, also those that come with a comment")
    func bounded() throws {
        for index in 0..<1000 {
            try TestPage(page.server, name: "p\(index)").follow(by: "bob")
        }
        let error = try page.server.refusal(
            of: "subscription.add", page.following(by: "bob"), code: 413, field: "person")
        #expect(error["data"]["limit"] == 1000)
        try page.refusal(
            ofComment: "Hi", by: "bob", with: ["notify": "thread"], code: 413, field: "notify")
        try page.say("Hi", by: "bob")
        try TestPage(page.server, name: "p7").follow(by: "bob")
        #expect(try page.subscriptions(of: "bob").count == 1000)
        #expect(try page.server.call("server.status")["limits"]["max_subscriptions"] == 1000)
    }

    @Test("Sites know nothing of one another's subscriptions and notices")
    func sites() throws {
        let other = TestPage(page.server, site: "other")
        let subscription = try page.follow(by: "bob")
        try page.say("Hello", by: "ann")
        let notice = try #require(try page.notices().first)
        #expect(try other.subscriptions(of: "bob") == [])
        #expect(try other.notices() == [])
        try other.say("I am here", by: "ann")
        #expect(try other.acknowledge([notice]) == 0)
        try page.server.call(
            "subscription.cancel", ["site": "other", "token": subscription["token"]])
        try page.server.refusal(
            of: "subscription.cancel", ["site": "other", "subscription": subscription["id"]],
            code: 404)
        #expect(try page.subscriptions(of: "bob").count == 1)
        #expect(try page.told() == ["bob: Hello"])
    }

    @Test("A key makes following and acknowledging happen once")
    func keys() throws {
        let params = page.following(by: "bob", with: ["key": "k"])
        let first = try page.server.call("subscription.add", params)
        #expect(try page.server.call("subscription.add", params) == first)
        try page.say("Hello", by: "ann")
        let ids = JSONValue.array(try page.notices().map { $0["id"] })
        for _ in 0..<2 {
            let answer = try page.server.call("notification.ack", ["ids": ids, "key": "a"])
            #expect(answer["acknowledged"] == 1)
        }
    }
}
