import Configuration
import JSONValues
import Testing

@Suite("Limits on voting")
struct VoteLimitTests {
    private func page(_ set: (inout Settings.Votes) -> Void) throws -> (TestPage, [String]) {
        var settings = Settings()
        set(&settings.votes)
        let page = try TestPage(settings: settings)
        return (page, try (0..<5).map { try page.say("Comment \($0)", by: "ann") })
    }

    private func params(_ id: String, _ value: Int, by voter: JSONValue = "bob") -> JSONValue {
        ["comment": .string(id), "voter": voter, "value": .integer(value)]
    }

    @Test("One person casts so many in any minute, and is told when to go on")
    func paces() throws {
        let (page, ids) = try page { $0.perMinute = 3 }
        for id in ids[..<2] { try page.vote(1, on: id, by: "bob") }
        page.server.clock.advance(seconds: 40)
        try page.vote(1, on: ids[2], by: "bob")
        let error = try page.server.refusal(
            of: "vote.cast", params(ids[3], 1), code: 429)
        #expect(error["data"]["kind"] == "rate_limited")
        #expect(error["data"]["retry_after_ms"] == 20_000)
        try page.server.refusal(of: "vote.cast", params(ids[0], 0), code: 429)
        try page.vote(1, on: ids[3], by: "cat")
        page.server.clock.advance(milliseconds: 19_999)
        try page.server.refusal(of: "vote.cast", params(ids[3], 1), code: 429)
        page.server.clock.advance(milliseconds: 1)
        for id in ids[3...] { try page.vote(1, on: id, by: "bob") }
        try page.server.refusal(of: "vote.cast", params(ids[0], -1), code: 429)
    }

    @Test("A vote that changes nothing is answered, and does not count")
    func countsChanges() throws {
        let (page, ids) = try page { $0.perMinute = 2 }
        try page.vote(1, on: ids[0], by: "bob")
        for _ in 0..<5 { try page.vote(1, on: ids[0], by: "bob") }
        try page.vote(0, on: ids[1], by: "bob")
        try page.vote(1, on: ids[1], by: "bob")
        #expect(try page.vote(1, on: ids[0], by: "bob")["up"] == 1)
        try page.server.refusal(of: "vote.cast", params(ids[2], 1), code: 429)
    }

    @Test("A vote can be changed for so many days; then it stands, and new ones are taken")
    func endsChanges() throws {
        let (page, ids) = try page { $0.changeDays = 2 }
        try page.vote(1, on: ids[0], by: "bob")
        page.server.clock.advance(seconds: 2 * 86_400)
        try page.vote(-1, on: ids[0], by: "bob")
        page.server.clock.advance(seconds: 2 * 86_400)
        page.server.clock.advance(milliseconds: 1)
        for value in [0, 1] {
            let error = try page.server.refusal(
                of: "vote.cast", params(ids[0], value), code: 403)
            #expect(error["data"]["kind"] == "forbidden")
        }
        #expect(try page.vote(-1, on: ids[0], by: "bob")["down"] == 1)
        try page.vote(1, on: ids[1], by: "bob")
    }

    @Test("Down-votes take so many approved comments; others vote in favour and withdraw")
    func asksForStanding() throws {
        let (page, ids) = try page { $0.minApprovedToVoteDown = 2 }
        try page.server.refusal(of: "vote.cast", params(ids[0], -1), code: 403)
        try page.vote(1, on: ids[0], by: "bob")
        try page.say("One", by: "bob")
        try page.server.refusal(of: "vote.cast", params(ids[0], -1), code: 403)
        try page.vote(0, on: ids[0], by: "bob")
        try page.say("Two", by: "bob")
        #expect(try page.vote(-1, on: ids[0], by: "bob")["down"] == 1)
    }
}
