import Discussion
import JSONValues
import Testing

@testable import Moderation

@Suite("Links")
struct LinkTests {
    private func hosts(_ body: String) -> [String] {
        Link.links(in: NormalizedText(body)).map(\.host)
    }

    @Test(
        "Hosts are found behind every trick",
        arguments: [
            ("see http://example.com.", ["example.com"]),
            ("(https://Example.COM/a_(b)), and", ["example.com"]),
            ("https://good.com@evil.com/", ["evil.com"]),
            ("https://good.com:80@evil.com:443/x", ["evil.com"]),
            ("https://good.com\\@evil.com", ["good.com"]),
            ("http://evil.com./?q=a@b", ["evil.com"]), ("http://evil%2Ecom", ["evil.com"]),
            ("ｈｔｔｐ：／／ｅｖｉｌ．ｃｏｍ", ["evil.com"]), ("ht\u{AD}tp://e\u{200B}vil.com", ["evil.com"]),
            ("www.shop.example", ["www.shop.example"]), ("buy at shop.com/x!", ["shop.com"]),
            ("example.com, example.org", ["example.com", "example.org"]),
            ("https://naver.com에서", ["naver.com"]), ("사이트naver.com으로", ["naver.com"]),
            ("http://[2001:db8::1]:80/", ["[2001:db8::1]"]), ("http://127.0.0.1/", ["127.0.0.1"]),
            ("t.me/channel", ["t.me"]), ("https://한국.kr/", ["한국.kr"]),
            ("http://a.com,http://b.com;https://c.com/,x", ["a.com", "b.com", "c.com"]),
            ("http://https://a.com", ["a.com"]), ("https://x.org/http://a.com", ["x.org"]),
            ("a.com,@b.net", ["a.com"]), ("www.한국.kr", ["www.한국.kr"]),
        ])
    func found(_ body: String, _ expected: [String]) {
        #expect(hosts(body) == expected)
    }

    @Test(
        "Text that only looks like a link is none",
        arguments: [
            "e.g. this", "The end.Next one", "It works.so well", "ann@example.com", "3.14",
            "http://", "https:///path", "www.", "...com", "a.b", "node.js", "etc.", ".com",
            "http://@/", "john.doe.com@mail.example",
        ])
    func notFound(_ body: String) {
        #expect(hosts(body).isEmpty)
    }

    @Test(
        "Hostile text takes time in proportion to its length",
        arguments: [
            "http://", "http:///", "http://@", "www.a/", "www.a:", "www..:", "www.com한", "www.é",
            "a.com,@", "a.b:", "http://[", "a.", "://", "www.",
        ])
    func linear(_ piece: String) {
        let text = NormalizedText(String(repeating: piece, count: 200_000 / piece.utf8.count))
        let clock = ContinuousClock()
        #expect(clock.measure { _ = Link.links(in: text) } < .seconds(5))
    }

    @Test("Only links to listed domains and what is below them count")
    func domains() throws {
        let condition = Bench.object([
            "min": .integer(1), "domains": Bench.words("Example.com", "*.evil.org."),
        ])
        #expect(
            try Bench.hit(("links", condition), "http://a.example.com/x")
                == "http://a.example.com/x")
        #expect(try Bench.hit(("links", condition), "http://evil.org") != nil)
        #expect(try Bench.hit(("links", condition), "http://notexample.com") == nil)
        #expect(try Bench.hit(("links", condition), "http://example.com.cn") == nil)
    }

    @Test("Links are counted between bounds")
    func bounds() throws {
        let two = Bench.object(["min": .integer(2)])
        #expect(try Bench.hit(("links", two), "http://a.com") == nil)
        #expect(try Bench.hit(("links", two), "ⓐ http://a.com www.b.com") == "http://a.com")
        let none = Bench.object(["max": .integer(0)])
        #expect(try Bench.hit(("links", none), "plain") != nil)
        #expect(try Bench.hit(("links", none), "http://a.com") == nil)
    }
}
