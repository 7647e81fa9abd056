import Discussion
import JSONValues
import Testing

@testable import Wire

@Suite("Numbers on the wire")
struct StrictJSONNumberTests {
    @Test("Integers hold 63 bits and a sign")
    func bounds() throws {
        #expect(try Bench.parse("9223372036854775807") == .integer(.max))
        #expect(try Bench.parse("-9223372036854775808") == .integer(.min))
        #expect(try Bench.parse("-0").double == 0)
    }

    @Test("A fraction or an exponent makes no integer", arguments: ["1.0", "1e0", "1E2", "10e-1"])
    func fractions(_ text: String) throws {
        let value = try Bench.parse(text)
        #expect(value.integer == nil)
        #expect(value.double == Double(text))
    }

    @Test(
        "Numbers that no machine word holds are JSON all the same, and no integers",
        arguments: [
            "9223372036854775808", "-9223372036854775809", "1e309", "-1e309", "1e400", "123E4567",
            "0.1e9999", "1" + String(repeating: "0", count: 400), "1.5e+99999999999999999999",
        ])
    func huge(_ text: String) throws {
        let value = try Bench.parse(
            "{\"a\":[\(text)],\"b\":\"\(text) \\\" \(text)\",\"c\":\(text)}")
        for number in [value.object?["a"]?.array?.first, value.object?["c"]] {
            #expect(number?.kind == "a number")
            #expect(number?.integer == nil)
        }
        #expect(value.object?["b"] == .string("\(text) \" \(text)"))
        #expect(throws: Never.self) { try Bench.parse(text) }
    }

    @Test("A number too small to tell from nothing is JSON", arguments: ["1e-400", "-1e-99999"])
    func tiny(_ text: String) throws {
        #expect(try Bench.parse(text).double == 0)
    }

    @Test(
        "A huge number beside it makes no other text a number",
        arguments: [
            "+1e999", "01e999", ".5e999", "1.e999", "1e999e", "1e999.5", "--1e999", "1e+-999",
            "+99999999999999999999", "099999999999999999999", "99999999999999999999-", "1e9999-1",
        ])
    func noNumbers(_ text: String) throws {
        for line in ["[1e999,\(text)]", "[\(text),1e999]", "[99999999999999999999,\(text)]"] {
            let refusal = try #require(throws: Refusal.self) { try Bench.parse(line) }
            #expect(refusal.kind == .parseError)
        }
    }

    @Test(
        "Where an integer is due, every other number is refused by its path",
        arguments: ["1.0", "1e0", "1e400", "-1e400", "9223372036854775808", "0.5", "2", "-2"])
    func byPath(_ number: String) throws {
        let params = "{\"comment\":\"ref:a\",\"voter\":\"u\",\"value\":\(number)}"
        let request = try #require(
            Bench.request("{\"id\":1,\"method\":\"vote.cast\",\"params\":\(params)}"))
        let refusal = try #require(throws: Refusal.self) {
            try Arguments(request.params, of: request.method)
        }
        #expect(refusal.kind == .invalidParams)
        #expect(refusal.field == "value")
        #expect(refusal.problem == "expected an integer -1 to 1")
    }
}
