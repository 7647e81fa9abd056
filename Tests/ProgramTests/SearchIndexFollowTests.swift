import JSONValues
import Store
import Testing

@Suite("What the search index follows")
struct SearchIndexFollowTests {
    @Test("Comments of times past come into it as new ones do")
    func backdated() throws {
        let indexed = try IndexedServer(.now, allowsBackdating: true)
        let page = TestPage(indexed.server)
        for (hour, followed) in [("09", true), ("07", true), ("08", false), ("11", true)] {
            try page.say(
                "alpha \(hour)", with: ["at": .string("2020-01-01T\(hour):00:00Z")])
            if followed { try indexed.follow() }
        }
        #expect(try indexed.found("alpha") == ["alpha 11", "alpha 09", "alpha 08", "alpha 07"])
        #expect(
            try SearchIndex(
                writing: SearchIndex.path(besideDatabase: indexed.folder.database)
            ).mark().comments == 4)
        try indexed.expectSound()
    }
}
