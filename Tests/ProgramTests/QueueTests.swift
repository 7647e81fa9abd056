import Glibc
import JSONValues
import Testing

@Suite("The moderation queue")
struct QueueTests {
    private static let rules = """
        {"version": 3, "rules": [
          {"name": "hold", "when": {"words": ["waiting"]}, "then": "hold"},
          {"name": "look", "when": {"words": ["suspicious"]}, "then": "flag"}]}
        """

    private let page: TestPage

    init() throws { page = try TestPage(rules: Self.rules) }

    @Test("A queue in which nothing waits is empty, of an unknown site too")
    func isEmpty() throws {
        #expect(try page.queue() == ["total": 0, "items": [], "next": .null])
        try page.say("Nothing about this")
        #expect(try page.queue() == ["total": 0, "items": [], "next": .null])
    }

    @Test("An item tells the comment, why it waits, for how long, and who wrote it")
    func describesItems() throws {
        try page.say("Fine", by: ["id": "ann", "name": "Ann"])
        let seen = page.server.clock.now.text
        try page.decide("reject", try page.say("Not fine", by: "ann"))
        page.server.clock.advance(seconds: 10)
        let id = try page.say("I am waiting", by: ["id": "ann", "email": "ann@example.com"])
        page.server.clock.advance(milliseconds: 90_999)
        let item = try page.queue()["items"][0]
        #expect(item["comment"]["id"].text == id)
        #expect(item["comment"]["author"]["email"] == "ann@example.com")
        #expect(item["state"] == "pending")
        #expect(item["waiting_s"] == 90)
        #expect(item["reasons"].array?.count == 1)
        #expect(item["reasons"][0]["rule"] == "hold")
        #expect(item["reasons"][0]["action"] == "hold")
        #expect(item["reasons"][0]["span"] == [5, 12])
        #expect(item["flags"] == [])
        #expect(
            item["author"] == [
                "id": "ann", "name": "Ann", "approved": 1, "rejected": 1,
                "first_seen": .string(seen),
            ])
        #expect(item["claimed_by"] == .null)
    }

    @Test("Each state can be read alone, with its own total")
    func separatesStates() throws {
        try page.say("I am waiting")
        try page.say("I am waiting as well")
        try page.say("Something suspicious")
        try page.flag(try page.say("Flagged by a reader"), by: "bob")
        #expect(try page.queue()["total"] == 4)
        #expect(try page.queue(["state": "all"])["total"] == 4)
        #expect(try page.queue(["state": "pending"])["total"] == 2)
        #expect(try page.queue(["state": "flagged"])["total"] == 2)
        #expect(
            try page.queued(["state": "pending", "order": "oldest"])
                == ["I am waiting", "I am waiting as well"])
        #expect(
            try page.queued(["state": "flagged", "order": "oldest"])
                == ["Something suspicious", "Flagged by a reader"])
        let counts = try page.server.counts()
        #expect(counts["pending"] == 2)
        #expect(counts["flagged"] == 2)
    }

    @Test(
        "The oldest come first or last, by when they began to wait and not by when they were made")
    func ordersByAge() throws {
        let first = try page.say("Made first")
        page.server.clock.advance(seconds: 1)
        try page.say("I am waiting")
        page.server.clock.advance(seconds: 1)
        try page.flag(first, by: "bob")
        #expect(try page.queued(["order": "oldest"]) == ["I am waiting", "Made first"])
        #expect(try page.queued(["order": "newest"]) == ["Made first", "I am waiting"])
    }

    @Test("The graver and the more widely seen come first")
    func ordersByPriority() throws {
        let plan = [("spam", "spam"), ("illegal", "illegal"), ("other", "other")]
        var ids: [String] = []
        for (body, reason) in plan {
            let id = try page.say(body, by: "ann")
            try page.flag(id, by: "bob", reason: reason)
            ids.append(id)
        }
        #expect(try page.queued() == ["illegal", "spam", "other"])
        for index in 0..<63 { try page.vote(1, on: ids[2], by: "v\(index)") }
        try page.flag(ids[2], by: "cat", reason: "other")
        #expect(try page.queued() == ["other", "illegal", "spam"])
    }

    @Test("Whatever waits becomes more urgent: four hours are worth as much as twice the severity")
    func ages() throws {
        let old = try page.say("Old", by: "ann")
        try page.flag(old, by: "bob", reason: "other")
        let first = try #require(try page.queue()["items"][0]["priority"].double)
        page.server.clock.advance(seconds: 14_400)
        let second = try #require(try page.queue()["items"][0]["priority"].double)
        #expect(abs(second - first - 1) < 1e-9)
        let fresh = try page.say("Fresh", by: "ann")
        try page.flag(fresh, by: "bob", reason: "spam")
        page.server.clock.advance(seconds: 1)
        try page.flag(try page.say("Fresher", by: "ann"), by: "bob", reason: "spam")
        #expect(try page.queued() == ["Old", "Fresh", "Fresher"])
    }

    @Test("An item tells what its priority is made of")
    func explainsPriority() throws {
        let id = try page.say("Something suspicious", by: "ann")
        for index in 0..<3 { try page.vote(1, on: id, by: "v\(index)") }
        try page.flag(id, by: "bob", reason: "abuse")
        page.server.clock.advance(seconds: 7200)
        let item = try page.queue()["items"][0]
        #expect(item["weighing"] == ["severity": 5, "exposure": 3, "doublings": 0.5])
        let priority = try #require(item["priority"].double)
        #expect(abs(priority - (log2(5 * 3) + 0.5)) < 1e-6)
    }

    @Test("What is read and voted on more becomes more urgent as it waits, and less again")
    func followsExposure() throws {
        let id = try page.say("I am waiting", by: "ann")
        try page.decide("approve", id)
        try page.flag(id, by: "bob", reason: "other")
        let quiet = try page.say("Quiet", by: "ann")
        try page.flag(quiet, by: "bob", reason: "spam")
        func exposure() throws -> Double? {
            let items = try page.queue()["items"].array ?? []
            return items.first { $0["comment"]["id"].text == id }?["weighing"]["exposure"].double
        }
        for index in 0..<4 { try page.vote(1, on: id, by: "v\(index)") }
        for _ in 0..<2 { try page.say("Reply", by: "bob", under: id) }
        #expect(try exposure() == 1)
        #expect(try page.queued() == ["Quiet", "I am waiting"])
        let reply = try page.say("One more reply", by: "bob", under: id)
        #expect(try exposure() == 4)
        #expect(try page.queued() == ["I am waiting", "Quiet"])
        for index in 4..<12 { try page.vote(-1, on: id, by: "v\(index)") }
        #expect(try exposure() == 5)
        for index in 4..<12 { try page.vote(0, on: id, by: "v\(index)") }
        try page.decide("delete", reply)
        #expect(try exposure() ?? 9 < 4)
    }

    @Test("A waiting comment with flags stands once, as waiting")
    func standsOnce() throws {
        let id = try page.say("I am waiting", by: "ann")
        try page.decide("approve", id)
        try page.flag(id, by: "bob")
        #expect(try page.queue()["items"][0]["state"] == "flagged")
        try page.decide("undo", id)
        let queue = try page.queue()
        #expect(queue["total"] == 1)
        #expect(queue["items"].array?.count == 1)
        #expect(queue["items"][0]["state"] == "pending")
        #expect(queue["items"][0]["flags"][0]["count"] == 1)
        #expect(try page.queue(["state": "pending"])["total"] == 1)
        #expect(try page.queue(["state": "flagged"])["total"] == 0)
        try page.decide("dismiss_flags", id)
        #expect(try page.queue(["state": "pending"])["total"] == 1)
        #expect(try page.queue()["items"][0]["flags"] == [])
        try page.decide("approve", id)
        #expect(try page.queue()["total"] == 0)
    }

    @Test("A site's queue is its own")
    func separatesSites() throws {
        try page.say("I am waiting")
        #expect(try TestPage(page.server, site: "other").queue()["total"] == 0)
    }
}
