import Configuration
import Testing

@Suite("Badges in the settings")
struct BadgeSettingsTests {
    private func settings(_ badges: String) throws -> Settings {
        try TemporaryFolder(["commentd.json": "{badges: \(badges)}"]).load().settings
    }

    @Test("Each is read with its conditions")
    func reads() throws {
        let badges = try settings(
            """
            [{name: "Chief", role: "staff", guest: false}, {name: "new", approved: {max: 2}},
             {name: "old", approved: {min: 9}}, {name: "mid", approved: {min: 3, max: 8}}]
            """
        ).badges
        #expect(
            badges.list == [
                Badge(name: "Chief", role: .staff, isGuest: false),
                Badge(name: "new", approved: 0...2), Badge(name: "old", approved: 9...Int.max),
                Badge(name: "mid", approved: 3...8),
            ])
        #expect(badges.bounds.sorted() == [3, 3, 9, 9])
        #expect(!badges.areOfRoles)
        #expect(try settings("[]").badges.list == [])
        #expect(Settings().badges.areOfRoles)
    }

    @Test("An author's badges may change where their approved comments pass a bound, only there")
    func bounds() throws {
        let badges = try settings("[{name: 'mid', approved: {min: 3, max: 8}}]").badges
        for (old, new, changes) in [
            (2, 3, true), (3, 2, true), (8, 9, true), (9, 8, true), (3, 4, false), (0, 1, false),
            (9, 10, false),
        ] {
            #expect(badges.mayChange(from: old, to: new) == changes, "\(old) to \(new)")
        }
    }

    @Test(
        "One that nobody could have meant is refused with its path",
        arguments: [
            ("{}", "badges: expected an array of 0 to 16 elements; of each, expected an object"),
            ("[{}]", "badges[0].name: is missing: expected a string of 1 to 64 bytes"),
            ("[{name: 'a'}]", "badges[0]: expected role, guest, approved or several of them"),
            (
                "[{name: 'a', role: 'king'}]",
                "badges[0].role: expected one of author, moderator, staff"
            ),
            ("[{name: 'a', approved: {}}]", "badges[0].approved: expected min, max or both"),
            (
                "[{name: 'a', approved: {min: 3, max: 2}}]",
                "badges[0].approved.max: must not be less than min"
            ),
            (
                "[{name: 'a', guest: true}, {name: 'a', role: 'staff'}]",
                "badges[1].name: is the name of another badge too"
            ),
            ("[{name: ' ', guest: true}]", "badges[0].name: must not be empty"),
            ("[{nam: 'a'}]", "badges[0].nam: is not a known member, did you mean name?"),
        ])
    func refuses(badges: String, problem: String) throws {
        let folder = try TemporaryFolder(["commentd.json": "{badges: \(badges)}"])
        #expect(folder.problem() == "commentd.json: \(problem)")
    }
}
