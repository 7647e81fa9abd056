import Testing

@Suite("A body's Markdown as HTML")
struct MarkdownTests {
    private func paragraph(_ inner: String) -> String { "<p dir=\"auto\">\(inner)</p>" }

    private func link(_ address: String, _ text: String) -> String {
        "<a href=\"\(address)\" rel=\"ugc nofollow noopener\">\(text)</a>"
    }

    @Test(
        "Emphasis with stars and underscores",
        arguments: [
            ("The *four* years", "The <em>four</em> years"), ("_a b_.", "<em>a b</em>."),
            ("**a** __b__", "<strong>a</strong> <strong>b</strong>"),
            ("***a***", "<strong><em>a</em></strong>"),
            ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
            ("*a **b* c**", "<em>a **b</em> c**"), ("이것은 **중요**합니다", "이것은 <strong>중요</strong>합니다"),
            ("(*a*)", "(<em>a</em>)"), ("\\*a\\*", "*a*"),
        ])
    func emphasis(_ body: String, _ inner: String) {
        #expect(rendered(body) == paragraph(inner))
    }

    @Test(
        "What only looks like it stays as it is",
        arguments: [
            "2*3*4 = 24", "a * b * c", "snake_case_name", "한_글_이름", "*a", "a*", "**", "****", "* ",
            "f*** you ***", "[a] (b)", "[a](b)", "[a](javascript:b)", "`a", "``a`",
            "C:\\path\\x", "-a", "--", "1986. A year", "2. b", "# a", "a | b",
        ])
    func literal(_ body: String) {
        #expect(!rendered(body).contains("<em"))
        #expect(rendered(body) == paragraph(body))
    }

    @Test(
        "Code, in which nothing else means anything",
        arguments: [
            ("`a *b* <c>`", "<code>a *b* &lt;c&gt;</code>"), ("``a`b``", "<code>a`b</code>"),
            ("`` ` ``", "<code>`</code>"), ("`http://a.b`", "<code>http://a.b</code>"),
            ("*`*`*", "<em><code>*</code></em>"),
        ])
    func code(_ body: String, _ inner: String) {
        #expect(rendered(body) == paragraph(inner))
    }

    @Test("Links to the web and to mail, with what they say")
    func links() {
        #expect(
            rendered("[a *b*](https://c.d/e_(f))") == paragraph(link("https://c.d/e_(f)", "a *b*")))
        #expect(rendered("[m](mailto:a@b.c)") == paragraph(link("mailto:a@b.c", "m")))
        #expect(
            rendered("*http://a.b/c_d_e*")
                == paragraph(
                    "<em>" + link("http://a.b/c_d_e", "http://a.b/c_d_e") + "</em>"))
        #expect(!rendered("[a](HTTP://b\"c)").contains("href=\"HTTP://b\"c"))
    }

    @Test("Quotes hold paragraphs, and end with their sign")
    func quotes() {
        #expect(
            rendered("> a\n> b\nc")
                == "<blockquote>" + paragraph("a<br>b") + "</blockquote>" + paragraph("c"))
        #expect(
            rendered(">> a\n> b")
                == "<blockquote><blockquote>" + paragraph("a") + "</blockquote>" + paragraph("b")
                + "</blockquote>")
        #expect(rendered("a > b") == paragraph("a &gt; b"))
        #expect(
            rendered("> > > > > a").hasSuffix(
                "&gt; &gt; a</p></blockquote></blockquote></blockquote>"))
        #expect(rendered(">") == "")
    }

    @Test("Lists, numbered from one on")
    func lists() {
        func item(_ text: String) -> String { "<li dir=\"auto\">\(text)</li>" }
        #expect(
            rendered("a\n- b\n* c\n\n- d\ne")
                == paragraph("a") + "<ul>" + item("b") + item("c") + item("d") + "</ul>"
                + paragraph("e"))
        #expect(
            rendered("1. a\n2. b\n\n1986. c")
                == "<ol>" + item("a") + item("b") + "</ol>" + paragraph("1986. c"))
        #expect(
            rendered("> - *a*") == "<blockquote><ul>" + item("<em>a</em>") + "</ul></blockquote>")
    }

    @Test("Fenced code stands as it is, to its fence or the end")
    func fences() {
        let open = "<pre dir=\"auto\"><code>"
        #expect(
            rendered("```swift\nlet a = <b>\n> c\n\n```\nd")
                == open + "let a = &lt;b&gt;\n&gt; c\n\n</code></pre>" + paragraph("d"))
        #expect(rendered("~~~\n*a*") == open + "*a*\n</code></pre>")
        #expect(rendered("> ```\n> a\nb").hasSuffix("</code></pre></blockquote>" + paragraph("b")))
    }

    @Test("Where rules have put stars over words, stars mean nothing")
    func masked() {
        let body = "*** a **이 나쁜** \"****\" _b_"
        #expect(
            rendered(body, isMasked: true)
                == paragraph("*** a **이 나쁜** &quot;****&quot; <em>b</em>"))
        #expect(rendered("* a\n- b", isMasked: true).hasPrefix(paragraph("* a")))
    }
}
