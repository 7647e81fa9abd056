import JSONValues
import Testing

@Suite("Following over TCP")
struct EventRoleTests {
    private let folder: ProgramFolder
    private let served: Served

    init() throws {
        folder = try ProgramFolder()
        try folder.write(
            "tokens/rules.json",
            "{version: 1, rules: [{name: 'h', when: {words: ['waiting']}, then: 'hold'}]}")
        served = try folder.serveTCP()
    }

    @Test("Moderators and the site follow, held comments included; readers do not")
    func roles() throws {
        let writer = try served.connect()
        for token in [Tokens.moderator, Tokens.site] {
            let peer = try served.connect(token: token)
            let seq = try peer.call("event.follow")["seq"].integer ?? -1
            try writer.say("I am waiting")
            let event = try peer.event()
            #expect(event["seq"].integer == seq + 1)
            #expect(event["status"] == "pending")
        }
        let reader = try served.connect(token: Tokens.reader)
        #expect(try reader.code("event.follow") == 403)
        #expect(try reader.code("event.list") == 403)
        try writer.say("Hello")
        #expect(try reader.call("thread.get", ["thread": "page"])["count"] == 1)
        #expect(!reader.isReadable)
    }

    @Test("A token follows its own sites alone")
    func sites() throws {
        let other = try served.connect(token: Tokens.other)
        #expect(try other.code("event.follow") == 403)
        #expect(try other.code("event.follow", ["site": "first"]) == 403)
        try other.call("event.follow", ["site": "second"])
        let writer = try served.connect()
        try writer.say("Not for them")
        try writer.say("For them", on: "second")
        #expect(try other.events(1, after: 0, site: "second") == ["comment.submitted"])
        #expect(!other.isReadable)
    }
}
