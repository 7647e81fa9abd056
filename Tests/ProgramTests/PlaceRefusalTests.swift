import JSONValues
import Testing

@Suite("Where and when comments are taken")
struct PlaceRefusalTests {
    private let page: TestPage

    init() throws { page = try TestPage() }

    @Test("A closed thread takes no comments until it is opened again")
    func respectsClosedThreads() throws {
        let root = try page.say("Root")
        try page.configure(["closed": true])
        let error = try page.refusal(ofComment: "Late", code: 423)
        #expect(error["data"]["kind"] == "locked")
        try page.refusal(ofComment: "Late reply", under: root, code: 423)
        try page.configure(["closed": false])
        #expect(try page.submit("In time")["comment"]["status"] == "approved")
    }

    @Test("A thread closes so many days after it was made, to the moment")
    func closesByItself() throws {
        try page.configure(["close_after_days": 2])
        page.server.clock.advance(seconds: 2 * 86_400)
        let id = try page.say("The last one")
        #expect(try page.thread()["closed"] == false)
        page.server.clock.advance(milliseconds: 1)
        try page.refusal(ofComment: "Late", code: 423)
        try page.server.refusal(
            of: "vote.cast", ["comment": .string(id), "voter": "bob", "value": 1], code: 423)
        #expect(try page.thread()["closed"] == true)
        #expect(try page.thread()["settings"]["closed"] == false)
        try page.configure(["close_after_days": 3])
        #expect(try page.submit("Open again")["comment"]["status"] == "approved")
    }

    @Test("Where guests are not wanted they do not comment; others do, and guests elsewhere")
    func refusesGuests() throws {
        let guest: JSONValue = ["id": "device-1", "guest": true]
        try page.say("Before", by: guest)
        try page.configure(["guests": false])
        let error = try page.refusal(ofComment: "Hello", by: guest, code: 403)
        #expect(error["data"]["kind"] == "forbidden")
        try page.say("A person", by: "ann")
        try TestPage(page.server, name: "elsewhere").say("Elsewhere", by: guest)
    }

    @Test("Slow mode takes one comment a person in its time, and tells when the next may come")
    func slowsDown() throws {
        try page.configure(["slow_mode_s": 30])
        try page.say("First", by: "ann")
        page.server.clock.advance(milliseconds: 29_001)
        let error = try page.refusal(ofComment: "Second", by: "ann", code: 429)
        #expect(error["data"]["kind"] == "rate_limited")
        #expect(error["data"]["retry_after_ms"] == 999)
        try page.say("Another person", by: "bob")
        try TestPage(page.server, name: "elsewhere").say("Another page", by: "ann")
        page.server.clock.advance(milliseconds: 999)
        #expect(try page.submit("Second", by: "ann")["comment"]["status"] == "approved")
    }

    @Test("A refused comment does not start the wait of slow mode")
    func doesNotSlowAfterRefusal() throws {
        try page.configure(["slow_mode_s": 30])
        try page.refusal(ofComment: "", by: "ann", code: 422)
        #expect(try page.submit("First", by: "ann")["comment"]["status"] == "approved")
    }

    @Test("A ref or key that was used before is answered, whatever has closed since")
    func answersRepeatsWhenClosed() throws {
        let byRef = try page.submit("By ref", with: ["ref": "r"])
        let byKey = try page.submit("By key", with: ["key": "k"])
        try page.configure(["closed": true, "slow_mode_s": 30])
        #expect(try page.submit("By ref", with: ["ref": "r"]) == byRef)
        #expect(try page.submit("By key", with: ["key": "k"]) == byKey)
    }
}
