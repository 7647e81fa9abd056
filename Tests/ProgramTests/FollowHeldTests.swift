import Configuration
import JSONValues
import Testing

@Suite("Following what is held, hidden and taken away")
struct FollowHeldTests {
    private let page: TestPage

    init() throws {
        page = try TestPage(
            rules: """
                {"version": 1, "rules": [
                  {"name": "hold", "when": {"words": ["wait"]}, "then": "hold"}]}
                """)
        try page.follow(by: "bob")
    }

    @Test("A held comment is announced when it becomes visible, once")
    func held() throws {
        let id = try page.say("wait", by: "ann")
        #expect(try page.told() == [])
        try page.decide("approve", id)
        #expect(try page.told() == ["bob: wait"])
        try page.acknowledge(page.notices())
        try page.decide("reject", id)
        try page.decide("approve", id)
        try page.decide("undo", id)
        try page.decide("undo", id)
        try page.decide("delete", id)
        try page.decide("restore", id)
        #expect(try page.comment(id)["status"] == "approved")
        #expect(try page.told() == [])
    }

    @Test("What was visible before anyone followed is not announced when it comes back")
    func wasVisible() throws {
        let other = TestPage(page.server, name: "other")
        let id = try other.say("Old", by: "ann")
        try other.decide("reject", id)
        try other.follow(by: "bob")
        try other.decide("approve", id)
        #expect(try page.told() == [])
    }

    @Test("A comment in the shadow is announced once a moderator publishes it")
    func shadowed() throws {
        try page.sanction("sue", "shadow")
        let id = try page.say("Quiet", by: "sue")
        #expect(try page.told() == [])
        try page.sanction("sue", "none")
        try page.finishLeftovers()
        #expect(try page.told() == [])
        try page.decide("approve", id)
        #expect(try page.told() == ["bob: Quiet"])
    }

    @Test(
        "A notice that was not acknowledged is not told while its comment is not visible",
        arguments: ["reject", "spam", "delete"])
    func hidden(_ action: String) throws {
        let id = try page.say("Hello", by: "ann")
        let notices = try page.notices()
        #expect(notices.count == 1)
        try page.decide(action, id)
        #expect(try page.told() == [])
        try page.decide("undo", id)
        #expect(try page.notices().map { $0["id"] } == notices.map { $0["id"] })
    }

    @Test("A comment that its author took back before it was approved is not announced")
    func takenBack() throws {
        let id = try page.say("wait", by: "ann")
        try page.server.call("comment.delete", ["comment": .string(id), "by": "ann"])
        #expect(try page.told() == [])
    }

    @Test("Who is banned hears of nothing, of what was said meanwhile not later either")
    func bannedFollower() throws {
        try page.say("Before", by: "ann")
        #expect(try page.told() == ["bob: Before"])
        try page.sanction("bob", "ban")
        try page.say("Meanwhile", by: "ann")
        #expect(try page.told() == [])
        try page.server.refusal(
            of: "subscription.add", page.following(by: "bob", "replies"), code: 403)
        try page.sanction("bob", "none")
        #expect(try page.told() == ["bob: Before"])
    }

    @Test("Nobody is told what a person said who was banned before it was told")
    func bannedAuthor() throws {
        try page.say("Rude", by: "mal")
        try page.say("Kind", by: "ann")
        try page.sanction("mal", "ban")
        #expect(try page.told() == ["bob: Kind"])
    }

    @Test("Flags hide a comment, and its notice with it")
    func flagged() throws {
        let id = try page.say("Hello", by: "ann")
        for reader in ["r1", "r2", "r3"] { try page.flag(id, by: .string(reader)) }
        #expect(try page.moderated(id)["status"] == "pending")
        #expect(try page.told() == [])
        try page.decide("approve", id)
        #expect(try page.told() == ["bob: Hello"])
    }

    @Test("Those who follow the queue hear once of what waits longer than the set time")
    func queue() throws {
        var settings = Settings()
        settings.queueNotice.afterSeconds = 600
        settings.queueNotice.persons = [
            .init(name: "mo", displayName: "Mo", email: "mo@example.org", sites: ["default"])
        ]
        let page = try TestPage(
            rules: """
                {"version": 1, "rules": [
                  {"name": "hold", "when": {"words": ["wait"]}, "then": "hold"}]}
                """, settings: settings)
        let first = try page.say("wait one", by: "ann")
        try page.say("wait two", by: "ann")
        try TestPage(page.server, site: "other").say("wait elsewhere", by: "ann")
        page.server.clock.advance(seconds: 599)
        try page.say("wait three", by: "ann")
        #expect(try page.told() == [])
        page.server.clock.advance(seconds: 1)
        _ = try page.notices()
        #expect(try page.told() == ["mo: wait one", "mo: wait two"])
        let notice = try #require(try page.notices().first)
        #expect(notice["kind"] == "moderation")
        #expect(notice["comment"]["status"] == "pending")
        #expect(
            notice["person"] == ["id": "mo", "name": "Mo", "email": "mo@example.org"])
        #expect(notice.object?["token"] == nil)
        try page.decide("approve", first)
        #expect(try page.told() == ["mo: wait two"])
        // What others say of the address counts for nothing.
        try page.say("Hello", by: ["id": "mo", "email": "victim@example.org"])
        #expect(try page.notices().map { $0["person"]["email"] } == ["mo@example.org"])
        try page.acknowledge(page.notices())
        page.server.clock.advance(seconds: 600)
        _ = try page.notices()
        #expect(try page.told() == ["mo: wait three"])
    }
}
