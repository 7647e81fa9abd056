import Configuration
import JSONValues
import Testing
import Wire

@Suite("Notices")
struct NoticeTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    /// All pages of the list, so many at a time.
    private func all(_ limit: Int) throws -> [JSONValue] {
        var (all, cursor): ([JSONValue], JSONValue) = ([], .null)
        repeat {
            var params: JSONValue = ["limit": .integer(limit)]
            if cursor != .null { params = params.with(["cursor": cursor]) }
            let list = try page.server.call("notification.list", params)
            all += list["notifications"].array ?? []
            cursor = list["next"]
        } while cursor != .null
        return all
    }

    @Test("They are listed page by page, none twice and none left out, whatever lies between")
    func paging() throws {
        for index in 0..<20 {
            let person: JSONValue =
                index % 2 == 0
                ? .string("p\(index)")
                : ["id": .string("p\(index)"), "email": .string("p\(index)@example.org")]
            try page.follow(by: person, with: ["confirmed": true])
        }
        var ids: [String] = []
        for index in 0..<6 { ids.append(try page.say("Comment \(index)", by: "ann")) }
        try page.decide("reject", ids[1], ids[4])
        try page.sanction("p3", "ban")
        let whole = try page.notices()
        #expect(whole.count == 4 * 19)
        for limit in [1, 7, 75, 76, 77] {
            #expect(try all(limit).map { $0["id"] } == whole.map { $0["id"] }, "\(limit)")
        }
        let last = try page.server.call("notification.list", ["limit": 76])
        #expect(last["next"] == .null)
        let mailed = try page.notices(["email": true])
        #expect(mailed.count == 4 * 9)
        #expect(mailed.allSatisfy { $0["person"]["email"].text != nil })
        #expect(try page.notices(["email": false]).count == 40)
    }

    @Test("One that is put off is due again after its time, and counts its tries")
    func later() throws {
        try page.follow(by: "bob")
        try page.say("Hello", by: "ann")
        let notices = try page.notices()
        try page.acknowledge(
            notices, with: ["outcome": "later", "after_s": 120, "detail": "try later"])
        page.server.clock.advance(seconds: 119)
        #expect(try page.notices() == [])
        page.server.clock.advance(seconds: 1)
        let again = try page.notices()
        #expect(again.map { $0["id"] } == notices.map { $0["id"] })
        #expect(again[0]["tries"] == 1)
        #expect(again[0]["detail"] == "try later")
        #expect(again[0]["created_at"] == notices[0]["created_at"])
        try page.server.refusal(
            of: "notification.ack", ["ids": [], "after_s": 5], code: -32602, field: "after_s")
    }

    @Test("Ids that are none, or of another kind, are passed over")
    func oddIDs() throws {
        try page.follow(by: "bob")
        try page.say("Hello", by: "ann")
        for id in ["S1", "N0", "N-1", "N999", "N1x", "N+1", "n1", "N99999999999999999"] {
            let answer = try page.server.call("notification.ack", ["ids": [.string(id)]])
            #expect(answer["acknowledged"] == 0, "\(id)")
        }
        #expect(try page.told() == ["bob: Hello"])
    }

    @Test("What was told goes after its time; what nobody took is given up first, and then goes")
    func retention() throws {
        var settings = Settings()
        settings.windows.noticeSeconds = 3600
        let page = try TestPage(settings: settings)
        for index in 0..<300 { try page.follow(by: .string("p\(index)")) }
        try page.follow(by: ["id": "bob", "email": "bob@example.org"])
        try page.say("Hello", by: "ann")
        let notices = try page.notices()
        #expect(notices.count == 301)
        try page.acknowledge(Array(notices.prefix(290)))
        func count(_ state: String) throws -> Int {
            for _ in 0..<20 { _ = try page.server.call("server.status") }
            return try page.notices(["state": .string(state)]).count
        }
        page.server.clock.advance(seconds: 3599)
        #expect(try count("due") == 11)
        page.server.clock.advance(seconds: 1)
        #expect(try count("due") == 0)
        #expect(try count("failed") == 11)
        let failed = try page.notices(["state": "failed"])
        #expect(failed.allSatisfy { $0["detail"] == "was not taken in time" })
        // The one that was never confirmed.
        #expect(try page.subscriptions(of: "bob") == [])
        page.server.clock.advance(seconds: 3600)
        #expect(try count("failed") == 0)
        #expect(try page.subscriptions(of: "p7").count == 1)
    }

    @Test("What there is nothing to be told of any more goes, and is not called given up")
    func nothingToTell() throws {
        var settings = Settings()
        settings.windows.noticeSeconds = 3600
        let page = try TestPage(settings: settings)
        for name in ["amy", "bob", "cat"] { try page.follow(by: .string(name)) }
        try page.follow(
            by: ["id": "eve", "email": "eve@example.org"], with: ["confirmed": true])
        let gone = try page.say("Gone", by: "ann")
        try page.say("Kept", by: "ann")
        try page.say("Told late", by: "dan")
        try page.decide("reject", gone)
        let id = try page.subscriptions(of: "bob")[0]["id"]
        try page.server.call("subscription.cancel", ["subscription": id])
        try page.sanction("cat", "ban")
        let eves = try page.notices().filter { $0["person"]["id"] == "eve" }
        #expect(eves.count == 2)
        try page.acknowledge([eves[0]], with: ["outcome": "bounced", "detail": "no mailbox"])
        page.server.clock.advance(seconds: 3600)
        for _ in 0..<20 { _ = try page.server.call("server.status") }
        let failed = try page.notices(["state": "failed"]).map {
            "\($0["person"]["id"].text ?? ""): \($0["detail"].text ?? "")"
        }
        // What waited for an address to be confirmed anew is told nobody, and that is said.
        let late = "was not taken in time"
        #expect(
            failed.sorted() == [
                "amy: \(late)", "amy: \(late)", "eve: no mailbox", "eve: \(late)",
            ])
        #expect(try page.notices() == [])
        try page.sanction("cat", "none")
        #expect(try page.notices() == [])
    }

    @Test("Ten thousand hear of a comment part by part, each once, with crashes in between")
    func fanOut() throws {
        let bench = try LeftoverBench()
        try bench.call(
            (0..<10_000).map { index in
                (
                    .subscriptionAdd,
                    ["thread": "page", "person": .string("p\(index)"), "scope": "thread"]
                )
            })
        while bench.step() {}
        let comment: JSONValue = ["thread": "page", "author": "p5", "body": "Hello"]
        try bench.call(.commentSubmit, comment)
        #expect(try bench.notices() == 0)
        var steps = 0
        while bench.step() {
            steps += 1
            if steps % 16 == 0 {
                try bench.restart()
                #expect(try bench.problems() == [])
                // Who comes after the comment hears of none before.
                let late: JSONValue = [
                    "thread": "page", "person": .string("late\(steps)"), "scope": "thread",
                ]
                try bench.call(.subscriptionAdd, late)
            }
        }
        #expect(steps >= 10_000 / 128)
        #expect(try bench.notices() == 9999)
        #expect(try bench.problems() == [])
        try bench.restart()
        #expect(!bench.step())
        #expect(try bench.notices() == 9999)
    }

    @Test("Where the clock is set back nobody waits until it is as late again")
    func clockBack() throws {
        try page.follow(by: "bob")
        try page.say("Hello", by: "ann")
        #expect(try page.told() == ["bob: Hello"])
        page.server.clock.advance(seconds: -86_400)
        // What is left to be done is done behind a command that writes.
        try page.follow(by: "bob")
        #expect(try eventually { try page.told() == ["bob: Hello"] })
        let made = try page.notices()[0]["created_at"].text
        #expect(made == page.server.clock.now.text)
        try page.acknowledge(page.notices(), with: ["outcome": "later", "after_s": 60])
        #expect(try page.told() == [])
        page.server.clock.advance(seconds: -86_400)
        #expect(try page.told() == [])
        page.server.clock.advance(seconds: 60)
        #expect(try eventually { try page.told() == ["bob: Hello"] })
    }
}

extension LeftoverBench {
    /// How many notices are due.
    fileprivate func notices() throws -> Int {
        var (count, cursor): (Int, JSONValue) = (0, .null)
        repeat {
            var params: JSONValue = ["limit": 1000]
            if cursor != .null { params = params.with(["cursor": cursor]) }
            let list = try call(.notificationList, params)
            count += list["notifications"].array?.count ?? 0
            cursor = list["next"]
        } while cursor != .null
        return count
    }
}
