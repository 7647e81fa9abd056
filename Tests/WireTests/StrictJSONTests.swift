import Discussion
import JSONValues
import Testing

@testable import Wire

@Suite("Strict JSON")
struct StrictJSONTests {
    @Test("Values of every kind are read as they stand, members in their order")
    func kinds() throws {
        let value = try Bench.parse(
            #" {"z":null,"a":[true,false,-0.5,7,""],"m":{"é":"\u00e9\n\ud834\udd1e/\/"}} "#)
        let expected = Bench.object([
            "z": .null,
            "a": .array([.bool(true), .bool(false), .number(-0.5), .integer(7), .string("")]),
            "m": .object(Bench.object(["é": .string("é\n\u{1D11E}//")])),
        ])
        #expect(value == .object(expected))
        #expect(value.object?.members.map(\.name) == ["z", "a", "m"])
    }

    @Test(
        "Any value may stand alone", arguments: ["null", "true", "-7", "1.5", "\"a\"", "[]", "{}"])
    func alone(_ text: String) throws {
        #expect(throws: Never.self) { try Bench.parse("\t\(text)\r\n") }
    }

    @Test(
        "What is not JSON is refused",
        arguments: [
            "", " ", "[1,]", "{\"a\":1,}", "[,1]", "[1 2]", "{\"a\" 1}", "{a:1}", "{1:1}", "'a'",
            "[1}", "{\"a\":1]", "[1", "[]]", "1 2", "nul", "True", "NaN", "Infinity", "-", "+1",
            "01",
            "1.", ".5", "1e", "0x1", "1_000", "\"\\x\"", "\"\\u12\"", "\"a", "\"a\nb\"", "\"\t\"",
            "// c\n1", "1 // c", "/* c */ 1", "[1] # c", "1\u{B}", "\u{A0}1", "\u{2060}1", "\u{B}",
        ])
    func malformed(_ text: String) throws {
        let refusal = try #require(throws: Refusal.self) { try Bench.parse(text) }
        #expect(refusal.kind == .parseError)
    }

    @Test(
        "What I-JSON forbids is refused though RFC 8259 takes it",
        arguments: [
            "\u{FEFF}{}", #"{"a":1,"a":1}"#, #"{"a":1,"\u0061":2}"#, #"[{"b":{"a":1,"a":2}}]"#,
            #""\ud800""#, #""\udc00""#, #""\ud800\ud800""#, #""\udd1e\ud834""#, #""\ud834x""#,
            #""\ud834\n""#, #"{"\ud800":1}"#, #""\u0000""#, #"{"a\u0000":1}"#, "\"\0\"", "1\0",
            "\0",
        ])
    func forbidden(_ text: String) throws {
        let refusal = try #require(throws: Refusal.self) { try Bench.parse(text) }
        #expect(refusal.kind == .parseError)
    }

    @Test("Names that only look alike are no duplicates")
    func lookAlikes() throws {
        let value = try Bench.parse("{\"\u{E9}\":1,\"e\u{301}\":2,\"a\":3,\"A\":4}")
        #expect(value.object?["\u{E9}"] == .integer(1))
        #expect(value.object?["e\u{301}"] == .integer(2))
    }

    @Test(
        "Bytes that are not UTF-8 are refused, inside a string and outside",
        arguments: [
            [0xFF], [0x80], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xC3],
            [0xF4, 0x90, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func notUTF8(_ bytes: [UInt8]) throws {
        for text in [bytes, [0x22] + bytes + [0x22], [0x5B] + bytes + [0x5D]] {
            let refusal = try #require(throws: Refusal.self) { try StrictJSON.parse(text) }
            #expect(refusal.kind == .parseError)
        }
    }

    @Test("Nesting is counted from the outermost value: 16 is read, 17 is refused")
    func depth() throws {
        let object = (open: "{\"a\":", close: "}")
        func objects(_ depth: Int) -> String {
            String(repeating: object.open, count: depth) + "1"
                + String(repeating: object.close, count: depth)
        }
        for text in [Bench.nested(16), objects(16), "[" + objects(15) + "]"] {
            #expect(throws: Never.self) { try Bench.parse(text) }
        }
        for text in [Bench.nested(17), objects(17), "[" + objects(16) + "]", Bench.nested(100_000)]
        {
            let refusal = try #require(throws: Refusal.self) { try Bench.parse(text) }
            #expect(refusal.kind == .parseError)
            #expect(refusal.message.contains("16"))
        }
    }

    @Test("Neither neighbours nor brackets in strings count as nesting")
    func breadth() throws {
        let many = Array(repeating: "[[]]", count: 100).joined(separator: ",")
        #expect(try Bench.parse("[\(many)]").array?.count == 100)
        let text = String(repeating: "[{", count: 50) + "\\\"" + String(repeating: "[", count: 50)
        #expect(throws: Never.self) { try Bench.parse("[\"\(text)\",\"\\\\\",[\"[\"]]") }
    }
}
