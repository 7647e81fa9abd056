import Discussion
import Testing

@testable import Moderation

@Suite("Normalized text")
struct NormalizedTextTests {
    private func folded(_ body: String) -> String {
        String(decoding: NormalizedText(body).bytes, as: UTF8.self)
    }

    @Test(
        "Looks and letters fall together",
        arguments: [
            ("Hello, WORLD 42", "hello, world 42"), ("ＳＰＡＭ", "spam"), ("ﬁne", "fine"),
            ("s\u{200B}pa\u{AD}m", "spam"), ("Straße", "strasse"), ("ⓈⓅⒶⓂ", "spam"),
            ("\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}", "한글"), ("e\u{301}", "é"),
            ("ｶﾞ", "ガ"), ("ﷺ", "صلى الله عليه وسلم"), ("", ""), ("🇰🇷👍🏽", "🇰🇷👍🏽"),
            ("İ", "i\u{307}"), ("x²", "x2"),
        ])
    func folding(_ body: String, _ expected: String) {
        #expect(Array(folded(body).unicodeScalars) == Array(expected.unicodeScalars))
    }

    @Test("Every byte maps into the body, and in order")
    func map() {
        for body in ["ＳＰＡＭ ﬁ e\u{301}x", "가\u{11A8}나", "\u{200B}\u{200B}a\u{200B}", "ﷺﷺﷺ"] {
            let text = NormalizedText(body)
            let count = body.unicodeScalars.count
            var last = 0
            for index in text.bytes.indices {
                let span = text.span(of: index..<(index + 1))
                #expect(!span.isEmpty && span.upperBound <= count)
                #expect(span.lowerBound >= last)
                last = span.lowerBound
            }
        }
    }

    @Test("Runs of white space become one space, which maps to the whole run")
    func whiteSpace() {
        let text = NormalizedText("a \n\u{3000}\u{2028}\u{85}B").collapsingWhiteSpace()
        #expect(text.bytes == Array("a b".utf8))
        #expect(text.span(of: 1..<2) == 1..<6)
        #expect(text.span(of: 2..<3) == 6..<7)
        let plain = NormalizedText("a b c")
        #expect(plain.collapsingWhiteSpace() == plain)
    }

    @Test("Hostile text is folded in time and whole")
    func hostile() {
        let marks = NormalizedText("a" + String(repeating: "\u{301}\u{316}", count: 2500))
        #expect(marks.span(of: marks.bytes.indices).upperBound == 5001)
        #expect(NormalizedText(String(repeating: "\u{200B}", count: 3333)).bytes.isEmpty)
        let jamo = NormalizedText(String(repeating: "\u{1161}", count: 3333))
        #expect(jamo.bytes.count == 9999)
        let long = NormalizedText(String(repeating: "\u{FDFA}", count: 3333))
        #expect(long.bytes.count == 33 * 3333)
    }
}
