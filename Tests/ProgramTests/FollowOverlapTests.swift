import JSONValues
import Testing

@Suite("Following one thing in several ways")
struct FollowOverlapTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    private func cancel(_ subscription: JSONValue) throws {
        try page.server.call("subscription.cancel", ["subscription": subscription["id"]])
    }

    @Test("What was due because of a subscription that ends stays due because of another")
    func another() throws {
        let root = try page.say("Mine", by: "bob")
        let all = try page.follow(by: "bob")
        let own = try page.follow(by: "bob", "replies")
        let replies = try page.follow(repliesTo: root, by: "bob")
        let reply = try page.say("Reply", by: "ann", under: root)
        try page.say("Deeper", by: "cat", under: reply)
        try page.say("Another root", by: "cat")
        let every = ["bob: Another root", "bob: Deeper", "bob: Reply"]
        #expect(try page.told() == every)
        try cancel(own)
        #expect(try page.told() == every)
        page.server.clock.advance(seconds: 1)
        let again = try page.follow(by: "bob", "replies")
        try cancel(all)
        // It was not there yet when they became visible.
        #expect(try page.told() == ["bob: Reply"])
        #expect(try page.notices().map { $0["subscription"]["id"] } == [replies["id"]])
        try page.say("Later", by: "ann", under: reply)
        #expect(try page.told() == ["bob: Later", "bob: Reply"])
        try cancel(replies)
        try cancel(again)
        #expect(try page.told() == [])
    }

    @Test("A wider one takes over what narrower ones were told because of")
    func wider() throws {
        let root = try page.say("Mine", by: "bob")
        let own = try page.follow(by: "bob", "replies")
        try page.follow(by: "bob")
        let reply = try page.say("Reply", by: "ann", under: root)
        try page.say("Deeper", by: "cat", under: reply)
        try cancel(own)
        #expect(try page.told() == ["bob: Deeper", "bob: Reply"])
    }

    @Test("One that waits for its confirmation takes over nothing")
    func unconfirmed() throws {
        let root = try page.say("Root", by: "ann")
        let vouched = try page.follow(
            by: ["id": "bob", "email": "bob@example.org"], with: ["confirmed": true])
        try page.follow(repliesTo: root, by: ["id": "bob", "email": "other@example.org"])
        try page.say("Reply", by: "ann", under: root)
        #expect(try page.told() == ["bob: Reply", "bob: confirm"])
        try cancel(vouched)
        #expect(try page.told() == ["bob: confirm"])
    }

    @Test("What is due goes where the subscription's notices now go")
    func readdresses() throws {
        try page.follow(by: "bob")
        try page.say("Hello", by: "ann")
        #expect(try page.notices(["email": false]).count == 1)
        try page.follow(
            by: ["id": "bob", "email": "bob@example.org"], with: ["confirmed": true])
        #expect(try page.notices(["email": false]).count == 0)
        let mailed = try page.notices(["email": true])
        #expect(mailed.map { $0["person"]["email"] } == ["bob@example.org"])
    }
}
