import Configuration
import JSONValues
import Testing

@Suite("Where people come from, and how long that is kept")
struct AddressTests {
    private func page(
        _ change: (inout Settings.Privacy) -> Void
    ) throws -> TestPage {
        var settings = Settings()
        change(&settings.privacy)
        return try TestPage(settings: settings, allowsBackdating: true)
    }

    private func author(_ ip: String, _ id: String = "ann") -> JSONValue {
        ["id": .string(id), "ip": .string(ip), "user_agent": "Browser/1"]
    }

    private func address(_ id: String, on page: TestPage) throws -> String? {
        try page.moderated(id)["author"]["ip"].text
    }

    @Test("Only where it is asked for a hash stands in an address's place: one for each network")
    func hashes() throws {
        let plain = try page { _ in }
        #expect(
            try address(plain.say("A", by: author("203.0.113.7")), on: plain) == "203.0.113.7")
        let page = try page { $0.hashesAddresses = true }
        let kept = try [
            "203.0.113.7", "203.0.113.200", "203.0.114.7", "::ffff:203.0.113.9",
            "2001:db8:1:2::1", "2001:db8:1:3::1", "2001:db8:2::1",
        ].map { try address(page.say("From \($0)", by: author($0)), on: page) }
        #expect(kept.allSatisfy { $0?.wholeMatch(of: /net:[0-9a-f]{16}/) != nil })
        #expect(kept[0] == kept[1])
        #expect(kept[0] == kept[3])
        #expect(kept[4] == kept[5])
        #expect(Set(kept).count == 4)
        #expect(try address(page.say("B", by: author("no address")), on: page) == nil)
        #expect(
            try page.moderated(page.say("C", by: author("10.0.0.1")))["author"]["user_agent"]
                == "Browser/1")
    }

    @Test("Another server, and the next day, make another hash of the same network")
    func rotates() throws {
        let page = try page { $0.hashesAddresses = true }
        func hash(_ text: String, on page: TestPage) throws -> String? {
            try address(page.say(text, by: author("203.0.113.7")), on: page)
        }
        let first = try hash("A", on: page)
        page.server.clock.advance(seconds: 86_399)
        #expect(try hash("B", on: page) == first)
        page.server.clock.advance(seconds: 1)
        let second = try hash("C", on: page)
        #expect(second != first)
        #expect(try hash("D", on: page) == second)
        #expect(try hash("E", on: self.page { $0.hashesAddresses = true }) != first)
    }

    @Test("The key is destroyed when its time is over, whether somebody writes then or not")
    func destroysKey() throws {
        var settings = Settings()
        settings.privacy.hashesAddresses = true
        let bench = try LeftoverBench(settings: settings)
        try bench.call(
            .commentSubmit, ["thread": "page", "author": author("203.0.113.7"), "body": "Hello"])
        while bench.step() {}
        #expect(try bench.number("SELECT count(*) FROM address_keys") == 1)
        bench.advance(milliseconds: 86_399_999)
        while bench.step() {}
        #expect(try bench.number("SELECT count(*) FROM address_keys") == 1)
        bench.advance(milliseconds: 1)
        while bench.step() {}
        #expect(try bench.number("SELECT count(*) FROM address_keys") == 0)
    }

    @Test("A range under a sanction is shut out by what a command says, hashed or not")
    func keepsSanctions() throws {
        let page = try page { $0.hashesAddresses = true }
        try page.sanction(nil, "mute", with: ["range": "203.0.113.0/24"])
        try page.server.refusal(
            of: "comment.submit", page.submission("A", by: author("203.0.113.7")), code: 403)
        try page.say("B", by: author("203.0.114.7"))
    }

    @Test("Addresses and user agents go after their time, the others stay, and the rest of both")
    func forgets() throws {
        let page = try page { $0.keepAddressesSeconds = 3600 }
        let old = try page.say("Old", by: author("203.0.113.7"))
        page.server.clock.advance(seconds: 1800)
        let young = try page.say("Young", by: author("203.0.113.8"))
        let late = try page.say(
            "Late", by: author("203.0.113.9"), with: ["at": "2020-01-01T00:00:00.000Z"])
        #expect(try address(old, on: page) == "203.0.113.7")
        // Replayed history is old when it comes.
        #expect(try address(late, on: page) == nil)
        page.server.clock.advance(seconds: 1800 + 60)
        try page.finishLeftovers()
        try page.vote(1, on: old, by: "bob")
        #expect(try page.moderated(old)["author"]["user_agent"] == .null)
        #expect(try address(old, on: page) == nil)
        #expect(try page.moderated(old)["body"] == "Old")
        #expect(try address(young, on: page) == "203.0.113.8")
    }
}
