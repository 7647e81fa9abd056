import Foundation
import JSONValues
import Testing

@testable import Wire

@Suite("Plain JSON, the short way")
struct PlainJSONTests {
    private func plain(_ bytes: [UInt8]) -> JSONValue? {
        bytes.withUnsafeBufferPointer(PlainJSON.parse)
    }

    /// Whether the short way read it; what it read is what the strict reader says.
    private func agrees(_ bytes: [UInt8]) -> Bool {
        guard let value = plain(bytes) else { return false }
        let strict = try? StrictJSON.parse(bytes)
        #expect(strict == value, "\(String(decoding: bytes, as: UTF8.self))")
        return true
    }

    @Test(
        "What exports and commands hold is read",
        arguments: [
            #"{}"#, "{\"a\":[], \"b\" : {} }\r", #"{"n":-7,"m":0,"k":[1,[2,{"x":null}]]}"#,
            #"{"t":true,"f":false,"s":"한 \" \\ \/ \b\f\n\r\t \u00e9 \ud83d\ude00"}"#,
            "{\"type\":\"comment\",\"body\":\"\u{7F} \u{10FFFF} e\u{301}\"}",
            #"[]"#, #" [{"id":1,"method":"vote.cast","params":{"a":["\u00e9\\"]}},{}] "#,
            "{\"long\":\"" + String(repeating: "words and ", count: 9) + "\\n\\\"é\"}",
            #"{"id":123456789012345678}"#, "{\"deep\":" + Bench.nested(15) + "}",
        ])
    func reads(_ text: String) {
        #expect(agrees(Array(text.utf8)))
    }

    @Test(
        "What is unusual or wrong is left to the strict reader",
        arguments: [
            "", "[", "[{}", "[{},]", "7", "{", "{}{}", "{} x", #"{"a"}"#, #"{"a":}"#, #"{"a":1,}"#,
            #"{,"a":1}"#,
            #"{"a":1.5}"#, #"{"a":1e3}"#, #"{"a":-0}"#, #"{"a":01}"#, #"{"a":-}"#, #"{"a":tru}"#,
            #"{"a":nulll}"#, #"{"a":1 2}"#, #"{"a":"\x"}"#, #"{"a":"\u12"}"#, #"{"a":"\ud800"}"#,
            #"{"a":"\udc00"}"#, #"{"a":"\ud800\u0041"}"#, #"{"a":"\u0000"}"#, "{\"a\":\"\n\"}",
            #"{"a":1,"a":2}"#, #"{"a":1,"\u0061":2}"#, "\u{FEFF}{}", #"{"a":[1,]}"#, #"{"a":"#,
            #"{"a":"b"#, #"{"a":"b\"#, #"{"a":1234567890123456789}"#,
            "{\"deep\":" + Bench.nested(16) + "}",
        ])
    func leaves(_ text: String) {
        #expect(plain(Array(text.utf8)) == nil)
    }

    @Test("Bytes that are no UTF-8 are left to the strict reader")
    func badBytes() {
        for bad: [UInt8] in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82], [0]] {
            #expect(plain(Array(#"{"a":""#.utf8) + bad + Array(#""}"#.utf8)) == nil)
        }
    }

    @Test("Whatever comes, both readers agree on what the short way takes")
    func agreement() {
        var dice = Dice(11)
        var read = 0
        for _ in 0..<4000 {
            var json = JSONWriter()
            json.value(.object(RandomJSON.object(&dice)))
            var bytes = json.bytes
            if agrees(bytes) { read += 1 }
            let at = Int.random(in: 0..<bytes.count, using: &dice)
            switch Int.random(in: 0..<3, using: &dice) {
            case 0: bytes.remove(at: at)
            case 1: bytes[at] = UInt8.random(in: 0...255, using: &dice)
            default:
                bytes.insert(Array("{}[]\",:\\0u".utf8).randomElement(using: &dice) ?? 0, at: at)
            }
            _ = agrees(bytes)
        }
        #expect(read > 1000)
    }

    @Test(
        "What no reader may take is not taken, alone or as a member",
        arguments: JSONTestSuite.files.filter { !$0.hasPrefix("y_") })
    func hostile(_ file: String) throws {
        let bytes = try Array(Data(contentsOf: JSONTestSuite.folder.appending(path: file)))
        guard bytes.count < 10_000 else { return }
        _ = agrees(bytes)
        _ = agrees(Array(#"{"a":"#.utf8) + bytes + Array("}".utf8))
    }
}
