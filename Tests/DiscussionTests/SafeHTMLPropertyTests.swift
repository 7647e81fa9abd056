import Discussion
import Testing

@Suite("Any body as HTML")
struct SafeHTMLPropertyTests {
    private static let pieces = [
        "<", ">", "&", "\"", "'", "`", "a", " ", "\n", "\n\n", "\t", "http://", "HTTPS://", "h",
        "://",
        "javascript:", "<script>", "</p>", "<a href=", "onclick=", ".", ")", "(", "é", "\u{0}", "=",
        "&lt;", "<br>", "<!--", "\\", "/", "\u{202E}", "%3C", "&#60;", "\u{1A}", "\r",
    ]

    /// What Markdown is made of.
    private static let signs = [
        "*", "**", "***", "_", "__", "[", "](", ")", "> ", ">", "- ", "1. ", "2. ", "```\n", "~~~",
        "[x](http://a.b/c)", "](mailto:a@b.c)", "[x](javascript:y)", "\\*", "``", "    ", "\n* ",
        "[x](http://a\"onclick=b)", "![", "\n\n> ", "*a*", "_b_", "mailto:",
    ]

    @Test("It holds allowed elements with allowed attributes alone, each closed where it must be")
    func elements() {
        var dice = Dice(1)
        for round in 0..<6000 {
            let pieces = round % 3 == 0 ? Self.pieces : Self.pieces + Self.signs + Self.signs
            let body = dice.text(of: pieces, upTo: 60)
            for isMasked in [false, true] {
                let html = rendered(body, isMasked: isMasked)
                #expect(HTMLCheck.problem(of: html) == nil, "\(body.debugDescription): \(html)")
            }
        }
    }

    @Test("The check itself sees what must not be")
    func check() {
        for html in [
            "<script>", "<p dir=\"auto\">", "</p>", "<p>a</p>", "<em><strong></em></strong>",
            "<br/>",
            "<a href=\"javascript:x\" rel=\"ugc nofollow noopener\">x</a>", "a < b", "a > b",
            "<a href=\"http://a\" onclick=\"x\" rel=\"ugc nofollow noopener\">x</a>",
            "<ul><p dir=\"auto\">a</p></ul>", "<a href=\"http://a\">x</a>", "\"",
        ] { #expect(HTMLCheck.problem(of: html) != nil, "\(html)") }
        #expect(HTMLCheck.problem(of: "<blockquote><p dir=\"auto\">a<br>b</p></blockquote>") == nil)
    }

    @Test("What a reader sees is what was written")
    func visible() {
        var dice = Dice(2)
        for _ in 0..<3000 {
            let body = dice.text(
                of: Self.pieces.filter { $0 != "`" && !$0.contains(">") }, upTo: 40)
            let seen = unescaped(
                rendered(body).split(separator: "<", omittingEmptySubsequences: false)
                    .enumerated().map { $0 == 0 ? $1 : $1.drop { $0 != ">" }.dropFirst() }.joined())
            #expect(letters(seen) == letters(body), "\(body)")
        }
    }

    private func unescaped(_ html: String) -> String {
        let names = ["lt;": "<", "gt;": ">", "quot;": "\"", "#39;": "'", "amp;": "&"]
        let parts = html.split(separator: "&", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(into: String(parts[0])) { text, part in
            guard let (name, character) = names.first(where: { part.hasPrefix($0.key) }) else {
                return text += "?"
            }
            text += character + part.dropFirst(name.count)
        }
    }

    private func letters(_ text: String) -> [UInt8] {
        text.utf8.filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }

    @Test(
        "It grows no faster than the body does, however hostile", .timeLimit(.minutes(1)),
        arguments: [
            "h", "ht", "http://", "https://h ", "http://.", "http://)", "http://a&", "(http://a)",
            "a\n\n", "\n", "&", "\"", "http://(((", "http://a)", ")", "<a>", "\u{301}", "é\u{0}",
            "http://\"", "http://...\n", "*_", "[", "[a](", "](http://a", "> ", "`", "`a``b```",
            "- a\n", ">\n> > a\n", "~~~\n", "1. a\n", "a* *b", "***a", "\\*", "_a_ ",
        ])
    func linear(_ piece: String) {
        let body = String(repeating: piece, count: 100_000 / piece.utf8.count)
        #expect(rendered(body).utf8.count <= 12 * body.utf8.count + 64)
    }
}
