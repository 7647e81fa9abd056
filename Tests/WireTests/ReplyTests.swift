import Discussion
import JSONValues
import Testing

@testable import Wire

@Suite("Replies")
struct ReplyTests {
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(
        "A result stands under the request's id, as it was named",
        arguments: [
            (.integer(7), "7"), (.integer(.min), "-9223372036854775808"), (.null, "null"),
            (.string("a\"é"), "\"a\\\"é\""), (.string("7"), "\"7\""), (.string(""), "\"\""),
        ] as [(RequestID, String)])
    func success(_ id: RequestID, _ json: String) {
        let reply = Reply.success(id, result: Array("{\"a\":1}".utf8))
        #expect(text(reply) == "{\"jsonrpc\":\"2.0\",\"id\":\(json),\"result\":{\"a\":1}}")
    }

    @Test("A refusal has its code, its message and its kind")
    func failure() {
        let reply = Reply.failure(.integer(1), .noSuchComment)
        #expect(
            text(reply) == #"{"jsonrpc":"2.0","id":1,"error":{"code":404,"#
                + #""message":"there is no such comment","data":{"kind":"not_found"}}}"#)
    }

    @Test("All that a refusal knows is told")
    func details() throws {
        var refusal = Refusal.invalid("author.id", "is missing", didYouMean: "id")
        refusal.limit = 1
        refusal.retryAfterMs = 2
        refusal.revision = 3
        refusal.incident = "i"
        let reply = try StrictJSON.parse(Reply.failure(.null, refusal))
        #expect(
            reply.object?["error"]?.object?["data"]
                == .object(
                    Bench.object([
                        "kind": .string("invalid_params"), "field": .string("author.id"),
                        "problem": .string("is missing"), "did_you_mean": .string("id"),
                        "limit": .integer(1), "retry_after_ms": .integer(2),
                        "revision": .integer(3), "incident": .string("i"),
                    ])))
    }

    @Test("Every kind of refusal has the shape that is published", arguments: Refusal.Kind.allCases)
    func shape(_ kind: Refusal.Kind) throws {
        let reply = try StrictJSON.parse(Reply.failure(.null, Refusal(kind, "a\nb")))
        let error = try #require(reply.object?["error"])
        #expect(throws: Never.self) {
            try Schema.reference("Error").check(error, components: Components.schemas)
        }
        #expect(error.object?["code"] == .integer(kind.code))
    }

    @Test(
        "The contract's kinds have the contract's codes",
        arguments: [
            ("parse_error", -32700), ("invalid_request", -32600), ("unknown_method", -32601),
            ("invalid_params", -32602), ("internal", -32603), ("unauthenticated", 401),
            ("forbidden", 403), ("not_found", 404), ("conflict", 409), ("too_large", 413),
            ("unacceptable", 422), ("locked", 423), ("rate_limited", 429), ("overloaded", 503),
            ("read_only", 503),
        ])
    func codes(_ name: String, _ code: Int) {
        #expect(Refusal.Kind(rawValue: name)?.code == code)
    }

    @Test("A batch's replies stand in one array, and no reply holds a newline")
    func batch() throws {
        let one = Reply.success(.string("a\n"), result: Array("[]".utf8))
        let two = Reply.failure(.integer(2), Refusal(.conflict, "line\nbreak"))
        let batch = Reply.batch([one, two])
        #expect(text(batch) == "[\(text(one)),\(text(two))]")
        #expect(!batch.contains(0x0A))
        #expect(try StrictJSON.parse(batch).array?.count == 2)
        #expect(text(Reply.batch([])) == "[]")
    }
}
