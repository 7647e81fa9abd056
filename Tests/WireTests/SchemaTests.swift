import JSONValues
import Testing

@testable import Wire

@Suite("A shape checks a value")
struct SchemaTests {
    private func problem(
        _ schema: Schema, _ text: String, components: [String: Schema] = [:]
    ) throws -> SchemaProblem? {
        let value = try Bench.parse(text)
        do {
            try Schema.object([.required("at", schema)])
                .check(.object(JSONObject([.init("at", value)])), components: components)
            return nil
        } catch {
            return error
        }
    }

    @Test(
        "What fits passes",
        arguments: [
            (.any, "null"), (.any, "[{}]"), (.boolean, "false"), (.integer(0...9), "9"),
            (.integer(0 ... .max), "9223372036854775807"), (.number(0...1), "1"),
            (.number(0...1), "0.5"), (.string(0...2), "\"\""), (.string(2...2), "\"é\""),
            (.time, "\"2026-11-23T09:30:00Z\""), (.time, "\"2026-11-23t09:30:00.123456+09:00\""),
            (.choice(["a", "b"]), "\"b\""), (.array(.boolean, 0...2), "[true,false]"),
            (.map(.integer(0...9)), "{\"x\":1,\"\":2}"), (.nullable(.boolean), "null"),
            (.nullable(.boolean), "true"), (.either([.boolean, .string(1...1)]), "\"a\""),
            (.object([.required("a", .any), .optional("b", .boolean)]), "{\"a\":null}"),
            (.object([.required("a", .any), .optional("b", .boolean)]), "{\"b\":true,\"a\":1}"),
        ] as [(Schema, String)])
    func fits(_ schema: Schema, _ text: String) throws {
        #expect(try problem(schema, text) == nil)
    }

    @Test(
        "What does not is told what was expected",
        arguments: [
            (.boolean, "1", "expected true or false"),
            (.integer(0...9), "10", "expected an integer 0 to 9"),
            (.integer(0...9), "1.0", "expected an integer 0 to 9"),
            (
                .integer(1 ... .max), "9223372036854775808",
                "expected an integer 1 or more, of at most 63 bits"
            ),
            (.number(0...1), "1.5", "expected a number from 0.0 to 1.0"),
            (.number(0...1), "\"1\"", "expected a number from 0.0 to 1.0"),
            (.string(1...3), "\"éé\"", "expected a string of 1 to 3 bytes"),
            (.string(1...3), "null", "expected a string of 1 to 3 bytes"),
            (.choice(["a", "b"]), "\"ab\"", "expected one of a, b"),
            (.choice(["a", "b"]), "1", "expected one of a, b"),
            (
                .array(.boolean, 1...2), "[]",
                "expected an array of 1 to 2 elements; of each, expected true or false"
            ),
            (
                .array(.boolean, 1...2), "{}",
                "expected an array of 1 to 2 elements; of each, expected true or false"
            ),
            (.map(.any), "[]", "expected an object"), (.object([]), "[]", "expected an object"),
            (.nullable(.boolean), "1", "expected true or false, or null"),
            (
                .either([.boolean, .string(1...2), .object([])]), "1",
                "expected true or false, or a string of 1 to 2 bytes, or an object"
            ),
            (.either([.boolean, .string(1...2)]), "\"\"", "expected a string of 1 to 2 bytes"),
        ] as [(Schema, String, String)])
    func expectation(_ schema: Schema, _ text: String, _ expected: String) throws {
        #expect(try problem(schema, text) == SchemaProblem(path: "at", problem: expected))
    }

    @Test(
        "A time that is none is told what one looks like",
        arguments: [
            "\"\"", "\"yesterday\"", "\"2026-11-23\"", "\"2026-11-23 09:30:00Z\"", "1795426200",
            "\"2026-11-23T09:30:00.000000000000000000000000Z\"", "\"20261123T093000.000000Z\"",
            "null",
        ])
    func time(_ text: String) throws {
        #expect(
            try problem(.time, text)?.problem
                == "expected a time from 1970 to 2248, such as 2026-11-23T09:30:00.000Z")
    }

    @Test("The path leads to what is wrong, through objects, arrays and maps")
    func path() throws {
        let shape = Schema.object([
            .required("a", .array(.object([.required("b", .integer(0...1))]), 0...9)),
            .optional("m", .map(.boolean)), .optional("n", .nullable(.reference("R"))),
        ])
        let components = ["R": Schema.object([.required("c", .boolean)])]
        func path(_ text: String) throws -> String? {
            try problem(shape, text, components: components)?.path
        }
        #expect(try path(#"{"a":[{"b":0},{"b":2}]}"#) == "at.a[1].b")
        #expect(try path(#"{"a":[{"b":0},{}]}"#) == "at.a[1].b")
        #expect(try path(#"{"a":[7]}"#) == "at.a[0]")
        #expect(try path(#"{}"#) == "at.a")
        #expect(try path(#"{"a":[],"m":{"x":true,"y":1}}"#) == "at.m.y")
        #expect(try path(#"{"a":[],"n":{"c":1}}"#) == "at.n.c")
        #expect(try path(#"{"a":[],"n":{"c":true,"d":1}}"#) == "at.n.d")
        #expect(try path(#"{"a":[],"n":null}"#) == nil)
    }

    @Test("A missing member is told with what it should be, an unknown one with what was meant")
    func members() throws {
        let shape = Schema.object([.required("author", .reference("P")), .optional("body", .any)])
        let components = ["P": Schema.string(1...8)]
        #expect(
            try problem(shape, "{}", components: components)
                == SchemaProblem(
                    path: "at.author", problem: "is missing: expected a string of 1 to 8 bytes"))
        #expect(
            try problem(shape, #"{"auhtor":"u"}"#, components: components)
                == SchemaProblem(
                    path: "at.auhtor", problem: "is not a known member", didYouMean: "author"))
    }

    @Test("A word close to one of a choice is answered with that one")
    func choice() throws {
        let sorts = Schema.choice(["best", "newest", "oldest"])
        #expect(try problem(sorts, "\"newst\"")?.didYouMean == "newest")
        #expect(try problem(sorts, "\"hunter2\"")?.didYouMean == nil)
    }

    @Test("An unknown member's name is cut to 64 characters")
    func longName() throws {
        let name = String(repeating: "한", count: 100)
        let path = try problem(.object([]), "{\"\(name)\":1}")?.path
        #expect(path == "at." + String(repeating: "한", count: 64))
    }
}
