/// A body as HTML that a page can show as it is: paragraphs, line breaks, links, and the small
/// Markdown that readers expect; all else escaped.
///
/// The output holds `p`, `br`, `a`, `em`, `strong`, `code`, `pre`, `blockquote`, `ul`, `ol` and
/// `li` alone, with `dir="auto"` on each block of text, so that what turns the direction of writing
/// ends with it; links go to http, https and mailto only and carry `rel="ugc nofollow noopener"`.
/// Time and size are linear in the body.
public enum SafeHTML {
    /// Writes the HTML of a body, valid UTF-8, as it stands inside a JSON string (RFC 8259 section
    /// 7); gives its length, 0 where the body is blank, nil where there is not room enough. In one
    /// pass, because the rendering of bodies is most of a page. `isMasked`: rules have put stars
    /// over words, so that stars mean nothing else.
    public static func writeInJSON(
        _ body: UnsafeBufferPointer<UInt8>, isMasked: Bool = false,
        to place: UnsafeMutableBufferPointer<UInt8>
    ) -> Int? {
        HTMLWriter.write(body, to: place, takesStars: !isMasked)
    }
}

/// Where addresses lie in a body.
extension SafeHTML {
    /// The address whose scheme ends with a colon, if it is one and begins no sooner than `floor`.
    /// Punctuation that closes a sentence is no part of it.
    static func link(
        _ body: UnsafeBufferPointer<UInt8>, aroundColon colon: Int, after floor: Int
    ) -> Range<Int>? {
        let first = colon + 3
        guard first < body.count, body[colon + 1] == 0x2F, body[colon + 2] == 0x2F,
            let start = schemeStart(body, before: colon), start >= floor,
            start == 0 || !isLetter(body[start - 1])
        else { return nil }
        var end = first
        while end < body.count, !endsLink(body[end]) { end += 1 }
        // A parenthesis that the address itself opened belongs to it.
        var balance = body[first..<end].reduce(0) { $0 + ($1 == 0x28 ? 1 : $1 == 0x29 ? -1 : 0) }
        while end > first, closesSentence(body[end - 1]) {
            if body[end - 1] == 0x29 {
                if balance >= 0 { break }
                balance += 1
            }
            end -= 1
        }
        return end > first ? start..<end : nil
    }

    /// Whether an address begins with a scheme that links may have, in any case, and more follows.
    static func isAllowedAddress(
        _ body: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) -> Bool {
        for scheme in ["http://", "https://", "mailto:"] as [StaticString] {
            let name = UnsafeBufferPointer(
                start: scheme.utf8Start, count: scheme.utf8CodeUnitCount)
            let isThere =
                range.count > name.count
                && name.indices.allSatisfy { index in
                    let byte = body[range.lowerBound + index]
                    return byte == name[index]
                        || (0x41...0x5A).contains(byte) && byte | 0x20 == name[index]
                }
            if isThere { return true }
        }
        return false
    }

    /// Where `http` or `https`, in any case, begins that ends before a colon.
    private static func schemeStart(
        _ body: UnsafeBufferPointer<UInt8>, before colon: Int
    ) -> Int? {
        let scheme: StaticString = colon > 0 && body[colon - 1] | 0x20 == 0x73 ? "https" : "http"
        let name = UnsafeBufferPointer(start: scheme.utf8Start, count: scheme.utf8CodeUnitCount)
        guard colon >= name.count else { return nil }
        let start = colon - name.count
        let isThere = name.indices.allSatisfy { index in
            let byte = body[start + index]
            return byte == name[index]
                || (0x41...0x5A).contains(byte) && byte | 0x20 == name[index]
        }
        return isThere ? start : nil
    }

    private static func endsLink(_ byte: UInt8) -> Bool {
        switch byte {
        case ...0x20, 0x3C, 0x3E, 0x22, 0x60, 0x27: true
        default: false
        }
    }

    private static func closesSentence(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x2E, 0x2C, 0x3A, 0x3B, 0x21, 0x3F, 0x29, 0x5D, 0x7D: true
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte >= 0x80
    }
}
