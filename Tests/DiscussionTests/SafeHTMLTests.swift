import Discussion
import Testing

@Suite("A body as HTML")
struct SafeHTMLTests {
    private let open = "<p dir=\"auto\">"

    private func paragraph(_ inner: String) -> String { "\(open)\(inner)</p>" }

    private func link(_ address: String) -> String {
        "<a href=\"\(address)\" rel=\"ugc nofollow noopener\">\(address)</a>"
    }

    @Test(
        "What HTML would read is escaped",
        arguments: [
            ("a & b", "a &amp; b"), ("<b>", "&lt;b&gt;"), ("\"'", "&quot;&#39;"),
            ("&lt;", "&amp;lt;"),
            ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
            ("é한🎈\u{2028}", "é한🎈\u{2028}"), ("  a\tb  ", "  a\tb  "),
        ])
    func escaping(_ body: String, _ html: String) {
        #expect(rendered(body) == paragraph(html))
    }

    @Test("Blank lines part paragraphs, single ones break lines")
    func paragraphs() {
        #expect(rendered("a\nb") == paragraph("a<br>b"))
        #expect(rendered("a\n\nb") == paragraph("a") + paragraph("b"))
        #expect(rendered("\n\na\n \t\n\n\nb\nc\n\n") == paragraph("a") + paragraph("b<br>c"))
        #expect(rendered("").isEmpty)
        #expect(rendered(" \n\t\n").isEmpty)
    }

    @Test(
        "Addresses of the web become links",
        arguments: [
            ("http://a.example", "http://a.example"),
            ("HTTPS://A.example/x?y=1#z", "HTTPS://A.example/x?y=1#z"),
            ("https://a.example/한", "https://a.example/한"), ("http://[::1]/", "http://[::1]/"),
            ("https://a.example/a_(b)", "https://a.example/a_(b)"),
        ])
    func links(_ body: String, _ address: String) {
        #expect(rendered(body) == paragraph(link(address)))
        #expect(rendered("x \(body)\ny") == paragraph("x \(link(address))<br>y"))
    }

    @Test(
        "Punctuation that closes a sentence, a bracket or a quote is no part of an address",
        arguments: [
            ("see http://a.b/c.", "see ", "http://a.b/c", "."),
            ("(http://a.b/c)", "(", "http://a.b/c", ")"),
            ("(http://a.b/c_(d)).", "(", "http://a.b/c_(d)", ")."),
            ("http://a.b/?!...", "", "http://a.b/", "?!..."),
            ("\"http://a.b\"", "&quot;", "http://a.b", "&quot;"),
            ("<http://a.b>", "&lt;", "http://a.b", "&gt;"),
            ("http://a.b'c", "", "http://a.b", "&#39;c"),
            ("http://a.b/x)y", "", "http://a.b/x)y", ""),
        ])
    func punctuation(_ body: String, _ before: String, _ address: String, _ after: String) {
        #expect(rendered(body) == paragraph(before + link(address) + after))
    }

    @Test("An address is escaped like all else")
    func escapedLink() {
        #expect(
            rendered("http://a.b/?x=1&y=2") == paragraph(link("http://a.b/?x=1&amp;y=2")))
    }

    @Test(
        "Nothing else becomes a link",
        arguments: [
            "javascript:alert(1)", "JAVASCRIPT://a.example", "data:text/html,x", "ftp://a.example",
            "//a.example", "www.a.example", "http:/a.example", "http:a.example", "http://",
            "https://...",
            "xhttp://a.example", "1https://a.example", "éhttp://a.example", "http\u{1A}//a.example",
            "http:\u{F}\u{F}a.example", "vbscript:x", "mailto:a@b.example", "h", "https:",
        ])
    func noLinks(_ body: String) {
        #expect(!rendered(body).contains("<a"))
    }
}
