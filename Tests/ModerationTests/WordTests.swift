import Discussion
import JSONValues
import Testing

@testable import Moderation

@Suite("Words")
struct WordTests {
    private func hit(_ words: [String], _ body: String) throws -> String? {
        try Bench.hit(("words", .array(words.map { .string($0) })), body)
    }

    @Test(
        "A word is found however it is written, and its span is of the body",
        arguments: [
            ("spam", "so much SPAM!", "SPAM"), ("spam", "é ＳＰＡＭ é", "ＳＰＡＭ"),
            ("fine", "a ﬁne day", "ﬁne"), ("spam", "my s\u{200B}p\u{AD}am", "s\u{200B}p\u{AD}am"),
            ("Straße", "die STRASSE hier", "STRASSE"), ("한글", "\u{1112}\u{1161}\u{11AB}글", nil),
            ("foo bar", "a foo\n\t bar b", "foo\n\t bar"), ("$$$", "win$$$now", "$$$"),
            ("spam", "これはspamです", "spam"), ("spam", "spam은 싫다", "spam"),
        ])
    func found(_ word: String, _ body: String, _ span: String?) throws {
        let found = try hit([word], body)
        #expect(found != nil)
        if let span { #expect(found.map { Array($0.utf8) } == Array(span.utf8)) }
    }

    @Test(
        "A word inside another word is not found",
        arguments: [
            ("cunt", "Scunthorpe"), ("ass", "class assess"), ("rapist", "a therapist"),
            ("시발", "시발점은 여기"), ("바보", "울바보"), ("バカ", "夏のバカンス"), ("cafe", "cafeína"),
            ("spam", "spam2"), ("foo bar", "foobar"),
        ])
    func notFound(_ word: String, _ body: String) throws {
        #expect(try hit([word], body) == nil)
    }

    @Test(
        "Korean particles may follow, Japanese and Chinese need no spaces",
        arguments: [
            ("시발", "이런 시발"), ("시발", "시발ㅋㅋ"), ("시발", "ㅋㅋ시발"), ("바보", "바보들에게도 말했다"),
            ("바보", "바보는"), ("ㅅㅂ", "ㅅㅂㅋㅋ"), ("死ね", "お前死ねよ"), ("馬鹿", "この馬鹿野郎"),
            ("バカ", "あいつはバカだ"), ("傻逼", "你是傻逼吗"), ("바보", "\u{1107}\u{1161}\u{1107}\u{1169}"),
        ])
    func unspaced(_ word: String, _ body: String) throws {
        #expect(try hit([word], body) != nil)
    }

    @Test("A list file has comments, blank lines, a byte order mark and CRs")
    func listFile() throws {
        let file = Array("\u{FEFF}# bad words\r\nspam\r\n\r\n  foo bar  \n#x\nspam".utf8)
        let rules = try Bench.compile(
            [Bench.rule("r", when: ["words": .string("words/en.txt")], then: "reject")],
            lists: ["words/en.txt": file])
        let verdict = rules.judge("Spam, foo bar", Facts())
        #expect(verdict.reasons.first?.count == 2)
        #expect(verdict.reasons.first?.detail == "matches a word of words/en.txt")
        #expect(rules.judge("bad words #x", Facts()).reasons.isEmpty)
    }

    @Test("The longest of nested words is the place")
    func nested() throws {
        #expect(try hit(["foo", "foo bar", "bar baz"], "foo bar baz") == "foo bar")
    }

    @Test("The same word in two lists hits in both")
    func shared() throws {
        let rules = try Bench.compile([
            Bench.rule("a", when: ["words": Bench.words("x", "y")], then: "flag"),
            Bench.rule("b", when: ["words": Bench.words("y", "z")], then: "hold"),
        ])
        #expect(rules.judge("y", Facts()).reasons.map(\.rule) == ["a", "b"])
        #expect(rules.judge("z", Facts()).reasons.map(\.rule) == ["b"])
    }
}
