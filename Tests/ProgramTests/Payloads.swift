import JSONValues

@testable import commentd_bench

/// Texts that break programs, and what must never become of them.
enum Payloads {
    /// Without control characters, which are refused wherever they come in.
    static let texts =
        HostileLines.texts.filter { !$0.contains("\u{1}") } + [
            "<svg/onload=alert(1)>", "</p><script>x</script>", "[a](data:text/html,x)",
            "<a href=\"javascript:x\">a</a>", "https://a.example/\"onmouseover=\"x",
            "&lt;script&gt;",
            "![i](https://a.example/i.png)", "[a](https://a.example/'onclick='x)", "<!--", "]]>",
            "Subject: x\nBcc: y@example.org", "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd",
            "-1+1|cmd", "+1+cmd", "\t=1+1", "＝1+1", "</title><script>x</script>",
            // To what reads characters, a quote with a mark above it is no quote.
            "x\"\u{301},=cmd|' /C calc'!A0,\"\u{301}", "<\u{301}script>x<\u{301}/script>",
            "https://a.example/\"\u{301}\u{A0}onmouseover=alert(1)\u{A0}x=\"\u{301}",
            "a'\u{301}onclick='\u{301}x", "=?UTF-8?Q?=0ABcc=3A?=", "{comments}{confirm_url}",
            "a\u{2028}b\u{2029}c", "\u{1F600}\u{FE0F}\u{200D}",
        ]

    /// What is wrong with HTML that a page shows as it is; nil where nothing is.
    static func problem(of html: String) -> String? {
        let tags = html.matches(
            of: /<\/?([^ >]*)([^>]*)>/.matchingSemantics(.unicodeScalar))
        let known = [
            "p", "br", "a", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li",
        ]
        if html.unicodeScalars.count(where: { $0 == "<" }) != tags.count { return "an open tag" }
        for tag in tags {
            guard known.contains(String(tag.1)) else { return "the element \(tag.1)" }
            let attributes = String(tag.2)
            let isKnown =
                attributes.isEmpty || attributes == " dir=\"auto\""
                || attributes.wholeMatch(
                    of: /\ href="(https?:|mailto:)[^"<>' ]*" rel="ugc nofollow noopener"/
                        .ignoresCase()) != nil
            if !isKnown { return "the attributes \(attributes)" }
        }
        return nil
    }

    /// Controls that steer a terminal or end a header, in text that a program has written.
    static func controls(in text: String) -> [Unicode.Scalar] {
        text.unicodeScalars.filter {
            $0.value < 0x20 && $0 != "\n" && $0 != "\t" || (0x7F...0x9F).contains($0.value)
        }
    }

    /// The comments of a result, wherever they stand in it.
    static func comments(in value: JSONValue) -> [JSONValue] {
        switch value {
        case .array(let elements): elements.flatMap(comments)
        case .object(let object):
            (object["html"] != nil ? [value] : [])
                + object.members.flatMap { comments(in: $0.value) }
        default: []
        }
    }
}
