import JSONValues
import Testing

@Suite("What a report covers")
struct ReportSpanTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    private func report(_ params: JSONValue = [:]) throws -> JSONValue {
        try page.server.call("moderation.report", params)
    }

    private func submitted(_ since: String, _ until: String) throws -> Int {
        let report = try report(["since": .string(since), "until": .string(until)])
        return (report["flow"].array ?? []).reduce(0) { $0 + ($1["submitted"].integer ?? 0) }
    }

    @Test("It begins with `since` and ends before `until`")
    func spans() throws {
        try page.say("At midnight")
        page.server.clock.advance(seconds: 3600)
        try page.say("At one")
        let (zero, one) = ("2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z")
        #expect(try submitted(zero, one) == 1)
        #expect(try submitted(zero, "2026-01-01T01:00:00.001Z") == 2)
        #expect(try submitted("2026-01-01T00:00:00.001Z", one) == 0)
        #expect(try submitted(one, "2026-01-02T00:00:00Z") == 1)
        #expect(try submitted(one, one) == 0)
    }

    @Test("Decisions and flags count in the span in which they were made")
    func spansDecisions() throws {
        let id = try page.say("Hello", by: "ann")
        page.server.clock.advance(seconds: 3600)
        try page.flag(id, by: "bob")
        try page.decide("reject", id)
        let early = try report([
            "since": "2026-01-01T00:00:00Z", "until": "2026-01-01T01:00:00Z",
        ])
        #expect(early["moderators"] == [])
        #expect(early["readers"]["flags"] == 0)
        #expect(early["flow"][0]["by_hand"]["rejected"] == 0)
        let late = try report(["since": "2026-01-01T01:00:00Z"])
        #expect(late["moderators"][0]["decisions"] == 1)
        #expect(late["readers"]["flags"] == 1)
        #expect(late["flow"][0]["submitted"] == 0)
        #expect(late["flow"][0]["by_hand"]["rejected"] == 1)
    }

    @Test("Unless told otherwise it covers the last seven days, this very moment included")
    func coversAWeek() throws {
        try page.say("A week ago")
        page.server.clock.advance(milliseconds: 1)
        try page.say("Not quite a week ago")
        page.server.clock.advance(milliseconds: 7 * 86_400_000 - 1)
        try page.say("Now")
        let flow = try report()["flow"].array ?? []
        #expect(flow.map { $0["day"] } == ["2026-01-01", "2026-01-08"])
        #expect(flow.map { $0["submitted"] } == [1, 1])
    }

    @Test(
        "It holds the sections that are asked for and no others",
        arguments: [
            ["now"], ["flow", "rules"], ["readers", "moderators"],
        ])
    func choosesSections(sections: [String]) throws {
        try page.say("Hello")
        let report = try report(["sections": .array(sections.map { .string($0) })])
        let names = (report.object?.members ?? []).map(\.name)
        #expect(names.prefix(4) == ["site", "since", "until", "made_at"])
        #expect(Set(names.dropFirst(4)) == Set(sections))
    }

    @Test("A section that there is not, or an end before its start, is refused")
    func refusesNonsense() throws {
        let error = try page.server.refusal(
            of: "moderation.report", ["sections": ["flows"]], code: -32602,
            field: "sections[0]")
        #expect(error["data"]["did_you_mean"] == "flow")
        try page.server.refusal(
            of: "moderation.report",
            ["since": "2026-01-02T00:00:00Z", "until": "2026-01-01T00:00:00Z"], code: -32602,
            field: "since")
        try page.server.refusal(
            of: "moderation.report", ["since": "2026-01-02T00:00:00Z"], code: -32602,
            field: "since")
    }

    @Test("A site's report is its own")
    func separatesSites() throws {
        let id = try page.say("Hello", by: "ann")
        try page.flag(id, by: "bob")
        try page.decide("reject", id)
        let other = TestPage(page.server, site: "other")
        try other.say("There")
        let report = try report(["site": "other"])
        #expect(report["flow"].array?.count == 1)
        #expect(report["flow"][0]["submitted"] == 1)
        #expect(report["moderators"] == [])
        #expect(report["readers"]["flags"] == 0)
    }
}
