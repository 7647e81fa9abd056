import Configuration
import JSONValues
import Testing

@Suite("Badges beside authors' names")
struct BadgeTests {
    private let page: TestPage

    init() throws {
        var settings = Settings()
        settings.badges = Badges([
            Badge(name: "newcomer", approved: 0...2), Badge(name: "Reporter", role: .author),
            Badge(name: "regular", approved: 3...Int.max),
            Badge(name: "guest", isGuest: true, approved: 0...1_000_000),
        ])
        page = try TestPage(settings: settings)
    }

    private func badges(_ id: String) throws -> JSONValue {
        let badges = try page.comment(id)["author"]["badges"]
        let listed = try page.list(["limit": 1000])["comments"].array?.first { $0["id"].text == id }
        #expect(listed.map { $0["author"]["badges"] == badges } ?? true)
        #expect(try page.moderated(id)["author"]["badges"] == badges)
        return badges
    }

    @Test("Each author has those of which all conditions hold, in the configuration's order")
    func showsAll() throws {
        let written = try page.submit("Hello", by: ["id": "ann", "roles": ["author", "staff"]])
        #expect(written["comment"]["author"]["badges"] == ["newcomer", "Reporter"])
        let id = try page.say("Hello", by: ["id": "device", "guest": true])
        #expect(try badges(id) == ["newcomer", "guest"])
    }

    @Test("What depends on approved comments is as they now are, on every page at once")
    func follows() throws {
        let first = try page.say("One", by: "ann")
        let second = try page.say("Two", by: "ann")
        #expect(try badges(first) == ["newcomer"])
        let third = try TestPage(page.server, name: "other").submit("Three", by: "ann")["comment"]
        #expect(third["author"]["badges"] == ["regular"])
        #expect(try badges(first) == ["regular"])
        try page.decide("reject", second)
        #expect(try badges(first) == ["newcomer"])
        let id = try #require(third["id"].text)
        #expect(try page.comment(id)["author"]["badges"] == ["newcomer"])
        try page.decide("undo", second)
        #expect(try badges(second) == ["regular"])
    }

    @Test("Without any, nobody has one")
    func none() throws {
        var settings = Settings()
        settings.badges = Badges([])
        let page = try TestPage(settings: settings)
        let written = try page.submit("Hello", by: ["id": "ann", "roles": ["author"]])
        #expect(written["comment"]["author"]["badges"] == [])
    }
}
