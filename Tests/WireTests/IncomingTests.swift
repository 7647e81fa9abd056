import Discussion
import JSONValues
import Testing

@testable import Wire

@Suite("A line is read")
struct IncomingTests {
    @Test("One command: its id, its method, its params")
    func single() throws {
        let request = try #require(
            Bench.request(
                #"{"jsonrpc":"2.0","id":7,"method":"thread.get","params":{"thread":"a"}}"#))
        #expect(request.id == .integer(7))
        #expect(request.method == .threadGet)
        #expect(request.params == Bench.object(["thread": .string("a")]))
    }

    @Test("A person who types may leave out the version, and params where there are none")
    func typed() throws {
        let request = try #require(Bench.request(#"{"id":1,"method":"rpc.discover"}"#))
        #expect(request.params.members.isEmpty)
    }

    @Test("Without an id it is a notification, with a null id it is none")
    func notification() throws {
        #expect(try #require(Bench.request(#"{"method":"rpc.discover"}"#)).id == nil)
        #expect(try #require(Bench.request(#"{"method":"rpc.discover","id":null}"#)).id == .null)
    }

    @Test(
        "An id is an integer, text or null",
        arguments: [
            ("0", .integer(0)), ("-9223372036854775808", .integer(.min)), ("\"\"", .string("")),
            ("\"é\"", .string("é")), ("\"7\"", .string("7")), ("null", .null),
        ] as [(String, RequestID)])
    func ids(_ text: String, _ id: RequestID) throws {
        let request = try #require(Bench.request("{\"id\":\(text),\"method\":\"rpc.discover\"}"))
        #expect(request.id == id)
    }

    @Test(
        "Nothing else is an id, and the answer's is null",
        arguments: ["1.5", "1e2", "true", "[1]", "{}", "9223372036854775808", "1e400"])
    func noIDs(_ text: String) throws {
        let answer = try #require(Bench.refused("{\"id\":\(text),\"method\":\"rpc.discover\"}"))
        #expect(answer.refusal.kind == .invalidRequest)
        #expect(answer.id == .null)
    }

    @Test("Text longer than an id may be is none")
    func longID() throws {
        func line(_ count: Int) -> String {
            "{\"method\":\"rpc.discover\",\"id\":\"\(String(repeating: "é", count: count / 2))\"}"
        }
        #expect(Bench.request(line(RequestID.maxBytes)) != nil)
        let answer = try #require(Bench.refused(line(RequestID.maxBytes + 2)))
        #expect(answer.refusal.kind == .invalidRequest)
    }

    @Test(
        "Any version but 2.0 is an error",
        arguments: ["\"1.0\"", "\"2\"", "2.0", "2", "null", "\"2.0 \"", "\"\"", "[\"2.0\"]"])
    func version(_ version: String) throws {
        let answer = try #require(
            Bench.refused("{\"jsonrpc\":\(version),\"id\":4,\"method\":\"rpc.discover\"}"))
        #expect(answer.refusal.kind == .invalidRequest)
        #expect(answer.id == .integer(4))
    }

    @Test(
        "What is no command is refused",
        arguments: [
            "1", "null", "\"rpc.discover\"", "{}", #"{"id":null,"params":{}}"#, #"{"method":7}"#,
            #"{"method":null}"#, #"{"method":["rpc.discover"]}"#, #"{"id":null,"Method":"x"}"#,
        ])
    func noCommand(_ line: String) throws {
        let answer = try #require(Bench.refused(line))
        #expect(answer.refusal.kind == .invalidRequest)
        #expect(answer.id == .null)
    }

    @Test("An unknown member is named, with the one it resembles")
    func unknownMember() throws {
        let answer = try #require(Bench.refused(#"{"id":"x","methd":"rpc.discover"}"#))
        #expect(answer.refusal.kind == .invalidRequest)
        #expect(answer.refusal.field == "methd")
        #expect(answer.refusal.didYouMean == "method")
        #expect(answer.id == .string("x"))
    }

    @Test("An unknown member's name is cut to 64 characters")
    func longMember() throws {
        let name = String(repeating: "é", count: 65)
        let answer = try #require(Bench.refused("{\"method\":\"rpc.discover\",\"\(name)\":1}"))
        #expect(answer.refusal.field == String(repeating: "é", count: 64))
        #expect(answer.refusal.didYouMean == nil)
    }

    @Test(
        "Params are named, never positional",
        arguments: ["[]", "[\"a\"]", "null", "\"a\"", "1", "true"])
    func positional(_ params: String) throws {
        let answer = try #require(
            Bench.refused("{\"id\":2,\"method\":\"thread.get\",\"params\":\(params)}"))
        #expect(answer.refusal.kind == .invalidParams)
        #expect(answer.refusal.field == "params")
        #expect(answer.id == .integer(2))
    }

    @Test("Refused notifications are not answered, unless they are no commands at all")
    func refusedNotification() throws {
        #expect(try #require(Bench.refused(#"{"method":"no.such"}"#)).id == nil)
        #expect(try #require(Bench.refused(#"{"method":"thread.get","params":[]}"#)).id == nil)
        #expect(try #require(Bench.refused(#"{"method":"thread.get","x":1}"#)).id == .null)
    }

    @Test("A line that is not JSON is answered without an id")
    func notJSON() throws {
        let answer = try #require(Bench.refused(#"{"id":1,"method":"rpc.discover",}"#))
        #expect(answer.refusal.kind == .parseError)
        #expect(answer.id == .null)
    }
}
