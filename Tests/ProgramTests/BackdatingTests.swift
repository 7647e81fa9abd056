import JSONValues
import Testing

@Suite("Recording what happened earlier")
struct BackdatingTests {
    private let past: JSONValue = "2020-02-29T12:30:00.250Z"

    /// A command that can say when it happened, for each method that has one.
    private func commands(on page: TestPage) throws -> [(method: String, params: JSONValue)] {
        let id: JSONValue = .string(try page.say("Hello", by: "ann"))
        return [
            ("comment.submit", page.submission("Earlier", by: "bob")),
            ("vote.cast", ["comment": id, "voter": "bob", "value": 1]),
            ("flag.raise", ["comment": id, "reporter": "bob", "reason": "spam"]),
        ]
    }

    @Test("Unless the server was started for it, no command says when it happened")
    func isForbidden() throws {
        let page = try TestPage()
        for command in try commands(on: page) {
            let error = try page.server.refusal(
                of: command.method, command.params.with(["at": past]), code: 403, field: "at")
            #expect(error["data"]["kind"] == "forbidden")
        }
    }

    @Test("Nothing happened in the future")
    func refusesFuture() throws {
        let page = try TestPage(allowsBackdating: true)
        let now = page.server.clock.now
        for command in try commands(on: page) {
            let future: JSONValue = .string(now.adding(milliseconds: 1).text)
            try page.server.refusal(
                of: command.method, command.params.with(["at": future]), code: -32602,
                field: "at")
            try page.server.call(command.method, command.params.with(["at": .string(now.text)]))
        }
    }

    @Test("A comment is made when it is said to be, and stands in its order")
    func recordsComments() throws {
        let page = try TestPage(allowsBackdating: true)
        try page.say("Now")
        let comment = try page.submit("Earlier", by: "bob", with: ["at": past])["comment"]
        #expect(comment["created_at"] == past)
        #expect(try page.bodies(["sort": "oldest"]) == ["Earlier", "Now"])
        #expect(try page.bodies(["sort": "newest"]) == ["Now", "Earlier"])
        #expect(try page.thread()["last_comment_at"].text == page.server.clock.now.text)
    }

    @Test("Any offset of time is taken, and told in UTC")
    func turnsIntoUTC() throws {
        let page = try TestPage(allowsBackdating: true)
        let comment = try page.submit(
            "Earlier", with: ["at": "2020-02-29T21:30:00.250999+09:00"])["comment"]
        #expect(comment["created_at"] == past)
    }

    @Test(
        "A day or an hour that no calendar has is refused",
        arguments: [
            "2021-02-29T12:00:00Z", "2020-13-01T12:00:00Z", "2020-01-01T24:00:00Z",
            "1969-12-31T23:59:59Z", "2020-01-01 12:00:00Z", "2020-01-01T12:00:00", "yesterday", "",
        ])
    func refusesImpossibleTimes(text: String) throws {
        let page = try TestPage(allowsBackdating: true)
        try page.refusal(ofComment: "x", with: ["at": .string(text)], code: -32602, field: "at")
    }

    @Test("Votes count in the order in which they arrive, whatever their moments")
    func countsVotesByArrival() throws {
        let page = try TestPage(allowsBackdating: true)
        let id: JSONValue = .string(try page.say("Hello"))
        let vote: JSONValue = ["comment": id, "voter": "bob", "value": 1]
        try page.server.call("vote.cast", vote)
        let totals = try page.server.call(
            "vote.cast", vote.with(["value": -1, "at": past]))["votes"]
        #expect(totals == ["up": 0, "down": 1, "score": -1])
    }

    @Test("A report counts what was backdated in its own time")
    func reportsInItsTime() throws {
        let page = try TestPage(allowsBackdating: true)
        try page.say("Earlier", with: ["at": past])
        try page.say("Now")
        let report = try page.server.call(
            "moderation.report",
            [
                "since": "2020-02-29T00:00:00Z", "until": "2020-03-01T00:00:00Z",
                "sections": ["flow"],
            ])
        #expect(report["flow"].array?.count == 1)
        #expect(report["flow"][0]["day"] == "2020-02-29")
        #expect(report["flow"][0]["submitted"] == 1)
    }
}
