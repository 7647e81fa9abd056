import JSONValues
import SQLite
import Testing
import Wire

@Suite("Confirming and cancelling")
struct FollowTokenTests {
    private let page: TestPage
    private let bob: JSONValue = ["id": "bob", "email": "bob@example.org"]

    init() throws { page = try TestPage() }

    private func confirm(_ token: JSONValue) throws -> JSONValue {
        try page.server.call("subscription.confirm", ["token": token])
    }

    private func cancel(_ token: JSONValue) throws -> JSONValue {
        try page.server.call("subscription.cancel", ["token": token])
    }

    @Test("One by e-mail gets the confirmation alone, once, until it is confirmed")
    func unconfirmed() throws {
        let subscription = try page.follow(by: bob)
        #expect(subscription["confirmed"] == false)
        #expect(try page.follow(by: bob) == subscription)
        try page.say("Before", by: "ann")
        let notices = try page.notices()
        #expect(try page.told() == ["bob: confirm"])
        #expect(notices[0]["token"] == subscription["token"])
        #expect(notices[0]["subscription"]["confirmed"] == false)
        #expect(notices[0]["person"]["email"] == "bob@example.org")
        #expect(notices[0]["page"]["thread"] == "page")
        try page.acknowledge(notices)
        try page.follow(by: bob)
        #expect(try page.told() == [])
        #expect(try confirm(subscription["token"]) == ["ok": true])
        #expect(try page.subscriptions(of: "bob")[0]["confirmed"] == true)
        try page.say("After", by: "ann")
        #expect(try page.told() == ["bob: After"])
    }

    @Test("A confirmation is not told once it is confirmed or cancelled")
    func overtaken() throws {
        try _ = confirm(page.follow(by: bob)["token"])
        #expect(try page.told() == [])
        try _ = cancel(page.follow(by: bob, "replies")["token"])
        #expect(try page.told() == [])
    }

    @Test("A cancelled subscription tells nothing any more, not even what was due")
    func cancels() throws {
        let subscription = try page.follow(by: "bob")
        try page.say("Hello", by: "ann")
        #expect(try page.told() == ["bob: Hello"])
        #expect(try cancel(subscription["token"]) == ["ok": true])
        #expect(try page.told() == [])
        #expect(try page.subscriptions(of: "bob") == [])
        let again = try page.follow(by: "bob")
        #expect(again["id"] != subscription["id"])
        #expect(again["token"] != subscription["token"])
        #expect(try cancel(subscription["token"]) == ["ok": true])
        #expect(try page.subscriptions(of: "bob") == [again])
        try page.server.call("subscription.cancel", ["subscription": again["id"]])
        #expect(try page.subscriptions(of: "bob") == [])
    }

    @Test("Who had the token of one address confirms no other with it")
    func newAddress() throws {
        let first = try page.follow(by: bob)
        let asked = try page.notices()
        try page.acknowledge(asked, with: ["outcome": "later", "after_s": 3600])
        let second = try page.follow(by: ["id": "bob", "email": "victim@example.org"])
        // The new address is asked at once, by another mail.
        let anew = try page.notices()
        #expect(anew.map { $0["person"]["email"] } == ["victim@example.org"])
        #expect(anew[0]["id"] != asked[0]["id"] && anew[0]["tries"] == 0)
        #expect(second["id"] == first["id"])
        #expect(second["token"] != first["token"])
        _ = try confirm(first["token"])
        #expect(try page.subscriptions(of: "bob").map { $0["confirmed"] } == [false])
        _ = try cancel(first["token"])
        #expect(try page.subscriptions(of: "bob") == [second])
        _ = try confirm(second["token"])
        #expect(try page.subscriptions(of: "bob").map { $0["confirmed"] } == [true])
        // Back again: not even the first address' own token will do, because it was left.
        let third = try page.follow(by: bob)
        #expect(third["token"] != first["token"] && third["token"] != second["token"])
    }

    @Test("Right and wrong tokens get the same answer, and wrong ones do nothing")
    func sameAnswer() throws {
        let subscription = try page.follow(by: bob)
        let token = try #require(subscription["token"].text)
        #expect(token.utf8.count == SubscriptionTokens.tokenLength)
        let last: Character = token.last == "0" ? "1" : "0"
        let wrong = [
            "x", String(repeating: "0", count: 48), String(token.dropLast()) + String(last),
            token + "0", String(token.dropLast()), token.uppercased() + " ", "한국어",
            String(repeating: "f", count: 48), "0000000000000002" + token.dropFirst(16),
        ]
        for text in wrong {
            #expect(try confirm(.string(text)) == ["ok": true], "\(text)")
            #expect(try cancel(.string(text)) == ["ok": true], "\(text)")
        }
        #expect(try page.subscriptions(of: "bob") == [subscription])
        #expect(try page.subscriptions(of: "bob")[0]["confirmed"] == false)
        #expect(try confirm(.string(token)) == ["ok": true])
        #expect(try page.subscriptions(of: "bob")[0]["confirmed"] == true)
    }

    @Test("A wrong token writes as much as a right one, so that both wait for the disk")
    func sameTime() throws {
        let folder = try ProgramFolder()
        let replies = try folder.replies(
            to: [
                ProgramFolder.command(
                    "subscription.confirm", id: 1, ["token": "wrong", "site": "none"]),
                ProgramFolder.command("subscription.cancel", id: 2, ["token": "wrong"]),
            ])
        #expect(replies.map { $0["result"] } == [["ok": true], ["ok": true]])
        let database = try Connection(path: folder.database, mode: .readOnly)
        #expect(try database.first("SELECT uses FROM token_uses") { $0.int(0) } == 2)
    }

    @Test("The database holds no token, and tokens outlive the key that made them")
    func keyIsApart() throws {
        let folder = try ProgramFolder()
        let add = ProgramFolder.command(
            "subscription.add", ["thread": "page", "person": bob, "scope": "thread"])
        let first = try folder.replies(to: [add])[0]["result"]["subscription"]["token"]
        let token = try #require(first.text)
        #expect(try folder.mode("comments.db.key") == 0o600)
        #expect(try folder.bytes("comments.db.key").count == 32)
        let held = String(decoding: try folder.bytes("comments.db"), as: UTF8.self)
        #expect(!held.contains(token))
        #expect(try folder.replies(to: [add])[0]["result"]["subscription"]["token"] == first)
        try folder.remove("comments.db.key")
        let second = try folder.replies(to: [add])[0]["result"]["subscription"]["token"]
        #expect(second != first)
        let list = ProgramFolder.command("subscription.list", id: 3, ["person": "bob"])
        for (token, method) in [(first, "subscription.confirm"), (second, "subscription.cancel")] {
            _ = try folder.replies(to: [ProgramFolder.command(method, ["token": token])])
            let left = try folder.replies(to: [list])[0]["result"]["subscriptions"].array ?? []
            #expect(left.count == (method == "subscription.confirm" ? 1 : 0))
            if let one = left.first { #expect(one["confirmed"] == true) }
        }
        try folder.write("comments.db.key", "short")
        let broken = try folder.run("--db", "comments.db")
        #expect(broken.status == 1)
        #expect(broken.complaints.contains("comments.db.key is no key"))
    }

    @Test("A dead address makes its subscriptions wait for a new confirmation")
    func bounces() throws {
        let first = try page.follow(by: bob, with: ["confirmed": true])
        try TestPage(page.server, name: "other").follow(by: bob, with: ["confirmed": true])
        try page.say("Hello", by: "ann")
        let notices = try page.notices()
        #expect(
            try page.acknowledge(notices, with: ["outcome": "bounced", "detail": "no such user"])
                == 1)
        #expect(try page.subscriptions(of: "bob").map { $0["confirmed"] } == [false, false])
        try page.say("More", by: "ann")
        #expect(try page.told() == [])
        let failed = try page.notices(["state": "failed"])
        #expect(failed.map { $0["id"] } == notices.map { $0["id"] })
        #expect(failed[0]["detail"] == "no such user")
        #expect(failed[0]["tries"] == 1)
        #expect(try page.server.call("server.status")["queues"]["notices_failed"] == 1)
        _ = try confirm(first["token"])
        #expect(try page.subscriptions(of: "bob").map { $0["confirmed"] } == [true, false])
    }
}
