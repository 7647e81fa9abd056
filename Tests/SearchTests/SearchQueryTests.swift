import Discussion
import Testing

@testable import Search

@Suite("What a query finds")
struct SearchQueryTests {
    private func matches(_ query: String, _ text: String) throws -> Bool {
        var work = 0
        return try SearchQuery(query).matches(SearchText(text), &work)
    }

    @Test(
        "Words, phrases, beginnings, either, and what must not be there",
        arguments: [
            ("bridge", "The BRIDGE is closed", true), ("bridge", "bridges", false),
            ("bridge*", "bridges", true), ("bridge *", "bridges", false),
            ("old bridge", "a bridge so old", true), ("old bridge", "a bridge", false),
            ("\"old bridge\"", "the old, bridge", true), ("\"old bridge\"", "bridge old", false),
            ("\"old bri*\"", "old bridges", true), ("“old bridge”", "old bridge", true),
            ("bridge -old", "new bridge", true), ("bridge -old", "old bridge", false),
            ("bridge -\"very old\"", "very new old bridge", true),
            ("bridge -\"very old\"", "very old bridge", false),
            ("bridge NOT old", "old bridge", false), ("a OR b", "b", true), ("a | b", "a", true),
            ("a b OR c", "a c", true), ("a b OR c", "c", false), ("a AND b", "b a", true),
            ("a OR b -c", "b c", false), ("a OR -b c", "a c", true), ("OR", "this or that", true),
            ("a OR", "a", true), ("NOT a b", "b", true), ("not", "do not", true),
            ("don't", "I don't", true), ("don't", "don and t", false), ("e-mail", "e mail", true),
            ("--x y", "y", true), ("été", "ETE", true), ("ete", "Été", true),
            ("\"unclosed phrase", "an unclosed phrase", true), ("x\"y z\"w", "x w y z", true),
            ("c++", "C is", true), ("a\u{0}b", "a b", true),
        ])
    func latin(_ query: String, _ text: String, _ isFound: Bool) throws {
        #expect(try matches(query, text) == isFound)
    }

    @Test(
        "Korean and Japanese by any part, not across what stands between",
        arguments: [
            ("정부", "새정부가 왔다", true), ("정부", "정 부", false), ("부", "정부가", true),
            ("가", "정부가", true), ("정부가왔", "정부가왔다", true), ("정부다", "정부가다", false),
            ("\"새 정부\"", "새 정부가", true), ("\"새 정부\"", "새정부가", false),
            ("새 정부", "정부는 새롭다", true), ("京都", "東京都", true), ("京都", "東京。都", false),
            ("東京 -京都", "東京都", false), ("が", "か", false), ("ガイド", "ｶﾞｲﾄﾞ", true),
            ("covid대책", "covid 대책을", true), ("대책covid", "대책covid", true),
            ("대책 covid", "covid와 대책", true), ("국민 OR 시민", "시민의", true),
        ])
    func unspaced(_ query: String, _ text: String, _ isFound: Bool) throws {
        #expect(try matches(query, text) == isFound)
    }

    @Test(
        "Nothing to look for, or too much, is said in plain words",
        arguments: [
            "", " ", "-", "\"", "\"\"", "*", "-word", "NOT word", "...", "\u{1F600}",
            String(repeating: "a ", count: 17), String(repeating: "가", count: 129),
        ])
    func refused(_ query: String) {
        let refusal = #expect(throws: Refusal.self) { try SearchQuery(query) }
        #expect(refusal?.kind == .invalidParams)
        #expect(refusal?.field == "query")
    }

    @Test("What the index is asked for are quoted words, whatever was typed")
    func expression() throws {
        func asked(_ query: String, _ audiences: [SearchTokens.Audience] = [.everyone]) throws
            -> String
        {
            try SearchTokens.expression(of: SearchQuery(query), in: 1, for: audiences)
        }
        #expect(try asked("a") == #"((("p1·a")))"#)
        #expect(
            try asked(#"words: " OR a) NEAR( ^b* "#)
                == #"((("p1·words")) AND (("p1·or" AND "p1·a" AND "p1·near" AND "p1·b"*)))"#)
        #expect(try asked("정부가 가 -x") == #"((("p1·정부" AND "p1·부가")) AND (("p1·가"*)))"#)
        #expect(
            try asked("a OR b", [.everyone, .moderators])
                == #"((("p1·a") OR ("p1·b"))) OR ((("h1·a") OR ("h1·b")))"#)
    }

    @Test("What is compared is counted, so that a page's cost can be bounded")
    func work() throws {
        var work = 0
        let text = SearchText(String(repeating: "가", count: 20_000))
        let query = try SearchQuery(String(repeating: "가", count: 127) + "나")
        #expect(!query.matches(text, &work))
        #expect(work > 2_000_000)
    }
}
