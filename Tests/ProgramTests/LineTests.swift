import Configuration
import JSONValues
import Testing

@Suite("Lines")
struct LineTests {
    private let server: TestServer

    init() throws { server = try TestServer() }

    /// That the connection goes on: the next command is answered, and answers itself.
    private func expectAlive(_ server: TestServer) throws {
        let reply = try server.send(line: "{\"id\":\"alive\",\"method\":\"server.status\"}")
        #expect(reply["id"] == "alive")
        #expect(reply["result"] != .null)
    }

    private static let broken = [
        "{", "}", "{\"id\":1,}", "[1,]", "{'id':1}", "{\"id\":1 /* no */}", "{\"id\":1} // no",
        "{\"id\":1} {\"id\":2}", "\u{FEFF}{\"id\":1}", "{\"id\":01}", "{\"id\":+1}", "nul", "NaN",
        "{\"id\":1,\"id\":2}", "{\"params\":{\"a\":1,\"a\":2}}", "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\\ud800\"}", "{\"a\":\"\\u0000\"}", "{\"a\":\"\u{0}\"}", "{\"a\":\u{0}1}",
        "{\"a\":\"tab\there\"}", "{\"a\":\"\\x\"}", "plain text", "GET / HTTP/1.1",
    ]

    @Test("A line that is not strict JSON is a parse error without an id", arguments: broken)
    func refusesBrokenLines(line: String) throws {
        let reply = try server.send(line: line)
        #expect(reply["id"] == .null)
        #expect(reply["error"]["code"] == -32700)
        #expect(reply["error"]["data"]["kind"] == "parse_error")
        try expectAlive(server)
    }

    @Test(
        "Bytes that are not UTF-8 are a parse error",
        arguments: [
            [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0xF5, 0x80, 0x80, 0x80],
        ]
            as [[UInt8]])
    func refusesWrongBytes(bytes: [UInt8]) throws {
        let line = Array("{\"id\":1,\"method\":\"".utf8) + bytes + Array("\"}\n".utf8)
        let reply = try server.send(bytes: line)
        #expect(reply["id"] == .null)
        #expect(reply["error"]["code"] == -32700)
        try expectAlive(server)
    }

    @Test(
        "JSON that is no command is an invalid request, answered even without an id",
        arguments: [
            "5", "\"x\"", "null", "true", "{}", "{\"method\":5}", "[]",
            "{\"jsonrpc\":\"1.0\",\"method\":\"server.status\"}",
            "{\"jsonrpc\":2.0,\"method\":\"server.status\"}",
            "{\"method\":\"server.status\",\"parms\":{}}",
            "{\"id\":1.5,\"method\":\"server.status\"}",
            "{\"id\":[],\"method\":\"server.status\"}",
            "{\"id\":true,\"method\":\"server.status\"}",
        ])
    func refusesInvalidRequests(line: String) throws {
        let reply = try server.send(line: line)
        #expect(reply["id"] == .null)
        #expect(reply["error"]["code"] == -32600)
        try expectAlive(server)
    }

    @Test(
        "An id is an integer, a string or null, and comes back as it was",
        arguments: [1, -1, 9_223_372_036_854_775_807, "a", "", "é\u{1F600}", .null] as [JSONValue])
    func repeatsIDs(id: JSONValue) throws {
        var json = JSONWriter()
        json.object { json in
            json.name("id")
            json.value(id)
            json.member("method", "server.status")
            json.member("jsonrpc", "2.0")
        }
        let reply = try server.send(bytes: json.bytes + [0x0A])
        #expect(reply["jsonrpc"] == "2.0")
        #expect(reply["id"] == id)
        #expect(reply["result"] != .null)
    }

    @Test("Blank lines are passed over, and a carriage return before the end is no part of a line")
    func passesBlankLines() throws {
        let reply = try server.send(
            bytes: Array("\n \n\t\r\n\r\n{\"id\":1,\"method\":\"server.status\"}\r\n".utf8))
        #expect(reply["id"] == 1)
        #expect(reply["result"] != .null)
    }

    @Test("Params are named; positional ones are refused, and so is what is no object")
    func refusesPositions() throws {
        for params in ["[]", "[\"page\"]", "\"page\"", "null", "5"] {
            let reply = try server.send(
                line: "{\"id\":1,\"method\":\"thread.get\",\"params\":\(params)}")
            #expect(reply["error"]["code"] == -32602)
            #expect(reply["error"]["data"]["field"] == "params")
        }
    }

    /// `rules.check` with arrays in arrays, so that the line is nested so deep in all.
    private func nested(_ depth: Int) -> String {
        let arrays = depth - 2
        return "{\"id\":1,\"method\":\"rules.check\",\"params\":{\"rules\":"
            + String(repeating: "[", count: arrays) + String(repeating: "]", count: arrays) + "}}"
    }

    @Test("A line is nested at most 16 deep, counted from its outermost value")
    func boundsNesting() throws {
        #expect(try server.send(line: nested(16))["result"]["ok"] == false)
        let reply = try server.send(line: nested(17))
        #expect(reply["error"]["code"] == -32700)
        #expect(reply["id"] == .null)
        #expect(try server.send(line: "[\(nested(15))]")[0]["result"]["ok"] == false)
        #expect(try server.send(line: "[\(nested(16))]")["error"]["code"] == -32700)
        #expect(
            try server.send(line: String(repeating: "[", count: 100_000))["error"]["code"]
                == -32700)
        try expectAlive(server)
    }

    @Test(
        "Where an integer is due, a fraction, an exponent or more than 63 bits is refused",
        arguments: [
            "1.0", "1.5", "1e2", "1E0", "-0.0", "9223372036854775808", "-9223372036854775809",
            "1e400", "123456789012345678901234567890", "\"1\"", "true", "null",
        ])
    func refusesFractions(number: String) throws {
        let reply = try server.send(
            line: "{\"id\":1,\"method\":\"comment.list\",\"params\":{\"thread\":\"page\","
                + "\"limit\":\(number)}}")
        #expect(reply["id"] == 1)
        #expect(reply["error"]["code"] == -32602)
        #expect(reply["error"]["data"]["field"] == "limit")
    }

    @Test("An integer of 63 bits is taken where its member has no bound of its own")
    func takesLargeIntegers() throws {
        let page = TestPage(server)
        let id = try page.say("Hello")
        let result = try page.decide("pin", id, with: ["expect": 9_223_372_036_854_775_807])
        #expect(result[0]["error"]["code"] == 409)
    }
}
