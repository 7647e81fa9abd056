import JSONValues
import Testing
import Wire

@Suite("Errors")
struct ErrorTests {
    /// Text that stands in no message of the program's own.
    private static let secret = "QZXJ7"

    private let page: TestPage

    init() throws { page = try TestPage() }

    /// Sends a command and returns its reply as the text of a JSON line.
    private func reply(_ method: String, _ params: JSONValue) throws -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("id", 1)
            json.member("method", method)
            json.name("params")
            json.value(params)
        }
        var text = JSONWriter()
        text.value(try page.server.send(bytes: json.bytes + [0x0A]))
        return String(decoding: text.bytes, as: UTF8.self)
    }

    @Test("No method repeats the values it was sent in an error", arguments: Method.allCases)
    func repeatsNoValues(method: Method) throws {
        let secret = JSONValue.string(Self.secret + "\u{1}")
        let wrong: [JSONValue] = [
            secret, [secret], ["id": secret], 987_654_321_987_654, .array([.string(Self.secret)]),
        ]
        let before = try page.server.counts()
        for parameter in method.spec.parameters {
            for value in wrong {
                var params: JSONValue = [:]
                for other in method.spec.parameters where other.isRequired {
                    params = params.with([other.name: .string("x")])
                }
                let reply = try reply(method.rawValue, params.with([parameter.name: value]))
                guard reply.contains("\"error\"") else { continue }
                #expect(!reply.contains(Self.secret), "\(parameter.name)")
                #expect(!reply.contains("987654321"), "\(parameter.name)")
            }
        }
        #expect(try page.server.counts() == before)
    }

    @Test("What is refused for its meaning is not repeated either")
    func repeatsNoText() throws {
        let id = try page.say("Hello", by: "ann", with: ["ref": "r", "key": "k"])
        let secret = JSONValue.string(Self.secret)
        let commands: [(method: String, params: JSONValue)] = [
            ("comment.get", ["comment": secret]),
            ("comment.get", ["comment": .string("ref:" + Self.secret)]),
            ("comment.submit", page.submission(Self.secret, with: ["ref": "r"])),
            ("comment.submit", page.submission(Self.secret, with: ["key": "k"])),
            ("comment.submit", page.submission(Self.secret + "\u{1}")),
            (
                "comment.submit",
                page.submission(Self.secret + String(repeating: "x", count: 10_000))
            ),
            ("comment.submit", page.submission("x", with: ["at": secret])),
            ("comment.list", ["thread": "page", "sort": secret]),
            ("comment.list", ["thread": "page", "cursor": secret]),
            ("comment.delete", ["comment": .string(id), "by": secret]),
            ("flag.raise", ["comment": .string(id), "reporter": "bob", "reason": secret]),
            ("rules.test", ["body": "x", "rules": [["name": secret, "then": secret]]]),
        ]
        for (method, params) in commands {
            let reply = try reply(method, params)
            #expect(reply.contains("\"error\""), "\(method)")
            #expect(!reply.contains(Self.secret), "\(method): \(reply)")
        }
    }

    @Test("A line that is no JSON is not repeated, and neither is the name of a method")
    func repeatsNoLines() throws {
        for line in [
            "\(Self.secret)", "{\"\(Self.secret)\":}", "[\"\(Self.secret)\",]",
            "{\"id\":1,\"method\":\"\(Self.secret)\"}", "{\"id\":1,\"jsonrpc\":\"\(Self.secret)\"}",
            "{\"a\":1,\"\(Self.secret)\":2,\"\(Self.secret)\":3}",
        ] {
            var text = JSONWriter()
            text.value(try page.server.send(line: line))
            let reply = String(decoding: text.bytes, as: UTF8.self)
            #expect(reply.contains("\"error\""))
            #expect(!reply.contains(Self.secret), "\(reply)")
        }
    }

    @Test("An unknown member is named, at most 64 characters of it")
    func namesUnknownMembers() throws {
        let error = try page.server.refusal(
            of: "thread.get", ["thread": "page", "thred": "x"], code: -32602, field: "thred")
        #expect(error["data"]["did_you_mean"] == "thread")
        let name = String(repeating: "名", count: 100)
        try page.server.refusal(
            of: "thread.get", ["thread": "page", name: "x"], code: -32602,
            field: String(repeating: "名", count: 64))
        try page.server.refusal(
            of: "comment.submit", page.submission("x", by: ["id": "ann", "nmae": "Ann"]),
            code: -32602, field: "author.nmae")
    }

    @Test(
        "A member or a method that resembles a known one is met with that one's name",
        arguments: [
            ("comment.submit", "bdoy", "body"), ("comment.list", "childern", "children"),
            ("vote.cast", "vlaue", "value"), ("moderation.decide", "moderater", "moderator"),
            ("moderation.report", "untill", "until"), ("server.status", "anything", nil),
        ] as [(String, String, String?)])
    func suggestsMembers(method: String, member: String, meant: String?) throws {
        var params: JSONValue = [:]
        for other in try #require(Method(rawValue: method)).spec.parameters
        where other.isRequired && other.name != meant {
            params = params.with([other.name: .string("x")])
        }
        let error = try page.server.error(method, params.with([member: "x"]))
        #expect(error["data"]["field"].text == member)
        #expect(error["data"]["did_you_mean"].text == meant)
    }

    @Test("An unknown method is met with the one that was meant, where there is one near")
    func suggestsMethods() throws {
        for (name, meant) in [
            ("comment.sumbit", "comment.submit"), ("vote.csat", "vote.cast"),
            ("moderation.decides", "moderation.decide"), ("something.else", nil),
        ] as [(String, String?)] {
            let reply = try page.server.send(line: "{\"id\":1,\"method\":\"\(name)\"}")
            #expect(reply["error"]["code"] == -32601)
            #expect(reply["error"]["data"]["kind"] == "unknown_method")
            #expect(reply["error"]["data"]["did_you_mean"].text == meant)
        }
    }

    @Test("Whatever comes first is refused first: a wrong param before a missing comment")
    func checksParamsFirst() throws {
        try page.server.refusal(
            of: "vote.cast", ["comment": "0000000000000", "voter": "bob", "value": 7],
            code: -32602, field: "value")
        try page.server.refusal(
            of: "vote.cast", ["comment": "0000000000000", "value": 1], code: -32602,
            field: "voter")
    }
}
