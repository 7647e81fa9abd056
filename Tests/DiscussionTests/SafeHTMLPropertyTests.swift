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

    /// The tags of HTML that has no `<` but those.
    private func tags(_ html: String) -> [Substring] {
        html.split(separator: "<", omittingEmptySubsequences: false).dropFirst().map {
            $0.prefix { $0 != ">" }
        }
    }

    private func isAllowed(_ tag: Substring) -> Bool {
        if ["p dir=\"auto\"", "/p", "br", "/a"].contains(tag) { return true }
        let opening = "a href=\""
        let closing = "\" rel=\"ugc nofollow noopener"
        guard tag.hasPrefix(opening), tag.hasSuffix(closing + "\"") else { return false }
        let address = tag.dropFirst(opening.count).dropLast(closing.count + 1)
        return !address.contains("\"") && !address.contains("'") && !address.contains(" ")
            && ["http://", "https://"].contains { address.lowercased().hasPrefix($0) }
    }

    @Test("It holds no tag but p, br and a to the web, each closed where it must be")
    func tags() {
        var dice = Dice(1)
        for _ in 0..<3000 {
            let html = rendered(dice.text(of: Self.pieces, upTo: 40))
            let tags = tags(html)
            #expect(tags.allSatisfy(isAllowed), "\(html)")
            #expect(tags.count { $0.hasPrefix("a ") } == tags.count { $0 == "/a" })
            #expect(tags.count { $0.hasPrefix("p ") } == tags.count { $0 == "/p" })
        }
    }

    @Test("What a reader sees is what was written")
    func visible() {
        var dice = Dice(2)
        for _ in 0..<3000 {
            let body = dice.text(of: Self.pieces, upTo: 40)
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
            "http://\"", "http://...\n",
        ])
    func linear(_ piece: String) {
        let body = String(repeating: piece, count: 100_000 / piece.utf8.count)
        #expect(rendered(body).utf8.count <= 12 * body.utf8.count + 64)
    }
}
