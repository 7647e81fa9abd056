import Foundation
import JSONValues
import Testing

@testable import Configuration

@Suite("JSON5 files")
struct JSON5Tests {
    private func problem(_ text: String) -> String? {
        do {
            _ = try JSON5Document(Array(text.utf8))
            return nil
        } catch { return error.path.isEmpty ? error.problem : "\(error.path): \(error.problem)" }
    }

    @Test("Comments, bare names, single quotes, trailing commas and hexadecimals are taken")
    func syntax() throws {
        let text = """
            // one: two
            { list: [null, true, 'a"b:', "c", 0x10, 1.0, -3, 1.5, +2,], /* { : */ "deep": {x: {}}, }
            """
        let value = try JSON5Document(Array(text.utf8)).value
        var json = JSONWriter()
        json.value(value)
        #expect(
            String(decoding: json.bytes, as: UTF8.self)
                == #"{"deep":{"x":{}},"list":[null,true,"a\"b:","c",16,1,-3,1.5,2]}"#)
        #expect(value.object?["list"]?.array?[5] == .integer(1))
    }

    @Test("Members stand in the order of their names' bytes, whatever order they were written in")
    func order() throws {
        let value = try JSON5Document(Array("{b: 1, 'é': 2, a: 3, Z: 4, '': 5}".utf8)).value
        #expect(value.object?.members.map(\.name) == ["", "Z", "a", "b", "é"])
    }

    @Test(
        "A syntax error is given with its line",
        arguments: [
            ("{\n  a: 1\n  b: 2\n}\n", 3), ("{\n  a: [1,\n  2}\n]", 3), ("{a: 1}\n\nx", 3),
            ("{\n  a: ,\n  b: 2\n}", 2), ("{'a':\n tru\n}", 2), ("{a: 'b\n, c: 'd'\n}", 2),
            ("[1]]", 1), ("/* a\n\n*/ {a: *}", 3), ("{\r\n  a 1\r\n}", 2),
            ("{\n a: 1, // b\n c: \"d\\\n e\", f g: 1\n}", 4),
        ])
    func line(text: String, line: Int) {
        #expect(problem(text) == "is not valid JSON5, line \(line)")
    }

    @Test(
        "A file that stops within its document ends too early",
        arguments: [
            "", " // nothing", "{", "{\n a: [1,\n", "{a:", "{a", "{a: 'b", "{a: 1} /* c", "{'a\\\n",
        ])
    func early(text: String) {
        #expect(problem(text) == "ends too early")
    }

    @Test(
        "A name that an object has twice is refused, with the line of the second",
        arguments: [
            ("{a: 1, a: 2}", 1), ("{\n a: 1, // a: 3\n b: ':',\n 'a': 2,\n c: 3\n}", 4),
            ("[{a: 1},\n {a: 1,\n b: {c: 1,\n \"c\": 1}}]", 4), ("{'é': 1,\n 'e\u{301}': 2}", 2),
        ])
    func twice(text: String, line: Int) {
        #expect(problem(text) == "has a member twice, line \(line)")
    }

    @Test("A value that the decoder cannot make anything of is given with its path")
    func values() {
        #expect(problem("{a: [0, 'x\ny']}") == "a[1]: is no valid JSON5 value")
        #expect(problem("{a: {b: 1e999}}") == "a.b: is no valid JSON5 value")
        #expect(problem("['\\ud800']") == "[0]: is no valid JSON5 value")
    }

    @Test("Text that is not UTF-8 is refused before the decoder sees it")
    func encoding() throws {
        let texts: [[UInt8]] = [
            Array("{".utf8) + [0xFF] + Array(": 1}".utf8), Array("{a: '".utf8) + [0xC3],
            [0xFF, 0xFE, 0x7B, 0, 0x7D, 0], [0x7B, 0, 0x7D, 0],
        ]
        for text in texts {
            #expect(throws: SchemaProblem(path: "", problem: "is not UTF-8 text")) {
                try JSON5Document(text)
            }
        }
        #expect(problem("\u{FEFF}{a: 1}") == nil)
    }

    @Test("Nesting without end is refused")
    func nesting() {
        let open = String(repeating: "[", count: 100_000)
        #expect(problem(open)?.contains("JSON5") == true)
        #expect(problem(String(repeating: "{a:", count: 100_000))?.contains("JSON5") == true)
    }

    @Test("Any text is read or refused", arguments: 0..<20)
    func anyText(seed: Int) {
        var random = LinearGenerator(state: UInt64(seed))
        let source = Array("{a:'x\\u00e9\\\n',b:[1,0x1F,-1.5e3,NaN,true],/*c*/'d':{e:1}//z\n}".utf8)
        let letters = Array("{}[]:,'\"\\/*\n\r 0x1e-+.Nu$_".utf8) + [0, 0xC3, 0xA9, 0xFF]
        for _ in 0..<100 {
            var text = source
            for _ in 0...Int.random(in: 0...3, using: &random) {
                let at = Int.random(in: 0..<text.count, using: &random)
                text[at] = letters[Int.random(in: 0..<letters.count, using: &random)]
            }
            text.removeLast(Int.random(in: 0..<text.count, using: &random))
            do {
                _ = try JSON5Document(text)
            } catch { #expect(!error.problem.isEmpty) }
        }
    }
}

/// The same numbers for the same seed (Knuth's MMIX constants).
private struct LinearGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
