/// A reader of HTML that knows what the rendering may hold, and nothing of how it is made.
enum HTMLCheck {
    /// The elements, each with its attributes and the elements that it may stand in.
    private static let elements: [String: (attributes: String, parents: Set<String>)] = [
        "p": (" dir=\"auto\"", ["", "blockquote"]),
        "pre": (" dir=\"auto\"", ["", "blockquote"]),
        "ul": ("", ["", "blockquote"]),
        "ol": ("", ["", "blockquote"]),
        "blockquote": ("", ["", "blockquote"]),
        "li": (" dir=\"auto\"", ["ul", "ol"]),
        "em": ("", ["p", "li", "em", "strong"]),
        "strong": ("", ["p", "li", "em", "strong"]),
        "code": ("", ["p", "li", "em", "strong", "pre"]),
        "a": ("", ["p", "li", "em", "strong"]),
    ]

    /// What is wrong, or nil.
    static func problem(of html: String) -> String? {
        var open: [String] = []
        var rest = html[...]
        while let next = rest.first {
            if next != "<" {
                let text = rest.prefix { $0 != "<" }
                if text.contains(where: { ">\"'".contains($0) }) { return "unescaped: \(text)" }
                if ["", "ul", "ol", "blockquote"].contains(open.last ?? "") {
                    return "text in \(open)"
                }
                rest = rest[text.endIndex...]
                continue
            }
            guard let end = rest.firstIndex(of: ">") else { return "an open tag" }
            let tag = String(rest[rest.index(after: rest.startIndex)..<end])
            rest = rest[rest.index(after: end)...]
            if tag == "br" {
                if open.last != "p" { return "br in \(open)" }
            } else if tag.hasPrefix("/") {
                guard open.popLast() == String(tag.dropFirst()) else { return "\(tag) in \(open)" }
            } else {
                let name = String(tag.prefix { $0 != " " })
                guard let known = elements[name] else { return "the element \(tag)" }
                guard known.parents.contains(open.last ?? "") else { return "\(name) in \(open)" }
                let attributes = String(tag.dropFirst(name.count))
                guard name == "a" ? isLink(attributes) : attributes == known.attributes else {
                    return "the attributes of \(tag)"
                }
                open.append(name)
            }
        }
        return open.isEmpty ? nil : "open: \(open)"
    }

    private static func isLink(_ attributes: String) -> Bool {
        let (start, end) = (" href=\"", "\" rel=\"ugc nofollow noopener\"")
        guard attributes.hasPrefix(start), attributes.hasSuffix(end) else { return false }
        let address = attributes.dropFirst(start.count).dropLast(end.count).lowercased()
        return ["http://", "https://", "mailto:"].contains { address.hasPrefix($0) }
            && !address.contains { " \"'<>`\n".contains($0) }
    }
}
