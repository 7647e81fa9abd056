import Testing

@testable import Search

@Suite("How texts stand in the search index")
struct SearchTextTests {
    private func row(_ text: String) -> String {
        String(
            decoding: SearchTokens.row(SearchText(text), of: 37, for: .everyone), as: UTF8.self
        ).replacing("p11·", with: "")
    }

    @Test(
        "Words as they are typed: case, width, accents and ligatures fall together",
        arguments: [
            ("Zürich, ÉTÉ ﬁn!", "zurich ete fin"), ("ＦＵＬＬ width", "full width"),
            ("naïve nai\u{0308}ve", "naive"), ("Łódź Đặng Øresund", "lodz dang oresund"),
            ("Straße STRASSE", "strasse"), ("Ёлка йод", "елка иод"), ("ΌΣΟΣ όσος", "οσοσ"),
            ("שָׁלוֹם", "שלום"), ("مُحَمَّد أحمد", "محمد احمد"), ("co-op e2e 3.14", "co op e2e 3 14"),
            ("soft\u{AD}hyphen zero\u{200B}width", "softhyphen zerowidth"), ("हिन्दी", "हिन्दी"),
            ("İstanbul ISTANBUL", "istanbul"), ("йabcй x2й9 éa", "иabcи x2и9 ea"),
            ("…!?* -- \u{1F600}", ""), ("", ""),
        ])
    func words(_ text: String, _ tokens: String) { #expect(row(text) == tokens) }

    @Test(
        "Of scripts without spaces between words each two neighbours, and the last by itself",
        arguments: [
            ("정부가", "정부 부가 가"), ("정 부", "정 부"), ("東京都", "東京 京都 都"),
            ("がが", "がが が"), ("か\u{3099}き", "がき き"), ("ｶﾞｲﾄﾞ", "ガイ イド ド"),
            ("정부 정부", "정부 부"), ("covid대책19", "covid 대책 책 19"), ("東京。都", "東京 京 都"),
            ("ภาษา", "ภา าษ ษา า"), ("\u{1112}\u{1161}\u{11AB}국", "한국 국"),
        ])
    func characters(_ text: String, _ tokens: String) { #expect(row(text) == tokens) }

    @Test(
        "Each stands once, where it comes first, however alike they begin",
        arguments: [1, 7, 40, 900, 20_000],
        ["", "fifteenandsome", "abeginningofoverthirtytwoletters"])
    func once(_ kinds: Int, _ beginning: String) {
        var number: UInt64 = 1
        // No more than is searched of a text.
        let count = min(9_000, SearchText.maxBytes / (beginning.utf8.count + 5))
        let words = (0..<count).map { _ in
            number = number &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return beginning + String((number >> 33) % UInt64(kinds), radix: 36)
        }
        var seen: Set<String> = []
        let first = words.filter { seen.insert($0).inserted }
        #expect(row(words.joined(separator: " ")) == first.joined(separator: " "))
    }

    @Test("Who may find a text and its site stand before each word")
    func prefix() {
        let text = SearchText("Ab 가")
        let open = SearchTokens.row(text, of: 1, for: .everyone)
        let hidden = SearchTokens.row(text, of: 36, for: .moderators)
        #expect(String(decoding: open, as: UTF8.self) == "p1·ab p1·가")
        #expect(String(decoding: hidden, as: UTF8.self) == "h10·ab h10·가")
    }

    @Test("A long word stands with its beginning, and a long text too")
    func long() {
        #expect(row(String(repeating: "é", count: 100)) == String(repeating: "e", count: 48))
        let greek = String(repeating: "ψ", count: 40)
        #expect(row(greek) == String(repeating: "ψ", count: 24))
        let text = String(repeating: "abc ", count: 30_000) + "last"
        #expect(SearchText(text).bytes.count <= SearchText.maxBytes)
        #expect(row(text) == "abc")
        let wide = String(repeating: "가", count: 30_000)
        #expect(SearchText(wide).bytes.count == SearchText.maxBytes / 3 * 3)
    }

    @Test("A thousand marks on one letter take no longer than a thousand letters")
    func marks() {
        let text = "a" + String(repeating: "\u{301}", count: 20_000) + "b"
        #expect(row(text) == "ab")
        #expect(row("\u{301}\u{301}") == "")
    }
}
