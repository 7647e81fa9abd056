import JSONValues
import Testing

@testable import Wire

@Suite("JSON is written")
struct JSONWriterTests {
    private func written(_ write: (inout JSONWriter) -> Void) -> String {
        var json = JSONWriter()
        write(&json)
        return String(decoding: json.bytes, as: UTF8.self)
    }

    @Test("Commas and brackets stand where they belong")
    func structure() {
        let text = written { json in
            json.openObject()
            json.name("a")
            json.openArray()
            json.closeArray()
            json.name(dynamic: "b\"")
            json.openArray()
            json.null()
            json.bool(true)
            json.openObject()
            json.closeObject()
            json.raw(Array("7".utf8))
            json.string("x")
            json.closeArray()
            json.name("c")
            json.integer(-1)
            json.closeObject()
        }
        #expect(text == #"{"a":[],"b\"":[null,true,{},7,"x"],"c":-1}"#)
    }

    @Test(
        "Text is escaped where JSON asks for it and nowhere else",
        arguments: [
            ("", "\"\""), ("a\"b\\c/", #""a\"b\\c/""#), ("\n\r\t", #""\n\r\t""#),
            ("\0\u{1}\u{8}\u{C}\u{1F}", #""\u0000\u0001\u0008\u000c\u001f""#),
            ("é한\u{1F600}\u{2028}\u{7F}", "\"é한\u{1F600}\u{2028}\u{7F}\""),
        ])
    func escapes(_ text: String, _ json: String) {
        #expect(written { $0.string(text) } == json)
    }

    @Test(
        "Integers are written whole",
        arguments: [0, 7, -7, 10, 1_000_000, Int.max, Int.min, Int.min + 1, 99, -100])
    func integers(_ value: Int) {
        #expect(written { $0.integer(value) } == value.description)
    }

    @Test(
        "Numbers are written as JSON has them, what it has not as null",
        arguments: [
            (0.5, "0.5"), (-0.0, "0"), (3, "3"), (-3, "-3"), (1e16, "1e+16"), (1e300, "1e+300"),
            (0.1, "0.1"), (.leastNonzeroMagnitude, "5e-324"),
            (999_999_999_999_999, "999999999999999"),
            (.infinity, "null"), (-.infinity, "null"), (.nan, "null"),
        ] as [(Double, String)])
    func numbers(_ value: Double, _ json: String) {
        #expect(written { $0.number(value) } == json)
    }

    @Test("What is written reads back as the same value")
    func roundTrip() throws {
        var dice = Dice(3)
        for _ in 0..<1000 {
            let value = RandomJSON.value(&dice, depth: 4)
            var json = JSONWriter()
            json.value(value)
            #expect(!json.bytes.contains(0x0A))
            #expect(try StrictJSON.parse(json.bytes) == value)
        }
    }
}
