import JSONValues
import Testing

@Suite("A person's record")
struct StandingTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    @Test("It counts comments by what became of them, and flags by what moderators made of them")
    func counts() throws {
        let seen = page.server.clock.now.text
        let ids = try (0..<6).map {
            try page.say("Comment \($0)", by: ["id": "ann", "name": "Ann"])
        }
        try page.decide("reject", ids[0])
        try page.decide("spam", ids[1])
        try page.decide("spam", ids[2])
        try page.decide("reject", ids[2])
        try page.flag(ids[3], by: "bob")
        try page.decide("approve", ids[3])
        for id in ids[4...] { try page.flag(id, by: "bob") }
        try page.decide("spam", ids[4])
        #expect(
            try page.person("ann") == [
                "person": ["id": "ann", "name": "Ann"],
                "standing": [
                    "approved": 2, "rejected": 2, "spam": 2, "flags_agreed": 0,
                    "flags_dismissed": 0, "trust": 0.375, "first_seen": .string(seen),
                ],
                "trust": ["good": 2, "bad": 4, "sanctioned": false],
                "void": ["votes": false, "pending": 0], "sanctions": [],
            ])
        let bob = try page.person("bob")
        #expect(bob["standing"]["flags_agreed"] == 1)
        #expect(bob["standing"]["flags_dismissed"] == 1)
        #expect(bob["standing"]["trust"] == 0.5)
    }

    @Test("Who is under a sanction has no trust; a warning takes none")
    func trust() throws {
        for index in 0..<8 { try page.say("Comment \(index)", by: "ann") }
        #expect(try page.person("ann")["standing"]["trust"] == 0.9)
        try page.sanction("ann", "warn")
        #expect(try page.person("ann")["standing"]["trust"] == 0.9)
        try page.sanction("ann", "premoderate")
        #expect(try page.person("ann")["standing"]["trust"] == 0)
        #expect(try page.person("ann")["trust"]["sanctioned"] == true)
        try page.sanction("ann", "none")
        #expect(try page.person("ann")["standing"]["trust"] == 0.9)
    }
}
