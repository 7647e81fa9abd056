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

    /// Escapes are looked for eight bytes at a time, so each place among eight is another case.
    @Test("What needs an escape is found at any place, beside any other byte")
    func escapesAnywhere() {
        func expected(_ bytes: [UInt8]) -> [UInt8] {
            bytes.flatMap { byte -> [UInt8] in
                switch byte {
                case 0x22, 0x5C: [0x5C, byte]
                case 0x0A: Array(#"\n"#.utf8)
                case ..<0x20:
                    Array("\\u00".utf8) + Array((byte < 16 ? "0" : "1").utf8)
                        + Array(String(byte & 15, radix: 16).utf8)
                default: [byte]
                }
            }
        }
        let bytes: [UInt8] = [
            0x00, 0x01, 0x0A, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7F,
        ]
        for length in 1...24 {
            for place in 0..<length {
                for (first, second) in bytes.flatMap({ first in bytes.map { (first, $0) } }) {
                    var text = [UInt8](repeating: 0x61, count: length)
                    text[place] = first
                    text[min(place + 1, length - 1)] = second
                    let json = written { json in
                        text.withUnsafeBufferPointer { json.string(utf8: $0) }
                    }
                    #expect(Array(json.utf8) == [0x22] + expected(text) + [0x22])
                }
            }
        }
    }

    @Test(
        "Members that stand ready go between others, and parts of what was written are given back")
    func ready() {
        var parts: [UInt8] = []
        let text = written { json in
            json.openObject()
            json.members("\"a\":1")
            json.member("b", 2)
            Array("\"c\":3,\"d\":4".utf8).withUnsafeBufferPointer { json.members($0) }
            json.plain(most: 0) { _ in 0 }
            json.closeObject()
            parts = json.bytes(1..<6, 12..<18)
        }
        #expect(text == #"{"a":1,"b":2,"c":3,"d":4}"#)
        #expect(parts == Array(#""a":1,"c":3"#.utf8))
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
