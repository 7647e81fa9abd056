import JSONValues
import Testing

@Suite("What moderators impose on addresses")
struct RangeSanctionTests {
    private let page: TestPage
    private let id: String

    init() throws {
        page = try TestPage()
        id = try page.say("Hello", by: "ann")
    }

    private func from(_ address: String, _ id: String = "bob") -> JSONValue {
        ["id": .string(id), "ip": .string(address)]
    }

    @Test("Whoever comes from there is refused, others are not, nor who says no address")
    func refuses() throws {
        try page.sanction(nil, "ban", with: ["range": "203.0.113.0/24"])
        try page.sanction(nil, "mute", with: ["range": "2001:db8::/48"])
        let inside = from("203.0.113.200")
        #expect(
            try page.refusal(ofComment: "Hello", by: inside, code: 403)["data"]["sanction"] == "ban"
        )
        try page.server.refusal(
            of: "vote.cast", ["comment": .string(id), "voter": inside, "value": 1], code: 403)
        try page.server.refusal(
            of: "flag.raise", ["comment": .string(id), "reporter": inside, "reason": "spam"],
            code: 403)
        #expect(
            try page.refusal(ofComment: "Hi", by: from("2001:DB8:0:ffff::1"), code: 403)["data"][
                "sanction"] == "mute")
        try page.vote(1, on: id, by: from("2001:db8::7"))
        for address in ["203.0.114.0", "2001:db8:1::", "no address"] {
            try page.say("Hello", by: from(address))
        }
        try page.say("Hello", by: "bob")
        try TestPage(page.server, site: "other").say("Hello", by: inside)
    }

    @Test(
        "Moderators and staff go free of it, though not of what is imposed on themselves",
        arguments: ["moderator", "staff"])
    func sparesTheHouse(_ role: String) throws {
        try page.sanction(nil, "ban", with: ["range": "203.0.113.0/24"])
        let roles: JSONValue = ["roles": [.string(role)]]
        let claim = from("203.0.113.7", "mo").with(["roles": [.string(role)]])
        try page.say("From the newsroom", by: claim)
        try page.vote(1, on: id, by: claim)
        try page.flag(id, by: claim)
        let author = from("203.0.113.7", "mo").with(["roles": ["author"]])
        try page.refusal(ofComment: "Hello", by: author, code: 403)
        try page.sanction("mo", "mute")
        try page.refusal(ofComment: "Hello", by: claim, code: 403)
        try page.refusal(ofComment: "Hello", by: roles.with(["id": "mo"]), code: 403)
    }

    @Test("IPv4 as IPv6 writes it is the same address")
    func seesThroughMapping() throws {
        try page.sanction(nil, "ban", with: ["range": "203.0.113.7"])
        try page.refusal(ofComment: "Hello", by: from("::ffff:203.0.113.7"), code: 403)
        try page.say("Hello", by: from("203.0.113.8"))
    }

    @Test("The strictest of several holds, the person's own among them")
    func takesStrictest() throws {
        try page.sanction(nil, "premoderate", with: ["range": "203.0.0.0/16"])
        try page.sanction("bob", "mute")
        try page.refusal(ofComment: "Hello", by: from("203.0.113.7"), code: 403)
        let held = try page.submit("Hello", by: from("203.0.113.7", "cat"))
        #expect(held["comment"]["status"] == "pending")
        try page.sanction("cat", "warn")
        #expect(
            try page.submit("Hi", by: from("203.0.113.7", "cat"))["comment"]["status"] == "pending")
    }

    @Test("It is lifted by the same range, however it is written, or by its time")
    func lifts() throws {
        try page.sanction(nil, "ban", with: ["range": "2001:db8::/48"])
        try page.sanction(nil, "none", with: ["range": "2001:0db8:0:1::/48"])
        try page.say("Hello", by: from("2001:db8::1"))
        let end = page.server.clock.now.adding(milliseconds: 1000).text
        try page.sanction(nil, "ban", with: ["range": "10.0.0.0/8", "until": .string(end)])
        try page.refusal(ofComment: "Hello", by: from("10.1.2.3"), code: 403)
        page.server.clock.advance(seconds: 1)
        try page.say("Hello", by: from("10.1.2.3"))
    }

    @Test("Person and range can be given together, and are lifted apart")
    func takesBoth() throws {
        let answer = try page.sanction("bob", "ban", with: ["range": "203.0.113.0/24"])
        #expect(
            answer["sanctions"].array?.map { $0["range"].text ?? "" } == ["", "203.0.113.0/24"])
        try page.sanction("bob", "none")
        try page.say("Hello", by: "bob")
        try page.refusal(ofComment: "Hello", by: from("203.0.113.7"), code: 403)
    }

    @Test("What is imposed on an address, or on a range that it lies in, can be looked up")
    func looksUp() throws {
        try page.sanction(nil, "ban", with: ["range": "203.0.113.0/24"])
        try page.sanction(nil, "mute", with: ["range": "2001:db8::/48"])
        func kinds(_ range: String) throws -> [String] {
            let found = try page.server.call("person.get", ["range": .string(range)])
            #expect(found["person"] == .null)
            return (found["sanctions"].array ?? []).compactMap { $0["kind"].text }
        }
        #expect(try kinds("203.0.113.9") == ["ban"])
        #expect(try kinds("203.0.112.0/22") == ["ban"])
        #expect(try kinds("198.51.100.1") == [])
        #expect(try kinds("::/0") == ["ban", "mute"])
        let entry = try page.history()[0]
        #expect(entry["action"] == "mute")
        #expect(entry["range"] == "2001:db8::/48")
        #expect(entry["person_id"] == .null)
    }

    @Test("A site has at most 1,000 of them")
    func bounds() throws {
        for index in 0..<1000 {
            let range = "10.\(index / 256).\(index % 256).0/24"
            try page.sanction(nil, "ban", with: ["range": .string(range)])
        }
        let error = try page.server.refusal(
            of: "person.sanction", page.sanctioning(nil, "ban", with: ["range": "192.0.2.1"]),
            code: 413, field: "range")
        #expect(error["data"]["limit"] == 1000)
        try page.sanction(nil, "mute", with: ["range": "10.0.7.0/24"])
        try page.sanction(nil, "none", with: ["range": "10.0.8.0/24"])
        try page.sanction(nil, "ban", with: ["range": "192.0.2.1"])
    }
}
